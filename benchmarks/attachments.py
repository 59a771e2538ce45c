"""This benchmark measures which messages are taken for ones that lean on a file or a picture.

    python -m benchmarks.attachments [--set dev|test] [--compare] [--json] [--errors]

leans   "See the screenshot": a person must take it if the file was not read
none    a message about files as a topic, or about something else: wrongly taken for the first, it costs a person's time

dev       the examples that the signal learns from; each is rated by weights that were learned from the other folds. The
          words were written by somebody who had read them, so only the test set tells how new wordings fare.
test      benchmarks/sets/attachments_test.jsonl (id, language, label, text)
tickets   the tickets of the demo that lean on nothing: by the other folds, too
made      examples inside a ticket, so that one sentence of a long message leans

--compare adds the rule by itself, and a logistic regression on n-grams of characters at as many false alarms. The texts
are printed only with --errors.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.evaluation.scores import Share
from worker.learning.leaning_signal import Example, load_examples, material, rate_unseen
from worker.learning.weights import FOLDS
from worker.mail.leaning import rule, signal
from worker.mail.leaning.dependence import leans_on_attachment

TEST = Path(__file__).parent / "sets" / "attachments_test.jsonl"
SETS = ("dev", "test")
_SHORT = 12  # words


@dataclass(frozen=True)
class Case:
    id: str
    language: str
    leans: bool
    text: str
    found: bool


def cases(path: Path) -> list[Case]:
    """Return the messages of a file, judged as the product judges them."""
    return [Case(e.id, e.language, e.leans, e.text, leans_on_attachment(e.text)) for e in load_examples(path)]


def unseen(compare: bool) -> dict[str, list[Case]]:
    """Return what the signal learns from, judged by weights of the other folds."""
    examples, tickets, made = material()
    known = [*examples, *tickets, *made]
    rated = rate_unseen(known)
    threshold = signal.load().threshold
    judged = [Case(e.id, e.language, e.leans, e.text, r >= threshold) for e, r in zip(known, rated, strict=True)]
    new = [n for n, e in enumerate(examples) if not e.seen_by_rule]
    first, second = len(examples), len(examples) + len(tickets)
    found = {
        "dev": [judged[n] for n in new],
        "dev, more than 12 words": [judged[n] for n in new if len(known[n].text.split()) > _SHORT],
        "dev, seen by the rule": [judged[n] for n, e in enumerate(examples) if e.seen_by_rule],
        "tickets": judged[first:second],
        "made": judged[second:],
    }
    if compare:
        found["dev, rule"] = [replace(judged[n], found=rule.matches(known[n].text)) for n in new]
        alarms = sum(judged[n].found for n in new if not known[n].leans)
        by_characters = rate_by_characters([*examples, *tickets])
        bound = sorted((by_characters[n] for n in new if not known[n].leans), reverse=True)[alarms]
        found["dev, characters"] = [replace(judged[n], found=by_characters[n] > bound) for n in new]
    return found


def rate_by_characters(examples: Sequence[Example]) -> list[float]:
    """Return the rating of each example by n-grams of characters, learned from the other folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    rated = [0.0] * len(examples)
    for fold in range(FOLDS):
        inside = [e for e in examples if e.fold != fold]
        outside = [n for n, e in enumerate(examples) if e.fold == fold]
        model = make_pipeline(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
            LogisticRegression(C=10, class_weight="balanced", max_iter=500),
        ).fit([e.text for e in inside], [e.leans for e in inside])
        for number, likelihood in zip(outside, model.predict_proba([examples[n].text for n in outside]), strict=True):
            rated[number] = float(likelihood[1])
    return rated


def shares(known: Sequence[Case]) -> dict[str, Share]:
    """Return recall (of the messages that lean), precision (of those taken for such), and false alarms (of the others)."""
    return {
        "recall": _share(case.found for case in known if case.leans),
        "precision": _share(case.leans for case in known if case.found),
        "false alarms": _share(case.found for case in known if not case.leans),
    }


def _share(outcomes: Iterable[bool]) -> Share:
    known = list(outcomes)
    return Share(sum(known), len(known))


def figures(known: Sequence[Case]) -> dict[str, Any]:
    groups = {
        "all": known,
        **{code: [c for c in known if c.language == code] for code in sorted({c.language for c in known})},
    }
    return {
        group: {
            name: {"hits": share.hits, "total": share.total, "interval": [round(end, 3) for end in share.interval]}
            for name, share in shares(members).items()
        }
        for group, members in groups.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, help="one set only; without it, each that is there")
    parser.add_argument(
        "--compare", action="store_true", help="with the rule by itself, and with n-grams of characters"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", action="store_true", help="print the texts that are taken wrongly")
    wanted = parser.parse_args()
    found = unseen(wanted.compare) if wanted.set != "test" else {}
    if wanted.set == "test" or (wanted.set is None and TEST.exists()):
        found["test"] = cases(TEST)
    if wanted.json:
        print(json.dumps({name: figures(known) for name, known in found.items()}, indent=2))
        return
    for name, known in found.items():
        for group, members in figures(known).items():
            said = ", ".join(
                f"{what} {of['hits']}/{of['total']} ({of['interval'][0]:.1%} to {of['interval'][1]:.1%})"
                for what, of in members.items()
            )
            print(f"{name:23} {group:4} {said}")
        for case in known if wanted.errors else ():
            if case.found != case.leans:
                print(f"      {case.id}: {'taken wrongly' if case.found else 'missed'}: {case.text!r}")


if __name__ == "__main__":
    main()
