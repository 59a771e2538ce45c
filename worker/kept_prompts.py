"""This module keeps the prompt that was chosen for a skill: `<adapters>/prompts/<skill>.json`, for its owner alone, because it
holds the words of handled tickets. Who reads it learns whether it fits the base model and what replies may consist of."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from models import hashed_file
from models.errors import AdapterError
from models.evaluation.scores import Share
from models.skills import reply, triage
from models.skills.reply import Form
from worker.pipeline.prompting import Choice, Input, Prompt, Shot

FOLDER = "prompts"  # in the adapters' folder
FORMAT = 1
SKILLS = (triage.NAME, reply.NAME)
MADE_BY = "models prompt {skill} --data FILE --examples FILE"


@dataclass(frozen=True)
class Origin:
    """An origin says for whom and on what a prompt was chosen."""

    company: str  # id
    base: str  # id of the base model, as its engine calls it
    data_sha256: str  # of the validation tickets
    examples: int  # from among so many tickets those of a prompt were taken
    candidates: int  # from among so many it was chosen
    measure: str  # what the score counts
    baseline: str  # what needs no model
    chosen_on: tuple[str, ...] = ()  # keys of the validation tickets, by which they are known again
    code_version: str = ""
    created_at: str = ""


@dataclass(frozen=True)
class Kept(Generic[Input]):
    prompt: Prompt[Input]
    skill: str
    origin: Origin
    score: Share  # on the validation tickets, among which it was chosen
    baseline: Share  # on the same
    erased: int = 0  # examples that an erasure took away since: the score was that with them

    def misfit(self, base: str, form: Form | None) -> str:
        """Return why this prompt does not serve with a base, or with what replies may consist of; "" if it does."""
        if base != self.origin.base:
            return f"it was chosen for {self.origin.base}, and the model is {base}"
        if self.prompt.form is not None and self.prompt.form is not form:
            return f"it was chosen for DESKHAND_REPLY={self.prompt.form}"
        return ""


def place(adapters: Path, skill: str) -> Path:
    return adapters / FOLDER / f"{skill}.json"


def page_place(adapters: Path, skill: str) -> Path:
    """Return where the page lies that shows how the prompt of a skill was chosen."""
    return adapters / FOLDER / f"{skill}.html"


def made(kept: Kept[Input]) -> Kept[Input]:
    """Return a prompt with an id of its own, and when and by which version it was chosen."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    origin = replace(kept.origin, code_version=version("deskhand"), created_at=now)
    named = replace(kept, origin=origin)
    own = hashed_file.new_id(f"{kept.skill}-prompt", as_json(named))
    return replace(named, prompt=replace(kept.prompt, id=own))


def save(kept: Kept[Input], adapters: Path) -> None:
    hashed_file.write(place(adapters, kept.skill), as_json(kept), private=True)


def load(adapters: Path, skill: str) -> "Kept[Any] | None":
    """Return the prompt of a skill; None if there is none. Raises `AdapterError` if it was altered or cannot be read."""
    return read(place(adapters, skill))


def read(path: Path) -> "Kept[Any] | None":
    known = hashed_file.read(path, FORMAT)
    if known is None:
        return None
    try:
        skill = str(known["skill"])
        read_input: Callable[..., Any] = {triage.NAME: triage.TriageInput, reply.NAME: reply.ReplyInput}[skill]
        values = dict(known["prompt"])
        shots = tuple(_shot(one, read_input) for one in values.pop("shots"))
        form = Form(values["form"]) if values["form"] else None
        prompt: Prompt[Any] = Prompt(**{**values, "choice": Choice(values["choice"]), "form": form}, shots=shots)
        origin = Origin(**{**known["origin"], "chosen_on": tuple(known["origin"]["chosen_on"])})
        score, baseline = (Share(*known[name]) for name in ("score", "baseline"))
        return Kept(prompt, skill, origin, score, baseline, int(known["erased"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AdapterError(f"{path} cannot be read: {error}") from error


def as_json(kept: Kept[Input]) -> dict[str, Any]:
    own = kept.prompt
    shots = [
        {"ticket": s.ticket, "shown": asdict(s.shown), "answer": s.answer, "vector": _told(s.vector)} for s in own.shots
    ]
    prompt = {
        "id": own.id,
        "instruction": own.instruction,
        "count": own.count,
        "choice": str(own.choice),
        "shots": shots,
        "encoder": own.encoder,
        "most_characters": own.most_characters,
        "temperatures": dict(own.temperatures),
        "form": str(own.form) if own.form else None,
    }
    return {
        "format": FORMAT,
        "skill": kept.skill,
        "prompt": prompt,
        "origin": asdict(kept.origin) | {"chosen_on": list(kept.origin.chosen_on)},
        "score": [kept.score.hits, kept.score.total],
        "baseline": [kept.baseline.hits, kept.baseline.total],
        "erased": kept.erased,
    }


def _shot(values: Mapping[str, Any], read_input: Callable[..., Any]) -> Shot[Any]:
    shown = {name: tuple(told) if isinstance(told, list) else told for name, told in values["shown"].items()}
    return Shot(str(values["ticket"]), read_input(**shown), str(values["answer"]), _vector(values["vector"]))


def _told(vector: NDArray[np.float32] | None) -> str | None:
    """Return a vector in half precision, which orders neighbours alike and takes half the place."""
    return None if vector is None else base64.b64encode(vector.astype("<f2").tobytes()).decode()


def _vector(told: str | None) -> NDArray[np.float32] | None:
    return None if told is None else np.frombuffer(base64.b64decode(told), "<f2").astype(np.float32)
