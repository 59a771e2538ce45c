"""This module measures how good a model is on handled tickets it has not seen, compared with the few-shot prompted base
model.

Triage is scored on every ticket. Replies are scored on the tickets a person answered, whatever triage said, so that the
two skills are measured separately. Both use the steps of the pipeline, and the passages come from the retrieval that
serves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from knowledge.handled_tickets import HandledTicket
from models.errors import InvalidOutput
from models.evaluation.calibration import Band, expected_calibration_error, perfect_band
from models.evaluation.scores import Share, precision_recall
from models.generation.engine import Engine
from models.heads.folder import Heads
from models.skills import reply as reply_skill
from models.skills import triage as triage_skill
from models.weights import registry
from worker.company import Company
from worker.domain import Action, CheckResult, Passage, Reply, Retrieved, Ticket, Triage
from worker.learning.examples import triage_input
from worker.pipeline import heads, reply, retrieve, triage
from worker.pipeline.check.check import check
from worker.pipeline.retrieve import Find
from worker.retrieval.batches import BATCH, batches

TRIAGE_SHOTS, REPLY_SHOTS = 6, 2
Customers = Mapping[str, tuple[str | None, str | None]]
"""Account -> its plan and tier."""
NOTHING = Retrieved()
BASE_SKILL = "base"  # no adapter has this name, so the engine runs the base model without one


@dataclass(frozen=True)
class Contender:
    """A contender is what is evaluated: the adapters, or the base model with examples in its prompt."""

    name: str
    engine: Engine
    temperatures: Mapping[str, float] = field(default_factory=dict)
    triage_shots: tuple[tuple[triage_skill.TriageInput, str], ...] = ()
    reply_shots: tuple[tuple[reply_skill.ReplyInput, str], ...] = ()
    bare: bool = False  # without adapters
    heads: Mapping[str, Heads] = field(default_factory=dict)  # by encoder; without any, the model does the triage

    def skill(self, name: str) -> str:
        return BASE_SKILL if self.bare else name


@dataclass(frozen=True)
class Row:
    """A row is one ticket, what was wanted and what the contender gave."""

    ticket: HandledTicket
    triage: Triage | InvalidOutput
    passages: tuple[Passage, ...] = ()
    reply: Reply | InvalidOutput | None = None  # None: a person took it, so no reply is scored
    check: CheckResult | None = None


@dataclass(frozen=True)
class Report:
    name: str
    rows: tuple[Row, ...]
    figures: Mapping[str, Share]
    calibration_error: Mapping[str, float]  # ECE per field, 0 to 1
    calibration_band: Mapping[str, Band] = field(
        default_factory=dict
    )  # per field, where the ECE of a perfectly calibrated model lies by chance


def evaluate(
    tickets: Sequence[HandledTicket],
    found: Mapping[str, Retrieved],
    contender: Contender,
    company: Company,
    customers: Customers,
    batch: int = BATCH,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Return how good a contender is. `found` by ticket id: what the search gave; `batch`: tickets per call of the
    model."""
    rows: list[Row] = []
    for start in range(0, len(tickets), batch):
        group = tickets[start : start + batch]
        triaged = triage_all(group, found, contender, company, customers)
        replied = _reply([t for t in group if t.is_replied], found, contender)
        for ticket, decided in zip(group, triaged, strict=True):
            said = replied.get(ticket.id)
            shown = retrieve.shown(found.get(ticket.id, NOTHING).passages)
            checked = (
                check(as_ticket(ticket), said, shown, company.protected_names, company.contacts)
                if isinstance(said, Reply)
                else None
            )
            rows.append(Row(ticket, decided, shown, said, checked))
        progress(len(group))
    return Report(contender.name, tuple(rows), figures(rows), calibration_error(rows), calibration_band(rows))


def figures(rows: Sequence[Row]) -> dict[str, Share]:
    """Return the table of `deskhand models evaluate`, top to bottom."""
    good = [(r.ticket, r.triage) for r in rows if isinstance(r.triage, Triage)]
    escalated = [(isinstance(r.triage, Triage) and r.triage.escalate, r.ticket.escalate) for r in rows]
    precision, recall = precision_recall(escalated)
    replied = [r for r in rows if r.reply is not None]
    answers = [r for r in replied if isinstance(r.reply, Reply) and r.reply.action is not Action.HAND_OVER]
    cited = [
        a.passage.ref in r.ticket.passages
        for r in answers
        if r.check is not None
        for a in r.check.attributions
        if a.passage is not None
    ]
    outputs = [isinstance(r.triage, Triage) for r in rows] + [isinstance(r.reply, Reply) for r in replied]
    shown = [bool({p.ref for p in r.passages} & set(r.ticket.passages)) for r in replied if r.ticket.passages]
    return {
        "valid output": Share.of(outputs),
        "queue right": Share(sum(t.queue == v.queue for t, v in good), len(rows)),
        "priority right": Share(sum(t.priority == v.priority for t, v in good), len(rows)),
        "escalation precision": precision,
        "escalation recall": recall,
        "reason right where escalated": Share.of(t.reason == v.reason for t, v in good if t.escalate and v.escalate),
        "a cited passage was shown": Share.of(shown),
        "answered where a person did": Share(len(answers), len(replied)),
        "replies that pass the check": Share.of(r.check is not None and r.check.passed for r in answers),
        "citations right, by sentence": Share.of(cited),
    }


