"""This module writes the examples into a folder, to train and to measure on.

examples ▶ rows without a person in them ▶ without copies ▶ divided by time and person ▶ leaks? ▶ four files, a card
"""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from worker import private_folder
from worker.company import Company
from worker.errors import NotReady, Refused
from worker.history import card, reviewing
from worker.history.copies import Single, linked, singles
from worker.history.edge import kinds_of
from worker.history.example import Example
from worker.history.preparing import Prepared, Step
from worker.history.rows import LeftOut, Made, Redactor, Residue, make_row
from worker.history.splitting import Divided, Item, Part, divide

CARD, PAGE = "card.json", "card.md"
OURS = frozenset({*(f"{part}.jsonl" for part in Part), CARD, PAGE})
_MOST_ROUNDS = 8  # of dividing again, because rows in two parts are alike

Check = Callable[[Sequence[Path]], tuple[Mapping[str, int], Sequence[str]]]
"""It counts what may be wrong in files of handled tickets, and says what was not looked at."""


@dataclass(frozen=True)
class Privacy:
    """This is what keeps people out of the files."""

    redactor: Redactor
    residue: Residue
    private: Collection[str] = ()  # sources whose passages each belong to one account


def export(
    prepared: Prepared,
    company: Company,
    privacy: Privacy,
    step: Step,
    *,
    target: Path | None,
    check: Check = lambda _: ({}, ()),
    least_carried: float = 0.0,
    reviewed: bool = True,
) -> dict[str, Any]:
    """Write the folder `target`, or nothing with None, and return the data card. Raises `NotReady` without any example, and
    `Refused` where rows that are alike cannot be kept apart."""
    if not prepared.examples:
        raise NotReady("there are no past tickets to learn from: run `deskhand history import`")
    step.begin("redact", len(prepared.examples), "examples")
    made = []
    for example in prepared.examples.values():
        made.append(make_row(example, privacy.redactor, privacy.residue, privacy.private, least_carried=least_carried))
        step.advance()
    step.begin("look for copies")
    known = singles(made)
    if not known:
        raise NotReady(f"no example can be written: {_why(made)}")
    step.begin("divide by time and person")
    divided = _divided(known)
    parts = _parts(known, divided)
    texts = {f"{part}.jsonl": "".join(map(_line, rows)) for part, rows in parts.items()}
    said = _card(prepared, company, made, known, divided)
    said["files"] = {f"{part}.jsonl": card.of_file(texts[f"{part}.jsonl"], rows) for part, rows in parts.items()}
    said["least_carried"], said["review"]["accepted_unreviewed"] = least_carried, not reviewed
    with _folder(target) as made_here:
        private_folder.write(made_here, texts)
        step.begin("check the rows")
        said["problems"], said["not_checked"] = check([made_here / name for name, text in texts.items() if text])
        private_folder.write(made_here, {CARD: card.as_json(said), PAGE: card.as_markdown(said)})
    return said


@contextmanager
def _folder(target: Path | None) -> Iterator[Path]:
    if target is None:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)
    else:
        with private_folder.new_folder(target, OURS) as made_here:
            yield made_here


def _person(example: Example) -> tuple[str, str] | None:
    """Return whose ticket it was: the address, else the account, where a file has no addresses."""
    if example.requester_email:
        return "address", example.requester_email.lower()
    return ("account", example.account) if example.account else None


def _divided(known: Sequence[Single]) -> Divided:
    """Divide the rows, again and again while rows in two parts are alike."""
    kinds = kinds_of(known)
    items = [
        Item(single.row["id"], single.made.example.at, _person(single.made.example), kinds[place])
        for place, single in enumerate(known)
    ]
    links: list[tuple[int, int]] = []
    for _ in range(_MOST_ROUNDS):
        divided = divide(items, links)
        found = linked([single.compared for single in known], divided.parts)
        if not found:
            return divided
        links += found
    raise Refused("rows that are alike cannot be kept apart: the same words stand in too many tickets")


def _parts(known: Sequence[Single], divided: Divided) -> dict[Part, list[dict[str, Any]]]:
    parts: dict[Part, list[dict[str, Any]]] = {part: [] for part in Part}
    order = sorted(range(len(known)), key=lambda place: (known[place].row["at"] or "", known[place].row["id"]))
    for place in order:
        kind = {"kind": divided.kinds[place]} if divided.kinds[place] else {}
        parts[divided.parts[place]].append(known[place].row | kind)
    return parts


def _card(
    prepared: Prepared, company: Company, made: Sequence[Made], known: Sequence[Single], divided: Divided
) -> dict[str, Any]:
    answers = [single.made.example for single in known if single.made.example.sentences]
    sentences = [sentence for example in answers for sentence in example.sentences if not sentence.small_talk]
    agreed = reviewing.agreement(prepared.labelled, prepared.reviews)
    left = reviewing.left_to_do(prepared.labelled, prepared.reviews)
    looked = sum(one.total for one in agreed.values())
    unanswered = Counter(str(single.made.unanswered) for single in known if single.made.unanswered)
    return {
        "format": card.FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "company": {"name": company.name, "id": company.id},
        "code": metadata.version("deskhand"),
        "index": prepared.index,
        "encoder": prepared.encoder,
        "imports": [{name: value for name, value in one.items() if name != "mapping"} for one in prepared.imports],
        "tickets": prepared.tickets,
        "nothing_to_learn": prepared.tickets - len(prepared.labelled),
        "left_out": _counted(Counter(str(one.left_out) for one in made if one.left_out)),
        "unanswered": _counted(unanswered),
        "unmapped": dict(prepared.unmapped),
        "copies": {
            "groups": sum(single.copies > 1 for single in known),
            "removed": sum(single.copies - 1 for single in known),
            "disagree": sum(single.disagree for single in known),
        },
        "gaps": {
            "answers": len(answers),
            "answers_without_passage": sum(not example.passages for example in answers),
            "sentences": len(sentences),
            "carried": sum(bool(sentence.passages) for sentence in sentences),
        },
        "split": {
            "test_since": divided.since.date().isoformat() if divided.since else None,
            "shared_addresses": len(divided.shared),
        },
        "rules": _counted(Counter(rule for single in known for rule in single.made.example.rules)),
        "review": {
            "done": left == 0,
            "looked_at": looked,
            "wanted": looked + left,
            "corrected": sum(not review.is_right for review in prepared.reviews.values()),
            "rules": {rule: card.share(one) for rule, one in agreed.items()},
        },
    }


def _counted(counts: Counter[str]) -> dict[str, int]:
    return dict(counts.most_common())


def _why(made: Sequence[Made]) -> str:
    counts = Counter(one.left_out for one in made if one.left_out)
    said = "; ".join(f"of {count:,} {why}" for why, count in counts.most_common())
    hint = ": name the groups in [history].groups of the company file" if LeftOut.NO_QUEUE in counts else ""
    return f"{said}{hint}"


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"
