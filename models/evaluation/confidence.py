"""A learned confidence turns what is known about an answer into the probability that it is right: logistic regression over
named features, and a calibrator. It is small enough to be kept as JSON numbers, beside what it was learned from.

It holds only for the encoder, the adapter and the company that it was learned with, and whoever loads it checks these.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from math import exp
from pathlib import Path
from typing import Any

from models import hashed_file
from models.errors import AdapterError
from models.evaluation.calibrators import Calibrator
from models.evaluation.track_record import NO_RECORD, TrackRecord

FORMAT = 1


@dataclass(frozen=True)
class Origin:
    """An origin says what a confidence was learned with and from."""

    encoder: str  # identity of the search's encoder
    adapter: str  # id of the adapter that wrote the answers; "" for the bare base model
    company: str
    data_sha256: str  # of the answers that it was learned from
    answers: int
    right: int
    learned_from: tuple[str, ...] = ()  # keys of the tickets, by which they are known again
    figures: Mapping[str, Any] = field(default_factory=dict)  # out of fold


@dataclass(frozen=True)
class Confidence:
    """A confidence gives an answer the probability that it is right."""

    id: str
    origin: Origin
    weights: Mapping[str, float]  # feature -> weight
    offset: float
    calibrator: Calibrator
    format: int = FORMAT
    code_version: str = ""
    created_at: str = ""
    record: TrackRecord = NO_RECORD  # of the answers that it was learned from; files of an earlier version have none

    def of(self, features: Mapping[str, float]) -> float | None:
        """Return the probability, or None where a feature is not known: what is missing is no certainty."""
        if not self.weights.keys() <= features.keys():
            return None
        z = self.offset + sum(weight * features[name] for name, weight in self.weights.items())
        return self.calibrator.apply([1 / (1 + exp(-min(max(z, -30.0), 30.0)))])[0]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "calibrator": self.calibrator.as_json(), "record": self.record.as_json()}


def make(
    origin: Origin,
    weights: Mapping[str, float],
    offset: float,
    calibrator: Calibrator,
    record: TrackRecord = NO_RECORD,
) -> Confidence:
    """Return a confidence with an id of its own."""
    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    made = Confidence("", origin, weights, offset, calibrator, FORMAT, version("deskhand"), at, record)
    return replace(made, id=hashed_file.new_id("confidence", made.as_json()))


def save(confidence: Confidence, path: Path) -> None:
    hashed_file.write(path, confidence.as_json())


def load(path: Path) -> Confidence | None:
    """Return the confidence of a file; None if there is none. Raises `AdapterError` if it was altered or cannot be read."""
    known = hashed_file.read(path, FORMAT)
    if known is None:
        return None
    try:
        origin = {**known["origin"], "learned_from": tuple(known["origin"]["learned_from"])}
        return Confidence(
            **{
                **known,
                "origin": Origin(**origin),
                "calibrator": Calibrator.from_json(known["calibrator"]),
                "record": TrackRecord.from_json(known.get("record")),
            }
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AdapterError(f"{path} cannot be read: {error}") from error
