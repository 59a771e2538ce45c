"""This benchmark measures the heads of triage alone, on public sets of short questions that nobody here tuned to.

banking77   77 intents of a bank's customers: share right on the test set, with all training questions and with ten per intent
clinc150    150 intents and questions that are none of them: share right of those in scope, and how many of the others are told
            apart where 5 % of those in scope are lost

The recipe is chosen on folds of the training questions, the threshold on clinc150's validation set; each test set is read
once. The baselines are fitted on the same questions: the most frequent intent, TF-IDF with logistic regression, the nearest
questions.

    python -m benchmarks.triage --data ../shared/data --encoder all-minilm-l6-v2
    python -m benchmarks.triage --data ../shared/data --set banking77 --draws 5 --json
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import named
from models.evaluation.scores import Share
from models.heads.features import Layout, rarity
from models.heads.fit import BASELINES, CANDIDATES, Fitted, Recipe, fit
from models.heads.head import fit_head
from models.heads.neighbours import Neighbours
from models.heads.seen import Seen

RECIPES = tuple(r for r in CANDIDATES if {*r.blocks} <= {"vector", "votes"})  # of the product: there are no facts here
PER_INTENT = 10
LOST = 0.05  # of the questions in scope
HEAD = "queue"


@dataclass(frozen=True)
class Set:
    texts: tuple[str, ...]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)


def banking77(folder: Path) -> tuple[Set, Set]:
    """Return training and test questions."""

    def read(name: str) -> Set:
        with (folder / "banking77" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return Set(tuple(row["text"] for row in rows), tuple(row["category"] for row in rows))

    return read("train"), read("test")


def clinc150(folder: Path) -> dict[str, Set]:
    """Return the six parts by name."""
    [path] = (folder / "clinc150").glob("*.json")
    return {
        name: Set(tuple(text for text, _ in rows), tuple(intent for _, intent in rows))
        for name, rows in json.loads(path.read_text(encoding="utf-8")).items()
    }


def seen(questions: Set, encoder: Any) -> list[Seen]:
    vectors = encoder.encode(list(questions.texts))
    return [Seen(vector, text) for vector, text in zip(vectors, questions.texts, strict=True)]


def train(rows: Sequence[Seen], labels: Sequence[str], recipes: Sequence[Recipe]) -> Fitted:
    nothing = np.zeros((0, len(rows[0].vector)), np.float32)
    return fit(rows, {HEAD: list(labels)}, nothing, recipes=recipes)


def baseline(rows: Sequence[Seen], labels: Sequence[str], recipe: Recipe) -> Fitted:
    """Fit one recipe once: a baseline's confidence is not asked for, so nothing is calibrated on folds."""
    classes = tuple(sorted(set(labels)))
    coded = np.asarray([classes.index(label) for label in labels], np.int32)
    keys = np.frombuffer(b"".join(row.key for row in rows), np.uint8).reshape(len(rows), -1)
    vectors = np.stack([row.vector for row in rows])
    nothing = np.zeros((len(rows), 0), np.float32)
    rare = rarity([row.text for row in rows]) if "words" in recipe.blocks else np.zeros(0, np.float32)
    neighbours = Neighbours(vectors, keys, nothing, {HEAD: coded})
    layout = Layout((), np.zeros((0, vectors.shape[1]), np.float32), rare, neighbours)
    head = fit_head(HEAD, classes, recipe.blocks, recipe.strength, layout.of(rows, training=True), coded)
    return Fitted(layout, {HEAD: head}, {}, {})


def probabilities(fitted: Fitted, rows: Sequence[Seen]) -> NDArray[np.float64]:
    return fitted.heads[HEAD].probabilities(fitted.layout.of(rows))


def right(fitted: Fitted, rows: Sequence[Seen], labels: Sequence[str]) -> Share:
    classes = fitted.heads[HEAD].classes
    return Share.of(
        classes[best] == label for best, label in zip(probabilities(fitted, rows).argmax(axis=1), labels, strict=True)
    )


def few(questions: Set, count: int, seed: int) -> NDArray[np.int64]:
    """Return the places of `count` questions per intent."""
    by_intent: dict[str, list[int]] = defaultdict(list)
    for place, label in enumerate(questions.labels):
        by_intent[label].append(place)
    source = np.random.default_rng(seed)
    return np.concatenate([source.choice(own, min(count, len(own)), replace=False) for own in by_intent.values()])


