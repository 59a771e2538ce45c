"""The best of many candidates is found with few answers."""

from collections.abc import Sequence

import pytest

from worker.learning.prompting import halving
from worker.learning.prompting.halving import Outcome


class Asked:
    """Candidate n has each ticket right whose number is below n in ten; it counts what it was asked."""

    def __init__(self, broken: Sequence[int] = ()) -> None:
        self.count, self.broken = 0, broken

    def __call__(self, candidate: int, start: int, end: int) -> list[Outcome] | str:
        if candidate in self.broken:
            return "it does not fit"
        self.count += end - start
        return [Outcome(place % 10 < candidate, 0.0) for place in range(start, end)]


@pytest.mark.parametrize("tickets", [1, 5, 12, 40, 100])
def test_the_best_answers_all_tickets_and_the_others_few(tickets: int) -> None:
    ask = Asked()
    runners, rounds = halving.halve(range(21), tickets, ask)
    best = runners[0]
    assert len(best.outcomes) == tickets
    assert best.candidate >= min(tickets, 10)
    assert ask.count == halving.calls(21, tickets)
    assert [one.tickets for one in rounds][-1] == tickets
    if tickets == 100:
        assert ask.count == 612  # of 2,100
        assert len(runners) == 3


def test_of_equal_ones_the_first_wins() -> None:
    runners, _ = halving.halve([15, 12, 11], 9, Asked())
    assert [one.candidate for one in runners] == [15, 12]


def test_the_part_that_is_right_orders_those_that_are_right_equally_often() -> None:
    def ask(candidate: float, start: int, end: int) -> list[Outcome]:
        return [Outcome(False, candidate)] * (end - start)

    assert halving.halve([0.1, 0.9, 0.5], 4, ask)[0][0].candidate == 0.9


def test_who_cannot_be_asked_is_out_with_its_reason() -> None:
    runners, rounds = halving.halve([9, 3], 8, Asked(broken=[9]))
    assert [one.candidate for one in runners] == [3]
    assert halving.halve([9], 8, Asked(broken=[9])) == ([], [halving.Round(8, ())])
    assert [len(one.runners) for one in rounds] == [1]
