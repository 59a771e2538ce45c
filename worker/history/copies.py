"""This module leaves one row of each group of rows that say the same, and counts the others.

Rows are compared as they are written: two mails that differ in a name or a number only are copies once these are redacted.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import HandledTicket
from models.skills.reply import Action
from worker.history.rows import Made
from worker.learning.dataset import repeats
from worker.learning.dataset.row import Row

_ONE_FILE = Path("examples")


@dataclass(frozen=True)
class Single:
    """A single row stands for all that say the same."""

    made: Made
    compared: Row  # its words, as they are compared
    copies: int = 1
    disagree: int = 0  # copies whose queue, priority or hand-over is another

    @property
    def row(self) -> dict[str, Any]:
        return {**(self.made.row or {}), "copies": self.copies}


def comparable(rows: Sequence[Mapping[str, Any]], file: Path = _ONE_FILE) -> list[Row]:
    return [Row(file, number, HandledTicket.model_validate(row)) for number, row in enumerate(rows, 1)]


def singles(made: Sequence[Made]) -> list[Single]:
    """Return one row per group of copies, in the order of the rows: of those that are labelled as most are, one with an answer,
    as new as possible."""
    known = [one for one in made if one.row is not None]
    rows = comparable([one.row for one in known if one.row is not None])
    groups = [[place] for place in range(len(rows))]
    chosen = list(range(len(rows)))  # of each group
    while (
        True
    ):  # a row is compared with those that stand for others, because of several that are alike one is told at a time
        here = [rows[place] for place in chosen]
        found = repeats.repeats(here)
        if not found:
            break
        merged: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(repeats.groups(here, found)):
            merged[group] += groups[number]
        groups = list(merged.values())
        chosen = [_best(places, known, rows) for places in groups]
    return sorted((_single(best, places, known, rows) for best, places in zip(chosen, groups, strict=True)), key=_line)


def _best(places: Sequence[int], known: Sequence[Made], rows: Sequence[Row]) -> int:
    usual = _usual(places, rows)
    return max(
        (place for place in places if _label(rows[place]) == usual), key=lambda place: _worth(known[place], place)
    )


def _single(best: int, places: Sequence[int], known: Sequence[Made], rows: Sequence[Row]) -> Single:
    usual = _usual(places, rows)
    return Single(known[best], rows[best], len(places), sum(_label(rows[place]) != usual for place in places))


def _usual(places: Sequence[int], rows: Sequence[Row]) -> tuple[str, str, bool]:
    return Counter(_label(rows[place]) for place in places).most_common(1)[0][0]


def _line(single: Single) -> int:
    return single.compared.line


def linked(rows: Sequence[Row], parts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of rows that are alike and in different parts: what is learned from one would be measured on the other."""
    apart = [replace(row, file=Path(part)) for row, part in zip(rows, parts, strict=True)]
    return [(one.row, one.other) for one in repeats.repeats(apart) if parts[one.row] != parts[one.other]]


def _label(row: Row) -> tuple[str, str, bool]:
    return row.ticket.queue, row.ticket.priority, row.ticket.escalate


def _worth(made: Made, place: int) -> tuple[bool, float, str, int]:
    """Return by what one of several copies is chosen: an answer, how much of it is carried, the day, the place."""
    row = made.row or {}
    answered = row["reply"]["action"] in {Action.ANSWER, Action.ASK}
    return answered, row["carried"] or 0.0, row["at"] or "", place
