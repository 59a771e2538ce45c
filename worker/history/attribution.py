"""This module attributes each sentence of an agent's answer to today's knowledge: to the passages that carry it, or to none.

Search finds candidates, and a signal that was learned from attributed answers says which carry the sentence (`worker.history.
attribution_signal`, docs/decisions/0028-attribution.md). A passage that says another amount, date, plan or state is none.
Whether nothing carries a sentence, or it says nothing that a page could carry, is told apart: the first is a gap.

An example that was attributed is not attributed again while neither it nor the knowledge has changed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from worker.domain import Passage
from worker.history.candidates import MOST_KEPT, Library
from worker.history.comparison import FEATURES, Compared, compare
from worker.history.example import Example, Sentence
from worker.history.reading import Shelved, Value
from worker.history.small_talk import is_question, is_small_talk
from worker.learning.alignment import Rarity
from worker.retrieval.batches import batches
from worker.settings import Settings
from worker.signal import Signal

WEIGHTS = Path(__file__).with_name("data") / "attribution_signal.json"
FORMAT = 1  # of what is found: raised when the same example and knowledge would give another
MOST = 3  # passages of one sentence


class Step(Protocol):
    """`worker.cli.progress.Step` is one."""

    def update(self, done: int, total: int | None = None) -> None: ...


def attribute(
    examples: Sequence[Example], settings: Settings, database: Engine, step: Step | None = None
) -> list[Example]:
    """Return the examples with the passages that carry each sentence. Raises NotReady, CompanyError and IndexGoneError."""
    if not examples:
        return []
    attributor = Attributor(Library.of(settings, database))
    made = list(examples)
    todo = []
    for place, one in enumerate(examples):
        if not one.sentences:  # nobody answered: there is nothing to look for
            made[place] = replace(one, attributed=attributor.mark(one))
        elif one.attributed != attributor.mark(one):
            todo.append(place)
    done = len(examples) - len(todo)
    for places in batches(todo):
        for place, found in zip(places, attributor.attributed([examples[n] for n in places]), strict=True):
            made[place] = found
        done += len(places)
        if step is not None:
            step.update(done, len(examples))
    return made


def kept(fresh: Example, stored: Example) -> Example:
    """Return an example that was made again with what an earlier one was attributed to, if its answer is the same. Whether
    that is out of date, `attribute` finds out."""
    same = [sentence.text for sentence in fresh.sentences] == [sentence.text for sentence in stored.sentences]
    return replace(fresh, sentences=stored.sentences, attributed=stored.attributed) if same else fresh


class Attributor:
    """An attributor finds the passages of examples, many at once. It is not thread-safe."""

    def __init__(self, library: Library, signal: Signal | None = None) -> None:
        self.library = library
        self._signal = signal or Signal.read(WEIGHTS)
        self._names = self.library.company.protected_names
        self._known: dict[int, Shelved] = {}  # public passages
        self._rarity = Rarity.of(self.library.statements())
        self._contents: dict[str | None, str] = {}
        signal = self._signal
        self._found_by = [FORMAT, self.library.index.encoder, signal.bias, signal.threshold, dict(signal.weights)]

    def mark(self, example: Example) -> str:
        """Return what an attributed example has as `attributed`: it changes with the example, with the knowledge that it may
        see, and with how passages are found."""
        told = [s.text for s in example.sentences]
        asked = [example.subject, example.body, example.language, example.account, example.brand]
        content = [self._content(account) for account in dict.fromkeys((None, example.account))]
        return hashlib.sha256(json.dumps([told, asked, content, self._found_by]).encode("utf-8", "replace")).hexdigest()

    def _content(self, account: str | None) -> str:
        if account not in self._contents:
            self._contents[account] = self.library.content(account)
        return self._contents[account]

    def attributed(self, examples: Sequence[Example]) -> list[Example]:
        """Return some examples with the passages that carry each sentence."""
        found = []
        for example, (compared, shelved) in zip(examples, self.compared(examples), strict=True):
            scores = likelihoods(compared, self._signal)
            rows = zip(example.sentences, scores, compared.held, strict=True)
            sentences = [self._sentence(one.text, own, held, shelved) for one, own, held in rows]
            found.append(replace(example, sentences=tuple(sentences), attributed=self.mark(example)))
        return found

    def _sentence(
        self, said: str, scores: NDArray[np.float64], held: Sequence[frozenset[Value]], shelved: Sequence[Shelved]
    ) -> Sentence:
        """Return a sentence with what carries it. A question may repeat a page; politeness that is like one does not."""
        small_talk = is_small_talk(said)
        if small_talk and not is_question(said):
            return Sentence(said, small_talk=True)
        chosen = choose(scores, held, self._signal.threshold)
        refs = tuple(shelved[place].passage.ref for place in chosen)
        score = round(float(scores[chosen[0]]), 3) if chosen else 0.0
        return Sentence(said, refs, score, small_talk=small_talk and not refs)

    def compared(self, examples: Sequence[Example]) -> Iterator[tuple[Compared, list[Shelved]]]:
        """Yield what each example's sentences were compared with, and how."""
        for example, pool in zip(examples, self.library.pools(examples), strict=True):
            shelved = [self._read(passage) for passage in pool.passages]
            yield compare(example, pool, shelved, self._rarity, self._names), shelved

    def _read(self, passage: Passage) -> Shelved:
        """Return a passage as it is compared. A public one is read once."""
        if passage.account is not None:
            return Shelved.of(passage, self._names)
        if passage.id not in self._known:
            if len(self._known) > MOST_KEPT:
                self._known.clear()
            self._known[passage.id] = Shelved.of(passage, self._names)
        return self._known[passage.id]


def likelihoods(compared: Compared, signal: Signal) -> NDArray[np.float64]:
    """Return how likely each passage carries each sentence; 0 for one that contradicts it."""
    weights = np.array([signal.weights.get(name, 0.0) for name in FEATURES])
    scores = 1 / (1 + np.exp(-np.clip(compared.features @ weights + signal.bias, -30, 30)))
    return np.where(compared.against, 0.0, scores)


def choose(scores: NDArray[np.float64], held: Sequence[frozenset[Value]], threshold: float) -> list[int]:
    """Return the places of the passages that carry a sentence, the likeliest first: the best one, and others that have a value
    of the sentence which those before them lack."""
    chosen: list[int] = []
    known: frozenset[Value] = frozenset()
    for place in (int(n) for n in np.argsort(-scores, kind="stable")):
        if scores[place] < threshold or len(chosen) == MOST:
            break
        if not chosen or held[place] - known:
            chosen.append(place)
            known |= held[place]
    return chosen
