"""A query in another language is searched with an English translation before it.

The encoders known by name and the stemmer of the lexical half know English. The model that serves anyway knows more languages,
and a search needs no good prose: docs/decisions/0009 has what it is worth.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from knowledge.language import guess
from knowledge.questions import json_lines, read
from models.engine import Engine
from models.errors import ModelError
from models.skills import translation
from models.skills.fields import InvalidOutput
from models.training.examples import Example

LOG = logging.getLogger(__name__)
BATCH = 16


class Translator:
    """Implements `worker.finding.Translate`. The engine is asked for with the first text that needs it."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Each text as it is searched for. English comes first, for an encoder reads only so far. Without a model, or
        without an answer of it that makes sense, a text is searched for as it is: a search is never lost for this."""
        searched = list(texts)
        foreign = [place for place, text in enumerate(texts) if guess(text) not in (None, "en")]
        for start in range(0, len(foreign), BATCH):
            places = foreign[start : start + BATCH]
            for place, english in zip(places, self._english([texts[p] for p in places]), strict=True):
                searched[place] = f"{english}\n{texts[place]}" if english else texts[place]
        return searched

    def _english(self, texts: Sequence[str]) -> list[str | None]:
        try:
            engine = self._engine()
            with_examples = engine.adapter_id(translation.NAME) is None
            prompts = [translation.render(text, with_examples=with_examples) for text in texts]
            made = engine.generate(
                prompts, skill=translation.NAME, schema=translation.schema(), max_tokens=translation.MAX_TOKENS
            )
        except ModelError as error:
            LOG.warning("searched without a translation: %s", error)
            return [None] * len(texts)
        return [_parsed(generation.text) for generation in made]


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
