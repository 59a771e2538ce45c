"""This module trains the heads that do triage, on handled tickets and the vectors of the encoder that serves.

What it makes is a version beside those that are there (`models.weights.versions`) and does nothing until it is promoted: by a
person, or by a gate (DESKHAND_GATE) that no training ticket entered.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DataError
from knowledge.handled_tickets import HandledTicket
from knowledge.search.evidence import identity
from knowledge.search.query import query_text
from models.errors import TrainingError
from models.heads import folder
from models.heads.fit import CANDIDATES, Fitted, Recipe, fit
from models.heads.folder import Heads
from models.heads.operating_points import lowest_with_precision
from models.heads.seen import Seen, key_of
from models.skills.triage import Priority, Reason
from models.weights import versions
from models.weights.manifest import HEADS
from worker.company import Company
from worker.company.fields import Field
from worker.domain import Retrieved
from worker.learning.evaluation import retrieved_for
from worker.learning.received import Customers, as_ticket
from worker.pipeline import heads as step
from worker.pipeline import retrieve
from worker.retrieval.finder import Finder, Translate

ESCALATION_PRECISION = 0.8  # of the tickets that are escalated, the share that people should be asked about
ALARM_PRECISION = 0.5  # of the tickets that are called high or urgent, the share that are


@dataclass(frozen=True)
class Known:
    """This is what a search found for handled tickets, and the vectors of the described options."""

    encoder: str  # hash of its weights
    found: Sequence[Retrieved]  # one per ticket, with its vector
    anchors: NDArray[np.float32]


def train(
    tickets: Sequence[HandledTicket],
    company: Company,
    customers: Customers,
    known: Known,
    place: Path,
    *,
    recipes: Sequence[Recipe] = CANDIDATES,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Heads, Fitted]:
    """Fit the heads and add them to the versions in `place`. Without a head of reasons, nobody knows when a person must take a
    ticket, and triage is never sure that nobody must. Raises `TrainingError` without enough tickets."""
    seen = seen_of(tickets, customers, known)
    fitted = fit(seen, labels(tickets, company.fields), known.anchors, recipes=recipes, progress=progress)
    if step.REASON in fitted.heads and step.NONE not in fitted.heads[step.REASON].classes:
        raise TrainingError("all tickets were handed over to a person: the heads need some that were answered as well")
    if step.QUEUE not in fitted.heads:
        raise TrainingError(f"the head for {step.QUEUE} cannot be trained: {fitted.skipped[step.QUEUE]}")
    place.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as workshop:
        made = folder.save(
            Path(workshop) / HEADS,
            fitted,
            encoder=known.encoder,
            company=company.id,
            data_sha256=data_hash(tickets, company),
            thresholds=operating_points(fitted),
        )
        versions.add(place, Path(workshop) / HEADS)
    return made, fitted


def labels(tickets: Sequence[HandledTicket], fields: Sequence[Field] = ()) -> dict[str, list[str | None]]:
    """Return what the heads learn, per head one label per ticket. `fields`: the company's select fields; a value that is
    none of the options is no label."""
    of_fields = {field.head: [_option(field, ticket.fields.get(field.name)) for ticket in tickets] for field in fields}
    return {
        step.QUEUE: [t.queue for t in tickets],
        step.PRIORITY: [t.priority if t.priority in set(Priority) else None for t in tickets],
        step.REASON: [_reason(t) for t in tickets],
        **of_fields,
    }


def _option(field: Field, value: str | None) -> str | None:
    return value if value in field.options else None


def _reason(ticket: HandledTicket) -> str | None:
    """Return the label of the head of reasons; None for a ticket that went to a person for a reason that is not known."""
    if not ticket.escalate:
        return step.NONE
    return ticket.reason if ticket.reason in set(Reason) else None


def operating_points(fitted: Fitted) -> dict[str, float]:
    """Return from which out-of-fold probability a ticket is escalated, and called high or urgent."""
    points = {}
    if step.REASON in fitted.heads:
        reason = fitted.out_of_fold[step.REASON]
        calm = fitted.heads[step.REASON].classes.index(step.NONE)
        handed_over = 1 - reason.probabilities[:, calm]
        points["escalate"] = lowest_with_precision(handed_over, reason.labels != calm, ESCALATION_PRECISION)
    if step.PRIORITY in fitted.heads:
        known, classes = fitted.out_of_fold[step.PRIORITY], fitted.heads[step.PRIORITY].classes
        raised = [classes.index(p) for p in step.ALARMS if p in classes]
        called = known.probabilities[:, raised].sum(axis=1)
        points["alarm"] = lowest_with_precision(called, np.isin(known.labels, raised), ALARM_PRECISION)
    return points


def search(
    tickets: Sequence[HandledTicket],
    company: Company,
    finder: Finder,
    before: Heads | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Known:
    """Search for each ticket as the worker would. Those that the heads `before` know are not searched for again. `progress`
    is told how many more tickets are ready. Raises the first search error."""
    encoder = finder.encoder_of(finder.index())
    known: dict[bytes, Retrieved] = {}
    if before is not None and before.manifest.encoder == identity(encoder.id):
        kept = before.layout.neighbours
        for place, vector, evidence in zip(kept.keys, kept.vectors, kept.evidence, strict=True):
            known[bytes(place)] = Retrieved(vector=vector, evidence=tuple(map(float, evidence)))
    _refuse_twins(tickets)
    # The same words mean another thing later in a thread, where the search looks for what they refer to as well.
    new = [ticket for ticket in tickets if ticket.messages or key(ticket) not in known]
    progress(len(tickets) - len(new))
    found = retrieved_for(new, finder.tickets, progress)
    known |= {key(ticket): found[ticket.id] for ticket in new if not ticket.messages}
    own = [found[ticket.id] if ticket.messages else known[key(ticket)] for ticket in tickets]
    return Known(identity(encoder.id), own, encoder.encode(options(company)))


def _refuse_twins(tickets: Sequence[HandledTicket]) -> None:
    """Raise `DataError` where two different tickets have one id: what was found is known by it."""
    known: dict[str, bytes] = {}
    for ticket in tickets:
        if known.setdefault(ticket.id, key(ticket)) != key(ticket):
            raise DataError(f"two handled tickets have the id {ticket.id}, with different texts: give each its own")


def english_of(tickets: Sequence[HandledTicket], otherwise: Translate) -> Translate:
    """Return a translation that takes the English text of the tickets where they have one."""
    known = {retrieve.query(as_ticket(ticket)): ticket.english for ticket in tickets if ticket.english}

    def translate(texts: Sequence[str]) -> list[str]:
        others = iter(otherwise([text for text in texts if text not in known]))
        return [query_text(text, english=known[text]) if text in known else next(others) for text in texts]

    return translate


def data_hash(tickets: Sequence[HandledTicket], company: Company | None = None) -> str:
    """Return a hash of all that the heads learn from: the tickets, and what the company's options mean."""
    rows = sorted(
        [t.subject, t.body, t.account or "", t.language, t.queue, t.priority, t.reason or "", str(t.escalate)]
        + [t.english or "", *(f"{message.author}: {message.text}" for message in t.messages)]
        + [f"{name}: {value}" for name, value in sorted(t.fields.items())]
        for t in tickets
    )
    return hashlib.sha256(json.dumps([rows, options(company) if company else []]).encode()).hexdigest()


def recipes_of(heads: Heads) -> tuple[Recipe, ...]:
    """Return the recipes that were chosen for some heads: a refit tries only these."""
    chosen = {Recipe(head.blocks, head.strength) for head in heads.heads.values()}
    return tuple(sorted(chosen, key=lambda recipe: (recipe.blocks, recipe.strength)))


def seen_of(tickets: Sequence[HandledTicket], customers: Customers, known: Known) -> list[Seen]:
    """Return what the heads see of each ticket."""
    rows = [step.seen(as_ticket(t, customers), found) for t, found in zip(tickets, known.found, strict=True)]
    return [row for row in rows if row is not None]


def key(ticket: HandledTicket) -> bytes:
    return key_of(step.text(as_ticket(ticket)))


def options(company: Company) -> list[str]:
    """Return what the company's options mean, a text each."""
    told = {**company.queues, **{name.replace("_", " "): text for name, text in company.escalation.items()}}
    values = [
        f"{f.name.replace('_', ' ')} {value}: {text}" for f in company.fields for value, text in f.options.items()
    ]
    return [f"{name}: {text}" for name, text in told.items()] + values
