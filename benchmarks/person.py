"""This benchmark measures how well a request for a person is found: by the rule, by the learned signal, by either.

    python -m benchmarks.person                  both sets, and the tickets of the demo
    python -m benchmarks.person --set test --errors
    python -m benchmarks.person --compare        learned signals of other kinds, by cross-validation on the same folds

dev    the examples that the signal learns from; the signal of each fold was learned from the other folds. The words of
       the rule were written by somebody who had read them, so only the test set tells how new wordings fare.
test   benchmarks/sets/person_test.jsonl (text, label "person" or "none", language), by writers who saw no code
demo   demo/tickets/*.jsonl: tickets whose agents noted that the customer asks for a person
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from knowledge.handled_tickets import load_handled
from models.evaluation.scores import Share, precision_recall
from worker.learning.person_signal import EXAMPLES, Example, load_examples, rate_unseen, scenario_folds
from worker.learning.weights import FOLDS
from worker.mail.clauses import PERSON, clauses
from worker.mail.person import rule, signal

TEST = Path("benchmarks/sets/person_test.jsonl")
DEMO = (Path("demo/tickets/train.jsonl"), Path("demo/tickets/test.jsonl"))
METHODS = ("rule", "learned", "both")
Found = dict[str, list[bool]]  # method -> per example


def find(examples: Sequence[Example], rated: Sequence[float]) -> Found:
    ruled = [rule.find(example.clauses) is not None for example in examples]
    learned = [rating >= signal.load().threshold for rating in rated]
    return {"rule": ruled, "learned": learned, "both": [a or b for a, b in zip(ruled, learned, strict=True)]}


def rate(examples: Iterable[Example]) -> list[float]:
    return [max((rating for rating, _ in signal.load().rate(e.clauses)), default=0.0) for e in examples]


def table(examples: Sequence[Example], found: Found) -> list[dict[str, Any]]:
    """Return precision and recall, per method and language."""
    rows = []
    for method in METHODS:
        for language in ("all", *sorted({e.language for e in examples})):
            pairs = [
                (flag, e.asks)
                for flag, e in zip(found[method], examples, strict=True)
                if language in {"all", e.language}
            ]
            precision, recall = precision_recall(pairs)
            rows.append({"method": method, "language": language, "precision": precision, "recall": recall})
    return rows


def handled(path: Path) -> list[Example]:
    return [
        Example(t.body, t.language, t.reason == "asks_for_person", tuple(clauses(t.body, PERSON)))
        for t in load_handled(path)
    ]


def compare(examples: Sequence[Example], fold_of: Callable[[int], int]) -> dict[str, tuple[Share, Share]]:
    """Return precision and recall of other learned signals on whole messages, at an even likelihood."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    def characters() -> Any:
        return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)

    def words() -> Any:
        return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)

    made = {"characters": characters, "words": words, "characters, words": lambda: make_union(characters(), words())}
    labels = [e.asks for e in examples]
    results = {"all ask": precision_recall((True, asks) for asks in labels)}
    for name, vectorizer in made.items():
        flags = [False] * len(examples)
        for fold in range(FOLDS):
            inside = [n for n in range(len(examples)) if fold_of(n) != fold]
            outside = [n for n in range(len(examples)) if fold_of(n) == fold]
            model = make_pipeline(vectorizer(), LogisticRegression(C=10, class_weight="balanced", max_iter=300))
            model.fit([examples[n].text for n in inside], [labels[n] for n in inside])
            for number, asks in zip(outside, model.predict([examples[n].text for n in outside]), strict=True):
                flags[number] = bool(asks)
        results[name] = precision_recall(zip(flags, labels, strict=True))
    rated = rate_unseen(examples, fold_of)
    results["groups of words"] = precision_recall((r >= 0.5, asks) for r, asks in zip(rated, labels, strict=True))
    return results


def measure(name: str, examples: Sequence[Example], rated: Sequence[float]) -> tuple[dict[str, Any], list[str]]:
    found = find(examples, rated)
    wrong = [
        f"{'missed' if e.asks else 'false alarm'} {e.language}: {' '.join(e.text.split())[:300]}"
        for e, flag in zip(examples, found["both"], strict=True)
        if flag != e.asks
    ]
    return {"set": name, "rows": table(examples, found)}, wrong


def milliseconds(examples: Sequence[Example]) -> float:
    """Return the time that one message takes."""
    start = perf_counter()
    for example in examples:
        said = list(clauses(example.text, PERSON))
        rule.find(said)
        signal.load().find(said)
    return (perf_counter() - start) * 1000 / len(examples)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=("dev", "test", "demo"), help="only this one")
    parser.add_argument("--errors", action="store_true", help="print the texts that are judged wrongly")
    parser.add_argument("--compare", action="store_true", help="learn other kinds of signal as well")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    results: list[dict[str, Any]] = []
    for name in ("dev", "test", "demo"):
        if chosen.set not in {None, name} or (name == "test" and chosen.set is None and not TEST.exists()):
            continue
        if name == "demo":
            examples = [example for path in DEMO for example in handled(path)]
            rated = rate(examples)
        else:
            examples = load_examples(EXAMPLES if name == "dev" else TEST)
            rated = rate_unseen(examples, scenario_folds(examples)) if name == "dev" else rate(examples)
        result, wrong = measure(name, examples, rated)
        results.append(result | {"milliseconds": round(milliseconds(examples), 2)})
        if not chosen.json:
            print(f"{name}: {len(examples)} messages, {results[-1]['milliseconds']} ms each")
            for row in result["rows"]:
                print(
                    f"  {row['method']:8} {row['language']:4} precision {row['precision']!s:26} recall {row['recall']}"
                )
            if chosen.errors:
                print("\n".join(f"  {line}" for line in wrong))
        if name == "dev" and chosen.compare:
            others = compare(examples, scenario_folds(examples))
            results[-1]["compare"] = {kind: {"precision": p, "recall": r} for kind, (p, r) in others.items()}
            if not chosen.json:
                for kind, (precision, recall) in others.items():
                    print(f"  {kind:18} precision {precision!s:26} recall {recall}")
    if chosen.json:
        print(
            json.dumps(results, indent=2, default=lambda s: {"hits": s.hits, "total": s.total, "interval": s.interval})
        )


if __name__ == "__main__":
    main()
