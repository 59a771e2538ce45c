"""This module finds texts that are alike, in time that grows with their number and not with its square.

Each text has a signature of minimal hashes of its pieces of five characters (Broder 1997), cut into bands; texts that share a
band are compared (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3). Of two texts that have four fifths
of their pieces in common, 998 in 1,000 pairs share a band.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MIN_SHARED = 0.8  # of the pieces of both together; a cosine of about 0.9
_PIECE = 5  # bytes
_BANDS, _ROWS = 20, 6
_MOST_IN_BUCKET = 20  # texts made from one form share bands with all the others
_BASE = np.uint64(1_000_003)
_GENERATOR = np.random.default_rng(7)
_FACTORS = _GENERATOR.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFTS = _GENERATOR.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64)

Pieces = NDArray[np.uint64]


class Alike(NamedTuple):
    text: int
    other: int  # an earlier text
    shared: float  # of their pieces, 0 to 1


def alike(texts: Sequence[str], groups: Sequence[str]) -> Iterator[Alike]:
    """Yield, for each text, the earlier text of each group that is most alike. No two texts may be the same."""
    known = [pieces(text) for text in texts]
    buckets: dict[tuple[str, int, bytes], list[int]] = defaultdict(list)
    names = list(dict.fromkeys(groups))
    for text, own in enumerate(known):
        bands = _bands(own)
        for group in names:
            keys = [(group, number, band) for number, band in enumerate(bands)]
            others = sorted({other for key in keys for other in buckets.get(key, ())})
            compared = [(shared(own, known[other]), -other) for other in others]
            likeness, best = max(compared, default=(0.0, 0))
            if likeness >= MIN_SHARED:
                yield Alike(text, -best, likeness)
        for number, band in enumerate(bands):
            bucket = buckets[groups[text], number, band]
            if len(bucket) < _MOST_IN_BUCKET:
                bucket.append(text)


def pieces(text: str) -> Pieces:
    """Return the hashes of the pieces of a text, each once and in order."""
    data = np.frombuffer(text.encode("utf-8", "replace").ljust(_PIECE), np.uint8).astype(np.uint64)
    hashes = np.zeros(len(data) - _PIECE + 1, np.uint64)
    for offset in range(_PIECE):
        hashes = hashes * _BASE + data[offset : offset + len(hashes)]
    return np.unique(hashes)


def shared(one: Pieces, other: Pieces) -> float:
    """Return the share of the pieces of both together that both have (Jaccard)."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def _bands(own: Pieces) -> list[bytes]:
    signature = np.full(len(_FACTORS), np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(own), 1024):  # a long text would need much memory at once
        hashed = (own[start : start + 1024, None] * _FACTORS + _SHIFTS) >> np.uint64(32)
        signature = np.minimum(signature, hashed.min(axis=0))
    return [band.tobytes() for band in signature.reshape(_BANDS, _ROWS)]
