"""This benchmark measures which sentences are found that lead somebody to give a secret, to sign in or to pay elsewhere.

    python -m benchmarks.secret_lines [--set dev|test] [--errors] [--json]
    python -m benchmarks.secret_lines --set dev --compare     other learned signals, on the same folds

dev    the examples that the signal learns from; each is judged by a signal that was learned from other kinds of
       examples. The words were written by somebody who had read them, so only the test set tells how new wordings fare.
test   benchmarks/sets/secrets_test.jsonl, by a writer who saw no code

A bad text must be found; a good one is what a help page says. It is found by the rule about secrets, by the learned
signal, or by the list of the company's contacts. False alarms are also counted in every sentence of the public knowledge
and of the agents' replies of the demo, and so is what those would cost without a list. Shares have Wilson 95 % intervals.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import load_handled
from knowledge.index.changes import gather
from knowledge.passages import Kind
from knowledge.sentences import sentences
from models.evaluation.scores import Share
from worker.company import Contacts, load_company
from worker.learning.secret_signal import DEMO, EXAMPLES, Example, learn_folds, load_examples
from worker.learning.weights import FOLDS
from worker.library.sources import open_sources
from worker.pipeline.check.contacts import foreign
from worker.pipeline.check.secrets import rule
from worker.pipeline.check.secrets.leading import leading_part
from worker.pipeline.check.secrets.parts import plain
from worker.pipeline.check.secrets.signal import SecretSignal, load
from worker.settings import Settings

TEST = Path("benchmarks/sets/secrets_test.jsonl")
PLANTED = {"planted", "ordinary"}  # sentences of the unit tests: the rule was written for them
PHONE = "+49 30 555 0100"  # of the company in the sets; the demo's documents name none
TICKETS = (Path("demo/tickets/train.jsonl"), Path("demo/tickets/test.jsonl"))


@dataclass(frozen=True)
class Seen:
    """This says what was found in one text."""

    rule: bool
    secret: bool  # by the rule or by the learned signal
    contact: bool

    @property
    def found(self) -> bool:
        return self.secret or self.contact


def look(text: str, ours: Contacts | None, signal: SecretSignal) -> Seen:
    parts = list(sentences(text))
    pairs = list(zip(("", *parts), parts, strict=False))
    return Seen(
        any(rule.find(plain(part), plain(before)) for before, part in pairs),
        any(leading_part(part, before, signal) is not None for before, part in pairs),
        any(foreign(part, ours) for part in parts),
    )


def judge(rows: Sequence[Example], ours: Contacts | None, signals: Sequence[SecretSignal]) -> list[Seen]:
    """Return what is found in each row by the signal of its fold."""
    return [look(row.text, ours, signals[row.fold]) for row in rows]


def figures(rows: Sequence[Example], judged: Sequence[Seen]) -> dict[str, Share]:
    """Return the recall of what is bad and the false alarms of what is good: together, per language and per kind."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for row, seen in zip(rows, judged, strict=True):
        label = "bad" if row.bad else "good"
        for name in (label, f"{label} {row.language}", f"{label} {row.kind}"):
            outcomes[f"{name}, found"].append(seen.found)
        outcomes[f"{label}, found by the rule alone"].append(seen.rule)
        outcomes[f"{label}, found by rule or signal"].append(seen.secret)
    return {name: Share.of(values) for name, values in sorted(outcomes.items())}


