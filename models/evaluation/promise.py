"""A promise is a threshold for a confidence with a proof: above it, the share of wrong answers is at most `error`, unless
an event of probability 1 - `level` happened when the tickets were drawn.

Thresholds are tested from the surest tickets downwards until one fails (fixed-sequence testing: Learn then Test,
Angelopoulos et al. 2021, arXiv 2110.01052). A test passes if the exact one-sided upper bound of the error (Clopper and
Pearson 1934) is at most `error`. Which thresholds are tested follows from the scores alone, never from who was right, so
trying several costs no certainty. The proof needs tickets that neither the model nor its confidence has learned from, drawn
like those to come, and a confidence whose last ticket above a threshold is no surer than the others above it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.scores import Share

ERROR, LEVEL = 0.1, 0.95  # what is promised if nobody says otherwise
# The first test takes at least this share of the tickets: a longer sequence has more tests to fail (docs/decisions/0023).
_FIRST_SHARE = 0.25
TOKENS = "tokens"  # the score of an answer unless another is named: the probability of its tokens
_MOST = 10_000  # answered tickets; beyond them it cannot be told how many are needed


@dataclass(frozen=True)
class Promise:
    """A promise says from which score answers may go out unread, and what was seen when it was made."""

    error: float  # the share of wrong answers that it allows
    level: float  # its certainty
    threshold: float | None  # an answer with this score or a higher one is covered; None: none qualified
    coverage: Share  # of the reviewed tickets, those at or above the threshold
    bound: float  # upper bound of the true error at or above the threshold, at `level`; 1.0 without one
    answered: int  # reviewed tickets at or above the threshold
    errors: int  # of these
    surest: Share  # the errors of the first test, which is all there is to say if no threshold qualified
    needed: int | None  # about how many more reviewed tickets; 0: none; None: cannot be told, or no number would do
    confidence: str = TOKENS  # the score it was proven for; a threshold for one says nothing about another

    @property
    def is_short(self) -> bool:
        """Return whether there are too few tickets for any promise of this kind."""
        return self.coverage.total < fewest(0, self.error, self.level)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Promise":
        """Return what `as_json` gave. Raises `TypeError` if it is not that."""
        shares = {name: Share(**values[name]) for name in ("coverage", "surest") if name in values}
        return cls(**{**values, **shares})


def upper_bound(errors: int, answered: int, level: float = LEVEL) -> float:
    """Return the exact one-sided upper bound of the true error after `errors` of `answered`."""
    from scipy.special import betaincinv  # a quarter of a second, which a command that proves nothing has no use for

    # Counts go in as they are. Public code of SGR multiplies a rate back, `int(m * erm)`, which can drop an error.
    return 1.0 if errors >= answered else float(betaincinv(errors + 1, answered - errors, level))


@lru_cache(maxsize=4096)
def fewest(errors: int, error: float = ERROR, level: float = LEVEL) -> int:
    """Return the fewest answered tickets, `errors` of them wrong, that carry a promise."""
    low, high = errors, 2 * errors + 2
    while upper_bound(errors, high, level) > error:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if upper_bound(errors, middle, level) > error else (low, middle)
    return high


def choose(scores: Sequence[float], right: Sequence[bool], *, error: float = ERROR, level: float = LEVEL) -> Promise:
    """Return the lowest threshold that is proven to keep the share of wrong answers at or below `error`.

    `scores`: the confidence of each reviewed ticket, higher is surer. Tickets of one score stand or fall together. That
    no threshold qualifies is a result, not a failure. Raises `ValueError` for what is no confidence or no promise.
    """
    if not (0 < error < 1 and 0 < level < 1):
        message = f"an error of {error} at a level of {level} is no promise: both lie between 0 and 1"
        raise ValueError(message)
    ranked, wrong = _ranked(scores, right)
    total, best = len(ranked), 0
    tested = _tested(ranked, error, level)
    for count in tested:
        if upper_bound(int(wrong[count - 1]), count, level) > error:
            break
        best = count
    first = tested[0] if tested else total
    surest = Share(int(wrong[first - 1]) if first else 0, first)
    errors = int(wrong[best - 1]) if best else 0
    return Promise(
        error=error,
        level=level,
        threshold=float(ranked[best - 1]) if best else None,
        coverage=Share(best, total),
        bound=upper_bound(errors, best, level),
        answered=best,
        errors=errors,
        surest=surest,
        needed=0 if best else _needed(surest, total, error, level),
    )


def choose_by_group(
    scores: Sequence[float],
    right: Sequence[bool],
    groups: Sequence[str],
    named: Collection[str],
    *,
    error: float = ERROR,
    level: float = LEVEL,
) -> dict[str, Promise]:
    """Return a promise for each group in `named`, at a level at which all of them hold together (Bonferroni).

    The groups must be named before anybody has seen who was right; the others are left out.
    """
    names = list(dict.fromkeys(named))
    corrected = 1 - (1 - level) / max(len(names), 1)
    cases = list(zip(scores, right, groups, strict=True))
    chosen = {name: [(score, ok) for score, ok, group in cases if group == name] for name in names}
    return {
        name: choose([s for s, _ in mine], [ok for _, ok in mine], error=error, level=corrected)
        for name, mine in chosen.items()
    }


def _ranked(scores: Sequence[float], right: Sequence[bool]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the scores from the highest, and how many answers are wrong up to each."""
    values, correct = np.asarray(scores, dtype=np.float64), np.asarray(right, dtype=np.bool_)
    if values.shape != correct.shape or not np.isfinite(values).all():
        message = "each ticket needs one score, which is a number, and one answer to whether it was right"
        raise ValueError(message)
    order = np.argsort(-values, kind="stable")
    return values[order], np.cumsum(~correct[order])


def _tested(ranked: NDArray[np.float64], error: float, level: float) -> list[int]:
    """Return how many of the surest tickets each test takes, smallest first.

    These are the fewest tickets that can carry no error, one, two and so on, and at last all of them. Between these
    sizes a test would ask for more and forgive no more. A size grows to the end of a group of equal scores.
    """
    total = len(ranked)
    ends = np.append(np.flatnonzero(np.diff(ranked)) + 1, total)  # sizes at which a group of equal scores ends
    sizes = _sizes(total, error, level)
    return list(dict.fromkeys(int(ends[np.searchsorted(ends, size)]) for size in sizes))


@lru_cache(maxsize=256)
def _sizes(total: int, error: float, level: float) -> tuple[int, ...]:
    sizes, errors = [], 0
    while (size := fewest(errors, error, level)) <= total:
        sizes.append(size)
        errors += 1
    return (*(size for size in sizes if size >= _FIRST_SHARE * total), total) if sizes else ()


@lru_cache(maxsize=4096)
def _needed(surest: Share, total: int, error: float, level: float) -> int | None:
    """Return about how many more tickets would make a promise, if the surest go on as they did; None if more tickets
    would not do, or nobody can tell."""
    least = fewest(0, error, level)
    if total < least:
        return least - total
    if surest.hits >= error * surest.total:
        return None
    errors = 0
    while (size := fewest(errors, error, level)) * surest.hits > errors * surest.total:
        errors += 1
        if size > _MOST:
            return None
    return max(1, ceil(size * total / surest.total) - total)
