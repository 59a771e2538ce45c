"""This module makes adapters of the language model: it loads the examples, trains and calibrates. `training_folder.publish` is
the last step.

The adapter of the sentence encoder is made in the same way in `worker.learning.encoder`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import select
from sqlalchemy.orm import defer

from knowledge.handled_tickets import HandledTicket
from knowledge.index.tables import PassageRow
from knowledge.statements import Statement
from models.errors import TrainingError
from models.evaluation.calibration import fit_temperature
from models.generation.engine import Engine
from models.skills import reply, translation, triage
from models.training.examples import Example
from models.training.run import LoraRun, Progress, require_shape
from models.weights import base, registry
from worker import assets, bootstrap, learned_assets
from worker.company import Company, load_company
from worker.db.session import transaction
from worker.db.tables import AccountRow
from worker.domain import Passage, Triage, as_shown
from worker.learning import chosen_answers, handled, labelled_replies, moved, send_threshold, training_folder
from worker.learning.evaluation import Contender, evaluate, retrieved_for, triage_all
from worker.learning.examples import Found, Say, as_written, reply_examples, translation_examples, triage_examples
from worker.learning.hold_out import is_held_out
from worker.learning.lesson import Lesson, teach
from worker.learning.received import Customers
from worker.learning.report import preparation, run_page
from worker.learning.runs.record import Record
from worker.pipeline.prompting import Prompts
from worker.pipeline.retrieve import Find
from worker.retrieval.trust import is_trusted, untrusted_sources
from worker.settings import Settings

COMMON_TOKENS = 100_000  # lowest token ids: a translation may use their English words, whatever it was trained on
CALIBRATED = ("queue", "priority", "escalate", "reason")


def load(
    settings: Settings,
    skill: str,
    paths: Sequence[Path],
    progress: Callable[[int], None] = lambda _: None,
    form: reply.Form = reply.Form.FREE,
) -> tuple[list[Example], list[HandledTicket]]:
    """Return what `skill` learns from the files, and the tickets held out to calibrate confidence on. `progress` is
    told how many more tickets were searched for. `form`: of replies."""
    if skill == translation.NAME:
        return [example for path in paths for example in translation_examples(path)], []
    known = handled.load(settings, paths)
    held_out = [t for t in known if is_held_out(t.id)]
    return examples(settings, skill, [t for t in known if not is_held_out(t.id)], progress, form), held_out


def examples(
    settings: Settings,
    skill: str,
    tickets: Sequence[HandledTicket],
    progress: Callable[[int], None] = lambda _: None,
    form: reply.Form = reply.Form.FREE,
) -> list[Example]:
    """Return what `skill` learns from these tickets. `form`: of replies."""
    company = load_company(settings.company_path)
    with bootstrap.opened(settings) as database:
        if skill == triage.NAME:
            return triage_examples(tickets, company.queues, customers(database))
        find = bootstrap.make_finder(settings, database).tickets
        say = chosen_answers.answers(company) if form is reply.Form.GRAMMAR else as_written
        known = moved.tickets(database, tickets)
        return reply_data(known, database, find, progress, untrusted_sources(settings.knowledge_path), say)


def customers(engine: DatabaseEngine) -> dict[str, tuple[str | None, str | None]]:
    """Return plan and tier of each account, by its id."""
    with transaction(engine, see_all=True) as session:
        return {row.id: (row.plan, row.tier) for row in session.scalars(select(AccountRow))}


def reply_data(
    tickets: Sequence[HandledTicket],
    engine: DatabaseEngine,
    find: Find,
    progress: Callable[[int], None] = lambda _: None,
    untrusted: Collection[str] = (),
    say: Say = as_written,
) -> list[Example]:
    """Return examples for replies, with the answers that `say` gives. Their wrong passages come from the retrieval that
    serves, and none from a source that is `untrusted`. Raises the first search error."""
    found: dict[str, list[Found]] = {}
    by_ref: dict[str, Found] = {}
    passages = retrieved_for(tickets, find, progress)
    for ticket in tickets:
        found[ticket.id] = [Found(p.ref, p.shown, p) for p in passages[ticket.id].passages if p.trusted]
        with transaction(engine, account=ticket.account) as session:
            wanted = select(PassageRow).where(PassageRow.ref.in_(ticket.passages))
            for row in session.scalars(
                wanted.options(
                    defer(PassageRow.embedding), defer(PassageRow.windows), defer(PassageRow.statement_vectors)
                )
            ):
                if is_trusted(row.ref, untrusted):
                    by_ref[row.ref] = Found(row.ref, as_shown(row.title, row.text), missed(row))
    return reply_examples(tickets, lambda ticket: found[ticket.id], by_ref, say=say)


def missed(row: PassageRow) -> Passage:
    """Return a passage that no search found."""
    return Passage(
        id=row.id,
        ref=row.ref,
        kind=row.kind,
        title=row.title,
        url=row.url,
        text=row.text,
        version=row.version,
        account=row.account,
        lexical_rank=None,
        dense_rank=None,
        score=0.0,
        language=row.language,
        fields=row.fields or {},
        statements=tuple(map(Statement.from_json, row.statements or ())),
    )


def train(
    skill: str,
    examples: Sequence[Example],
    model: base.BaseModel,
    run: LoraRun,
    folder: Path,
    company: Company,
    report: Callable[[Progress], None],
    start: Path | None = None,
    form: reply.Form = reply.Form.FREE,
    validation: Sequence[Example] = (),
    say: Callable[[str], None] = lambda _: None,
    described: Mapping[str, Any] | None = None,
) -> Path:
    """Train in the workshop of `folder`, and return the folder of the finished adapter there. It serves after
    `training_folder.publish(folder)`. `company`: the one whose tickets these are. `start`: the folder of an adapter to
    continue from, which must be the same company's. `form`: of replies, in which the examples are. `validation`: examples
    that choose the epoch whose state is kept. `say` is told what becomes of an interrupted run. `described`: the run file,
    which is kept beside the adapter.

    Where several processes train, this is called in the first one, and `lesson.help_train` in the others. Raises `TrainingError`
    or `AdapterError`.
    """
    start_id = started_from(start, skill, model, run, company)
    made = training_folder.begin(folder)
    origin = f"{model.name}@{model.sha256} {start_id or ''}".rstrip()
    common = COMMON_TOKENS if skill == translation.NAME else 0
    lesson = Lesson(model, examples, run, made, training_folder.checkpoint(folder), start, origin, common, validation)
    record = Record(training_folder.record(folder))

    def keep(told: Progress) -> None:
        record.add(told)
        report(told)

    data_sha256, turns = teach(lesson, keep, say)
    config = {**asdict(run), "examples": len(examples), "started_from": start_id}
    if turns:
        config["turns"] = True
    if skill == reply.NAME:
        config["form"] = str(form)
    run_page.write(made, described or {"skill": skill, "base": model.name, **asdict(run)}, record.rows)
    registry.write_new_manifest(made, skill, model, data_sha256, config, company.id)
    return made


def started_from(folder: Path | None, skill: str, model: base.BaseModel, run: LoraRun, company: Company) -> str | None:
    """Return the id of the adapter to continue from. Raises `TrainingError` or `AdapterError` if it does not fit the
    run, and `ForeignAsset` for another company's."""
    if folder is None:
        return None
    assets.require_own(folder / registry.MANIFEST, company)
    manifest = registry.load_manifest(folder, base=model)
    if manifest.skill != skill:
        raise TrainingError(f"{folder} is an adapter for {manifest.skill}: {skill} cannot continue from it")
    require_shape(folder, run)
    return manifest.id


