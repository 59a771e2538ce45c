"""This module is triage by the encoder: the heads decide on the vector that the search has made already, and on the facts
of the ticket. It takes the place of the model's triage where heads were trained (docs/decisions/0024)."""

from collections.abc import Iterator, Mapping, Sequence

from models.errors import InvalidOutput
from models.heads.folder import Heads
from models.heads.seen import Seen
from models.skills.triage import Priority, Reason, Triage
from worker.company import Company
from worker.company.fields import Field
from worker.domain import Retrieved, Ticket
from worker.mail.attached import searched

NONE = "none"  # the class of the head of reasons for a ticket that no person must take
QUEUE, PRIORITY, REASON = "queue", "priority", "reason"  # the heads that every company has
ALARMS = (Priority.HIGH, Priority.URGENT)
EVIDENCE = 5  # of what the search says of its evidence: more would ask for all heads to be trained again


def seen(ticket: Ticket, found: Retrieved) -> Seen | None:
    """Return what the heads see of a ticket; None without a vector. The account of a sender who is not verified is not
    seen, because anyone can write a contact's address into a web form."""
    own = found.evidence[:EVIDENCE]
    return None if found.vector is None else Seen(found.vector, text(ticket), facts(ticket), own)


def text(ticket: Ticket) -> str:
    """Return the words of a ticket as the heads count them."""
    return f"{ticket.subject}\n\n{searched(ticket.body, ticket.attachments)}".strip()


def facts(ticket: Ticket) -> dict[str, str]:
    """Return the facts of a ticket, "" for what is not known."""
    known = ticket.verified
    plan, tier = (ticket.plan, ticket.tier) if known else (None, None)
    return {"plan": plan or "", "tier": tier or "", "language": ticket.language or ""}


def triage(
    heads: Heads, rows: Sequence[Seen], company: Company, min_confidence: float = 0.0
) -> list[Triage | InvalidOutput]:
    """Return one triage per ticket, with calibrated probabilities; InvalidOutput where the heads know none of the company's
    queues. A select field gets a value where its probability is at least `min_confidence`."""
    if not rows:
        return []
    features = heads.layout.of(rows)
    found = {name: head.probabilities(features) for name, head in heads.heads.items()}
    classes = {name: head.classes for name, head in heads.heads.items()}
    return [
        _one(
            {name: dict(zip(classes[name], own[place], strict=True)) for name, own in found.items()},
            heads,
            company,
            min_confidence,
        )
        for place in range(len(rows))
    ]


def _one(
    found: Mapping[str, Mapping[str, float]], heads: Heads, company: Company, min_confidence: float
) -> Triage | InvalidOutput:
    """Turn the probabilities of one ticket into its triage."""
    queues = {queue: p for queue, p in found[QUEUE].items() if queue in company.queues}
    if not queues:
        return InvalidOutput(f"{heads.id} knows none of the company's queues")
    queue = max(queues, key=queues.__getitem__)
    priority, certain = _priority(found.get(PRIORITY, {}), heads.manifest.thresholds.get("alarm", 0.5))
    known = found.get(REASON, {})  # without a head of reasons, nobody is sure that no person must take it
    reasons = {reason: p for reason, p in known.items() if reason != NONE}
    calm = float(known.get(NONE, 0.0))
    escalate = bool(reasons) and 1 - calm >= heads.manifest.thresholds.get("escalate", 0.5)
    reason = Reason(max(reasons, key=reasons.__getitem__)) if escalate else None
    chosen = list(_chosen(found, company.fields))
    return Triage(
        queue=queue,
        priority=priority,
        escalate=escalate,
        reason=reason,
        probabilities={
            "queue": float(queues[queue]),
            "priority": certain,
            "escalate": 1 - calm if escalate else calm,
            "reason": float(reasons[reason]) if reason else calm,
            **{field.head: p for field, _, p in chosen},
        },
        fields={field.name: value for field, value, p in chosen if p >= min_confidence},
    )


def _chosen(found: Mapping[str, Mapping[str, float]], fields: Sequence[Field]) -> Iterator[tuple[Field, str, float]]:
    """Yield each select field that has a head, with its most probable value among the options that the company has."""
    for field in fields:
        options = {value: p for value, p in found.get(field.head, {}).items() if value in field.options}
        if options:
            value = max(options, key=options.__getitem__)
            yield field, value, float(options[value])


def _priority(found: Mapping[str, float], alarm: float) -> tuple[Priority, float]:
    """Return the priority and its probability. A ticket that is urgent or high with the probability of the operating point
    is called so: it costs more to miss one than to look at one in vain."""
    if not found:
        return Priority.NORMAL, 0.0
    raised = [p for p in ALARMS if p in found]
    among = raised if raised and sum(found[p] for p in raised) >= alarm else [p for p in found if p not in raised]
    best = max(among or raised, key=lambda p: found[p])
    return Priority(best), float(found[best])
