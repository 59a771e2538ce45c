"""This module trains the heads that do triage, on handled tickets and the vectors of the encoder that serves.

    <adapters>/heads/<encoder>              the heads that serve, one folder per encoder
    <adapters>/heads/<encoder>.candidate    heads that wait for `promote`

New heads never serve by themselves: a person promotes them, or a gate (DESKHAND_HEADS_GATE) that no training ticket entered.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.handled_tickets import HandledTicket
from knowledge.search.evidence import identity
from knowledge.search.query import query_text
from models.encoding.encoder import Encoder
from models.errors import TrainingError
from models.heads import folder
from models.heads.fit import CANDIDATES, Fitted, Recipe, fit
from models.heads.folder import Heads
from models.heads.operating_points import lowest_with_precision
from models.heads.seen import Seen, Vector, key_of
from models.weights.folders import replace_folder
from worker import bootstrap
from worker.company import Company
from worker.company.fields import Field
from worker.learning.evaluation import Customers, as_ticket
from worker.pipeline import heads as step
from worker.pipeline import retrieve
from worker.retrieval.finder import Translate
from worker.settings import Settings

ESCALATION_PRECISION = 0.8  # of the tickets that are escalated, the share that people should be asked about
ALARM_PRECISION = 0.5  # of the tickets that are called high or urgent, the share that are


@dataclass(frozen=True)
class Vectors:
    """These are the vectors of handled tickets, and of the described options."""

    encoder: str
    tickets: Sequence[Vector]
    anchors: NDArray[np.float32]


def train(
    tickets: Sequence[HandledTicket],
    company: Company,
    customers: Customers,
    vectors: Vectors,
    target: Path,
    *,
    recipes: Sequence[Recipe] = CANDIDATES,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Heads, Fitted]:
    """Fit the heads and write them into the folder `target`. Raises `TrainingError` without enough tickets."""
    seen = seen_of(tickets, customers, vectors)
    fitted = fit(seen, labels(tickets, company.fields), vectors.anchors, recipes=recipes, progress=progress)
    if missing := [name for name in (step.QUEUE, step.REASON) if name not in fitted.heads]:
        raise TrainingError(f"the head for {missing[0]} cannot be trained: {fitted.skipped[missing[0]]}")
    made = folder.save(
        target,
        fitted,
        encoder=vectors.encoder,
        company=company.name,
        data_sha256=data_hash(tickets),
        thresholds=operating_points(fitted),
    )
    return made, fitted


def labels(tickets: Sequence[HandledTicket], fields: Sequence[Field] = ()) -> dict[str, list[str | None]]:
    """Return what the heads learn, per head one label per ticket. `fields`: the company's select fields; a value that is
    none of the options is no label."""
    of_fields = {field.head: [_option(field, ticket.fields.get(field.name)) for ticket in tickets] for field in fields}
    return {
        step.QUEUE: [t.queue for t in tickets],
        step.PRIORITY: [t.priority for t in tickets],
        step.REASON: [(t.reason or None) if t.escalate else step.NONE for t in tickets],
        **of_fields,
    }


def _option(field: Field, value: str | None) -> str | None:
    return value if value in field.options else None


def operating_points(fitted: Fitted) -> dict[str, float]:
    """Return from which out-of-fold probability a ticket is escalated, and called high or urgent."""
    reason = fitted.out_of_fold[step.REASON]
    calm = fitted.heads[step.REASON].classes.index(step.NONE)
    points = {
        "escalate": lowest_with_precision(
            1 - reason.probabilities[:, calm], reason.labels != calm, ESCALATION_PRECISION
        )
    }
    if step.PRIORITY in fitted.heads:
        known, classes = fitted.out_of_fold[step.PRIORITY], fitted.heads[step.PRIORITY].classes
        raised = [classes.index(p) for p in step.ALARMS if p in classes]
        called = known.probabilities[:, raised].sum(axis=1)
        points["alarm"] = lowest_with_precision(called, np.isin(known.labels, raised), ALARM_PRECISION)
    return points


def embed(
    tickets: Sequence[HandledTicket],
    company: Company,
    encoder: Encoder,
    translate: Translate,
    before: Heads | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Vectors:
    """Return the vectors of what would be searched for. Those that the heads `before` have are not computed again.
    `translate` is asked for tickets without an English text. `progress` is told how many more tickets are ready."""
    known: dict[bytes, Vector] = {}
    if before is not None and before.manifest.encoder == identity(encoder.id):
        neighbours = before.layout.neighbours
        known = {bytes(key): vector for key, vector in zip(neighbours.keys, neighbours.vectors, strict=True)}
    new = [ticket for ticket in tickets if key(ticket) not in known]
    progress(len(tickets) - len(new))
    for start in range(0, len(new), 16):
        group = new[start : start + 16]
        for ticket, vector in zip(group, encoder.encode(_searched(group, translate)), strict=True):
            known[key(ticket)] = vector
        progress(len(group))
    return Vectors(identity(encoder.id), [known[key(t)] for t in tickets], encoder.encode(_options(company)))


def data_hash(tickets: Sequence[HandledTicket]) -> str:
    """Return a hash of all that the heads learn from."""
    rows = sorted(
        [t.subject, t.body, t.account or "", t.language, t.queue, t.priority, t.reason or ""]
        + [f"{name}: {value}" for name, value in sorted(t.fields.items())]
        for t in tickets
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def live(settings: Settings, encoder: str) -> Heads | None:
    """Return the heads that serve with an encoder, or None."""
    path = place(settings, encoder)
    return folder.load(path) if (path / folder.MANIFEST).exists() else None


def place(settings: Settings, encoder: str, *, candidate: bool = False) -> Path:
    return bootstrap.heads_folder(settings) / f"{encoder}{bootstrap.CANDIDATE if candidate else ''}"


def promote(settings: Settings, encoder: str) -> None:
    """Let the candidate serve. Workers load it when they start."""
    replace_folder(place(settings, encoder), place(settings, encoder, candidate=True))


def recipes_of(heads: Heads) -> tuple[Recipe, ...]:
    """Return the recipes that were chosen for some heads: a refit tries only these."""
    chosen = {Recipe(head.blocks, head.strength) for head in heads.heads.values()}
    return tuple(sorted(chosen, key=lambda recipe: (recipe.blocks, recipe.strength)))


def seen_of(tickets: Sequence[HandledTicket], customers: Customers, vectors: Vectors) -> list[Seen]:
    """Return what the heads see of each ticket."""
    asked = [as_ticket(ticket, customers) for ticket in tickets]
    return [Seen(v, step.text(t), step.facts(t)) for t, v in zip(asked, vectors.tickets, strict=True)]


def _searched(tickets: Sequence[HandledTicket], translate: Translate) -> list[str]:
    """Return what the search would encode for each ticket."""
    queries = [retrieve.query(as_ticket(ticket)) for ticket in tickets]
    bare = iter(translate([query for query, ticket in zip(queries, tickets, strict=True) if not ticket.english]))
    return [
        query_text(query, english=ticket.english) if ticket.english else next(bare)
        for query, ticket in zip(queries, tickets, strict=True)
    ]


def key(ticket: HandledTicket) -> bytes:
    return key_of(step.text(as_ticket(ticket)))


def _options(company: Company) -> list[str]:
    """Return what the company's options mean, a text each."""
    told = {**company.queues, **{name.replace("_", " "): text for name, text in company.escalation.items()}}
    values = [
        f"{f.name.replace('_', ' ')} {value}: {text}" for f in company.fields for value, text in f.options.items()
    ]
    return [f"{name}: {text}" for name, text in told.items()] + values
