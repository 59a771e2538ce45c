"""This module writes replies to tickets and questions whose right passages are known, and keeps of each what its confidence
can be learned from.

A reply costs seconds, so each is kept under `<home>/replies/` as soon as it was written: an interrupted run goes on where it
stopped. The name of the file holds the hash of what wrote the replies. A sync of the knowledge does not change that name.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import HandledTicket
from knowledge.json_lines import read_lines
from knowledge.measure.questions import Question
from worker.company import Company
from worker.domain import Retrieved
from worker.learning import handled, question_file
from worker.learning.evaluation import Contender, evaluate, retrieved_for
from worker.learning.hold_out import is_held_out
from worker.learning.received import Customers, as_ticket
from worker.learning.report.row import Row, stands_on_the_right
from worker.pipeline import context, reply_confidence, retrieve
from worker.pipeline.retrieve import Find
from worker.retrieval.batches import batches
from worker.settings import Settings

FOLDER = "replies"  # in DESKHAND_HOME
FORMAT = 1


@dataclass(frozen=True)
class Labelled:
    """A labelled reply passes the check, and it is known whether it is right."""

    key: str  # of its ticket
    features: Mapping[str, float]
    right: bool


@dataclass(frozen=True)
class _Kept:
    """This is what is kept of a ticket that was replied to. Whether the reply is right follows from the labels of today."""

    key: str
    cited: tuple[str, ...]  # references of passages
    features: Mapping[str, float] | None  # None: there is no reply that passes the check


def load(settings: Settings, path: Path, *, unseen: bool = False) -> list[HandledTicket]:
    """Return the tickets of a file of handled tickets that training held out, or all of a file of questions. `unseen`: no
    training saw any of them. Raises `DataError` with all bad lines, and `Refused` where one is of the sealed set."""
    if any(read_lines(path, lambda _, row: "requester" in row)):
        return [t for t in handled.load(settings, [path]) if unseen or is_held_out(t.id)]
    return [_as_handled(q) for q in question_file.load(settings, path) if not q.by_document]


def write(
    tickets: Sequence[HandledTicket],
    find: Find,
    contender: Contender,
    company: Company,
    customers: Customers,
    cache: Path,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Labelled]:
    """Yield the replies that pass the check. Those that `cache` has are not written again. `progress` is told how many more
    tickets are done. Raises the first search error."""
    known = {kept.key: kept for kept in _read(cache)}
    new = [ticket for ticket in tickets if key(ticket) not in known]
    progress(len(tickets) - len(new))
    cache.parent.mkdir(parents=True, exist_ok=True)
    for group in batches(new):
        found = retrieved_for(group, find)
        some = [ticket for ticket in group if retrieve.shown(found[ticket.id].passages)]  # the others get no reply
        rows = evaluate(some, found, contender, company, customers, len(group)).rows
        made = {key(row.ticket): _kept(row, found[row.ticket.id]) for row in rows}
        lines = [made.get(key(ticket), _Kept(key(ticket), (), None)) for ticket in group]
        known |= {kept.key: kept for kept in lines}
        with cache.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(kept)) + "\n" for kept in lines)
        progress(len(group))
    for ticket in tickets:
        kept = known[key(ticket)]
        if kept.features is not None:
            yield Labelled(kept.key, kept.features, stands_on_the_right(ticket, kept.cited))


def features_of(row: Row, found: Retrieved) -> dict[str, float] | None:
    """Return what the confidence of a reply looks at; None where there is no reply that passes the check."""
    if row.answered is None or row.check is None or not row.check.passed:
        return None
    ticket = as_ticket(row.ticket)
    return reply_confidence.features(ticket, found, row.answered, row.check, len(context.questions(ticket)))


def cache_file(home: Path, *made_by: object) -> Path:
    """Return the file for the replies of certain models. `made_by`: all that names them."""
    told = json.dumps([FORMAT, reply_confidence.FEATURES, *map(str, made_by)])
    return home / FOLDER / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.jsonl"


def key(ticket: HandledTicket) -> str:
    """Return the hash of what a reply depends on."""
    before = [[said.author, said.public, said.text] for said in ticket.before]
    asked = [ticket.subject, ticket.body, ticket.language, ticket.account, before]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def _as_handled(question: Question) -> HandledTicket:
    """Return a question as a ticket that a verified contact sent, and that needs no person."""
    return HandledTicket.model_validate(
        {
            "id": question.id,
            "subject": "",
            "body": question.text,
            "language": question.language or "en",
            "account": question.account,
            "requester": "",
            "queue": "",
            "priority": "",
            "escalate": False,
            "reason": None,
            "passages": sorted(question.wanted),
            "reply": {"action": "answer", "sentences": []},
        }
    )


def _kept(row: Row, found: Retrieved) -> _Kept:
    return _Kept(key(row.ticket), tuple(sorted(set(row.cited))), features_of(row, found))


def _read(cache: Path) -> list[_Kept]:
    """Return what is kept. A last line that was cut off is not."""
    if not cache.exists():
        return []
    whole, _, _ = cache.read_text(encoding="utf-8").rpartition("\n")
    rows: list[dict[str, Any]] = [json.loads(line) for line in whole.split("\n") if line]
    return [_Kept(row["key"], tuple(row["cited"]), row["features"]) for row in rows]
