"""This module measures how good a contender is on handled tickets it has not seen.

Triage is scored on every ticket. Replies are scored on the tickets a person answered, whatever triage said, so that the
two are measured separately. Both use the steps of the pipeline, and the passages come from the retrieval that serves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from pathlib import Path

from knowledge.handled_tickets import HandledTicket
from models.errors import InvalidOutput
from models.evaluation.calibration import Band, expected_calibration_error, perfect_band
from models.evaluation.resampling import Figure
from models.evaluation.scores import Share
from models.generation.engine import Engine
from models.heads.folder import Heads
from models.skills import reply as reply_skill
from models.skills import triage as triage_skill
from models.weights import registry
from worker.company import Company
from worker.domain import Passage, Reply, Retrieved, Ticket, Triage
from worker.learning.examples import triage_input
from worker.learning.received import Customers, as_ticket
from worker.learning.refusals import Answering, Refusals
from worker.learning.report import measures
from worker.learning.report.row import PARTS, Part, Row
from worker.pipeline import asking, heads, reply, retrieve, triage
from worker.pipeline.check.check import check
from worker.pipeline.context import earlier
from worker.pipeline.prompting import Prompts
from worker.pipeline.retrieve import Find
from worker.retrieval.batches import BATCH, batches

Writer = Callable[[Ticket, Sequence[Passage], Retrieved], Reply]
"""It writes a reply without a model, from the passages that may be shown."""
NOTHING = Retrieved()
BASE_SKILL = "base"  # no adapter has this name, so the engine runs the base model without one


@dataclass(frozen=True)
class Contender:
    """A contender is what is evaluated: what serves, a baseline, or the base model with examples in its prompt."""

    name: str
    engine: Engine | None = None  # None where heads do the triage and a writer, or nobody, the replies
    temperatures: Mapping[str, float] = field(default_factory=dict)
    prompts: Prompts = field(default_factory=Prompts)  # of the base, where no adapter works
    bare: bool = False  # without adapters
    heads: Mapping[str, Heads] = field(default_factory=dict)  # by encoder; without any, the model does the triage
    writer: Writer | None = None  # None: the model writes the replies
    form: reply_skill.Form = reply_skill.Form.FREE  # of these
    parts: frozenset[Part] = PARTS

    def skill(self, name: str) -> str:
        return BASE_SKILL if self.bare else name

    @property
    def model(self) -> Engine:
        if self.engine is None:
            raise RuntimeError(f"{self.name} has no model")
        return self.engine


@dataclass(frozen=True)
class Report:
    name: str
    rows: tuple[Row, ...]
    figures: Mapping[str, Figure]
    calibration_error: Mapping[str, float]  # ECE per field, 0 to 1
    calibration_band: Mapping[str, Band] = field(
        default_factory=dict
    )  # per field, where the ECE of a perfectly calibrated model lies by chance
    parts: frozenset[Part] = PARTS
    refused: Refusals | None = None  # prompts that the engine refused; None: none


def evaluate(
    tickets: Sequence[HandledTicket],
    found: Mapping[str, Retrieved],
    contender: Contender,
    company: Company,
    customers: Customers,
    batch: int = BATCH,
    progress: Callable[[int], None] = lambda _: None,
    parts: frozenset[Part] = PARTS,
) -> Report:
    """Return how good a contender is. `found` by ticket id: what the search gave; `batch`: tickets per call of the
    model. A prompt that the engine refuses counts as not answered; raises its error if it refuses most of them."""
    own, rows = parts & contender.parts, list[Row]()
    asked = Answering(contender.engine) if contender.engine is not None else None
    contender = replace(contender, engine=asked)
    for start in range(0, len(tickets), batch):
        group = tickets[start : start + batch]
        triaged: Sequence[Triage | InvalidOutput | None] = [None] * len(group)
        if "triage" in own:
            triaged = triage_all(group, found, contender, company, customers)
        replied = _reply([t for t in group if t.is_replied], found, contender, company) if "replies" in own else {}
        for ticket, decided in zip(group, triaged, strict=True):
            said = replied.get(ticket.id)
            shown = retrieve.shown(found.get(ticket.id, NOTHING).passages)
            checked = None
            if isinstance(said, Reply) and asking.is_approved(said):
                checked = asking.as_checked(said)
            elif isinstance(said, Reply):
                checked = check(as_ticket(ticket), said, shown, company.protected_names, company.contacts)
            rows.append(Row(ticket, decided, shown, said, checked))
        progress(len(group))
    if asked is not None:
        asked.require_answers()
    refused = asked.refused if asked is not None else None
    known = figures(rows, own)
    return Report(contender.name, tuple(rows), known, calibration_error(rows), calibration_band(rows), own, refused)


def figures(rows: Sequence[Row], parts: frozenset[Part] = PARTS) -> dict[str, Figure]:
    """Return the table of `deskhand models evaluate`, top to bottom."""
    outputs = [output for row in rows for output in (row.triage, row.reply) if output is not None]
    known: dict[str, Figure] = {"valid output": Share.of(not isinstance(one, InvalidOutput) for one in outputs)}
    return known | {measure.name: measure.of(rows) for measure in measures.MEASURES if measure.part in parts}


def calibration_error(rows: Sequence[Row]) -> dict[str, float]:
    known = judged(rows)
    return {name: expected_calibration_error([p for p, _ in v], [ok for _, ok in v]) for name, v in known.items()}


def calibration_band(rows: Sequence[Row]) -> dict[str, Band]:
    return {name: perfect_band([p for p, _ in values]) for name, values in judged(rows).items()}


def judged(rows: Sequence[Row]) -> dict[str, list[tuple[float, bool]]]:
    """Return the probability of each field's value, and whether the value is right, by field."""
    good = [(r.ticket, r.given) for r in rows if r.given is not None]
    return {
        name: [
            (v.probabilities[name], getattr(t, name) == getattr(v, name)) for t, v in good if name in v.probabilities
        ]
        for name in ("queue", "priority", "escalate")
    }


