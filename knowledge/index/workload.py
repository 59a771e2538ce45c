"""What a sync has to embed: the texts that have no vector yet, and a sample of them on which an encoder can be timed."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from numpy.typing import ArrayLike

SAMPLE = 48  # texts: enough to be like all of them, some seconds of the slowest encoder


@dataclass
class Workload:
    """Texts are whole passages and windows; each counts once, however often it stands somewhere."""

    texts: int = 0
    of: dict[str, int] = field(default_factory=dict)  # path of each new or changed document -> characters of its texts
    sample: list[str] = field(default_factory=list)
    _source: random.Random = field(default_factory=lambda: random.Random(7))

    @property
    def characters(self) -> int:
        """Of all the texts: what an encoder takes grows with them."""
        return sum(self.of.values())

    def add(self, path: str, texts: Iterable[str]) -> None:
        """Count a document's texts, and keep each with the same chance (reservoir sampling, Vitter 1985)."""
        self.of.setdefault(path, 0)
        for text in texts:
            self.texts += 1
            self.of[path] += len(text)
            if len(self.sample) < SAMPLE:
                self.sample.append(text)
            elif (place := self._source.randrange(self.texts)) < SAMPLE:
                self.sample[place] = text

    def seconds(self, encode: Callable[[Sequence[str]], ArrayLike], clock: Callable[[], float] = perf_counter) -> float:
        """How long the encoder takes for all of it, reckoned from the sample. The first texts only warm it up."""
        warm, timed = self.sample[:4], self.sample[4:] or self.sample
        if not timed:
            return 0.0
        encode(warm)
        start = clock()
        encode(timed)
        return (clock() - start) * self.characters / max(1, sum(map(len, timed)))
