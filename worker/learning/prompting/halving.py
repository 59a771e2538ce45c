"""This module finds the best of many candidates with few calls of a model, by successive halving (Karnin et al. 2013): all of
them answer a few tickets, the better third answers three times as many, and so on until the last ones have answered all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Generic, TypeVar

Candidate = TypeVar("Candidate")
KEPT = 3  # one of so many goes on
FINALISTS = 2  # at least so many answer all tickets, so that the best one has somebody to be compared with
FEWEST = 8  # tickets of the first round


@dataclass(frozen=True)
class Outcome:
    """An outcome is how one ticket was answered."""

    right: bool
    part: float  # of it that is right, from 0 to 1: it orders candidates that are right equally often


@dataclass
class Runner(Generic[Candidate]):
    candidate: Candidate
    outcomes: list[Outcome] = field(default_factory=list)
    why_out: str = ""  # why it cannot be asked

    @property
    def rank(self) -> tuple[float, float]:
        many = max(1, len(self.outcomes))
        return sum(one.right for one in self.outcomes) / many, sum(one.part for one in self.outcomes) / many


@dataclass(frozen=True)
class Round(Generic[Candidate]):
    """A round has its runners, the best first, after each has answered `tickets`."""

    tickets: int
    runners: tuple[tuple[Candidate, int], ...]  # with how many they had right


Ask = Callable[[Candidate, int, int], Sequence[Outcome] | str]
"""It lets a candidate answer the tickets from one place to another; or says why it cannot."""


def rounds_of(candidates: int, tickets: int) -> list[tuple[int, int]]:
    """Return how many candidates are in each round, and how many tickets each has answered at its end."""
    plan, left, asked = [], candidates, min(tickets, max(FEWEST, ceil(tickets / KEPT**2)))
    while True:
        if left <= FINALISTS:
            asked = tickets
        plan.append((left, asked))
        if asked == tickets:
            return plan
        left, asked = max(FINALISTS, ceil(left / KEPT)), min(tickets, asked * KEPT)


def calls(candidates: int, tickets: int) -> int:
    """Return how many answers a search asks for at most."""
    total = before = 0
    for left, asked in rounds_of(candidates, tickets):
        total += left * (asked - before)
        before = asked
    return total


def halve(
    candidates: Sequence[Candidate], tickets: int, ask: Ask[Candidate]
) -> tuple[list[Runner[Candidate]], list[Round[Candidate]]]:
    """Return the runners of the last round, the best first, and what happened in each round. Equal ones keep their order."""
    runners = [Runner(one) for one in candidates]
    done, rounds = 0, list[Round[Candidate]]()
    for left, asked in rounds_of(len(candidates), tickets):
        runners = runners[:left]
        for runner in runners:
            said = ask(runner.candidate, done, asked)
            if isinstance(said, str):
                runner.why_out = said
            else:
                runner.outcomes += said
        runners = sorted((one for one in runners if not one.why_out), key=lambda one: one.rank, reverse=True)
        told = tuple((one.candidate, sum(o.right for o in one.outcomes)) for one in runners)
        rounds.append(Round(asked, told))
        done = asked
        if not runners:
            break
    return runners, rounds
