"""A track record says how often answers of a confidence were right, in counts: people weigh "right in 28 of 31" better than
0.91. It is counted where a calibrator is fitted, on cases that the calibrator of their fold had not seen.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

FEWEST = 30  # cases of a band where no two have one confidence; fewer say little
MOST_BANDS = 8


@dataclass(frozen=True)
class Band:
    least: float  # the lowest confidence of its cases
    right: int
    cases: int


@dataclass(frozen=True)
class TrackRecord:
    bands: tuple[Band, ...] = ()  # from the least sure to the surest; none where nothing was counted

    def of(self, confidence: float) -> Band | None:
        """Return the band of a confidence; None if no such case was counted."""
        return next((band for band in reversed(self.bands) if band.least <= confidence), None)

    def as_json(self) -> list[list[float | int]]:
        return [[band.least, band.right, band.cases] for band in self.bands]

    @classmethod
    def from_json(cls, stored: Any) -> "TrackRecord":
        """Return what `as_json` gave, or an empty record for files of an earlier version, which have none. Raises `ValueError`
        if it is neither."""
        try:
            bands = tuple(Band(float(least), int(right), int(cases)) for least, right, cases in stored or ())
        except TypeError as error:
            raise ValueError(f"this is no track record: {error}") from error
        if not all(0 <= band.right <= band.cases for band in bands):
            raise ValueError("this is no track record: more cases are right than there are")
        return cls(bands)


NO_RECORD = TrackRecord()


def count(confidences: Sequence[float], right: Sequence[bool]) -> TrackRecord:
    """Return the record of cases in bands of about equal size. Cases of one confidence stand in one band."""
    if not len(confidences):
        return NO_RECORD
    values, correct = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.bool_)
    order = np.argsort(values, kind="stable")
    ordered, hits = values[order], correct[order]
    wanted = np.linspace(0, len(values), max(1, min(MOST_BANDS, len(values) // FEWEST)) + 1).astype(int)[:-1]
    # a calibrator gives many cases one confidence: a band begins with the first of them
    starts = np.unique(np.searchsorted(ordered, ordered[wanted]))
    ends = [*starts[1:], len(ordered)]
    return TrackRecord(
        tuple(
            Band(_rounded_down(ordered[start]), int(hits[start:end].sum()), int(end - start))
            for start, end in zip(starts, ends, strict=True)
        )
    )


def _rounded_down(confidence: float) -> float:
    """Return a confidence with few digits that is not above it, so that its own cases belong to its band."""
    return math.floor(float(confidence) * 1e6) / 1e6


def in_words(right: int, cases: int, *, counted: bool = True) -> str:
    """Return a share as people say it: "about 9 of 10 such cases (from 212)". `counted`: False for an estimate."""
    tenths = round(10 * right / cases) if cases else 0
    if counted and (right == cases or tenths == 0):
        return f"{right} of {cases} such cases"
    share = "more than 9 of 10" if tenths == 10 else "fewer than 1 of 10" if tenths == 0 else f"about {tenths} of 10"
    return f"{share} such cases ({'from' if counted else 'estimated from'} {cases})"
