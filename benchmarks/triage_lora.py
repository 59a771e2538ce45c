"""This benchmark compares heads on the vector of the search with a LoRA on the encoder's upper layers, out of fold on the same
folds of handled tickets.

frozen     logistic regression on the vector of the search
product    what serves: the vector, votes of the nearest tickets, nearness to the options, facts, evidence of the search
LoRA       heads for queue and reason trained together with a LoRA on the top layers; the layers below are the search's own
LoRA + blocks      logistic regression on the LoRA's vector and the product's other blocks
LoRA and product   the mean of both log probabilities: nothing is fitted, so nothing has seen the ticket

Learning rate and number of epochs are chosen on an inner split of the first fold's training tickets, and serve all folds. Each
fold then trains on all of its training tickets. The demo's encoder was tuned with the passages of these tickets, not with
their labels; all rows share that. It needs the database of a synced demo (`make demo`), for plan and tier.

    python -m benchmarks.triage_lora --data demo/tickets/train.jsonl --encoder demo/adapters/encoder --layers 2 --epochs 6
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.lora_heads import Given, Options, Upper, split, train
from benchmarks.machine import named
from knowledge.handled_tickets import HandledTicket, load_labelled
from models.encoding.encoder import load_identified
from models.evaluation.pairs import Pairs
from models.evaluation.scores import Share
from models.heads.features import Block, Layout
from models.heads.fit import BASELINES, Recipe, cross_fit
from models.heads.folds import FOLDS, fold_of, splits
from models.heads.head import fit_head, fit_temperature, softmax
from models.heads.operating_points import lowest_with_precision
from models.heads.seen import Seen
from worker.learning import heads as learning
from worker.learning import heads_training
from worker.learning.evaluation import as_ticket
from worker.pipeline import heads as step
from worker.pipeline import retrieve
from worker.settings import Settings

HEADS = (step.QUEUE, step.REASON)
RATES = (3e-4, 1e-3, 2e-3)
PRECISION = 0.8
INNER = 5  # of the first fold's training tickets, one in so many chooses rate and epochs
Labels = Mapping[str, NDArray[np.int32]]
Scores = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Task:
    """These are labelled tickets, and what the heads that serve read of them."""

    labels: Labels
    classes: Mapping[str, tuple[str, ...]]
    seen: Sequence[Seen]
    layout: Layout
    recipes: Mapping[str, Recipe]  # of the heads that serve


def texts(tickets: Sequence[HandledTicket]) -> list[str]:
    """Return what the search encodes: the translation, where there is one, then subject and body."""
    return learning.english_of(tickets, list)([retrieve.query(as_ticket(ticket)) for ticket in tickets])


def load_task(tickets: Sequence[HandledTicket]) -> Task:
    settings = Settings()
    prepared = heads_training.prepare(settings, tickets)
    seen = learning.seen_of(tickets, prepared.customers, prepared.known)
    live = learning.live(settings, prepared.known.encoder)
    assert live is not None, "no heads serve"
    recipes = {name: Recipe(live.heads[name].blocks, live.heads[name].strength) for name in HEADS}
    places = {bytes(key): place for place, key in enumerate(live.layout.neighbours.keys)}
    own = live.layout.neighbours.subset([places[one.key] for one in seen])
    classes = {name: live.heads[name].classes for name in HEADS}
    labels = {name: own.labels[name] for name in HEADS}
    return Task(labels, classes, seen, replace(live.layout, neighbours=own), recipes)


def choose(
    network: Any, states: Sequence[torch.Tensor], task: Task, places: NDArray[np.int64], options: Options, rates: Sequence[float]
) -> Options:  # fmt: skip
    """Return the options with the rate and number of epochs of least loss on an inner split of some tickets."""
    inner = fold_of([int(label) for label in task.labels[step.QUEUE][places]], INNER)
    known, asked = places[inner != 0], places[inner == 0]
    found: dict[tuple[float, int], float] = {}
    for rate in rates:

        def look(epoch: int, trained: float, model: Upper, rate: float = rate) -> None:
            scores = model.scores(model.vectors([states[place] for place in asked]))
            own = {name: task.labels[name][asked] for name in HEADS}
            found[rate, epoch] = sum(loss(scores[name], own[name]) for name in HEADS)
            right = ", ".join(f"{name} {(scores[name].argmax(1) == own[name]).sum()}/{len(asked)}" for name in HEADS)
            note(
                f"inner split, rate {rate:g}, epoch {epoch}: loss {trained:.3f}, inner {found[rate, epoch]:.3f}, {right}"
            )

        train(network, *_part(states, task.labels, known), task.classes, replace(options, rate=rate), look)
    rate, epochs = min((one for one in found if one[1]), key=found.__getitem__)
    return replace(options, rate=rate, epochs=epochs)


def cross(
    network: Any, states: Sequence[torch.Tensor], task: Task, fold: NDArray[np.int64], folds: Sequence[int], options: Options
) -> tuple[dict[str, Scores], Upper]:  # fmt: skip
    """Return the scores of the LoRA's heads and of a refit with the other blocks, right only for the tickets of `folds`, and
    the last model."""
    shape = {name: np.zeros((len(states), len(task.classes[name]))) for name in HEADS}
    found = {"LoRA": shape, "LoRA + blocks": {name: own.copy() for name, own in shape.items()}}
    for number, (outside, inside) in enumerate(splits(fold)):
        if number not in folds:
            continue
        start = time.process_time()

        def look(epoch: int, trained: float, _: Upper, number: int = number, start: float = start) -> None:
            note(f"fold {number}, epoch {epoch}: loss {trained:.3f}, {time.process_time() - start:.0f} s of processor")

        model = train(network, *_part(states, task.labels, outside), task.classes, options, look)
        vectors = model.vectors(states)
        for name in HEADS:
            found["LoRA"][name][inside] = model.scores(vectors[inside])[name]
            found["LoRA + blocks"][name][inside] = beside(vectors, task, name, outside, inside)
        note(f"fold {number}: right of {len(inside)}: {_counts(found, task.labels, inside)}")
    return found, model


def beside(
    vectors: NDArray[np.float32], task: Task, name: str, outside: NDArray[np.int64], inside: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the scores of a refit on the LoRA's vectors and the product's other blocks. The training tickets' vectors are of
    a LoRA that has seen their labels, so the refit trusts the vector more than it should."""
    blocks: list[Block] = [block for block in task.recipes[name].blocks if block != "vector"]
    layout = replace(task.layout, neighbours=task.layout.neighbours.subset(outside))

    def rows(places: NDArray[np.int64], *, training: bool) -> Any:
        features = layout.of([task.seen[int(place)] for place in places], training=training)
        return Given(np.hstack([vectors[places], features.rows(blocks, name, len(task.classes[name]))]))

    known, labels = rows(outside, training=True), task.labels[name][outside]
    head = fit_head(name, task.classes[name], ("vector",), task.recipes[name].strength, known, labels)
    return head.scores(rows(inside, training=False))


