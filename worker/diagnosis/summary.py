"""This module sums up diagnoses: how many of each cause, where the first thing to do lies, and which passages come up most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.evaluation.scores import Share
from worker.diagnosis.causes import TOLD, Area, Cause, Diagnosis

_QUIET = frozenset({Cause.NO_FAULT, Cause.NOT_KNOWN})
_MOST_REFS = 5


@dataclass(frozen=True)
class Summary:
    diagnoses: tuple[Diagnosis, ...]

    @classmethod
    def of(cls, diagnoses: Sequence[Diagnosis]) -> "Summary":
        return cls(tuple(diagnoses))

    @property
    def faults(self) -> tuple[Diagnosis, ...]:
        return tuple(one for one in self.diagnoses if one.cause not in _QUIET)

    def causes(self) -> list[tuple[Cause, Share]]:
        """Return how many answers have each cause, the most frequent first."""
        counts = Counter(one.cause for one in self.diagnoses)
        order = list(Cause)
        ranked = sorted(counts, key=lambda cause: (cause in _QUIET, -counts[cause], order.index(cause)))
        return [(cause, Share(counts[cause], len(self.diagnoses))) for cause in ranked]

    def areas(self) -> list[tuple[Area, Share]]:
        """Return of how many faults the first thing to do lies in each area, the most first."""
        counts = Counter(one.area for one in self.faults)
        order = list(Area)
        ranked = sorted(counts, key=lambda area: (-counts[area], order.index(area)))
        return [(area, Share(counts[area], len(self.faults))) for area in ranked]

    def refs(self) -> list[tuple[str, int]]:
        """Return the passages that the most faults are about."""
        counts = Counter(ref for one in self.faults for ref in {e.ref for e in one.evidence if e.ref})
        return counts.most_common(_MOST_REFS)

    def first(self) -> str:
        """Return what to do first, in a sentence: that of the most frequent cause in the most frequent area."""
        areas = self.areas()
        if not areas:
            return "Nothing: no answer was found at fault."
        area = areas[0][0]
        cause = Counter(one.cause for one in self.faults if one.area is area).most_common(1)[0][0]
        told = Counter(one.first for one in self.faults if one.area is area and one.cause is cause)
        return f"{area.value.capitalize()}: {TOLD[cause].title.lower()}. {told.most_common(1)[0][0]}"

    def to_json(self) -> dict[str, object]:
        def told(share: Share) -> dict[str, object]:
            return {"count": share.hits, "of": share.total, "share": share.value, "interval": share.interval}

        return {
            "answers": len(self.diagnoses),
            "faults": len(self.faults),
            "causes": {cause.value: told(share) for cause, share in self.causes()},
            "areas": {area.value: told(share) for area, share in self.areas()},
            "passages": dict(self.refs()),
            "first": self.first(),
            "diagnoses": [one.to_json() for one in self.diagnoses],
        }
