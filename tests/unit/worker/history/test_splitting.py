"""Nothing that belongs together is parted, nothing is lost, and training never knows what came after."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.history.splitting import BESIDE, SHARE, Divided, Item, Part, divide

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_KINDS = st.lists(st.sampled_from(("short", "angry")), max_size=2, unique=True).map(tuple)
_ITEM = st.builds(
    lambda day, person, kinds: (None if day is None else BEGAN + timedelta(days=day), person, kinds),
    st.none() | st.integers(0, 200),
    st.none() | st.integers(0, 30),
    _KINDS,
)
ITEMS = st.lists(_ITEM, max_size=120).map(lambda rows: [Item(f"t-{n}", *row) for n, row in enumerate(rows)])


@given(items=ITEMS, pairs=st.lists(st.tuples(st.integers(0, 119), st.integers(0, 119)), max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_unit_is_parted_nothing_is_lost_and_the_order_decides_nothing(
    items: list[Item], pairs: list[tuple[int, int]]
) -> None:
    links = [(a, b) for a, b in pairs if a < len(items) and b < len(items)]
    found = divide(items, links)
    assert len(found.parts) == len(items)
    for a, b in links:
        assert found.parts[a] is found.parts[b]
    persons: dict[object, set[Part]] = {}
    for item, part in zip(items, found.parts, strict=True):
        if item.person is not None and item.person not in found.shared:
            persons.setdefault(item.person, set()).add(part)
    assert all(len(parts) == 1 for parts in persons.values())
    for item, part, kind in zip(items, found.parts, found.kinds, strict=True):
        assert (part is Part.EDGE) == bool(kind)
        assert not kind or kind in {*item.kinds, BESIDE}
    assert divide(items, links) == found
    turned = [(len(items) - 1 - a, len(items) - 1 - b) for a, b in links]
    assert divide(items[::-1], turned).parts == found.parts[::-1]


@given(items=ITEMS)
@settings(max_examples=100, deadline=None)
def test_what_trains_is_older_than_what_is_measured(items: list[Item]) -> None:
    found = divide(items)
    newest = {part: [i.at for i, p in zip(items, found.parts, strict=True) if p is part and i.at] for part in Part}
    if found.since is not None:
        for part in (Part.TRAIN, Part.VALIDATION, Part.EDGE):
            assert all(at <= found.since for at in newest[part])


def test_the_newest_seventh_is_the_test_and_the_one_before_validates() -> None:
    items = [Item(str(n), BEGAN + timedelta(days=n)) for n in range(200)]
    found = divide(items)
    assert found.parts == (Part.TRAIN,) * 140 + (Part.VALIDATION,) * 30 + (Part.TEST,) * 30
    assert found.since == BEGAN + timedelta(days=170)


def test_a_person_with_a_new_ticket_is_in_the_test_with_the_old_ones() -> None:
    items = [Item(str(n), BEGAN + timedelta(days=n), "ann" if n in {0, 99} else n) for n in range(100)]
    found = divide(items)
    assert (found.parts[0], found.parts[99], found.parts[1]) == (Part.TEST, Part.TEST, Part.TRAIN)


def test_an_address_of_many_is_nobodys() -> None:
    items = [Item(str(n), BEGAN + timedelta(days=n), "form@x.example" if n % 2 else n) for n in range(100)]
    found = divide(items)
    assert found.shared == ("form@x.example",)
    assert Counter(found.parts) == {Part.TRAIN: 70, Part.VALIDATION: 15, Part.TEST: 15}


def test_without_days_chance_decides() -> None:
    items = [Item(str(n), None) for n in range(200)]
    found = divide(items)
    assert found.since is None
    assert Counter(found.parts)[Part.TEST] == SHARE * 200
    assert found.parts[-30:] != (Part.TEST,) * 30


def test_edge_tickets_come_from_what_would_train_and_leave_most_of_each_kind() -> None:
    def kinds(n: int) -> tuple[str, ...]:
        return ("rare queue",) if n % 20 == 0 else ("very short",) if n % 7 == 0 else ()

    items = [Item(str(n), BEGAN + timedelta(days=n), n, kinds(n)) for n in range(400)]
    found = divide(items)
    chosen = Counter(kind for kind in found.kinds if kind)
    there = Counter(
        kind
        for item, part in zip(items, found.parts, strict=True)
        for kind in item.kinds
        if part in {Part.TRAIN, Part.EDGE}
    )
    assert set(chosen) == {"rare queue", "very short"}
    assert all(0 < chosen[kind] <= there[kind] / 3 for kind in chosen)
    assert Counter(found.parts)[Part.TEST] == 60


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_few_tickets_are_divided_too(count: int) -> None:
    found = divide([Item(str(n), BEGAN + timedelta(days=n)) for n in range(count)])
    assert found == Divided(found.parts, ("",) * count, found.since)
    assert count == 0 or Part.TRAIN in found.parts


def test_twenty_thousand_tickets_take_seconds() -> None:
    import time

    items = [
        Item(str(n), BEGAN + timedelta(minutes=n), n // 3, ("very short",) if n % 9 == 0 else ()) for n in range(20_000)
    ]
    began = time.monotonic()
    divide(items, [(n, n + 1) for n in range(0, 20_000, 2) if n % 3 == 0])
    assert time.monotonic() - began < 10
