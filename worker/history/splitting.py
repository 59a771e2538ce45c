"""This module divides rows into train, validation, test and edge: by time, and so that nothing that belongs together is parted.

Rows of one person, and rows that are alike, make a unit. A unit is as new as its newest row. The newest units are the test, those
before them the validation: so training never knows what came after, and never a person of the test.

    units, oldest first ▶ train and edge ┃ validation 15 % ┃ test 15 %

Edge tickets are taken from what would train, because the test must stay the natural mix.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

SHARE = 0.15  # of the rows, for the test and for the validation
_MOST_OF_ONE = 0.05  # of the rows: an address with more is no person's, and parts nothing
_FEWEST_OF_ONE = 20
_EDGE_SHARE, _EDGE_OF_KIND, _MOST_OF_KIND = 0.08, 1 / 3, 25  # of the rows, and of those of a kind
_MOST_OF_UNIT = 4  # rows of a unit that may go to the edge tickets
_FEWEST_TO_TRAIN = 20
BESIDE = "same person"  # the kind of a usual ticket that goes with an unusual one
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Part(StrEnum):
    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
    EDGE = "edge"


@dataclass(frozen=True)
class Item:
    """An item is what decides where a row goes."""

    id: str
    at: datetime | None  # None: nobody knows, so it is taken for old
    person: Hashable | None = None
    kinds: tuple[str, ...] = ()  # of edge ticket


@dataclass(frozen=True)
class Divided:
    parts: tuple[Part, ...]  # per item
    kinds: tuple[str, ...]  # per item; "" where it is no edge ticket
    since: datetime | None  # the test's units are as new as this; None without any day
    shared: tuple[Hashable, ...] = ()  # addresses that too many rows have


def divide(items: Sequence[Item], links: Iterable[tuple[int, int]] = ()) -> Divided:
    """Divide items. `links`: pairs that must not be parted. The order of the items decides nothing."""
    units, shared = _units(items, links)
    dated = any(item.at for item in items)
    order = sorted(units, key=lambda unit: max(_place(items[n], dated=dated) for n in unit))
    parts, kinds = [Part.TRAIN] * len(items), [""] * len(items)
    since = None
    for part in (Part.TEST, Part.VALIDATION):
        wanted, taken = SHARE * len(items), 0
        while len(order) > 1 and taken < wanted:
            # One unit more may be far too much: half of it must fit.
            if taken and taken + len(order[-1]) / 2 > wanted:
                break
            unit = order.pop()
            taken += len(unit)
            for place in unit:
                parts[place] = part
            if part is Part.TEST and dated:
                since = max(_time(items[n]) for n in unit)
    for place, kind in _edge(items, order):
        parts[place], kinds[place] = Part.EDGE, kind
    return Divided(tuple(parts), tuple(kinds), since, shared)


def _units(items: Sequence[Item], links: Iterable[tuple[int, int]]) -> tuple[list[list[int]], tuple[Hashable, ...]]:
    counts = Counter(item.person for item in items if item.person is not None)
    most = max(_FEWEST_OF_ONE, _MOST_OF_ONE * len(items))
    shared = {person for person, count in counts.items() if count > most}
    group = list(range(len(items)))

    def root(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    first: dict[Hashable, int] = {}
    pairs = [
        (place, first.setdefault(item.person, place))
        for place, item in enumerate(items)
        if item.person is not None and item.person not in shared
    ]
    for one, other in (*pairs, *links):
        low, high = sorted((root(one), root(other)))
        group[high] = low
    units: dict[int, list[int]] = defaultdict(list)
    for place in range(len(items)):
        units[root(place)].append(place)
    return list(units.values()), tuple(sorted(shared, key=str))


def _edge(items: Sequence[Item], units: Sequence[Sequence[int]]) -> list[tuple[int, str]]:
    """Return the edge tickets among what would train: a part of each kind, the newest ones. Who has many tickets stays, because
    all of a unit goes."""
    training = sum(map(len, units))
    room = min(int(_EDGE_SHARE * len(items)), training - _FEWEST_TO_TRAIN)
    small = [unit for unit in units if len(unit) <= _MOST_OF_UNIT][::-1]
    by_kind: dict[str, list[int]] = defaultdict(list)  # kind -> places in `small`
    for number, unit in enumerate(small):
        for kind in sorted({kind for place in unit for kind in items[place].kinds}):
            by_kind[kind].append(number)
    left = {kind: min(_MOST_OF_KIND, int(len(numbers) * _EDGE_OF_KIND)) for kind, numbers in by_kind.items()}
    kinds = sorted(by_kind, key=lambda kind: (len(by_kind[kind]), kind))  # the rarest kind first
    waiting = {kind: iter(by_kind[kind]) for kind in kinds}
    taken: set[int] = set()
    chosen: list[tuple[int, str]] = []
    while any(left.values()):
        for kind in kinds:
            free = next((n for n in waiting[kind] if n not in taken), None) if left[kind] else None
            if free is None or len(chosen) + len(small[free]) > room:
                left[kind] = 0
                continue
            left[kind] -= 1
            taken.add(free)
            chosen += [(place, _kind(items[place], kind)) for place in small[free]]
    return chosen


def _kind(item: Item, chosen: str) -> str:
    return chosen if chosen in item.kinds else (item.kinds[0] if item.kinds else BESIDE)


def _place(item: Item, *, dated: bool) -> tuple[datetime, str]:
    """Return by what an item is older than another. Without any day, chance decides: the same in every run."""
    return _time(item) if dated else _BEFORE_ALL, hashlib.sha256(item.id.encode()).hexdigest()


def _time(item: Item) -> datetime:
    if item.at is None:
        return _BEFORE_ALL
    return item.at if item.at.tzinfo else item.at.replace(tzinfo=UTC)
