"""This module makes a run of the language model from a run file: it loads the examples and the base, compares them with the
hashes of the file, and trains. `training_folder.add_version` is the last step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.handled_tickets import HandledTicket
from models.evaluation.promise import ERROR, LEVEL
from models.skills import reply, translation
from models.training.examples import Example, data_sha256
from models.training.run import LoraRun, Progress
from models.weights import base, versions
from models.weights.base import BaseModel
from worker import learned_assets
from worker.company import Company, load_company
from worker.errors import Refused
from worker.learning import adapters, calibration, handled, lineage, sealed_set, skill_examples
from worker.learning.examples import translation_examples
from worker.learning.runs.deciding import lora_run, require
from worker.learning.runs.schema import RunFile
from worker.settings import Settings

if TYPE_CHECKING:
    from models.training.outlook import Outlook


@dataclass(frozen=True)
class LanguageRun:
    """A run is the file with everything decided, and what it needs."""

    file: RunFile
    settings: Settings
    company: Company
    model: BaseModel
    examples: Sequence[Example]
    validation: Sequence[Example]
    held_out: Sequence[HandledTicket]

    @property
    def skill(self) -> str:
        return str(self.file.skill)

    @property
    def folder(self) -> Path:
        return folder_of(self.file)

    @property
    def files(self) -> list[Path]:
        """Return the files that the adapter learns from, or that choose its epoch."""
        return [Path(name) for name in (*(self.file.data or ()), *(self.file.validation or ()))]

    @property
    def has_confidence(self) -> bool:
        """Return whether there is a confidence to calibrate; a translation has none."""
        return self.skill != translation.NAME

    @property
    def options(self) -> LoraRun:
        return lora_run(self.file)


def folder_of(file: RunFile) -> Path:
    """Return the folder of the versions of what a run makes."""
    return Path(str(file.out)) / str(file.skill)


def settings_of(file: RunFile, settings: Settings) -> Settings:
    """Return the settings under which a run trains and is calibrated. A model server would answer with the adapter it has."""
    return settings.model_copy(
        update={"engine_url": None, "base_model": file.base, "precision": file.precision or settings.precision}
    )


def load_base(file: RunFile, settings: Settings, progress: Callable[[str], None] = lambda _: None) -> BaseModel:
    """Return the base of a run. Raises `Refused` if it is not the one with the hash of the file."""
    model = base.ensure(settings.base_model, settings.home_path, progress)
    base.require_there(model)
    require("base_sha256", file.base_sha256, model.sha256, model.name)
    return model


def load(
    file: RunFile, settings: Settings, model: BaseModel, progress: Callable[[int], None] = lambda _: None
) -> LanguageRun:
    """Return the run with its examples. Raises `Refused` where there are none, where they are not those with the hash of the
    file, or where the validation repeats tickets that are learned from."""
    skill, form = str(file.skill), reply.Form(file.form or reply.Form.FREE)
    paths, checked = ([Path(one) for one in own or ()] for own in (file.data, file.validation))
    lineage.require_apart(paths, checked)
    lineage.require_apart([*paths, *checked], [settings.gate] if settings.gate is not None else [])
    sealed_set.refuse(settings, [*paths, *checked])
    examples, held_out = skill_examples.load(settings, skill, paths, progress, form)
    if not examples:
        raise Refused(f"{', '.join(map(str, paths))} holds nothing that {skill} can learn from")
    found = data_sha256(examples)
    require("examples_sha256", file.examples_sha256, found, "what was made of the data")
    validation = _validation(settings, skill, checked, progress, form)
    known = {"examples_sha256": found, "base_sha256": model.sha256 or None}
    company = load_company(settings.company_path)
    return LanguageRun(file.model_copy(update=known), settings, company, model, examples, validation, held_out)


def _validation(
    settings: Settings, skill: str, paths: Sequence[Path], progress: Callable[[int], None], form: reply.Form
) -> list[Example]:
    if not paths:
        return []
    if skill == translation.NAME:
        found = [example for path in paths for example in translation_examples(path)]
    else:
        found = skill_examples.examples(settings, skill, handled.load(settings, paths), progress, form)
    if not found:
        raise Refused(f"{', '.join(map(str, paths))} holds nothing to validate {skill} on")
    return found


def start_of(run: LanguageRun) -> Path | None:
    """Return the folder of the adapter from which a run continues, if there is one. Raises `AdapterError`."""
    start = run.file.start_from
    return versions.resolve(run.settings.adapters_path, learned_assets.SKILLS, start) if start else None


def outlook(run: LanguageRun) -> "Outlook":
    """Return what the run would do. Raises as `train` does for an adapter from which it cannot continue."""
    from models.training.outlook import outlook as look

    adapters.started_from(start_of(run), run.skill, run.model, run.options, run.company)
    return look(run.model, run.examples, run.options)


def train(run: LanguageRun, report: Callable[[Progress], None], say: Callable[[str], None] = lambda _: None) -> Path:
    """Train, and return the folder of the finished adapter in the workshop."""
    return adapters.train(
        run.skill,
        run.examples,
        run.model,
        run.options,
        run.folder,
        run.company,
        report,
        start_of(run),
        reply.Form(run.file.form or reply.Form.FREE),
        run.validation,
        say,
        run.file.model_dump(exclude_none=True),
    )


def calibrate(run: LanguageRun, made: Path, progress: Callable[[int], None] = lambda _: None) -> dict[str, Any]:
    """Calibrate the adapter on the tickets that were held out."""
    return calibration.calibrate(run.settings, {run.skill: made}, run.held_out, ERROR, LEVEL, progress)
