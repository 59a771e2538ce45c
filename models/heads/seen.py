"""This module holds what the heads see of a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Seen:
    """This is one ticket as the heads see it."""

    vector: Vector = field(compare=False)  # of what is searched for, unit length
    text: str  # subject and body, as the customer wrote them
    facts: Mapping[str, str] = field(default_factory=dict)  # such as plan, tier, language; "" where it is not known
    evidence: tuple[float, ...] = ()  # how near the passages are that the search found, some numbers around 0 to 2

    @property
    def key(self) -> bytes:
        """Return the hash of the text, by which the same ticket is known again."""
        return key_of(self.text)


def key_of(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
