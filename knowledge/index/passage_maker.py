"""This module makes passages with vectors from documents: it splits them, forms batches and embeds these.

A sync, a rebuild and its helpers do the same here and differ only in how they write the result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from knowledge.index import vectors
from knowledge.index.rows import Embedded
from knowledge.index.splitter import split
from knowledge.index.vectors import Vector, key_of
from knowledge.passages import Document, PassageDraft

K = TypeVar("K")
Known = Callable[[Sequence[bytes]], Mapping[bytes, Vector]]
"""A function that returns the vectors that exist for some keys has this type."""
Split = tuple[K, Document, list[PassageDraft]]
"""A split is a document with its passages, after the key by which its caller knows it."""


@dataclass(frozen=True)
class Maker:
    """A maker makes passages and vectors with an encoder; `space` is where its vectors are kept."""

    encoder: str  # name and hash of its weights
    dimensions: int
    encode: Callable[[Sequence[str]], NDArray[np.float32]]  # one unit vector per text
    count_tokens: Callable[[str], int]
    space: str

    def split(self, document: Document) -> list[PassageDraft]:
        """Return the passages of a document, without vectors."""
        return split(document, self.count_tokens)

    def embed(self, documents: Sequence[Sequence[PassageDraft]], known: Known) -> list[list[Embedded]]:
        """Return the passages of some documents, in order, with their vectors.

        Texts with `known` vectors are not encoded; all others are, in one call of the encoder.
        """
        texts = {key: said for drafts in documents for draft in drafts for key, said in texts_of(draft)}
        found = dict(known(list(texts)))
        new = [key for key in texts if key not in found]
        if new:
            found.update(zip(new, self.encode([texts[key] for key in new]), strict=True))
        all_new, fresh = frozenset(new), set(new)

        def embedded(draft: PassageDraft) -> Embedded:
            keys = [key for key, _ in texts_of(draft)]
            made = fresh.intersection(keys)
            fresh.difference_update(made)
            return Embedded(draft, keys, [found[key] for key in keys], len(made), not all_new.isdisjoint(keys))

        return [[embedded(draft) for draft in drafts] for drafts in documents]


def texts_of(draft: PassageDraft) -> list[tuple[bytes, str]]:
    """Return the texts of a passage that need vectors, with their keys: the whole, its windows, its further statements."""
    return [(key_of(said), said) for said in (draft.indexed_text, *draft.windows, *draft.further)]


def batches(documents: Iterable[tuple[K, Document]], maker: Maker, size: int) -> Iterator[list[Split[K]]]:
    """Split documents and yield them in batches of about `size` passages; a document is never in two batches."""
    batch: list[Split[K]] = []
    for key, document in documents:
        batch.append((key, document, maker.split(document)))
        if sum(len(drafts) for _, _, drafts in batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def embed(engine: Engine, maker: Maker, batch: Sequence[Split[K]]) -> list[tuple[K, Document, list[Embedded]]]:
    """Return a batch with vectors, from the cache or the encoder. No transaction is open while the encoder runs."""
    made = maker.embed([drafts for _, _, drafts in batch], lambda keys: vectors.find(engine, maker.space, keys))
    return [(key, document, passages) for (key, document, _), passages in zip(batch, made, strict=True)]
