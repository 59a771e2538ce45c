"""This benchmark measures how well automatic mail is told from people's: precision and recall, by kind and by language.

    python -m benchmarks.automatic [--set dev|test] [--errors] [--json] [--without-headers]

A set is benchmarks/sets/automatic_<name>.jsonl, with {"id", "label": "machine" | "person", "kind", "language", "sender",
"subject", "body", "headers"} on each line. Without --set every set that is there is measured. Intervals are Wilson's, 95 %.
`--errors` prints what was wrong, with its subject; `--without-headers` leaves the headers out, as a helpdesk without any
does. For example: python -m benchmarks.automatic --set dev --errors
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.json_lines import read_lines
from models.evaluation.scores import Share, precision_recall
from worker.mail.automatic import is_automatic
from worker.mail.headers import read_headers

FOLDER = Path(__file__).parent / "sets"
SETS = ("dev", "test")


@dataclass(frozen=True)
class Mail:
    """A mail of a set, and what is true of it."""

    id: str
    machine: bool
    kind: str
    language: str
    sender: str | None
    subject: str
    body: str
    headers: Any

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Mail":
        return cls(
            id=str(row["id"]),
            machine=row["label"] == "machine",
            kind=row["kind"],
            language=row["language"],
            sender=row["sender"],
            subject=row["subject"] or "",
            body=row["body"] or "",
            headers=row["headers"],
        )


@dataclass(frozen=True)
class Measured:
    mail: Mail
    found: bool

    @property
    def right(self) -> bool:
        return self.found is self.mail.machine


def measure(mails: Sequence[Mail], *, headers: bool = True) -> list[Measured]:
    return [
        Measured(
            mail, is_automatic(read_headers(mail.headers if headers else None), mail.subject, mail.sender, mail.body)
        )
        for mail in mails
    ]


def table(measured: Sequence[Measured]) -> dict[str, Share]:
    """Return precision and recall, and the share that is right of each kind and each language."""
    precision, recall = precision_recall((one.found, one.mail.machine) for one in measured)
    found = {"precision": precision, "recall": recall}
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in measured:
        label = "machine" if one.mail.machine else "person"
        groups[f"{label}, {one.mail.kind}"].append(one.right)
        groups[f"language {one.mail.language}"].append(one.right)
    return found | {name: Share.of(groups[name]) for name in sorted(groups)}


def load(path: Path) -> list[Mail]:
    """Read a set. Raises `DataError` for a line that lacks a field."""
    return read_lines(path, lambda _, row: Mail.of(row))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, help="the set to measure; without it, all that are there")
    parser.add_argument("--errors", action="store_true", help="print the mails that were taken for the wrong thing")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--without-headers", action="store_true", help="leave the headers out")
    options = parser.parse_args(arguments)
    paths = {name: FOLDER / f"automatic_{name}.jsonl" for name in ([options.set] if options.set else SETS)}
    result: dict[str, Any] = {}
    for name, path in paths.items():
        if not path.exists() and options.set is None:
            continue
        measured = measure(load(path), headers=not options.without_headers)
        shares = table(measured)
        wrong = [one for one in measured if not one.right]
        result[name] = {
            label: {"hits": share.hits, "total": share.total, "interval": share.interval}
            for label, share in shares.items()
        }
        if options.json:
            continue
        print(f"{name}: {len(measured)} mails{', without their headers' if options.without_headers else ''}")
        for label, share in shares.items():
            print(f"  {label:28} {share}")
        for one in wrong if options.errors else ():
            print(
                f"  {one.mail.id}: {'machine' if one.mail.machine else 'person'}, {one.mail.kind}: {one.mail.subject}"
            )
    if options.json:
        print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
