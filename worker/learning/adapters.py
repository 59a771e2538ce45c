"""This module trains adapters of the language model. `training_folder.publish` is the last step.

The adapter of the sentence encoder is made in the same way in `worker.learning.encoder`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import select

from models.errors import TrainingError
from models.skills import reply, translation
from models.training.examples import Example
from models.training.run import LoraRun, Progress, require_shape
from models.weights import base, registry
from worker import assets
from worker.company import Company
from worker.db.session import transaction
from worker.db.tables import AccountRow
from worker.learning import training_folder
from worker.learning.lesson import Lesson, teach
from worker.learning.report import run_page
from worker.learning.runs.record import Record

COMMON_TOKENS = 100_000  # lowest token ids: a translation may use their English words, whatever it was trained on


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


def customers(engine: DatabaseEngine) -> dict[str, tuple[str | None, str | None]]:
    """Return plan and tier of each account, by its id."""
    with transaction(engine, see_all=True) as session:
        return {row.id: (row.plan, row.tier) for row in session.scalars(select(AccountRow))}
