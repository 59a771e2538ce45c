"""A selector gives each statement of some passages the probability that an agent would have said it to the customer.

It is a logistic regression over named features and the products of each two of them, small enough to be kept as JSON
numbers. It holds only for the encoder and the company that it was learned with, and whoever loads it checks these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import hashed_file
from models.errors import AdapterError
from models.skills.reply import MAX_SENTENCES

FORMAT = 1
BREVITY = 0.5  # a statement counts by its probability over this power of its words
Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Origin:
    """An origin says what a selector was learned with and from."""

    encoder: str  # identity of the search's encoder
    company: str
    data_sha256: str  # of the statements and of what agents said of them
    tickets: int
    statements: int
    said: int
    learned_from: tuple[str, ...] = ()  # keys of the tickets, by which they are known again
    figures: Mapping[str, Any] = field(default_factory=dict)  # out of fold


@dataclass(frozen=True)
class Stopping:
    """A stopping says how much is said. Of the passage with the likeliest statement, statements are said until their
    probabilities sum to a share of those of all its statements; of other passages, those from a probability on; and at most
    so many words."""

    share: float
    elsewhere: float
    words: int


@dataclass(frozen=True)
class Selector:
    id: str
    origin: Origin
    features: tuple[str, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    weights: tuple[float, ...]  # of the features, then of their products, as `expanded` orders them
    offset: float
    stopping: Stopping
    format: int = FORMAT
    code_version: str = ""
    created_at: str = ""

    def of(self, rows: Rows) -> Rows:
        """Return the probability of each statement. `rows`: (statements, features)."""
        scaled = (rows - np.array(self.means)) / np.array(self.spreads)
        z = expanded(scaled) @ np.array(self.weights) + self.offset
        return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))), np.float64)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def expanded(rows: Rows) -> Rows:
    """Return the features and the product of each two of them, a feature with itself as well."""
    first, second = np.triu_indices(rows.shape[1])
    return np.hstack([rows, rows[:, first] * rows[:, second]])


def choose(probabilities: Sequence[float], passages: Sequence[int], words: Sequence[int], stop: Stopping) -> list[int]:
    """Return the places of the statements that are said, in the order they came in, at most as many as a reply may have.

    `passages`: the number of each statement's passage; `words`: of each. The likeliest is always said, however long it is.
    After it a short statement goes before a long one that is as likely, because both count as one thing said.
    """
    worth = [chance / max(long, 1) ** BREVITY for chance, long in zip(probabilities, words, strict=True)]
    best = max(range(len(probabilities)), key=lambda place: (probabilities[place], -place))
    own = [place for place in range(len(probabilities)) if passages[place] == passages[best]]
    wanted = stop.share * sum(probabilities[place] for place in own)
    chosen, told, left = [best], probabilities[best], stop.words - words[best]
    for place in sorted(range(len(worth)), key=lambda place: (-worth[place], place)):
        if len(chosen) == MAX_SENTENCES:
            break
        if place == best or words[place] > left:
            continue
        if told < wanted if place in own else probabilities[place] >= stop.elsewhere:
            chosen.append(place)
            told += probabilities[place] if place in own else 0.0
            left -= words[place]
    return sorted(chosen)


def make(selector: Selector) -> Selector:
    """Return the selector with an id of its own."""
    made = replace(selector, code_version=version("deskhand"), created_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    return replace(made, id=hashed_file.new_id("selector", made.as_json()))


def save(selector: Selector, path: Path) -> None:
    hashed_file.write(path, selector.as_json())


def load(path: Path) -> Selector | None:
    """Return the selector of a file; None if there is none. Raises `AdapterError` if it was altered or cannot be read."""
    known = hashed_file.read(path, FORMAT)
    if known is None:
        return None
    try:
        origin = Origin(**{**known["origin"], "learned_from": tuple(known["origin"]["learned_from"])})
        numbers = {name: tuple(map(float, known[name])) for name in ("means", "spreads", "weights")}
        made = Selector(
            **{**known, **numbers, "origin": origin, "features": tuple(known["features"])}
            | {"stopping": Stopping(**known["stopping"])}
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AdapterError(f"{path} cannot be read: {error}") from error
    n = len(made.features)
    if (len(made.means), len(made.spreads), len(made.weights)) != (n, n, n + n * (n + 1) // 2):
        raise AdapterError(f"{path} has too many weights or too few: learn it again")
    return made