def calibration_error(rows: Sequence[Row]) -> dict[str, float]:
    judged = _judged(rows)
    return {name: expected_calibration_error([p for p, _ in v], [ok for _, ok in v]) for name, v in judged.items()}


def calibration_band(rows: Sequence[Row]) -> dict[str, Band]:
    return {name: perfect_band([p for p, _ in values]) for name, values in _judged(rows).items()}


def _judged(rows: Sequence[Row]) -> dict[str, list[tuple[float, bool]]]:
    """Return the probability of each field's value, and whether the value is right, by field."""
    good = [(r.ticket, r.triage) for r in rows if isinstance(r.triage, Triage)]
    return {
        name: [
            (v.probabilities[name], getattr(t, name) == getattr(v, name)) for t, v in good if name in v.probabilities
        ]
        for name in ("queue", "priority", "escalate")
    }


def keep_scores(report: Report, folders: Mapping[str, Path]) -> None:
    """Write the figures into the manifests of the adapters that made them; `folders` by skill."""
    scores = {name: share.value for name, share in report.figures.items() if share.value is not None}
    for folder in (folders[skill] for skill in (triage_skill.NAME, reply_skill.NAME) if skill in folders):
        registry.write_manifest(folder, replace(registry.read_manifest(folder), scores=scores))


def examples_for_prompts(handled: Sequence[HandledTicket]) -> list[HandledTicket]:
    """Return the tickets for the baseline's prompts: half of them were answered, the others escalated."""
    answered = [t for t in handled if t.action == Action.ANSWER][: TRIAGE_SHOTS // 2]
    escalated = [t for t in handled if t.escalate][: TRIAGE_SHOTS - len(answered)]
    return [*answered, *escalated]


def few_shot(
    engine: Engine,
    handled: Sequence[HandledTicket],
    found: Mapping[str, Retrieved],
    customers: Customers,
) -> Contender:
    """Return the baseline: the untrained base model with `examples_for_prompts` of the handled tickets in its prompts.
    `found`: what the search gave for these tickets, by ticket id."""
    chosen = examples_for_prompts(handled)
    answered, escalated = [t for t in chosen if not t.escalate], [t for t in chosen if t.escalate]
    mixed = [ticket for pair in zip(answered, escalated, strict=False) for ticket in pair]
    triage_shots = [
        (triage_input(t, customers), triage_skill.answer(t.queue, t.priority, t.escalate, t.reason)) for t in mixed
    ]
    reply_shots = [
        (
            reply.shown(as_ticket(t), found.get(t.id, NOTHING).passages),
            reply_skill.answer(t.action, t.language, t.sentences),
        )
        for t in answered[:REPLY_SHOTS]
    ]
    name = f"few-shot {engine.base_id.partition('@')[0]}"
    return Contender(name, engine, {}, tuple(triage_shots), tuple(reply_shots), bare=True)


def retrieved_for(
    tickets: Sequence[HandledTicket], find: Find, progress: Callable[[int], None] = lambda _: None
) -> dict[str, Retrieved]:
    """Return what retrieval finds for each ticket, by the ticket's id. `progress` is told how many more were searched
    for. Raises the first search error, because an evaluation must not hide one."""
    found = {}
    for group in batches(tickets):
        for ticket, result in zip(group, find([as_ticket(t) for t in group]), strict=True):
            if result.error is not None:
                raise result.error
            found[ticket.id] = result
        progress(len(group))
    return found


def as_ticket(handled: HandledTicket, customers: Customers | None = None) -> Ticket:
    """Return a handled ticket as the pipeline would receive it now, from a verified contact."""
    plan, tier = (customers or {}).get(handled.account or "", (None, None))
    return Ticket(
        id=0,
        version=1,
        lease_token=0,
        external_id=handled.id,
        source="handled",
        account=handled.account,
        plan=plan,
        tier=tier,
        requester_email=handled.requester,
        requester_name=None,
        verified=handled.account is not None,
        subject=handled.subject,
        body=handled.body,
        language=handled.language,
        automatic=False,
        late=False,
        received_at=datetime.now(UTC),
    )


def triage_all(
    group: Sequence[HandledTicket],
    found: Mapping[str, Retrieved],
    contender: Contender,
    company: Company,
    customers: Customers,
) -> list[Triage | InvalidOutput]:
    """Return the triage of one batch, calibrated, in order."""
    if contender.heads:
        return [_by_heads(ticket, found.get(ticket.id, NOTHING), contender, company, customers) for ticket in group]
    prompts = [triage_skill.render(triage_input(t, customers), company.queues, contender.triage_shots) for t in group]
    skill = contender.skill(triage_skill.NAME)
    return [value for value, _ in triage.run(prompts, company, contender.engine, contender.temperatures, skill)]


def _by_heads(
    ticket: HandledTicket, found: Retrieved, contender: Contender, company: Company, customers: Customers
) -> Triage | InvalidOutput:
    own, row = contender.heads.get(found.encoder), heads.seen(as_ticket(ticket, customers), found)
    if own is None or row is None:
        return InvalidOutput("no heads fit the encoder of the search")
    return heads.triage(own, [row], company)[0]


def _reply(
    group: Sequence[HandledTicket], found: Mapping[str, Retrieved], contender: Contender
) -> dict[str, Reply | InvalidOutput]:
    prompts = [reply.prompt(as_ticket(t), found.get(t.id, NOTHING).passages, contender.reply_shots) for t in group]
    made = reply.run(prompts, contender.engine, contender.skill(reply_skill.NAME))
    return {ticket.id: value for ticket, (value, _) in zip(group, made, strict=True)}
