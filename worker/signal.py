"""This module is a learned signal: how likely something is, by a weight for each feature that was found.

The weights are few enough to be read. Commands in `worker/learning` make them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Self

Features = Mapping[str, float]


@dataclass(frozen=True)
class Signal:
    bias: float
    weights: Mapping[str, float]
    threshold: float

    @classmethod
    def read(cls, path: Path) -> Self:
        held = json.loads(path.read_text(encoding="utf-8"))
        return cls(held["bias"], held["weights"], held["threshold"])

    def write(self, path: Path) -> None:
        held = {"bias": self.bias, "threshold": self.threshold, "weights": dict(sorted(self.weights.items()))}
        path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")

    def likelihood(self, found: Features) -> float:
        return 1 / (1 + exp(-self.bias - sum(self.weights.get(name, 0.0) * value for name, value in found.items())))
