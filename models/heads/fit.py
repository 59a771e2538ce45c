"""This module fits heads on labelled tickets and chooses, on folds, what each head reads.

Every probability by which something is chosen, calibrated or reported here is out of fold: the head that gave it, and the
neighbours that voted, had not seen the ticket.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.heads.features import Block, Features, Layout, Rows, facts_of, rarity
from models.heads.folds import fold_of, splits
from models.heads.head import Head, fit_head, fit_temperature, softmax
from models.heads.neighbours import UNLABELLED, Neighbours
from models.heads.seen import Seen

Labels = Mapping[str, Sequence[str | None]]
"""Head -> one label per ticket; None where nobody labelled it."""

FEWEST = 30  # labelled tickets, without which a head is not fitted
FEWEST_OF_CLASS = 5  # tickets of each of two classes or more


@dataclass(frozen=True)
class Recipe:
    """A recipe says what a head reads and how strongly it is fitted."""

    blocks: tuple[Block, ...]
    strength: float


MAJORITY = Recipe((), 1.0)
WORDS = Recipe(("words",), 10.0)
FROZEN = Recipe(("vector",), 3.0)
NEAREST = Recipe(("votes",), 3.0)
BASELINES = {"majority": MAJORITY, "words": WORDS, "vector": FROZEN, "neighbours": NEAREST}
"""The simplest things that could work: the most frequent class, TF-IDF, the vector alone, the votes of the nearest."""

CANDIDATES = tuple(
    Recipe(blocks, strength)
    for blocks in (
        ("vector",),
        ("vector", "votes"),
        ("vector", "votes", "anchors", "facts"),
        ("vector", "votes", "anchors", "facts", "evidence"),
    )
    for strength in (3.0, 10.0)
)


@dataclass(frozen=True)
class OutOfFold:
    """These are the calibrated out-of-fold probabilities of a head."""

    places: NDArray[np.int64]  # of the labelled tickets
    labels: NDArray[np.int32]  # of these, places among the classes
    probabilities: NDArray[np.float64]  # (labelled tickets, classes)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Return whether the likeliest class is the label, per labelled ticket."""
        return np.asarray(self.probabilities.argmax(axis=1) == self.labels, np.bool_)

    @property
    def accuracy(self) -> float:
        return float(self.right.mean())

    @property
    def loss(self) -> float:
        """Return the mean negative log likelihood."""
        chosen = np.take_along_axis(self.probabilities, self.labels[:, None], axis=1)
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())


@dataclass(frozen=True)
class Fitted:
    layout: Layout
    heads: Mapping[str, Head]
    out_of_fold: Mapping[str, OutOfFold]
    skipped: Mapping[str, str]  # head -> why it was not fitted


def fit(
    seen: Sequence[Seen],
    labels: Labels,
    anchors: Rows,
    *,
    recipes: Sequence[Recipe] = CANDIDATES,
    seed: int = 7,
    progress: Callable[[int], None] = lambda _: None,
) -> Fitted:
    """Fit one head per entry of `labels`, with the recipe of least out-of-fold loss. `anchors`: one vector per described
    option, (options, dimensions). `progress` is told how many more recipes were tried."""
    classes = {name: tuple(sorted({str(one) for one in own if one is not None})) for name, own in labels.items()}
    skipped = {name: why for name, own in labels.items() if (why := _too_few(own))}
    wanted = [name for name in labels if name not in skipped]
    coded = {name: _coded(labels[name], classes[name]) for name in wanted}
    layout = _layout(seen, coded, anchors, any("words" in recipe.blocks for recipe in recipes))
    heads: dict[str, Head] = {}
    found: dict[str, OutOfFold] = {}
    for name in wanted:
        tried = []
        for recipe in recipes:
            tried.append((recipe, *cross_fit(seen, layout, name, classes[name], coded[name], recipe, seed)))
            progress(1)
        recipe, temperature, found[name] = min(tried, key=lambda one: one[2].loss)
        own = np.flatnonzero(coded[name] != UNLABELLED)
        features = _of(layout, seen, own, training=True)
        head = fit_head(name, classes[name], recipe.blocks, recipe.strength, features, coded[name][own])
        heads[name] = replace(head, temperature=temperature)
    return Fitted(layout, heads, found, skipped)