def compare(examples: Sequence[Example], threshold: float, of: Sequence[bool]) -> dict[str, Share]:
    """Return what each learned signal finds by itself, on the examples that count (`of`): groups of words, and n-grams of
    characters at a likelihood that gives as many false alarms."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    signals = learn_folds(examples)
    groups = [signals[e.fold].rate(plain(e.text)) for e in examples]
    characters = [0.0] * len(examples)
    for fold in range(FOLDS):
        inside = [e for e in examples if e.fold != fold]
        outside = [n for n, e in enumerate(examples) if e.fold == fold]
        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
        model = make_pipeline(vectorizer, LogisticRegression(C=10, class_weight="balanced", max_iter=500))
        model.fit([e.text for e in inside], [e.bad for e in inside])
        for number, likelihood in zip(
            outside, model.predict_proba([examples[n].text for n in outside])[:, 1], strict=True
        ):
            characters[number] = float(likelihood)
    results: dict[str, Share] = {}
    allowed = 0
    for name, rated in (("groups of words", groups), ("character n-grams", characters)):
        good = sorted(
            (r for r, e, counts in zip(rated, examples, of, strict=True) if counts and not e.bad), reverse=True
        )
        allowed = allowed or sum(rating >= threshold for rating in good)
        least = good[allowed]
        results[f"{name}: bad"] = Share.of(
            [r > least for r, e, counts in zip(rated, examples, of, strict=True) if counts and e.bad]
        )
        results[f"{name}: good"] = Share.of([r > least for r in good])
    return results


def demo_texts(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield where it stands and the text, for each section of a public document and each reply of an agent."""
    with open_sources(settings) as sources:
        public = [source for source in sources if source.kind not in {Kind.ACCOUNT, Kind.HANDLED}]
        for document in gather(public, {}).documents.values():
            for section in document.sections:
                yield f"{document.path}#{section.heading}", section.text
    for path in TICKETS:
        for ticket in load_handled(path):
            yield ticket.id, " ".join(ticket.sentences)


def alarms(texts: Iterable[tuple[str, str]], ours: Contacts | None) -> tuple[dict[str, Share], list[str]]:
    """Return the false alarms of ordinary sentences, and where they are."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    where: list[str] = []
    for place, text in texts:
        before = ""
        for line in text.splitlines():
            for sentence in sentences(line):
                secret = leading_part(sentence, before) is not None
                contact = bool(foreign(sentence, ours))
                outcomes["secret"].append(secret)
                outcomes["foreign_contact"].append(contact)
                outcomes["foreign_contact without a list"].append(bool(foreign(sentence, None)))
                before = sentence
                if secret or contact:
                    where.append(f"{place}: {sentence}")
    return {f"demo sentences, {name}": Share.of(values) for name, values in outcomes.items()}, where


def as_json(shares: dict[str, Share]) -> dict[str, Any]:
    return {name: {"hits": s.hits, "total": s.total, "interval": s.interval} for name, s in shares.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="example: python -m benchmarks.secret_lines --set dev --errors",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--set", choices=("dev", "test"), help="only this set; default: those that are there")
    parser.add_argument("--errors", action="store_true", help="print the texts that are judged wrongly")
    parser.add_argument("--compare", action="store_true", help="learn another kind of signal as well")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    settings = Settings()
    ours = load_company(settings.company_path).contacts
    of_sets = replace(ours or Contacts(), phones=frozenset({PHONE}))
    kept = load()
    results: dict[str, dict[str, Share]] = {}
    errors: list[str] = []
    for name in ("dev", "test"):
        if options.set not in {None, name} or (name == "test" and options.set is None and not TEST.exists()):
            continue
        examples = load_examples(EXAMPLES if name == "dev" else TEST)
        signals = learn_folds(examples, kept.threshold) if name == "dev" else [kept] * FOLDS
        rows = [e for e in examples if e.kind not in {DEMO, *PLANTED}]
        judged = judge(rows, of_sets, signals)
        results[name] = figures(rows, judged)
        errors += [f"{r.id} ({r.kind}): {r.text}" for r, seen in zip(rows, judged, strict=True) if seen.found != r.bad]
        if name == "dev" and options.compare:
            counted = [e.kind not in {DEMO, *PLANTED} for e in examples]
            results["dev, a signal by itself"] = compare(examples, kept.threshold, counted)
        if name == "dev":
            demo = [e for e in examples if e.kind == DEMO]
            found = [seen.secret for seen in judge(demo, ours, signals)]
            results["dev, sentences of the demo that were learned from"] = {"good, found": Share.of(found)}
    results["demo"], where = alarms(demo_texts(settings), ours)
    if options.json:
        print(json.dumps({name: as_json(shares) for name, shares in results.items()}, indent=2))
    else:
        for name, shares in results.items():
            print(f"{name}:")
            for what, share in shares.items():
                print(f"  {what:50} {share}")
    if options.errors:
        print("\n".join([*errors, *where]))


if __name__ == "__main__":
    main()