def keep_scores(report: Report, folders: Mapping[str, Path]) -> None:
    """Write the figures into the manifests of the adapters that made them; `folders` by skill."""
    known = {name: figure.value for name, figure in report.figures.items()}
    scores = {name: value for name, value in known.items() if value is not None and not isnan(value)}
    for folder in (folders[skill] for skill in (triage_skill.NAME, reply_skill.NAME) if skill in folders):
        registry.write_manifest(folder, replace(registry.read_manifest(folder), scores=scores))


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
    shown = [replace(triage_input(t, customers), earlier=earlier(as_ticket(t, customers))) for t in group]
    pairs = zip(group, shown, strict=True)
    own = contender.prompts.triage
    prompts = [triage.rendered(one, company, own, found.get(t.id, NOTHING), t.id) for t, one in pairs]
    skill = contender.skill(triage_skill.NAME)
    return [value for value, _ in triage.run(prompts, company, contender.model, contender.temperatures, skill)]


def _by_heads(
    ticket: HandledTicket, found: Retrieved, contender: Contender, company: Company, customers: Customers
) -> Triage | InvalidOutput:
    own, row = contender.heads.get(found.encoder), heads.seen(as_ticket(ticket, customers), found)
    if own is None or row is None:
        return InvalidOutput("no heads fit the encoder of the search")
    return heads.triage(own, [row], company)[0]


def _reply(
    group: Sequence[HandledTicket], found: Mapping[str, Retrieved], contender: Contender, company: Company
) -> dict[str, Reply | InvalidOutput]:
    results = [found.get(ticket.id, NOTHING) for ticket in group]
    tickets = [as_ticket(ticket) for ticket in group]
    if contender.writer is not None:
        pairs = zip(tickets, results, strict=True)
        return {t.external_id: contender.writer(t, retrieve.shown(one.passages), one) for t, one in pairs}
    tasks = [
        reply.task(t, one.passages, contender.form, company, handled.queue, contender.prompts.reply, one)
        for handled, t, one in zip(group, tickets, results, strict=True)
    ]
    made = reply.run(tasks, contender.model, contender.skill(reply_skill.NAME))
    return {ticket.id: value for ticket, (value, _) in zip(group, made, strict=True)}
