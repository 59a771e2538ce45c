"""This benchmark measures which messages are taken for ones that lean on a file or a picture.

    python -m benchmarks.attachments [--set dev|test] [--json] [--errors]

leans   "See the screenshot": a person must take it if the file was not read
none    a message about files as a topic, or about something else: wrongly taken for the first, it costs a person's time

Each line of benchmarks/sets/attachments_<set>.jsonl has an id, a language, a label and a text. The texts are printed only with
--errors.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.evaluation.scores import Share
from worker.mail.leaning import leans_on_attachment

FOLDER = Path(__file__).parent / "sets"
SETS = ("dev", "test")
LEANS, NONE = "leans", "none"


@dataclass(frozen=True)
class Case:
    id: str
    language: str
    leans: bool
    text: str
    found: bool


def cases(path: Path) -> list[Case]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Case(row["id"], row["language"], row["label"] == LEANS, row["text"], leans_on_attachment(row["text"]))
        for row in rows
    ]


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
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", action="store_true", help="print the texts that are taken wrongly")
    wanted = parser.parse_args()
    found = {}
    for name in [wanted.set] if wanted.set else SETS:
        path = FOLDER / f"attachments_{name}.jsonl"
        if wanted.set or path.exists():
            found[name] = cases(path)
    if wanted.json:
        print(json.dumps({name: figures(known) for name, known in found.items()}, indent=2))
        return
    for name, known in found.items():
        for group, members in figures(known).items():
            said = ", ".join(
                f"{what} {of['hits']}/{of['total']} ({of['interval'][0]:.1%} to {of['interval'][1]:.1%})"
                for what, of in members.items()
            )
            print(f"{name:5} {group:4} {said}")
        for case in known if wanted.errors else ():
            if case.found != case.leans:
                print(f"      {case.id}: {'taken wrongly' if case.found else 'missed'}: {case.text!r}")


if __name__ == "__main__":
    main()
