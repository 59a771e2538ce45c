"""This module compares a share between two groups of different cases, drawn by chance: by Fisher's exact test (Fisher 1935), with
the interval of the difference by Newcombe's hybrid score method (Newcombe 1998, method 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from scipy.stats import fisher_exact, mannwhitneyu

from models.evaluation.scores import Share


@dataclass(frozen=True)
class TwoSamples:
    """These are the shares of two groups. No case is in both, so a paired test is not possible."""

    first: Share
    second: Share

    @property
    def p_value(self) -> float | None:
        """Return the two-sided probability of so large a difference, or a larger one, if both are as good; None where a group is
        empty."""
        if not self.first.total or not self.second.total:
            return None
        table = [[share.hits, share.total - share.hits] for share in (self.first, self.second)]
        return float(fisher_exact(table)[1])

    @property
    def difference(self) -> tuple[float, float, float] | None:
        """Return the second share less the first, and the ends of its 95 % interval; None where a group is empty."""
        one, two = self.first.value, self.second.value
        if one is None or two is None:
            return None
        (low_one, high_one), (low_two, high_two) = self.first.interval, self.second.interval
        low = two - one - sqrt((two - low_two) ** 2 + (high_one - one) ** 2)
        high = two - one + sqrt((high_two - two) ** 2 + (one - low_one) ** 2)
        return two - one, low, high

    def as_json(self) -> dict[str, Any]:
        shown = {}
        for name, share in (("current", self.first), ("canary", self.second)):
            low, high = share.interval
            shown[name] = {"hits": share.hits, "of": share.total, "low": round(low, 4), "high": round(high, 4)}
        difference, p_value = self.difference, self.p_value
        return {
            **shown,
            "difference": None if difference is None else [round(value, 4) for value in difference],
            "p": None if p_value is None else round(p_value, 4),
        }


def p_of_ranks(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return the two-sided probability of so different ranks if both groups are alike (Mann and Whitney 1947)."""
    return float(mannwhitneyu(first, second).pvalue) if first and second else None