def cross_fit(
    seen: Sequence[Seen],
    layout: Layout,
    name: str,
    classes: Sequence[str],
    labels: NDArray[np.int32],
    recipe: Recipe,
    seed: int = 7,
    fold: NDArray[np.int64] | None = None,
) -> tuple[float, OutOfFold]:
    """Return the temperature of a head and its calibrated out-of-fold probabilities. `labels`: one per ticket. `fold`: one
    per labelled ticket, where others are compared on the same; without it, the folds have every class in like shares."""
    own = np.flatnonzero(labels != UNLABELLED)
    scores = np.zeros((len(own), len(classes)))
    if fold is None:
        fold = fold_of([int(label) for label in labels[own]], seed=seed)
    for outside, inside in splits(fold):
        known = replace(layout, neighbours=layout.neighbours.subset(own[outside]))
        head = fit_head(
            name,
            classes,
            recipe.blocks,
            recipe.strength,
            _of(known, seen, own[outside], training=True),
            labels[own[outside]],
        )
        scores[inside] = head.scores(_of(known, seen, own[inside]))
    temperature = fit_temperature(scores, labels[own])
    return temperature, OutOfFold(own, labels[own], softmax(scores / temperature))


def baseline_accuracy(seen: Sequence[Seen], labels: Labels, recipe: Recipe, seed: int = 7) -> dict[str, float]:
    """Return the out-of-fold share right of one recipe, by head; heads with too few tickets are left out."""
    found = {}
    for name, own in labels.items():
        if _too_few(own) is None:
            classes = tuple(sorted({str(one) for one in own if one is not None}))
            coded = _coded(own, classes)
            layout = _layout(
                seen, {name: coded}, np.zeros((0, len(seen[0].vector)), np.float32), "words" in recipe.blocks
            )
            found[name] = cross_fit(seen, layout, name, classes, coded, recipe, seed)[1].accuracy
    return found


def _of(layout: Layout, seen: Sequence[Seen], places: NDArray[np.int64], *, training: bool = False) -> Features:
    return layout.of([seen[int(place)] for place in places], training=training)


def _layout(seen: Sequence[Seen], coded: Mapping[str, NDArray[np.int32]], anchors: Rows, words: bool) -> Layout:
    keys = np.frombuffer(b"".join(one.key for one in seen), np.uint8).reshape(len(seen), -1)
    vectors = np.stack([one.vector for one in seen]).astype(np.float16).astype(np.float32)  # as the file keeps them
    evidence = np.asarray([one.evidence for one in seen], np.float32).reshape(len(seen), -1)
    rare = rarity([one.text for one in seen]) if words else np.zeros(0, np.float32)
    return Layout(facts_of(seen), anchors, rare, Neighbours(vectors, keys, evidence, coded))


def _coded(labels: Sequence[str | None], classes: Sequence[str]) -> NDArray[np.int32]:
    place = {name: number for number, name in enumerate(classes)}
    return np.asarray([UNLABELLED if one is None else place[str(one)] for one in labels], np.int32)


def _too_few(labels: Sequence[str | None]) -> str | None:
    """Return why a head cannot be fitted on these labels; None if it can."""
    counts = Counter(one for one in labels if one is not None)
    usable = sum(count >= FEWEST_OF_CLASS for count in counts.values())
    if counts.total() < FEWEST:
        return f"{counts.total()} labelled tickets, at least {FEWEST} are needed"
    if usable < 2:
        return f"{usable} of {len(counts)} options have {FEWEST_OF_CLASS} tickets, at least 2 must have"
    return None