def served(task: Task, fold: NDArray[np.int64], recipes: Mapping[str, Recipe]) -> dict[str, NDArray[np.float64]]:
    """Return the out-of-fold log probabilities of some recipes, on folds that are given."""
    found = {}
    for name, recipe in recipes.items():
        known = cross_fit(task.seen, task.layout, name, task.classes[name], task.labels[name], recipe, fold=fold)[1]
        found[name] = log(known.probabilities)
    return found


def log(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.maximum(probabilities, 1e-9))


def calibrated(scores: NDArray[np.float64], labels: NDArray[np.int32]) -> NDArray[np.float64]:
    return softmax(scores / fit_temperature(scores, labels))


def loss(scores: NDArray[np.float64], labels: NDArray[np.int32]) -> float:
    return float(-np.take_along_axis(log(softmax(scores)), labels[:, None], axis=1).mean())


def outcomes(
    probabilities: Scores, labels: Labels, classes: Mapping[str, Sequence[str]]
) -> dict[str, NDArray[np.bool_]]:
    """Return whether queue and reason are right per ticket, and, per ticket that a person must take, whether it is handed
    over at the operating point."""
    calm = list(classes[step.REASON]).index(step.NONE)
    handed, must = 1 - probabilities[step.REASON][:, calm], labels[step.REASON] != calm
    threshold = lowest_with_precision(handed, must, PRECISION, default=np.inf)
    right = {name: probabilities[name].argmax(axis=1) == labels[name] for name in HEADS}
    return {**right, "escalated": (handed >= threshold)[must]}


def serving_seconds(model: Upper, states: Sequence[torch.Tensor], amount: int = 60) -> float:
    """Return the seconds of processor that the trained layers add per ticket, one ticket at a time."""
    model.peft = _Merged(model.peft.merge_and_unload())
    chosen = list(states)[:amount]
    for own in chosen[:5]:
        model.vectors([own])
    start = time.process_time()
    for own in chosen:
        model.scores(model.vectors([own]))
    return (time.process_time() - start) / len(chosen)


