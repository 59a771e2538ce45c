"""This module compares each contender with the one that serves, on the same tickets, and says it in words.

Each comparison stands alone at 5 %: of twenty that are equal, one is called different by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from models.evaluation.pairs import Pairs
from models.evaluation.resampling import Figure, Mean
from worker.learning.evaluation import Report
from worker.learning.report.measures import MEASURES, Measure
from worker.learning.report.row import Part


@dataclass(frozen=True)
class Compared:
    """This is how a contender does in one measure, beside what serves."""

    measure: Measure
    serving: Figure
    other: Figure
    how: Pairs | Mean

    @property
    def is_better(self) -> bool:
        """Return whether the contender is better than what serves, beyond chance."""
        return self._is_lower if self.measure.danger else self._is_higher

    @property
    def is_worse(self) -> bool:
        return self._is_higher if self.measure.danger else self._is_lower

    @property
    def _is_higher(self) -> bool:
        return self.how.is_better if isinstance(self.how, Pairs) else self.how.is_above

    @property
    def _is_lower(self) -> bool:
        return self.how.is_worse if isinstance(self.how, Pairs) else self.how.is_below

    def as_json(self) -> dict[str, Any]:
        known: dict[str, Any] = {"better": self.is_better, "worse": self.is_worse}
        if isinstance(self.how, Pairs):
            return known | {"test": "McNemar", **self.how.as_json()}
        ends = None if isnan(self.how.low) else [round(self.how.low, 4), round(self.how.high, 4)]
        return known | {"test": "paired bootstrap", "difference": ends}


@dataclass(frozen=True)
class Standing:
    """A standing is a contender's comparison with what serves, in all measures of the parts that both have."""

    name: str
    compared: tuple[Compared, ...]

    def of(self, name: str) -> Compared | None:
        return next((one for one in self.compared if one.measure.name == name), None)

    @property
    def worse_dangers(self) -> list[str]:
        return [one.measure.name for one in self.compared if one.measure.danger and one.is_worse]

    def line(self) -> str:
        """Return in words what differs beyond chance."""
        own = [one for one in self.compared if not one.measure.danger]
        better = ", ".join(one.measure.name for one in own if one.is_better)
        worse = ", ".join(one.measure.name for one in own if one.is_worse)
        said = [f"better in {better}"] if better else []
        said += [f"worse in {worse}"] if worse else []
        return f"{self.name}: {'; '.join(said) or 'no measure differs beyond chance'}; {self.dangers()}"

    def dangers(self) -> str:
        """Return in words which danger is worse beyond chance than with what serves."""
        worse = [one for one in self.compared if one.measure.danger and one.is_worse]
        named = ", ".join(f"{one.measure.name} {_told(one.other)} against {_told(one.serving)}" for one in worse)
        return f"worse danger: {named}" if worse else "no named danger is worse beyond chance"


def standing(serving: Report, other: Report) -> Standing:
    parts = serving.parts & other.parts
    return Standing(
        other.name,
        tuple(
            Compared(
                measure,
                serving.figures[measure.name],
                other.figures[measure.name],
                measure.compared(serving.rows, other.rows),
            )
            for measure in MEASURES
            if measure.part in parts
        ),
    )


def verdicts(serving: Report, standings: Sequence[Standing], part: Part) -> list[str]:
    """Return, per measure that decides, which contender is best and whether any beats what serves."""
    lines = []
    for measure in MEASURES:
        if measure.part == part and measure.decides and part in serving.parts:
            others = [one for standing in standings if (one := standing.of(measure.name))]
            names = [standing.name for standing in standings if standing.of(measure.name)]
            lines.append(_verdict(serving, measure, dict(zip(names, others, strict=True))))
    return lines


def _verdict(serving: Report, measure: Measure, others: dict[str, Compared]) -> str:
    own = serving.figures[measure.name]
    values = {serving.name: _value(own)} | {name: _value(one.other) for name, one in others.items()}
    best = max(values, key=lambda name: values[name])
    shown = f"what serves has {_told(own)}"
    said = "it is the best one" if best == serving.name else f"{best} is the best one with {_told(others[best].other)}"
    beating = [name for name, one in others.items() if one.is_better]
    if not others or values[serving.name] < 0:
        return f"{measure.name}: {shown}"
    chance = f"{' and '.join(beating)} beat{'s' * (len(beating) == 1)} it beyond chance" if beating else None
    return f"{measure.name}: {shown}; {said}; {chance or 'nothing beats what serves beyond chance'}"


def _told(figure: Figure) -> str:
    return str(figure) if isinstance(figure, Mean) else f"{figure.hits} of {figure.total}"


def _value(figure: Figure) -> float:
    return -1.0 if figure.value is None or isnan(figure.value) else figure.value
