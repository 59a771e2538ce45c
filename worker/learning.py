"""From handled tickets to an adapter that says where it came from."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import select

from knowledge.tables import PassageRow
from models import base, registry
from models.engine import Engine
from models.evaluation.calibration import fit_temperature, lowest_threshold
from models.skills import triage
from models.training.examples import Example
from models.training.lora import LoraRun, Progress, train
from worker.company import Company
from worker.db.session import transaction
from worker.db.tables import AccountRow
from worker.domain import Reply, Triage
from worker.evaluate import Contender, Row, as_ticket, triage_all
from worker.handled import Found, HandledTicket, customer_line, reply_examples
from worker.pipeline.retrieve import Find

CALIBRATED = ("queue", "priority", "escalate", "reason")


def is_held_out(ticket: HandledTicket) -> bool:
    """One ticket in ten, by the hash of its id, is kept out of training to calibrate confidence on."""
    return int(hashlib.sha256(ticket.id.encode()).hexdigest(), 16) % 10 == 0


def customers(engine: DatabaseEngine) -> dict[str, str]:
    """What a triage prompt says about each account."""
    with transaction(engine, see_all=True) as session:
        return {row.id: customer_line(row.plan, row.tier) for row in session.scalars(select(AccountRow))}


def reply_data(tickets: Sequence[HandledTicket], engine: DatabaseEngine, find: Find) -> list[Example]:
    """Reply examples whose distractors come from the search that serves. Raises the first search error."""
    found: dict[str, list[Found]] = {}
    by_ref: dict[str, Found] = {}
    for ticket, hits in zip(tickets, find([as_ticket(t) for t in tickets]), strict=True):
        if isinstance(hits, Exception):
            raise hits
        found[ticket.id] = [Found(p.ref, p.shown) for p in hits]
        with transaction(engine, account=ticket.account) as session:
            for row in session.scalars(select(PassageRow).where(PassageRow.ref.in_(ticket.passages))):
                by_ref[row.ref] = Found(row.ref, f"{row.title}. {row.text}")
    return reply_examples(tickets, lambda ticket: found[ticket.id], by_ref)


def train_adapter(
    skill: str,
    examples: Sequence[Example],
    model: base.BaseModel,
    run: LoraRun,
    folder: Path,
    report: Callable[[Progress], None],
    threads: int | None = None,
    start: Path | None = None,
) -> registry.AdapterManifest:
    """Train into `folder` and write its manifest, last."""
    import torch

    from models.local import load_base

    if threads:
        torch.set_num_threads(threads)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / registry.MANIFEST).unlink(missing_ok=True)
    network, tokenizer = load_base(model)
    started_from = registry.load_manifest(start, base_sha256=model.sha256).id if start else None
    data_sha256 = train(network, tokenizer, examples, run, folder, report, start=start)
    return write_manifest(
        skill, folder, model, run, data_sha256, {"examples": len(examples), "started_from": started_from}
    )


def write_manifest(
    skill: str, folder: Path, model: base.BaseModel, run: LoraRun, data_sha256: str, more: dict[str, object]
) -> registry.AdapterManifest:
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
    return registry.read_manifest(folder)


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
