"""This module chooses the prompt of a skill: it lets candidates answer validation tickets, keeps the best one with its score, and
says how that compares with what needs no model and with what serves now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from knowledge.handled_tickets import HandledTicket
from models.errors import EngineError, EngineUnavailable
from models.evaluation.calibration import fit_temperature
from models.evaluation.pairs import Pairs
from models.evaluation.scores import Share
from models.generation.engine import Engine
from models.skills import triage
from models.skills.reply import Form
from worker.company import Company
from worker.domain import Retrieved, Triage
from worker.kept_prompts import Kept, Origin, made
from worker.learning import calibration, heads
from worker.learning.evaluation import Contender, Report, evaluate
from worker.learning.prompting import halving, scoring
from worker.learning.prompting.candidates import Candidate, Pool, candidates, trimmed
from worker.learning.prompting.halving import Outcome, Round
from worker.learning.prompting.rivals import NEAREST, Rival, nearest
from worker.learning.received import Customers
from worker.learning.refusals import Refusals
from worker.learning.report.row import PART_OF, Row
from worker.pipeline.prompting import Prompt, Prompts


class Step(Protocol):
    """A step shows how far a command is (`worker.cli.progress`)."""

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None: ...
    def advance(self, count: int = 1) -> None: ...
    def note(self, text: str) -> None: ...


@dataclass(frozen=True)
class Exam:
    """An exam is what all candidates are asked."""

    skill: str
    tickets: Sequence[HandledTicket]
    found: Mapping[str, Retrieved]
    company: Company
    customers: Customers
    engine: Engine
    batch: int

    def report(self, who: Contender, tickets: Sequence[HandledTicket], advance: Callable[[int], None]) -> Report:
        parts = frozenset({PART_OF[self.skill]})
        return evaluate(tickets, self.found, who, self.company, self.customers, self.batch, advance, parts)

    def outcomes(self, rows: Sequence[Row]) -> list[Outcome]:
        return [scoring.outcome(self.skill, row) for row in rows]


@dataclass(frozen=True)
class Chosen:
    kept: Kept[Any]
    name: str
    rounds: Sequence[Round[Candidate[Any]]]
    rivals: Sequence[Rival]  # the baseline, what serves, the nearest ticket, the bare base, the next best candidate
    calls: int  # answers that candidates gave
    out: Mapping[str, str] = field(default_factory=dict)  # candidate -> why it could not be asked
    refused: Mapping[str, Refusals] = field(default_factory=dict)  # candidate -> its prompts that count as not answered
    rows: Sequence[Row] = ()  # what it gave for each ticket


def choose(
    exam: Exam,
    pool: Pool[Any],
    instructions: Sequence[str],
    most_examples: int,
    baseline: Contender | tuple[str, Share],
    serving: Contender | None,
    step: Step,
) -> Chosen | None:
    """Return the best candidate with its score; None if none could be asked. Raises `EngineUnavailable`."""
    tried = candidates(instructions, pool, most_examples)
    many = halving.calls(len(tried), len(exam.tickets))
    step.begin(f"let {len(tried)} prompts answer", many, "answers")
    rows: dict[str, list[Row]] = {one.name: [] for one in tried}
    out: dict[str, str] = {}
    refused: dict[str, Refusals] = {}

    def ask(candidate: Candidate[Any], start: int, end: int) -> Sequence[Outcome] | str:
        try:
            report = exam.report(
                _contender(exam, candidate.prompt, candidate.name), exam.tickets[start:end], step.advance
            )
        except EngineUnavailable:
            raise
        except EngineError as error:
            out[candidate.name] = str(error)
            return str(error)
        rows[candidate.name] += report.rows
        if report.refused is not None:
            refused[candidate.name] = report.refused + refused.get(candidate.name)
        return exam.outcomes(report.rows)

    runners, rounds = halving.halve(tried, len(exam.tickets), ask)
    for told in rounds:
        best = ", ".join(f"{one.name}: {right}" for one, right in told.runners[:3])
        step.note(f"after {told.tickets} tickets of {len(told.runners)} prompts: {best}")
    if not runners:
        return None
    winner = runners[0]
    right = [one.right for one in winner.outcomes]
    others: dict[str, list[bool]] = {}
    for who in (serving, baseline):
        if isinstance(who, Contender):
            step.begin(f"ask {who.name}", len(exam.tickets), "tickets")
            asked = exam.outcomes(exam.report(who, exam.tickets, step.advance).rows)
            others = {who.name: [one.right for one in asked], **others}
    near = nearest(pool.shots, exam.tickets, exam.found) if exam.skill == triage.NAME else None
    others |= {NEAREST: near} if near is not None else {}
    if tried[0].name not in {*out, *(runner.candidate.name for runner in runners[:2])}:
        others |= _bare(exam, tried[0], rows[tried[0].name], step)
    others |= {runner.candidate.name: [one.right for one in runner.outcomes] for runner in runners[1:2]}
    rivals = [Rival(name, Share.of(own), Pairs.of(zip(own, right, strict=True))) for name, own in others.items()]
    base = baseline if not isinstance(baseline, Contender) else _of(rivals, baseline.name)
    if not isinstance(baseline, Contender):
        rivals = [Rival(*baseline), *rivals]
    prompt = replace(trimmed(winner.candidate.prompt), temperatures=_temperatures(rows[winner.candidate.name]))
    kept = Kept(prompt, exam.skill, _origin(exam, pool, base[0], len(tried)), Share.of(right), base[1])
    return Chosen(
        made(kept),
        winner.candidate.name,
        rounds,
        rivals,
        sum(map(len, rows.values())),
        out,
        refused,
        rows[winner.candidate.name],
    )


def _bare(exam: Exam, candidate: Candidate[Any], known: Sequence[Row], step: Step) -> dict[str, list[bool]]:
    """Return what the bare base has right, by its name: the rest of the tickets is asked that the halving left out."""
    rest = exam.tickets[len(known) :]
    if rest:
        step.begin("ask the bare base", len(rest), "tickets")
    try:
        asked = exam.report(_contender(exam, candidate.prompt, candidate.name), rest, step.advance).rows
    except EngineUnavailable:
        raise
    except EngineError:
        return {}
    return {f"bare base, {candidate.name}": [one.right for one in exam.outcomes([*known, *asked])]}


def _of(rivals: Sequence[Rival], name: str) -> tuple[str, Share]:
    return next((one.name, one.score) for one in rivals if one.name == name)


def _contender(exam: Exam, prompt: Prompt[Any], name: str) -> Contender:
    own = Prompts(triage=prompt) if exam.skill == triage.NAME else Prompts(reply=prompt)
    parts = frozenset({PART_OF[exam.skill]})
    return Contender(name, exam.engine, prompts=own, bare=True, form=prompt.form or Form.FREE, parts=parts)


def _origin(exam: Exam, pool: Pool[Any], baseline: str, tried: int) -> Origin:
    return Origin(
        company=exam.company.id,
        base=exam.engine.base_id,
        data_sha256=heads.data_hash(exam.tickets),
        examples=len(pool.shots),
        candidates=tried,
        measure=scoring.MEASURE[exam.skill],
        baseline=baseline,
        chosen_on=tuple(sorted(heads.key(ticket).hex() for ticket in exam.tickets)),
    )


def _temperatures(rows: Sequence[Row]) -> dict[str, float]:
    """Return the calibration of each field of triage, fitted on the tickets that the prompt was chosen on."""
    pairs = [(row.ticket, row.triage) for row in rows if isinstance(row.triage, Triage)]
    fitted = {}
    for name in calibration.CALIBRATED:
        known = [
            (said.probabilities[name], calibration.wanted(ticket, name) == getattr(said, name))
            for ticket, said in pairs
            if name in said.probabilities
        ]
        if known:
            fitted[name] = fit_temperature([p for p, _ in known], [ok for _, ok in known])
    return fitted
