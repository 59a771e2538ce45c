"""This benchmark compares heads on the vector of the search with a LoRA on the encoder's upper layers, out of fold on the same
folds of handled tickets.

frozen     logistic regression on the vector of the search
product    what serves: the vector, votes of the nearest tickets, nearness to the options, facts, evidence of the search
LoRA       heads for queue and reason trained together with a LoRA on the top layers; the layers below are the search's own
LoRA + blocks      logistic regression on the LoRA's vector and the product's other blocks
LoRA and product   the mean of both log probabilities: nothing is fitted on the pair
lower and product  the same with logistic regression on the mean of the states below the LoRA, which cost nothing
words and product  the same with TF-IDF and logistic regression in place of the LoRA: what a second opinion gives that is cheap

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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.contenders import HEADS, Labels, Scores, compare, log, loss
from benchmarks.lora_heads import Given, Options, Upper, split, train
from benchmarks.machine import named
from knowledge.handled_tickets import HandledTicket, load_rows
from models.encoding.encoder import load_identified
from models.evaluation.pairs import Pairs
from models.heads.features import Block, Layout, rarity
from models.heads.fit import BASELINES, Recipe, cross_fit
from models.heads.folds import FOLDS, fold_of, splits
from models.heads.head import fit_head
from models.heads.seen import Seen
from worker.learning import heads as learning
from worker.learning import heads_training
from worker.learning.evaluation import as_ticket
from worker.pipeline import heads as step
from worker.pipeline import retrieve
from worker.settings import Settings

RATES = (3e-4, 1e-3, 2e-3)
MEASURED = 60  # tickets, for the time per ticket
INNER = 5  # of the first fold's training tickets, one in so many chooses rate and epochs


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
    layout = replace(live.layout, neighbours=own, rarity=rarity([one.text for one in seen]))
    return Task(labels, classes, seen, layout, recipes)


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


def one_fold(
    network: Any, states: Sequence[torch.Tensor], task: Task, fold: NDArray[np.int64], number: int, options: Options
) -> dict[str, Scores]:  # fmt: skip
    """Return the scores of the LoRA's heads, and of a refit with the other blocks, for the tickets of one fold."""
    start = time.process_time()
    outside, inside = list(splits(fold))[number]

    def look(epoch: int, trained: float, _: Upper) -> None:
        note(f"fold {number}, epoch {epoch}: loss {trained:.3f}, {time.process_time() - start:.0f} s of processor")

    model = train(network, *_part(states, task.labels, outside), task.classes, options, look)
    vectors = model.vectors(states)
    found = {
        "LoRA": model.scores(vectors[inside]),
        "LoRA + blocks": {name: beside(vectors, task, name, outside, inside) for name in HEADS},
    }
    right = {
        n: {h: int((own.argmax(axis=1) == task.labels[h][inside]).sum()) for h, own in scores.items()}
        for n, scores in found.items()
    }
    note(f"fold {number}: right of {len(inside)}: {right}")
    return found


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


def lower(states: Sequence[torch.Tensor], task: Task, fold: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Return the out-of-fold scores of logistic regression on the mean of the states below the LoRA."""
    means = np.stack([own.float().mean(0).numpy() for own in states])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    found = {name: np.zeros((len(states), len(task.classes[name]))) for name in HEADS}
    for outside, inside in splits(fold):
        for name in HEADS:
            known = task.labels[name][outside]
            head = fit_head(
                name, task.classes[name], ("vector",), BASELINES["vector"].strength, Given(means[outside]), known
            )
            found[name][inside] = head.scores(Given(means[inside]))
    return found


def serving_seconds(network: Any, states: Sequence[torch.Tensor], classes: Mapping[str, Sequence[str]]) -> float:
    """Return the seconds of processor that the upper layers and the heads add per ticket, one ticket at a time. A trained LoRA
    is part of the weights then, so it costs nothing more."""
    model = Upper(network, 1)
    model.peft = model.peft.merge_and_unload()
    model.heads = {name: torch.nn.Linear(states[0].shape[1], len(own)) for name, own in classes.items()}
    for own in states[:5]:
        model.vectors([own])
    start = time.process_time()
    for own in states[:MEASURED]:
        model.scores(model.vectors([own]))
    return (time.process_time() - start) / len(states[:MEASURED])


def kept(folder: Path | None, name: str, make: Callable[[], Any]) -> Any:
    """Return what a run that was stopped had kept in a folder, or make it and keep it."""
    path = folder / name if folder else None
    if path and path.exists():
        return torch.load(path, weights_only=False)  # of this benchmark's own
    made = make()
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(made, path)
    return made


def _part(
    states: Sequence[torch.Tensor], labels: Labels, places: NDArray[np.int64]
) -> tuple[list[torch.Tensor], dict[str, NDArray[np.int32]]]:
    return [states[place] for place in places], {name: own[places] for name, own in labels.items()}


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
    parser.add_argument("--fresh", action="store_true", help="heads start at zero")
    parser.add_argument("--folds", type=int, default=FOLDS, help="only so many of the five")
    parser.add_argument("--kept", type=Path, help="folder for what is done, so that a run that was stopped can go on")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    tickets = [row.ticket for row in load_rows([chosen.data], labelled_only=True)]
    task = load_task(tickets)
    fold = fold_of([int(label) for label in task.labels[step.QUEUE]])
    network, tokenizer, _ = load_identified(chosen.encoder)
    folder = chosen.kept
    network, states = kept(
        folder, "states", lambda: split(network, tokenizer, texts(tickets), chosen.layers, chosen.tokens)
    )
    note(f"{len(states)} tickets, {sum(map(len, states))} tokens: the lower states are there")
    options = Options(RATES[0], chosen.epochs, chosen.rank, chosen.balanced, chosen.fresh)
    first = np.flatnonzero(fold != 0)
    options = kept(folder, "options", lambda: choose(network, states, task, first, options, chosen.rate or RATES))
    note(f"chosen: {asdict(options)}")
    found = {
        "frozen": served(task, fold, dict.fromkeys(HEADS, BASELINES["vector"])),
        "product": served(task, fold, task.recipes),
        "words": served(task, fold, dict.fromkeys(HEADS, BASELINES["words"])),
        "lower": lower(states, task, fold),
        **{n: {h: np.zeros((len(tickets), len(task.classes[h]))) for h in HEADS} for n in ("LoRA", "LoRA + blocks")},
    }
    for number in range(chosen.folds):
        part = kept(folder, f"fold-{number}", lambda: one_fold(network, states, task, fold, number, options))  # noqa: B023
        for name, scores in part.items():
            for head, values in scores.items():
                found[name][head][fold == number] = values
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
        "seconds of processor per ticket": round(serving_seconds(network, states, task.classes), 4),
    }
    if chosen.json:
        print(json.dumps(result, indent=2, default=lambda s: s.as_json() if isinstance(s, Pairs) else asdict(s)))
        return
    print(f"{result['machine']}\n{result['options']}, {len(own)} tickets")
    for part in ("right", "pairs"):
        for name, figures in result[part].items():
            print(f"{name}:", "; ".join(f"{what} {value}" for what, value in figures.items()))
    print(f"ranking of hand-overs: {result['ranking of hand-overs']}")
    print(f"loss: {result['loss']}\nseconds of processor per ticket: {result['seconds of processor per ticket']}")


if __name__ == "__main__":
    main()
