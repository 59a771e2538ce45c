"""This module reads the questions that a company approved: `[questions]`, by queue and language."""

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.company.company import Questions
from worker.company.mistakes import Complaint
from worker.company.toml_lines import Place


def questions_of(tables: Mapping[str, Any]) -> Questions:
    """Return the questions of a table without mistakes."""
    return {queue: _by_language(queue, said) for queue, said in tables.items()}


def complaints(tables: Mapping[str, Any]) -> Iterator[Complaint]:
    """Yield what cannot be asked."""
    for queue, said in tables.items():
        if not isinstance(said, str | list | dict):
            yield Complaint(("questions", queue), f"{queue} is a text, a list of texts, or a table of them by language")
            continue
        for place, code, text in _each(queue, said):
            if not isinstance(text, str) or not text.strip():
                yield Complaint(place, f"a question of {queue} is not a text")
            elif code not in LANGUAGES:
                yield Complaint(
                    place,
                    f'the language of "{text}" in {queue} is not clear: write {queue} = {{en = "...", de = "..."}} with '
                    f"the codes {', '.join(LANGUAGES)}",
                )


def _by_language(queue: str, said: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, code, text in _each(queue, said):
        found[code] = (*found.get(code, ()), text.strip())
    return found


def _each(queue: str, said: Any) -> Iterator[tuple[Place, str, Any]]:
    """Yield each question with its place and its language: of a table by its keys, of a list by the question's words."""
    place = ("questions", queue)
    if isinstance(said, dict):
        for code, texts in said.items():
            for number, text in enumerate(texts if isinstance(texts, list) else [texts]):
                yield (*place, code, number), code, text
    else:
        for number, text in enumerate(said if isinstance(said, list) else [said]):
            yield (*place, number), (guess(text) or "") if isinstance(text, str) else "", text
