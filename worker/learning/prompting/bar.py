"""This module lets the gate of adapters ask for the bar: what the kept prompt scored, and the prompt itself as a contender, so
that an adapter is compared with it on the same tickets."""

from dataclasses import dataclass

from models.evaluation.scores import Share
from models.generation.engine import Engine
from models.skills import reply, triage
from worker import learned_assets
from worker.learning.evaluation import Contender
from worker.learning.report.row import PART_OF
from worker.pipeline.prompting import Prompts
from worker.settings import Settings


@dataclass(frozen=True)
class Bar:
    """A bar is what an adapter of a skill must pass."""

    prompt: str  # id
    measure: str
    score: Share  # on validation tickets, among which the prompt was chosen: a little too good
    base: str  # id of the base model that it was chosen for


def bar(settings: Settings, skill: str) -> Bar | None:
    """Return the bar of a skill; None where no prompt is kept. Raises `AdapterError` for a file that was altered, and
    `ForeignAsset`."""
    kept = learned_assets.load_kept_prompt(settings, skill)
    return None if kept is None else Bar(kept.prompt.id, kept.origin.measure, kept.score, kept.origin.base)


def contender(settings: Settings, skill: str, engine: Engine) -> Contender | None:
    """Return the bare base with the kept prompt, whether it serves or not; None where none is kept for this base. Raises as
    `bar` does."""
    kept = learned_assets.load_kept_prompt(settings, skill)
    if kept is None or kept.origin.base != engine.base_id:
        return None
    prompt = kept.prompt
    return Contender(
        f"kept prompt {prompt.id}",
        engine,
        prompt.temperatures,
        prompts=Prompts(triage=prompt) if skill == triage.NAME else Prompts(reply=prompt),
        bare=True,
        form=prompt.form or reply.Form.FREE,
        parts=frozenset({PART_OF[skill]}),
    )
