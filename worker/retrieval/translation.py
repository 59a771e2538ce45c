"""A query in another language is searched with an English translation before it.

The encoders known by name and the stemmer of the lexical half know English. The model that serves anyway knows more languages,
and a search needs no good prose: docs/decisions/0009 has what it is worth.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from knowledge.languages.guess import guess
from knowledge.measure.questions import json_lines, read
from models.errors import ModelError
from models.generation.engine import Engine
from models.skills import translation
from models.skills.fields import InvalidOutput
from models.training.examples import Example

LOG = logging.getLogger(__name__)
BATCH = 16
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
        """Each text as it is searched for. English comes first, for an encoder reads only so far. Without a model, or
        without an answer of it that makes sense, a text is searched for as it is: a search is never lost for this."""
        foreign = {text: text[:LEAD] for text in texts if guess(text) not in (None, "en")}
        leads = list(dict.fromkeys(foreign.values()))
        english = {lead: self._known.pop(lead) for lead in leads if lead in self._known}
        new = [lead for lead in leads if lead not in english]
        for start in range(0, len(new), BATCH):
            english |= self._translated(new[start : start + BATCH])
        self._known |= english
        for lead in list(self._known)[: -self._remembered]:
            del self._known[lead]
        found = {text: english.get(lead) for text, lead in foreign.items()}
        return [f"{found[text]}\n{text}" if found.get(text) else text for text in texts]

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
            LOG.warning("searched without a translation: %s", error)
            return {}
        parsed = {lead: _parsed(generation.text) for lead, generation in zip(leads, made, strict=True)}
        return {lead: english for lead, english in parsed.items() if english}


def load_examples(path: Path) -> list[Example]:
    """What the skill learns from: questions or handled tickets, JSON Lines, those that have their `english`. Raises
    `QuestionError` at the first line that is neither."""
    made = [read(path, number, partial(_example, row)) for number, row in json_lines(path)]
    return [example for example in made if example is not None]


def _example(row: Mapping[str, Any]) -> Example | None:
    text = row["question"] if "question" in row else f"{row['subject']}\n{row['body']}"
    return Example(translation.render(text), translation.answer(row["english"])) if row.get("english") else None


def _parsed(text: str) -> str | None:
    try:
        return translation.parse(text)
    except InvalidOutput:
        return None
