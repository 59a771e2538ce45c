"""From handled tickets to an adapter that says where it came from.

<adapters>/.reply.training/checkpoint    the run so far; the same command goes on from it
<adapters>/.reply.training/adapter       the finished adapter, with its manifest and its calibration
<adapters>/reply                         what serves, replaced at the very end, so that a worker that starts
                                         meanwhile finds the old adapter or the new one, never none
"""

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import select

from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.index.tables import PassageRow
from models.evaluation.calibration import fit_temperature, lowest_threshold
from models.generation.engine import Engine
from models.skills import reply, translation, triage
from models.training.examples import Example
from models.training.run import LoraRun, Progress, TrainingError, require_shape
from models.weights import base, registry
from models.weights.folders import replace_folder
from worker import bootstrap
from worker.company import Company, load_company
from worker.db.session import transaction
from worker.db.tables import AccountRow
from worker.domain import Reply, Triage, as_shown
from worker.learning.evaluation import Contender, Row, evaluate, passages_for, triage_all
from worker.learning.examples import Found, reply_examples, translation_examples, triage_examples
from worker.pipeline.retrieve import Find
from worker.pipeline.triage import customer_line
from worker.settings import Settings

COMMON_TOKENS = 100_000  # of the vocabulary: the English words a translation may use, whatever it was trained on
CALIBRATED = ("queue", "priority", "escalate", "reason")


def is_held_out(ticket: HandledTicket) -> bool:
    """One ticket in ten, by the hash of its id, is kept out of training to calibrate confidence on."""
    return int(hashlib.sha256(ticket.id.encode()).hexdigest(), 16) % 10 == 0


def load(
    settings: Settings, skill: str, paths: Sequence[Path], progress: Callable[[int], None] = lambda _: None
) -> tuple[list[Example], list[HandledTicket]]:
    """What `skill` learns from the files, and the tickets kept out of it to calibrate confidence on. `progress` hears for
    how many more tickets was searched."""
    if skill == translation.NAME:
        return [example for path in paths for example in translation_examples(path)], []
    handled = [ticket for path in paths for ticket in load_handled(path)]
    held_out = [t for t in handled if is_held_out(t)]
    return examples(settings, skill, [t for t in handled if not is_held_out(t)], progress), held_out


def examples(
    settings: Settings, skill: str, tickets: Sequence[HandledTicket], progress: Callable[[int], None] = lambda _: None
) -> list[Example]:
    """What `skill` learns from these tickets."""
    with bootstrap.opened(settings) as database:
        if skill == triage.NAME:
            return triage_examples(tickets, load_company(settings.company).queues, customers(database))
        find = bootstrap.make_finder(settings, database).tickets
        return reply_data(tickets, database, find, progress)


def customers(engine: DatabaseEngine) -> dict[str, str]:
    """What a triage prompt says about each account."""
    with transaction(engine, see_all=True) as session:
        return {row.id: customer_line(row.plan, row.tier) for row in session.scalars(select(AccountRow))}


def reply_data(
    tickets: Sequence[HandledTicket],
    engine: DatabaseEngine,
    find: Find,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Example]:
    """Reply examples whose distractors come from the search that serves. Raises the first search error."""
    found: dict[str, list[Found]] = {}
    by_ref: dict[str, Found] = {}
    passages = passages_for(tickets, find, progress)
    for ticket in tickets:
        found[ticket.id] = [Found(p.ref, p.shown) for p in passages[ticket.id]]
        with transaction(engine, account=ticket.account) as session:
            for row in session.scalars(select(PassageRow).where(PassageRow.ref.in_(ticket.passages))):
                by_ref[row.ref] = Found(row.ref, as_shown(row.title, row.text))
    return reply_examples(tickets, lambda ticket: found[ticket.id], by_ref)


def train_adapter(
    skill: str,
    examples: Sequence[Example],
    model: base.BaseModel,
    run: LoraRun,
    folder: Path,
    report: Callable[[Progress], None],
    start: Path | None = None,
) -> Path:
    """Train beside `folder`. Returns where the finished adapter lies; it serves once `publish(folder)` was called.
    Raises `TrainingError` or `AdapterError`."""
    started_from = _start(start, skill, model, run)
    from models.generation.local import load_base
    from models.training.lora import train

    made, checkpoint = _workshop(folder) / "adapter", _workshop(folder) / "checkpoint"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    network, tokenizer = load_base(model)
    origin = f"{model.name}@{model.sha256} {started_from or ''}".rstrip()
    data_sha256 = train(
        network,
        tokenizer,
        examples,
        run,
        made,
        checkpoint=checkpoint,
        report=report,
        start=start,
        origin=origin,
        common=COMMON_TOKENS if skill == translation.NAME else 0,
    )
    write_manifest(skill, made, model, run, data_sha256, {"examples": len(examples), "started_from": started_from})
    return made