def calibrate(
    settings: Settings,
    folders: Mapping[str, Path],
    held_out: Sequence[HandledTicket],
    error: float,
    level: float,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Calibrate the adapters in `folders` (by skill) on tickets they were not trained on, and return what their
    manifests then say. Without such tickets they stay uncalibrated, and replies stay drafts.

    `error`: the share of sent replies that may be wrong, with the certainty `level`. `progress` is told how many more
    tickets were replied to.
    """
    known: dict[str, Any] = {"held_out": len(held_out), "error": error, "level": level}
    if not held_out:
        return known
    company, engine = load_company(settings.company_path), bootstrap.make_model_engine(settings, dict(folders))
    with bootstrap.opened(settings) as database:
        if triage.NAME in folders:
            lines = customers(database)
            known["temperatures"] = calibrate_triage(held_out, engine, company, lines, folders[triage.NAME])
        if reply.NAME in folders:
            reviewed = _review(settings, engine, company, database, held_out, progress, folders[reply.NAME])
            chosen = send_threshold.choose(reviewed.replies, error, level, reviewed.confidence)
            send_threshold.keep(chosen, folders[reply.NAME])
            known["promise"] = chosen.as_json()
    return known


@dataclass(frozen=True)
class Review:
    """A review is what was replied to tickets that neither the models nor the selector nor the confidence have learned from."""

    replies: list[send_threshold.Reviewed]  # those that could have been sent
    confidence: str  # id of the one that they have
    known: int  # tickets that were left out, because the selector or the confidence has learned from them


def review(
    settings: Settings,
    tickets: Sequence[HandledTicket],
    progress: Callable[[int], None] = lambda _: None,
    adapter: Path | None = None,
) -> Review:
    """Reply to tickets that the adapters were not trained on. `progress` is told how many more tickets were replied to.
    `adapter`: the folder of the one that replies, in this process, if it is not what the settings say."""
    company = load_company(settings.company_path)
    if adapter is None:
        engine = bootstrap.make_model_engine(settings)
    else:
        here = settings.model_copy(update={"engine_url": None})
        engine = bootstrap.make_model_engine(here, {**learned_assets.adapter_folders(here), reply.NAME: adapter})
    with bootstrap.opened(settings) as database:
        return _review(settings, engine, company, database, tickets, progress, adapter)


def _review(
    settings: Settings,
    engine: Engine,
    company: Company,
    database: DatabaseEngine,
    tickets: Sequence[HandledTicket],
    progress: Callable[[int], None],
    adapter: Path | None = None,
) -> Review:
    finder = bootstrap.make_finder(settings, database, bootstrap.make_translate(settings, engine))
    encoder = bootstrap.finder_encoder(finder)
    confidence = learned_assets.load_confidence(settings, encoder, adapter)
    learned = {*(confidence.origin.learned_from if confidence else ()), *chosen_from(settings, encoder, adapter)}
    unseen = [ticket for ticket in tickets if labelled_replies.key(ticket) not in learned]
    contender, lines = replying(settings, engine, encoder, adapter), customers(database)
    found = retrieved_for(unseen, finder.tickets)
    rows = evaluate(unseen, found, contender, company, lines, settings.batch, progress).rows
    own = learned_assets.confidence_id(settings, confidence, adapter)
    return Review(send_threshold.reviewed(rows, found, confidence), own, len(tickets) - len(unseen))


def replying(settings: Settings, engine: Engine, encoder: str, adapter: Path | None = None) -> Contender:
    """Return what replies here, with the triage that serves with an encoder. `adapter`: the folder of the one that writes, if
    it is not that of the settings."""
    known = learned_assets.load_heads(settings)
    heads, form = known if encoder in known else {}, learned_assets.reply_form(settings, adapter)
    writer = preparation.selecting(settings) if adapter is None and learned_assets.chooses(settings) else None
    # Another adapter than that of the settings is measured without the prompt that serves instead of one.
    prompts = Prompts() if adapter else learned_assets.load_prompts(settings, engine.base_id)
    sure = learned_assets.temperatures(settings)
    return Contender("replies", engine, sure, prompts=prompts, heads=heads, form=form, writer=writer)


def chosen_from(settings: Settings, encoder: str, adapter: Path | None = None) -> frozenset[str]:
    """Return the keys of the tickets that the selector has learned from, where it is what replies here: what it says to them
    is better than what it says to others."""
    own = (
        learned_assets.load_selector(settings, encoder)
        if adapter is None and learned_assets.chooses(settings)
        else None
    )
    return frozenset(own.origin.learned_from if own else ())


def calibrate_triage(
    tickets: Sequence[HandledTicket], engine: Engine, company: Company, lines: Customers, folder: Path
) -> dict[str, float]:
    """Fit the temperature of each field on held-out tickets, keep them in the manifest of the adapter `folder`, and
    return them."""
    results = triage_all(tickets, {}, Contender("calibration", engine), company, lines)
    pairs = [(t, v) for t, v in zip(tickets, results, strict=True) if isinstance(v, Triage)]
    fitted = {}
    for field in CALIBRATED:
        values = [
            (v.probabilities[field], wanted(t, field) == getattr(v, field))
            for t, v in pairs
            if field in v.probabilities
        ]
        fitted[field] = fit_temperature([p for p, _ in values], [ok for _, ok in values])
    registry.write_manifest(folder, replace(registry.read_manifest(folder), temperatures=fitted))
    return fitted


def wanted(ticket: HandledTicket, field: str) -> object:
    """Return the value that a field of triage should have."""
    value = getattr(ticket, field)
    return triage.Reason(value) if field == "reason" and value else value
