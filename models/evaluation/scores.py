"""This module turns counts into shares with their confidence intervals."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Share:
    """A share is `hits` of `total`, with the Wilson 95 % interval (Wilson 1927), which stays sensible for small
    totals."""

    hits: int
    total: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> "Share":
        values = list(outcomes)
        return cls(sum(values), len(values))

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.hits / self.total
        centre, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (centre - spread) / (1 + z * z / n)), min(1.0, (centre + spread) / (1 + z * z / n))

    def __str__(self) -> str:
        if not self.total:
            return "-"
        low, high = self.interval
        return f"{self.hits / self.total:.1%} {self.hits}/{self.total} [{low * 100:.0f}-{high * 100:.0f}]"


def precision_recall(pairs: Iterable[tuple[bool, bool]]) -> tuple[Share, Share]:
    """Return, of (predicted, true) pairs, the share of the predicted that are true, and the share of the true that were
    predicted."""
    values = list(pairs)
    both = sum(p and t for p, t in values)
    return Share(both, sum(p for p, _ in values)), Share(both, sum(t for _, t in values))
