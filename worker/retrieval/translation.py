"""This module puts an English translation before a query in another language.

The encoders known by name and the stemmer of the lexical search know only English. The model that serves anyway knows more
languages, and retrieval needs no good prose: docs/decisions/0009 says how much it helps.
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
LEAD = 300  # characters that are translated: they hold what a customer needs (docs/decisions/0014)
REMEMBERED = 1000  # translations per process; new ones replace those of tickets that have left the database


class Translator:
    """A translator implements `worker.retrieval.finder.Translate`. It loads the engine with the first text that needs
    it, and asks it once per text: a batch that is tried again, or a question that is measured at several thresholds, is
    not translated again. It keeps translations in this process only, because a ticket's text has to leave with the
    ticket."""

    def __init__(self, engine: Callable[[], Engine], *, remembered: int = REMEMBERED) -> None:
        self._engine, self._remembered = engine, remembered
        self._known: dict[str, str] = {}  # the least recently used first

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Return each text as it is searched for. Without a model, or without a usable answer from it, a text is
        searched for as it is, so that no search is lost because a translation is missing."""
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
        """Return the English of those texts that the model translated."""
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
