"""This module finds tickets that stand in the data more than once: in one file, in two, and with other labels."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.learning.dataset.alike import alike
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.row import FIELDS, Row

SAME = 1.0


@dataclass(frozen=True)
class Repeat:
    row: int
    other: int  # an earlier row
    shared: float  # of their text; 1: the same words


def repeats(rows: Sequence[Row]) -> list[Repeat]:
    """Return which rows repeat the text of an earlier one, at most once per file of the earlier ones."""
    first: dict[str, dict[str, int]] = {}  # text -> file -> its first row there
    found = []
    for place, row in enumerate(rows):
        places = first.setdefault(row.words, {})
        found += [Repeat(place, other, SAME) for other in places.values()]
        places.setdefault(str(row.file), place)
    heads = [min(places.values()) for places in first.values()]  # in the order of the rows
    near = alike(list(first), [str(rows[head].file) for head in heads])
    return found + [Repeat(heads[one.text], heads[one.other], one.shared) for one in near]


def groups(rows: Sequence[Row], found: Sequence[Repeat]) -> list[int]:
    """Return a number per row that it shares with the rows that it repeats, or that repeat it."""
    group = list(range(len(rows)))

    def root(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]  # a long chain of near copies is gone through once
            place = group[place]
        return place

    for repeat in found:
        one, other = root(repeat.row), root(repeat.other)
        group[max(one, other)] = min(one, other)
    return [root(place) for place in range(len(rows))]


def findings(rows: Sequence[Row], found: Sequence[Repeat]) -> Iterator[Finding]:
    """Yield the duplicates, the leaks and the contradictions."""
    yield from _ids(rows)
    yield from _contradictions(rows)
    for repeat in found:
        row, other = rows[repeat.row], rows[repeat.other]
        kind = Kind.DUPLICATE if row.file == other.file else Kind.LEAK
        how = "the same text as" if repeat.shared == SAME else f"{repeat.shared:.0%} of the text of"
        apart = [f"{name} is {other.label(name)} there" for name in FIELDS if row.label(name) != other.label(name)]
        why = "; ".join([f"{how} {other.place}", *apart])
        yield Finding(row, kind, "body", row.ticket.id, other.ticket.id, why, repeat.shared, repeat.shared + len(apart))


def _ids(rows: Sequence[Row]) -> Iterator[Finding]:
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.ticket.id, row)
        if other is not row:
            kind = Kind.DUPLICATE if row.file == other.file else Kind.LEAK
            yield Finding(
                row, kind, "id", row.ticket.id, "", f"{other.file}, line {other.line} has this id too", None, 2.0
            )


def _contradictions(rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield each label that differs from the one that most rows with the same text have, of two equally frequent ones from
    the earlier."""
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        same[row.words].append(row)
    for group in same.values():
        for field in FIELDS if len(group) > 1 else ():
            counts = Counter(row.label(field) for row in group)
            usual, most = counts.most_common(1)[0]
            for row in group:
                if (label := row.label(field)) != usual:
                    others = [other.place for other in group if other.label(field) == usual]
                    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
                    why = f"{others[0]}{more} with the same text has {usual}"
                    yield Finding(
                        row, Kind.CONTRADICTION, field, label, usual, why, most / len(group), most / len(group)
                    )
