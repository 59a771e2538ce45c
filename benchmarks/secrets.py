"""This benchmark measures which sentences are found that lead somebody to give a secret, to sign in or to pay elsewhere.

    python -m benchmarks.secrets [--set dev|test] [--errors] [--json]

Each row of benchmarks/sets/secrets_SET.jsonl has a text, its language, its kind and a label: a bad one must be found, a
good one is what a help page says. It is found by the rule about secrets, or by the list of the company's contacts.
False alarms are also counted in every sentence of the public knowledge and of the agents' replies of the demo, and so
is what those would cost without a list. Shares have Wilson 95 % intervals.
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
from models.evaluation.scores import Share
from worker.company import Contacts, load_company
from worker.library.sources import open_sources
from worker.pipeline.check.contacts import foreign
from worker.pipeline.check.secrets import asks_for_a_secret
from worker.pipeline.check.sentences import sentences
from worker.settings import Settings

SETS = Path("benchmarks/sets")
PHONE = "+49 30 555 0100"  # of the company in the sets; the demo's documents name none
TICKETS = (Path("demo/tickets/train.jsonl"), Path("demo/tickets/test.jsonl"))


@dataclass(frozen=True)
class Row:
    id: str
    language: str
    kind: str
    bad: bool
    text: str


@dataclass(frozen=True)
class Seen:
    """What was found in one text."""

    secret: bool
    contact: bool

    @property
    def found(self) -> bool:
        return self.secret or self.contact


def load(path: Path) -> list[Row]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Row(r["id"], r["language"], r["kind"], r["label"] == "bad", r["text"]) for r in rows]


def look(text: str, ours: Contacts | None) -> Seen:
    parts = list(sentences(text))
    asked = any(asks_for_a_secret(part, before) for before, part in zip(("", *parts), parts, strict=False))
    return Seen(asked, any(foreign(part, ours) for part in parts))


def figures(rows: Sequence[Row], ours: Contacts | None) -> dict[str, Share]:
    """Return the recall of what is bad and the false alarms of what is good: together, per language and per kind."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        seen = look(row.text, ours)
        label = "bad" if row.bad else "good"
        for name in (label, f"{label} {row.language}", f"{label} {row.kind}"):
            outcomes[f"{name}, found"].append(seen.found)
        outcomes[f"{label}, found by the rule about secrets alone"].append(seen.secret)
    return {name: Share.of(values) for name, values in sorted(outcomes.items())}


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
                secret, contact = asks_for_a_secret(sentence, before), bool(foreign(sentence, ours))
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
        epilog="example: python -m benchmarks.secrets --set dev --errors",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--set", choices=("dev", "test"), help="only this set; default: those that are there")
    parser.add_argument("--errors", action="store_true", help="print the texts that are judged wrongly")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    settings = Settings()
    ours = load_company(settings.company).contacts
    of_sets = replace(ours or Contacts(), phones=frozenset({PHONE}))
    wanted = [options.set] if options.set else ["dev", "test"]
    results: dict[str, dict[str, Share]] = {}
    errors: list[str] = []
    for name in wanted:
        path = SETS / f"secrets_{name}.jsonl"
        if not path.exists() and not options.set:
            continue
        rows = load(path)
        results[name] = figures(rows, of_sets)
        errors += [f"{r.id} ({r.kind}): {r.text}" for r in rows if look(r.text, of_sets).found != r.bad]
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
