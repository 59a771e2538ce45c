"""Processes that die between any two statements while people work in the same tickets: the benchmark, with a few tickets."""

import pytest

from benchmarks.thread_faults.command import shown
from benchmarks.thread_faults.nursery import KILLED
from benchmarks.thread_faults.play import Options, play


@pytest.mark.slow
def test_kills_among_people_lose_nothing_double_nothing_and_speak_over_nobody(stack, database) -> None:
    options = Options(
        tickets=20,
        copies=3,
        rate=12,
        deaths=1,
        gap=0.5,
        deliverers=4,
        models=1,
        lease=2,
        spread=0.3,
        seed=4,
        patience=120,
    )
    result = play(database.app, stack.urls.database, options)
    assert result.is_clean, shown(result)
    assert result.given_up == 0
    assert sum(died for _, died in result.of_deliveries.values()) >= 1
    assert sum(died for name, (_, died) in result.points.items() if name.startswith(KILLED)) >= 1
    assert not [name for name in result.points if name.startswith("ended by")], result.points
    assert result.count.seen["deliveries sent"] >= 20
