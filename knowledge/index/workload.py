"""This module describes what a sync has to embed: the texts without a vector, and a sample of them to time an encoder."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from numpy.typing import ArrayLike

SAMPLE = 48  # texts: enough to represent all of them, and a few seconds of the slowest encoder


@dataclass
class Workload:
    """A workload counts texts, which are whole passages and windows. Each counts once, however often it occurs."""

    texts: int = 0
    of: dict[str, int] = field(default_factory=dict)  # path of each new or changed document -> characters of its texts
    sample: list[str] = field(default_factory=list)
    _source: random.Random = field(default_factory=lambda: random.Random(7))

    @property
    def characters(self) -> int:
        """Return the characters of all texts, which determine the encoder's time."""
        return sum(self.of.values())

    def add(self, path: str, texts: Iterable[str]) -> None:
        """Count a document's texts, and sample each with the same probability (reservoir sampling, Vitter 1985)."""
        self.of.setdefault(path, 0)
        for text in texts:
            self.texts += 1
            self.of[path] += len(text)
            if len(self.sample) < SAMPLE:
                self.sample.append(text)
            elif (place := self._source.randrange(self.texts)) < SAMPLE:
                self.sample[place] = text

    def seconds(self, encode: Callable[[Sequence[str]], ArrayLike], clock: Callable[[], float] = perf_counter) -> float:
        """Return the encoder's time for all texts, estimated from the sample. The first texts only warm it up."""
        warm, timed = self.sample[:4], self.sample[4:] or self.sample
        if not timed:
            return 0.0
        encode(warm)
        start = clock()
        encode(timed)
        return (clock() - start) * self.characters / max(1, sum(map(len, timed)))
