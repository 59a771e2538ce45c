"""This module prepares a choice of a prompt: it reads the tickets, searches for them, makes the examples, and lets `choosing`
ask."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import HandledTicket
from knowledge.search.evidence import identity
from models.generation.engine import Engine, closing, context_of
from models.generation.remembering import RememberingEngine
from models.skills import reply, triage
from models.skills.reply import Form
from worker import bootstrap, learned_assets
from worker.company import Company, load_company
from worker.domain import Retrieved
from worker.errors import Refused
from worker.learning import adapters, chosen_answers, heads, lineage, moved
from worker.learning.evaluation import Contender, retrieved_for
from worker.learning.examples import as_written
from worker.learning.prompting import pool, scoring
from worker.learning.prompting.candidates import Pool
from worker.learning.prompting.choosing import Chosen, Exam, Step, choose
from worker.learning.prompting.pool import Residue
from worker.learning.received import as_ticket
from worker.learning.report import baselines, preparation
from worker.pipeline import retrieve
from worker.retrieval.batches import batches
from worker.retrieval.finder import Finder, Translate
from worker.settings import Settings

_CHARACTERS = 2.5  # per token, of German, numbers and JSON: English has four
_ANSWER = 512  # tokens that an answer needs


@dataclass(frozen=True)
class Wanted:
    """This is what the options ask for."""

    skill: str
    data: Path
    examples: Sequence[Path]
    instructions: Sequence[str]
    limit: int | None = None
    most_examples: int = 8
    form: str | None = None  # of replies


@dataclass(frozen=True)
class Privacy:
    """A privacy tells which tickets may be shown to a model that replies to others."""

    private: Collection[str]  # sources whose passages each belong to one account
    residue: Residue


def run(settings: Settings, wanted: Wanted, privacy: Callable[[], Privacy], step: Step) -> Chosen:
    """Choose the prompt of a skill, and keep nothing. Raises `Refused` where there is nothing to choose on or from,
    `EngineUnavailable`, and the first search error."""
    step.begin("reading the tickets")
    company = load_company(settings.company_path)
    sets = preparation.read(settings, [wanted.data])
    tickets = [ticket for _, own in sets for ticket in own if wanted.skill == triage.NAME or ticket.is_replied]
    if not tickets:
        raise Refused(f"{wanted.data} has no ticket that a person replied to: give others with --data")
    handled, doubled = preparation.to_learn_from(settings, wanted.examples, sets, "--examples")
    if doubled:
        step.note(f"{doubled} tickets of --examples are among those of --data, and are no examples")
    tickets = pool.covering(tickets, wanted.limit or len(tickets))
    shown = _may_be_shown(wanted, handled, privacy, step)
    step.begin("loading the model")
    engine = bootstrap.make_model_engine(settings)
    with closing(engine), bootstrap.opened(settings) as database:
        lines = adapters.customers(database)
        translate = heads.english_of(shown, bootstrap.make_translate(settings, engine))
        finder = bootstrap.make_finder(settings, database, translate)
        shown = moved.tickets(database, shown)
        step.begin("search for the tickets", len(tickets) + len(shown), "tickets")
        found = retrieved_for(tickets, finder.tickets, step.advance)
        found_shown = _seen(wanted, shown, finder, translate, step)
        baseline, serving = _rivals(settings, wanted, engine, handled, tickets, finder)
        shots = _pool(wanted, company, shown, found_shown, lines, bootstrap.finder_encoder(finder), engine, step)
        asked = RememberingEngine(engine, settings.home_path / "evaluations")
        exam = Exam(wanted.skill, tickets, found, company, lines, engine, settings.batch)
        # A server may call another model by the same name tomorrow.
        exam = exam if settings.engine_url else _with(exam, asked)
        chosen = choose(exam, shots, wanted.instructions, wanted.most_examples, baseline, serving, step)
        if chosen is None:
            raise Refused(f"{engine.base_id} could not be asked with any of the prompts: `deskhand doctor` may say why")
        return chosen


def _seen(
    wanted: Wanted, shown: Sequence[HandledTicket], finder: Finder, translate: Translate, step: Step
) -> dict[str, Retrieved]:
    """Return what is found for the tickets to take examples from. For triage, whose examples have no passages, it is the vectors
    alone."""
    if wanted.skill != triage.NAME:
        return retrieved_for(shown, finder.tickets, step.advance)
    encoder, found = finder.encoder_of(finder.index()), dict[str, Retrieved]()
    for group in batches(shown):
        vectors = encoder.encode(translate([retrieve.query(as_ticket(ticket)) for ticket in group]))
        made = [Retrieved(vector=vector, encoder=identity(encoder.id)) for vector in vectors]
        found |= dict(zip((ticket.id for ticket in group), made, strict=True))
        step.advance(len(group))
    return found


def _with(exam: Exam, engine: Engine) -> Exam:
    return Exam(exam.skill, exam.tickets, exam.found, exam.company, exam.customers, engine, exam.batch)


def _may_be_shown(
    wanted: Wanted, handled: Sequence[HandledTicket], privacy: Callable[[], Privacy], step: Step
) -> list[HandledTicket]:
    if wanted.most_examples == 0:
        return []
    if wanted.skill == triage.NAME:
        return pool.covering(handled)
    own = privacy()
    kept, left = pool.may_be_shown(handled, own.private, own.residue)
    if told := left.told():
        step.note(f"{len(kept)} of {len(handled)} tickets may be examples of replies; left out: {told}")
    if not kept:
        step.note("no ticket may be an example, so only instructions are compared")
    return pool.covering(kept)


def _pool(
    wanted: Wanted,
    company: Company,
    shown: Sequence[HandledTicket],
    found: Mapping[str, Retrieved],
    lines: Mapping[str, tuple[str | None, str | None]],
    encoder: str,
    engine: Engine,
    step: Step,
) -> Pool[Any]:
    context = context_of(engine)
    most = None if context is None else int(max(0, context - _ANSWER) * _CHARACTERS)
    if wanted.skill == triage.NAME:
        return Pool(tuple(pool.of_triage(shown, found, lines)), encoder, most_characters=most)
    form = Form(wanted.form or Form.GRAMMAR)
    say = chosen_answers.answers(company) if form is Form.GRAMMAR else as_written
    made, without = pool.of_replies(shown, found, say)
    if without:
        step.note(f"{without} of these have no passage that the search finds and that their answer is from")
    return Pool(tuple(made), encoder, form, most)


def _rivals(
    settings: Settings,
    wanted: Wanted,
    engine: Engine,
    handled: Sequence[HandledTicket],
    tickets: Sequence[HandledTicket],
    finder: Finder,
) -> tuple[Contender | tuple[str, Any], Contender | None]:
    """Return what needs no model, and what serves now, if anything does."""
    if wanted.skill == reply.NAME:
        first, *_ = baselines.of_replies(handled, finder.encoder_of(finder.index()).encode)
        return first, preparation.serving(settings, engine, {})
    known = learned_assets.load_heads(settings)
    serves = known or learned_assets.model_triages(settings)
    majority = scoring.majority(handled, tickets)
    return majority, preparation.serving(settings, engine, known) if serves else None


def remember(settings: Settings, wanted: Wanted, chosen: Chosen) -> None:
    """Remember which tickets a kept prompt was chosen on and from: an erasure asks it."""
    files = [wanted.data, *wanted.examples]
    lineage.record(settings.adapters_path, chosen.kept.prompt.id, lineage.keys_of(files))
