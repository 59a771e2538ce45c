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
    """Return one row per group of copies, in the order of the rows: the newest of those that are labelled as most are, and of
    these one with an answer."""
    known = [one for one in made if one.row is not None]
    rows = comparable([one.row for one in known if one.row is not None])
    groups: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(repeats.groups(rows, repeats.repeats(rows))):
        groups[group].append(place)
    found = []
    for places in groups.values():
        labels = {place: _label(rows[place]) for place in places}
        usual = Counter(labels.values()).most_common(1)[0][0]
        best = max((p for p in places if labels[p] == usual), key=lambda p: _worth(known[p], p))
        others = sum(label != usual for label in labels.values())
        found.append((best, Single(known[best], rows[best], len(places), others)))
    return [single for _, single in sorted(found, key=lambda one: one[0])]


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
