"""This benchmark measures how often a send threshold breaks its promise, and how many tickets it answers.

    python -m benchmarks.promise                          10 % error at 95 %, 2,000 draws of each size
    python -m benchmarks.promise --error 0.05 --tickets 200 --tickets 1000 --json

Tickets are drawn from confidences whose true error above any threshold is known. The useless ones say nothing: every
answer is wrong equally often, one time in five or just more often than promised, which is where a promise is broken most
easily. The weak and the good one are wrong one time in five as well, but less often where they are sure. The reversed one is
wrong most often where it is sure. The sure one is wrong three times in a hundred everywhere; it shows what is lost by asking
for a proof. All but the last are drawn with scores of two digits as well, so that tickets share a score.

promise   models/evaluation/promise.py, as `deskhand models threshold` has it; broken in 5 % of the draws at most is wanted
each      the same, with a test at each ticket from the fewest on: more tests, each of which can fail (decision 0023)
prefix    the rule of before: the lowest confidence from which at least the promised share of 8 tickets or more are right

"broken" is the share of draws in which the true error above the threshold is above the promise, with its Wilson 95 %
interval; "coverage" is the mean share of tickets above the threshold, zero where there is none; "best" is the largest
coverage that keeps the promise.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import named
from models.evaluation.promise import ERROR, LEVEL, choose, fewest
from models.evaluation.scores import Share

SIZES = (50, 100, 200, 500)
LEAST = 8  # tickets of the rule of before
_RANKS = np.linspace(0, 1, 100_001)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Confidence:
    """A confidence is told by how often an answer is wrong, by the share of answers that are surer."""

    name: str
    wrong: Callable[[Numbers], Numbers]
    digits: int | None = None  # to which the scores are rounded

    def true_error(self) -> Numbers:
        """Return the error among the surest, for each share in `_RANKS`."""
        errors = self.wrong(_RANKS)
        sums = np.concatenate([[0.0], np.cumsum((errors[1:] + errors[:-1]) / 2)])
        return np.concatenate([errors[:1], sums[1:] / np.arange(1, len(_RANKS))])


def confidences(error: float) -> list[Confidence]:
    kinds = {
        "useless": lambda rank: np.full_like(rank, 0.2),
        "useless, just above": lambda rank: np.full_like(rank, error + 0.01),
        "weak": lambda rank: 0.05 + 0.3 * rank,
        "good": lambda rank: 0.01 + np.clip(rank - 0.4, 0, 1) * 1.05,
        "reversed": lambda rank: 0.35 - 0.3 * rank,
        "sure": lambda rank: np.full_like(rank, 0.03),
    }
    rounded = [Confidence(f"{name}, 2 digits", wrong, 2) for name, wrong in kinds.items() if name != "sure"]
    return [*(Confidence(name, wrong) for name, wrong in kinds.items()), *rounded]


def prefix(scores: Numbers, right: NDArray[np.bool_], target: float) -> float | None:
    """Return the threshold by the rule of before, which proved nothing; `scores` from the highest."""
    counts = np.arange(1, len(scores) + 1)
    met = np.flatnonzero((np.cumsum(right) / counts >= target) & (counts >= LEAST))
    return float(scores[met[-1]]) if met.size else None


def each(scores: Numbers, right: NDArray[np.bool_], error: float, level: float) -> float | None:
    """Return the threshold by tests at each ticket from the fewest on; `scores` from the highest, no two alike."""
    wrong, first = np.cumsum(~right), fewest(0, error, level)
    sizes = [fewest(errors, error, level) for errors in range(int(wrong[-1]) + 1)]
    counts = np.arange(first, len(scores) + 1)
    failed = np.flatnonzero(wrong[first - 1 :] >= np.searchsorted(sizes, counts, side="right"))
    passed = int(failed[0]) if failed.size else len(counts)
    return float(scores[first + passed - 2]) if passed else None


@dataclass(frozen=True)
class Line:
    """A line says how one rule did with one confidence, over all draws of one size."""

    confidence: str
    tickets: int
    rule: str
    broken: Share
    without: Share  # draws in which no threshold qualified
    coverage: float
    best: float


def measure(kind: Confidence, tickets: int, draws: int, error: float, level: float, seed: int) -> list[Line]:
    """Return how the rules do on the same draws."""
    random = np.random.default_rng(seed)
    ranks = np.sort(random.random((draws, tickets)), axis=1)
    right = random.random((draws, tickets)) >= kind.wrong(ranks)
    scores = 1 - ranks if kind.digits is None else np.round(1 - ranks, kind.digits)
    true = kind.true_error()
    kept = np.flatnonzero(true <= error)
    best = float(_RANKS[kept[-1]]) if kept.size else 0.0
    chosen = {
        "promise": [choose(s, r, error=error, level=level).threshold for s, r in zip(scores, right, strict=True)],
        "prefix": [prefix(s, r, 1 - error) for s, r in zip(scores, right, strict=True)],
    }
    if kind.digits is None:
        chosen["each"] = [each(s, r, error, level) for s, r in zip(scores, right, strict=True)]
    half = 0.0 if kind.digits is None else 0.5 * 10.0**-kind.digits  # a rounded score covers what rounds to it
    lines = []
    for rule, thresholds in chosen.items():
        covered = np.array([0.0 if t is None else min(1.0, 1 - t + half) for t in thresholds])
        broken = (covered > 0) & (np.interp(covered, _RANKS, true) > error + 1e-9)
        lines.append(
            Line(
                kind.name,
                tickets,
                rule,
                Share.of(broken.tolist()),
                Share.of((covered == 0).tolist()),
                round(float(covered.mean()), 4),
                round(best, 4),
            )
        )
    return lines


def as_json(line: Line) -> dict[str, Any]:
    return asdict(line) | {"interval": line.broken.interval}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="example: python -m benchmarks.promise --error 0.05 --tickets 200",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--error", type=float, default=ERROR, help="share of wrong answers that is promised (0.1)")
    parser.add_argument("--level", type=float, default=LEVEL, help="certainty of the promise (0.95)")
    parser.add_argument("--tickets", type=int, action="append", help="reviewed tickets of a draw; may be repeated")
    parser.add_argument("--draws", type=int, default=2000, help="draws of each confidence and size (2000)")
    parser.add_argument("--seed", type=int, default=7, help="of the draws")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    start = time.perf_counter()
    lines = [
        line
        for kind in confidences(options.error)
        for tickets in options.tickets or SIZES
        for line in measure(kind, tickets, options.draws, options.error, options.level, options.seed)
    ]
    seconds = round(time.perf_counter() - start, 1)
    if options.json:
        head = {"machine": named(), "seconds": seconds, "error": options.error, "level": options.level}
        print(json.dumps({**head, "lines": [as_json(line) for line in lines]}, indent=2))
        return
    print(f"{named()}; {seconds} s; error {options.error:g} at {options.level:g}, {options.draws} draws")
    print(f"{'confidence':29} {'tickets':>7} {'rule':8} {'broken':26} {'none':>6} {'coverage':>8} {'best':>6}")
    for line in lines:
        none = line.without.value or 0.0
        print(
            f"{line.confidence:29} {line.tickets:7} {line.rule:8} {line.broken!s:26} {none:6.1%} {line.coverage:8.3f} "
            f"{line.best:6.3f}"
        )


if __name__ == "__main__":
    main()
