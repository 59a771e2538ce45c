"""When a worker's child works."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from worker.errors import NotReady
from worker.process.rounds import Rounds


class Counting:
    """Work of `amount` rounds; notes when two rounds run at the same time."""

    def __init__(self, amount: int = 0, seconds: float = 0.0) -> None:
        self.amount, self.seconds = amount, seconds
        self.rounds = self.inside = self.most_inside = 0
        self.released = self.stopped = False
        self.fails_once = False

    def once(self) -> int:
        self.rounds += 1
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        time.sleep(self.seconds)
        self.inside -= 1
        if self.fails_once:
            self.fails_once = False
            raise ConnectionError("the database is away")
        if self.amount == 0:
            return 0
        self.amount -= 1
        return 1

    def stop(self) -> None:
        self.stopped = True

    def release(self) -> None:
        self.released = True


def test_without_a_doorbell_the_poll_works_until_there_is_nothing_left() -> None:
    work = Counting(amount=5)
    with running(work, poll_seconds=0.05):
        until(lambda: work.amount == 0)


def test_a_doorbell_is_answered_at_once_though_the_poll_is_an_hour_away() -> None:
    work = Counting()
    with running(work, poll_seconds=3600) as rounds:
        until(lambda: work.rounds == 1)
        work.amount = 3
        rounds.ring()
        until(lambda: work.amount == 0)


def test_a_doorbell_during_a_round_starts_none_beside_it_but_one_after_it() -> None:
    work = Counting(seconds=0.2)
    with running(work, poll_seconds=3600) as rounds:
        until(lambda: work.inside == 1)
        work.amount = 1
        assert rounds.ring() == 0
        until(lambda: work.amount == 0)
    assert work.most_inside == 1


def test_work_that_cannot_be_made_yet_is_tried_again() -> None:
    work, missing = Counting(amount=1), [NotReady("no database"), RuntimeError("no model")]

    def prepare() -> Counting:
        if missing:
            raise missing.pop()
        return work

    rounds = Rounds(prepare, poll_seconds=0.05, done=lambda: None, pause=0.01)
    rounds.start()
    until(lambda: work.amount == 0)
    rounds.close(1.0)


def test_a_round_that_fails_does_not_end_the_poll_and_is_no_sign_of_life() -> None:
    work, signs = Counting(amount=1), []
    work.fails_once = True
    with running(work, poll_seconds=0.02, done=lambda: signs.append(work.rounds)):
        until(lambda: work.amount == 0)
    assert 1 not in signs


def test_closing_lets_the_round_finish_then_releases_and_begins_no_other() -> None:
    work = Counting(amount=100, seconds=0.2)
    with running(work, poll_seconds=0.01) as rounds:
        until(lambda: work.inside == 1)
        rounds.close(5.0)
        begun = work.rounds
        assert work.stopped
        assert work.released
        assert work.inside == 0
        assert rounds.ring() == 0
    assert work.rounds == begun


def test_closing_does_not_wait_for_a_round_longer_than_its_patience() -> None:
    work = Counting(amount=1, seconds=2.0)
    with running(work, poll_seconds=0.01) as rounds:
        until(lambda: work.inside == 1)
        rounds.close(0.1)
        assert work.inside == 1  # it goes on
        assert work.released


@contextmanager
def running(work: Counting, *, poll_seconds: float, done: Callable[[], None] = lambda: None) -> Iterator[Rounds]:
    rounds = Rounds(lambda: work, poll_seconds=poll_seconds, done=done)
    rounds.start()
    try:
        yield rounds
    finally:
        closer = threading.Thread(target=rounds.close, args=(0.0,), daemon=True)
        closer.start()
        closer.join(5)


def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.01)
