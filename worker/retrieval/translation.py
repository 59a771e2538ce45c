"""A query in another language is searched with an English translation before it.

The encoders known by name and the stemmer of the lexical half know English. The model that serves anyway knows more languages,
and a search needs no good prose: docs/decisions/0009 has what it is worth.
"""

from collections.abc import Callable, Sequence

from knowledge.languages.guess import guess
from knowledge.search.query import query_text
from models.errors import InvalidOutput, ModelError
from models.generation.engine import Engine
from models.skills import translation
from worker.logs import get_logger
from worker.retrieval.batches import batches

log = get_logger(__name__)
LEAD = 300  # characters that are translated: what a customer needs stands there (docs/decisions/0014)
REMEMBERED = 1000  # translations; of tickets that have left the database a process forgets by and by


class Translator:
    """Implements `worker.retrieval.finder.Translate`. The engine is asked for with the first text that needs it, and asked
    once per text: a batch that is tried again, or a question that is measured at several thresholds, is not translated again.
    What it knows is in this process only, because a ticket's text has to leave with the ticket."""

    def __init__(self, engine: Callable[[], Engine], *, remembered: int = REMEMBERED) -> None:
        self._engine, self._remembered = engine, remembered
        self._known: dict[str, str] = {}  # the least recently used first

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Return each text as it is searched for. Without a model, or without an answer from it that makes sense, a text is
        searched for as it is: no search is lost because a translation is missing."""
        foreign = {text: text[:LEAD] for text in texts if guess(text) not in (None, "en")}
        leads = list(dict.fromkeys(foreign.values()))
        english = {lead: self._known.pop(lead) for lead in leads if lead in self._known}
        new = [lead for lead in leads if lead not in english]
        for group in batches(new):
            english |= self._translated(group)
        self._known |= english
        for lead in list(self._known)[: -self._remembered]:
            del self._known[lead]
        found = {text: english.get(lead) for text, lead in foreign.items()}
        return [query_text(text, english=found.get(text)) for text in texts]

    def _translated(self, leads: Sequence[str]) -> dict[str, str]:
        """The English of those of which the model made any."""
        try:
            engine = self._engine()
            with_examples = engine.adapter_id(translation.NAME) is None
            prompts = [translation.render(lead, with_examples=with_examples) for lead in leads]
            made = engine.generate(
                prompts, skill=translation.NAME, schema=translation.schema(), max_tokens=translation.MAX_TOKENS
            )
        except ModelError as error:
            log.warning("searched without a translation", reason=str(error))
            return {}
        parsed = {lead: _parsed(generation.text) for lead, generation in zip(leads, made, strict=True)}
        return {lead: english for lead, english in parsed.items() if english}


def _parsed(text: str) -> str | None:
    try:
        return translation.parse(text)
    except InvalidOutput:
        return None