@dataclass(frozen=True)
class _Merged:
    network: Any

    def get_base_model(self) -> Any:
        return self.network


def _part(
    states: Sequence[torch.Tensor], labels: Labels, places: NDArray[np.int64]
) -> tuple[list[torch.Tensor], dict[str, NDArray[np.int32]]]:
    return [states[place] for place in places], {name: own[places] for name, own in labels.items()}


def _counts(found: Mapping[str, Scores], labels: Labels, places: NDArray[np.int64]) -> dict[str, dict[str, int]]:
    return {
        name: {head: int((own[places].argmax(axis=1) == labels[head][places]).sum()) for head, own in scores.items()}
        for name, scores in found.items()
    }


def compare(found: Mapping[str, Scores], labels: Labels, classes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return how often each contender is right, its loss, and how it compares with the frozen vector and the product."""
    each = {name: {head: calibrated(scores[head], labels[head]) for head in HEADS} for name, scores in found.items()}
    each["LoRA and product"] = {head: softmax(log(each["LoRA"][head]) + log(each["product"][head])) for head in HEADS}
    right = {name: outcomes(probabilities, labels, classes) for name, probabilities in each.items()}
    pairs = {
        f"{base}, {name}": {what: _pairs(right[base][what], hits) for what, hits in own.items()}
        for base in ("frozen", "product")
        for name, own in right.items()
        if name not in ("frozen", base)
    }
    return {
        "right": {name: {what: Share.of(map(bool, hits)) for what, hits in own.items()} for name, own in right.items()},
        "loss": {n: {head: round(loss(log(own[head]), labels[head]), 3) for head in HEADS} for n, own in each.items()},
        "pairs": pairs,
    }


def _pairs(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Pairs:
    return Pairs.of(zip(map(bool, first), map(bool, second), strict=True))


def note(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("demo/tickets/train.jsonl"))
    parser.add_argument("--encoder", default="demo/adapters/encoder", help="name or folder")
    parser.add_argument("--layers", type=int, default=2, help="that the LoRA changes, from the top; at most 6")
    parser.add_argument("--epochs", type=int, default=6, help="at most")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=128, help="of a ticket that are read")
    parser.add_argument("--rate", type=float, action="append", help="learning rate to try; may be repeated")
    parser.add_argument("--balanced", action="store_true", help="rare classes weigh more")
    parser.add_argument("--folds", type=int, default=FOLDS, help="only so many of the five")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    tickets = load_labelled(chosen.data)
    task = load_task(tickets)
    fold = fold_of([int(label) for label in task.labels[step.QUEUE]])
    network, tokenizer, _ = load_identified(chosen.encoder)
    network, states = split(network, tokenizer, texts(tickets), chosen.layers, chosen.tokens)
    note(f"{len(states)} tickets, {sum(map(len, states))} tokens: the lower states are there")
    options = Options(RATES[0], chosen.epochs, chosen.rank, chosen.balanced)
    options = choose(network, states, task, np.flatnonzero(fold != 0), options, chosen.rate or RATES)
    note(f"chosen: {asdict(options)}")
    found, model = cross(network, states, task, fold, range(chosen.folds), options)
    found["frozen"] = served(task, fold, dict.fromkeys(HEADS, BASELINES["vector"]))
    found["product"] = served(task, fold, task.recipes)
    own = np.flatnonzero(fold < chosen.folds)
    result = {
        "machine": named(),
        "options": {**asdict(options), "layers": chosen.layers, "tokens": chosen.tokens, "folds": chosen.folds},
        "tickets": len(own),
        **compare(
            {name: {head: scores[head][own] for head in HEADS} for name, scores in found.items()},
            {head: task.labels[head][own] for head in HEADS},
            task.classes,
        ),
        "seconds of processor per ticket": round(serving_seconds(model, states), 4),
    }
    if chosen.json:
        print(json.dumps(result, indent=2, default=lambda s: s.as_json() if isinstance(s, Pairs) else asdict(s)))
        return
    print(f"{result['machine']}\n{result['options']}, {len(own)} tickets")
    for part in ("right", "pairs"):
        for name, figures in result[part].items():
            print(f"{name}:", "; ".join(f"{what} {value}" for what, value in figures.items()))
    print(f"loss: {result['loss']}\nseconds of processor per ticket: {result['seconds of processor per ticket']}")


if __name__ == "__main__":
    main()
