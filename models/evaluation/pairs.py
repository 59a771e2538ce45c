"""This module compares two contenders on the same cases, by McNemar's exact test (McNemar 1947)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb
from typing import Any

ALPHA = 0.05


@dataclass(frozen=True)
class Pairs:
    """These are counts of cases by which of two contenders is right."""

    both: int
    first: int  # only the first is right
    second: int  # only the second is right
    neither: int

    @classmethod
    def of(cls, outcomes: Iterable[tuple[bool, bool]]) -> "Pairs":
        """Count (first is right, second is right)."""
        found = list(outcomes)
        return cls(
            sum(a and b for a, b in found),
            sum(a and not b for a, b in found),
            sum(b and not a for a, b in found),
            sum(not a and not b for a, b in found),
        )

    @property
    def total(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def p_value(self) -> float:
        """Return the two-sided probability of so uneven a split, or a more uneven one, if both are as good."""
        split, least = self.first + self.second, min(self.first, self.second)
        if not split:
            return 1.0
        return min(1.0, float(2 * sum(comb(split, k) for k in range(least + 1)) / 2**split))

    @property
    def is_better(self) -> bool:
        """Return whether the second is better beyond chance."""
        return self.better_at(ALPHA)

    @property
    def is_worse(self) -> bool:
        """Return whether the second is worse beyond chance."""
        return self.worse_at(ALPHA)

    def better_at(self, level: float) -> bool:
        return self.second > self.first and self.p_value < level

    def worse_at(self, level: float) -> bool:
        return self.first > self.second and self.p_value < level

    def as_json(self) -> dict[str, Any]:
        return {
            "both": self.both,
            "only_first": self.first,
            "only_second": self.second,
            "neither": self.neither,
            "p": round(self.p_value, 4),
        }

    def __str__(self) -> str:
        first, second = self.both + self.first, self.both + self.second
        return (
            f"{first} and {second} of {self.total}; only one right {self.first} and {self.second}, p {self.p_value:.2f}"
        )