def measure_banking(folder: Path, encoder: Any, draws: int, limit: int | None) -> dict[str, Any]:
    training, test = banking77(folder)
    known, asked = seen(training, encoder), seen(test, encoder)
    if limit:
        known, training = known[:limit], Set(training.texts[:limit], training.labels[:limit])
    fitted = train(known, training.labels, RECIPES)
    result: dict[str, Any] = {"full": right(fitted, asked, test.labels), "chosen": fitted.heads[HEAD].blocks}
    start = perf_counter()
    probabilities(fitted, asked[:100])
    result["milliseconds per ticket"] = round((perf_counter() - start) * 10, 3)
    for name, recipe in BASELINES.items():
        result[f"full, {name}"] = right(baseline(known, training.labels, recipe), asked, test.labels)
    drawn: dict[str, list[Share]] = defaultdict(list)
    for seed in range(draws):
        places = few(training, PER_INTENT, seed)
        rows, labels = [known[int(p)] for p in places], [training.labels[int(p)] for p in places]
        drawn["heads"].append(right(train(rows, labels, RECIPES), asked, test.labels))
        for name, recipe in BASELINES.items():
            drawn[name].append(right(baseline(rows, labels, recipe), asked, test.labels))
    for name, shares in drawn.items():
        result[f"{PER_INTENT} per intent, {name}"] = [share.value for share in shares]
    return result


def measure_clinc(folder: Path, encoder: Any) -> dict[str, Any]:
    """Out of scope is what no intent is likely for: the highest probability is below the threshold, which loses 5 % of the
    validation questions in scope (maximum softmax probability, Hendrycks and Gimpel 2017)."""
    parts = clinc150(folder)
    rows = {name: seen(part, encoder) for name, part in parts.items() if name != "oos_train"}
    fitted = train(rows["train"], parts["train"].labels, RECIPES)
    result: dict[str, Any] = {
        "in scope": right(fitted, rows["test"], parts["test"].labels),
        "chosen": fitted.heads[HEAD].blocks,
    }
    surest = {name: probabilities(fitted, rows[name]).max(axis=1) for name in ("val", "test", "oos_test")}
    nearest = {name: near(rows[name], rows["train"]) for name in ("val", "test", "oos_test")}
    for name, scores in (("probability", surest), ("nearest question", nearest)):
        threshold = float(np.quantile(scores["val"], LOST))
        result[f"out of scope found, by {name}"] = Share.of(scores["oos_test"] < threshold)
        result[f"in scope lost, by {name}"] = Share.of(scores["test"] < threshold)
    for name, recipe in BASELINES.items():
        result[f"in scope, {name}"] = right(
            baseline(rows["train"], parts["train"].labels, recipe), rows["test"], parts["test"].labels
        )
    return result


def near(rows: Sequence[Seen], known: Sequence[Seen]) -> NDArray[np.float64]:
    """Return the mean cosine of the five nearest training questions."""
    cosines = np.stack([one.vector for one in rows]) @ np.stack([one.vector for one in known]).T
    return np.asarray(np.sort(cosines, axis=1)[:, -5:].mean(axis=1), np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with banking77/ and clinc150/")
    parser.add_argument("--encoder", default="all-minilm-l6-v2", help="name or folder")
    parser.add_argument("--set", choices=("banking77", "clinc150"), help="only this one")
    parser.add_argument("--draws", type=int, default=5, help="of ten questions per intent")
    parser.add_argument("--limit", type=int, help="training questions of banking77, for a quick look")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    from models.encoding.encoder import load_encoder

    encoder = load_encoder(chosen.encoder)
    results: dict[str, Any] = {}
    if chosen.set != "clinc150":
        results["banking77"] = measure_banking(chosen.data, encoder, chosen.draws, chosen.limit)
    if chosen.set != "banking77":
        results["clinc150"] = measure_clinc(chosen.data, encoder)
    if chosen.json:
        print(json.dumps(results, indent=2, default=lambda s: {"hits": s.hits, "total": s.total}))
        return
    print(f"{encoder.id.partition('@')[0]}, {named()}")
    for name, figures in results.items():
        print(name)
        for what, value in figures.items():
            print(f"  {what:38}", ", ".join(f"{v:.3f}" for v in value) if isinstance(value, list) else value)


if __name__ == "__main__":
    main()
