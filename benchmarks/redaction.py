"""This benchmark measures what the redaction of past tickets finds, and what it takes out wrongly.

    python -m benchmarks.redaction [--data FILE] [--part first|second] [--errors] [--json]

A line of the data is {"id", "language", "text", "spans": [{"start", "end", "kind", "text"}, …]}; the default is
benchmarks/sets/redaction.jsonl, 300 lines that people wrote and labelled who did not know the code. `--part`: every second line
from the first on, or from the second on; the errors of the first ones were read, those of the others were not.

A span counts as found if no letter and no digit of it is left, whatever kind was said; a title ("Mrs") before a name may stay. A
false alarm is something found where nothing is labelled, by the kind that was said; it is also given per 1,000 words. The
company's own contacts and products are known, and nobody by name. The texts are printed only with --errors.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.languages.registry import any_of
from models.evaluation.scores import Share
from worker.company import load_company
from worker.history.redaction import Found, Gazetteer, Redactor

COMPANY = Path("demo/company.toml")  # whose customers and agents the lines are of
SET = Path(__file__).parent / "sets" / "redaction.jsonl"
PARTS = ("first", "second")
WANTED = {"email": 0.99, "iban": 0.99, "card": 0.99, "phone": 0.97, "name": 0.90}
_TITLES = re.compile(rf"(?:{any_of(lambda language: language.private.titles)}[ .]{{1,2}}){{1,3}}", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Label:
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Line:
    id: str
    language: str
    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Judged:
    line: Line
    found: tuple[Found, ...]

    @property
    def missed(self) -> list[Label]:
        hidden = {place for one in self.found for place in range(one.start, one.end)}
        text = self.line.text
        for label in self.line.labels:
            if label.kind == "name" and (titles := _TITLES.match(text, label.start, label.end)):
                hidden |= set(range(*titles.span()))
        return [
            label
            for label in self.line.labels
            if any(text[place].isalnum() and place not in hidden for place in range(label.start, label.end))
        ]

    @property
    def alarms(self) -> list[Found]:
        labels = self.line.labels
        return [one for one in self.found if not any(one.start < each.end and each.start < one.end for each in labels)]


def load(path: Path) -> list[Line]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Line(
            str(row["id"]),
            row["language"],
            row["text"],
            tuple(Label(span["start"], span["end"], span["kind"].lower()) for span in row["spans"]),
        )
        for row in rows
    ]


def judge(lines: Iterable[Line]) -> list[Judged]:
    redactor = Redactor(Gazetteer.made(load_company(COMPANY)))
    return [Judged(line, tuple(redactor.residue(line.text, line.language))) for line in lines]


def recall(judged: Sequence[Judged]) -> dict[str, Share]:
    """Return by kind how many labelled spans are found whole."""
    total = Counter(label.kind for one in judged for label in one.line.labels)
    missed = Counter(label.kind for one in judged for label in one.missed)
    return {kind: Share(total[kind] - missed[kind], total[kind]) for kind in sorted(total)}


def alarms(judged: Sequence[Judged]) -> Counter[str]:
    """Return by kind how often something was found where nothing is labelled."""
    return Counter(one.kind.value for each in judged for one in each.alarms)


def words(judged: Sequence[Judged]) -> int:
    return sum(len(_WORD.findall(one.line.text)) for one in judged)


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    per, wrong = words(judged) / 1000, alarms(judged)
    return {
        "lines": len(judged),
        "words": words(judged),
        "recall": {
            kind: {"hits": s.hits, "total": s.total, "interval": [round(end, 3) for end in s.interval]}
            for kind, s in recall(judged).items()
        },
        "false_alarms": {kind: {"count": n, "per_1000_words": round(n / per, 2)} for kind, n in sorted(wrong.items())},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SET, help="labelled lines, JSON Lines")
    parser.add_argument("--part", choices=PARTS, help="only every second line, from the first or the second on")
    parser.add_argument("--errors", action="store_true", help="print what is missed and what is found wrongly")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    wanted = parser.parse_args()
    lines = load(wanted.data)
    judged = judge(lines[PARTS.index(wanted.part) :: 2] if wanted.part else lines)
    if wanted.json:
        print(json.dumps(figures(judged), indent=1, ensure_ascii=False))
        return
    wrong, per = alarms(judged), words(judged) / 1000
    print(f"{len(judged)} lines, {words(judged):,} words")
    print(
        f"{'kind':10} {'found':>9} {'recall':>7}  {'95 %':15} {'wanted':>6} {'false alarms':>13} {'per 1,000 words':>16}"
    )
    found = recall(judged)
    for kind in sorted({*found, *wrong}):
        share = found.get(kind, Share(0, 0))
        low, high = share.interval if share.total else (0.0, 1.0)
        rate = f"{share.hits / share.total:.3f}" if share.total else "-"
        print(
            f"{kind:10} {f'{share.hits}/{share.total}':>9} {rate:>7}  [{low:.3f}-{high:.3f}]   {WANTED.get(kind, ''):>6}"
            f" {wrong[kind]:>13} {wrong[kind] / per:>16.2f}"
        )
    print(f"{'all':10} {'':35} {'':6} {wrong.total():>13} {wrong.total() / per:>16.2f}")
    if wanted.errors:
        for one in judged:
            for label in one.missed:
                print(
                    f"missed  {one.line.id} {label.kind}: {one.line.text[label.start : label.end]!r} in {one.line.text!r}"
                )
            for alarm in one.alarms:
                print(f"alarm   {one.line.id} {alarm.kind}: {alarm.text!r} in {one.line.text!r}")


if __name__ == "__main__":
    main()