def publish(folder: Path) -> registry.AdapterManifest:
    """What was trained for `folder` takes its place."""
    replace_folder(folder, _workshop(folder) / "adapter")
    shutil.rmtree(_workshop(folder))
    return registry.read_manifest(folder)


def _workshop(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.training")


def _start(folder: Path | None, skill: str, model: base.BaseModel, run: LoraRun) -> str | None:
    """The id of the adapter to go on from, which must fit all three."""
    if folder is None:
        return None
    manifest = registry.load_manifest(folder, base=model)
    if manifest.skill != skill:
        raise TrainingError(f"{folder} is an adapter for {manifest.skill}: {skill} cannot go on from it")
    require_shape(folder, run)
    return manifest.id


def write_manifest(
    skill: str, folder: Path, model: base.BaseModel, run: LoraRun, data_sha256: str, more: dict[str, object]
) -> None:
    registry.name_base(folder, model.name)
    now = datetime.now(UTC)
    weights = base.sha256_of(folder / "adapter_model.safetensors")
    manifest = registry.AdapterManifest(
        id=f"{skill}-{now:%Y%m%d}-{weights[:8]}",
        skill=skill,
        base=model.name,
        base_sha256=model.sha256,
        data_sha256=data_sha256,
        config={**asdict(run), **more},
        scores={},
        temperatures={},
        code_version=version("deskhand"),
        created_at=now.isoformat(timespec="seconds"),
    )
    registry.write_manifest(folder, manifest)


def calibrate(
    settings: Settings,
    folders: Mapping[str, Path],
    held_out: Sequence[HandledTicket],
    target: float,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Calibrate the adapters in `folders` on tickets they were not trained on. Returns what their manifests say now;
    without such tickets they stay uncalibrated, and replies stay drafts. `progress` hears of how many more tickets the
    replies were made."""
    known: dict[str, Any] = {"held_out": len(held_out), "target": target}
    if not held_out:
        return known
    company, engine = load_company(settings.company), bootstrap.make_model_engine(settings, dict(folders))
    with bootstrap.opened(settings) as database:
        lines = customers(database)
        if triage.NAME in folders:
            known["temperatures"] = calibrate_triage(held_out, engine, company, lines, folders[triage.NAME])
        if reply.NAME in folders:
            find = bootstrap.make_finder(settings, database, bootstrap.make_translate(settings, engine)).tickets
            passages = passages_for(held_out, find)
            report = evaluate(
                held_out, passages, Contender("held out", engine), company, lines, settings.batch, progress
            )
            known["send_threshold"] = choose_send_threshold(report.rows, target, folders[reply.NAME])
    return known


def calibrate_triage(
    tickets: Sequence[HandledTicket], engine: Engine, company: Company, lines: dict[str, str], folder: Path
) -> dict[str, float]:
    """Fit each field's temperature on held-out tickets and keep it in the manifest."""
    results = triage_all(tickets, Contender("calibration", engine), company, lines)
    pairs = [(t, v) for t, v in zip(tickets, results, strict=True) if isinstance(v, Triage)]
    fitted = {}
    for field in CALIBRATED:
        values = [
            (v.probabilities[field], _wanted(t, field) == getattr(v, field))
            for t, v in pairs
            if field in v.probabilities
        ]
        fitted[field] = fit_temperature([p for p, _ in values], [ok for _, ok in values])
    registry.write_manifest(folder, replace(registry.read_manifest(folder), temperatures=fitted))
    return fitted


def choose_send_threshold(rows: Sequence[Row], target: float, folder: Path) -> float | None:
    """The reply confidence from which replies may be sent: on held-out tickets, `target` of those that pass the check
    stand on passages the agent used. Kept in the manifest; None when no threshold qualifies."""
    pairs = [
        (row.reply.probabilities["reply"], _stands_on_the_right(row))
        for row in rows
        if isinstance(row.reply, Reply) and row.check and row.check.passed and "reply" in row.reply.probabilities
    ]
    threshold = lowest_threshold([p for p, _ in pairs], [ok for _, ok in pairs], target)
    registry.write_manifest(folder, replace(registry.read_manifest(folder), send_threshold=threshold))
    return threshold


def _stands_on_the_right(row: Row) -> bool:
    cited = {a.passage.ref for a in row.check.attributions if a.passage} if row.check else set()
    return not row.ticket.escalate and bool(cited) and cited <= set(row.ticket.passages)


def _wanted(ticket: HandledTicket, field: str) -> object:
    value = getattr(ticket, field)
    return triage.Reason(value) if field == "reason" and value else value
