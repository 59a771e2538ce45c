"""This module compares candidate heads with those that serve, on handled tickets that no training saw, and promotes them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import HandledTicket
from knowledge.search.evidence import identity
from models.evaluation.pairs import Pairs
from models.heads import folder
from models.heads.folder import Heads
from models.skills import triage
from worker import bootstrap, learned_assets
from worker.company import load_company
from worker.errors import Refused
from worker.learning import handled, heads, heads_training
from worker.learning.gate import ledger, measures
from worker.learning.gate.ledger import Entry, Kind
from worker.learning.report.row import Row
from worker.pipeline import heads as step
from worker.settings import Settings


@dataclass(frozen=True)
class Judged:
    """This is how a candidate compares with the heads that serve."""

    encoder: str
    candidate: str  # id
    serving: str | None
    pairs: dict[str, Pairs]  # what is compared -> on how many tickets which one is right

    @property
    def passes(self) -> bool:
        """Return whether the candidate is worse beyond chance in nothing."""
        return not any(pairs.is_worse for pairs in self.pairs.values())

    def lines(self) -> list[str]:
        if self.serving is None:
            return ["no heads serve with this encoder yet"]
        return [f"{name}: {pairs}" for name, pairs in self.pairs.items()]

    def as_json(self) -> dict[str, Any]:
        compared = {name: pairs.as_json() for name, pairs in self.pairs.items()}
        return {"candidate": self.candidate, "serving": self.serving, "passes": self.passes, "compared": compared}


def judge(settings: Settings, data: Path, progress: Callable[[int, int], None] = lambda *_: None) -> Judged:
    """Compare the candidate of the live index's encoder with the heads that serve. Raises `Refused` without a candidate, or
    where a ticket of `data` is one that the candidate was trained on."""
    tickets = handled.load(settings, [data])
    encoder = live_encoder(settings)
    place = heads.place(settings, encoder, candidate=True)
    if not (place / folder.MANIFEST).exists():
        raise Refused("there are no candidate heads: train some with `deskhand models heads --data FILE`")
    candidate, serving = folder.load(place), heads.live(settings, encoder)
    if candidate.manifest.company != load_company(settings.company_path).id:
        raise Refused(
            f"the candidate heads are those of {candidate.manifest.company}: train some with `deskhand models heads`"
        )
    for one in (candidate, serving):
        if one is not None:
            _refuse_seen(tickets, one, data)
    if serving is None:
        return Judged(encoder, candidate.id, None, {})
    prepared = heads_training.prepare(settings, tickets, progress)
    rows = heads.seen_of(prepared.tickets, prepared.customers, prepared.known)
    new = step.triage(candidate, rows, prepared.company)
    old = step.triage(serving, rows, prepared.company)
    said = [measures.outcomes(triage.NAME, list(map(Row, prepared.tickets, one))) for one in (old, new)]
    pairs = {one.measure.name: one.pairs for one in measures.compare(triage.NAME, *said)}
    return Judged(encoder, candidate.id, serving.id, pairs)


def promote(settings: Settings, judged: Judged, by: str, reason: str, *, forced: bool = False) -> None:
    """Let the candidate serve, and write into the ledger of the heads who let it, and why."""
    heads.promote(settings, judged.encoder)
    result = {**judged.as_json(), "by": by, "reason": reason}
    against = (judged.serving,) if judged.serving else ()
    entry = Entry(Kind.PROMOTION, judged.candidate, against, result=result, passed=judged.passes, forced=forced)
    ledger.append(learned_assets.heads_folder(settings), entry)


def rollback(settings: Settings, by: str, reason: str) -> Heads:
    """Let the heads of the live index's encoder serve that served before, and return them. Raises `Refused`."""
    known = heads.rollback(settings, live_encoder(settings))
    entry = Entry(Kind.PROMOTION, known.id, result={"by": by, "reason": reason or "rollback"})
    ledger.append(learned_assets.heads_folder(settings), entry)
    return known


def live_encoder(settings: Settings) -> str:
    """Return the hash of the weights of the encoder that the search uses. Raises `NotReady` without an index."""
    with bootstrap.opened(settings) as database:
        return identity(bootstrap.make_finder(settings, database, list).index().encoder)


def _refuse_seen(tickets: list[HandledTicket], candidate: Heads, data: Path) -> None:
    known = {bytes(key) for key in candidate.layout.neighbours.keys}
    if seen := [ticket.id for ticket in tickets if heads.key(ticket) in known]:
        raise Refused(
            f"{len(seen)} tickets of {data} are among those that {candidate.id} was trained on, such as {seen[0]}"
        )
