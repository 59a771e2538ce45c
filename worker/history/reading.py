"""This module reads the texts that are compared: words as stems, pieces of words, values and states.

A span of time counts as the same in the next smaller unit: two weeks are 14 days.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.domain import Passage
from worker.learning.alignment import compared, statements_of, stems_of
from worker.mail.asked.lexicon import tokens
from worker.pipeline.check.dates import same_date
from worker.pipeline.check.terms import Kind, Term, terms

Value = tuple[Kind, str]
_VALUES = frozenset({Kind.NUMBER, Kind.DATE, Kind.VERSION, Kind.IDENTIFIER, Kind.ADDRESS})
_SMALLER = {"units.week": 7, "units.day": 24, "units.hour": 60, "units.minute": 60, "units.year": 12}
_PIECE = 4  # letters


@dataclass(frozen=True)
class Read:
    """A text was read."""

    stems: frozenset[str]
    pieces: frozenset[str]  # of four letters: related words of two languages have some in common, and so have compounds
    values: frozenset[Value]  # plans and products too
    spans: frozenset[tuple[Value, Value]]  # values, and the same in a smaller unit
    states: frozenset[str]

    @classmethod
    def of(cls, text: str, language: str | None, names: Collection[str]) -> "Read":
        known = terms(text, language if language in LANGUAGES else None, names)
        values = {(term.kind, term.value) for term in known if term.kind in _VALUES}
        values |= {(Kind.NAME, name) for name in names if any(term.said == name for term in known)}
        states = {meaning for term in known for meaning in term.meanings if meaning.startswith("states.")}
        return cls(
            frozenset(stems_of(text)), _pieces(text), frozenset(values), frozenset(_spans(known)), frozenset(states)
        )

    def holding(self, other: "Read") -> frozenset[Value]:
        """Return the values of another text that this one has."""
        mine = self.values | {small for _, small in self.spans}
        smaller = dict(other.spans)
        return frozenset(v for v in other.values if v in mine or smaller.get(v) in mine or self._has_date(v))

    def _has_date(self, value: Value) -> bool:
        return value[0] is Kind.DATE and any(k is Kind.DATE and same_date(value[1], v) for k, v in self.values)


@dataclass(frozen=True)
class Shelved:
    """A passage was read, as a whole with its title, and each of its statements."""

    passage: Passage
    language: str | None
    whole: Read
    said: tuple[Read, ...]
    texts: tuple[str, ...]  # of the statements

    @classmethod
    def of(cls, passage: Passage, names: Collection[str]) -> "Shelved":
        own = statements_of(passage)
        language = passage.language or guess(passage.shown)
        said = [Read.of(text, one.language or language, names) for one, text in zip(own, compared(own), strict=True)]
        whole = together([Read.of(f"{passage.title}\n{passage.text}", language, names), *said])
        return cls(passage, language, whole, tuple(said), tuple(one.text for one in own))


def together(read: Sequence[Read]) -> Read:
    """Return what some texts have together."""
    return Read(
        frozenset().union(*(one.stems for one in read)),
        frozenset().union(*(one.pieces for one in read)),
        frozenset().union(*(one.values for one in read)),
        frozenset().union(*(one.spans for one in read)),
        frozenset().union(*(one.states for one in read)),
    )


def _spans(known: Sequence[Term]) -> Iterator[tuple[Value, Value]]:
    for term, unit in pairwise(known):
        factor = next((f for name, f in _SMALLER.items() if unit.means(name)), None)
        if term.kind is Kind.NUMBER and factor and term.value.isdigit():
            yield (Kind.NUMBER, term.value), (Kind.NUMBER, str(int(term.value) * factor))


def _pieces(text: str) -> frozenset[str]:
    words = " ".join(tokens(text))
    return frozenset(words[place : place + _PIECE] for place in range(len(words) - _PIECE + 1))
