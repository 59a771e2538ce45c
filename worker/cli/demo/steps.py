"""This module names the steps of a demo, remembers how long each took, and prepares what all demos need."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from worker import demo_home
from worker.cli import progress
from worker.cli.progress import Step
from worker.errors import Refused
from worker.settings import Settings

SERVERS, BASE, KNOWLEDGE = "start the servers", "convert the base model", "load the knowledge"
START, HANDLE, STOP = (
    "start the web process and the workers",
    "handle the tickets",
    "stop the web process and the workers",
)
LOADING = "the workers load the model"
_KEPT = {SERVERS: "the servers run", BASE: "the base model is converted", KNOWLEDGE: "the knowledge is loaded"}
_COUNTED = {KNOWLEDGE, HANDLE}  # what they did is kept


class Steps:
    """Steps remember how long each step of one demo took, and how far the current one is."""

    def __init__(self, again: str = "`make demo` (or `deskhand demo`) goes on from here") -> None:
        """`again`: what another call does after an interruption."""
        self.again = again
        self.seconds: dict[str, float] = {}
        self._now = ""
        self._step: Step | None = None

    @contextmanager
    def step(self, name: str, **more: Any) -> Iterator[Step]:
        if not self._interrupted():
            self._now, self._step = name, None
        with progress.step(name, **more) as step:
            if self._now == name:
                self._step = step
            yield step
        self.seconds[name] = step.seconds

    def _interrupted(self) -> bool:
        """Return whether a step began and did not end: any step after it only tidies up."""
        return bool(self._now) and self._now not in self.seconds

    def interrupted(self) -> str:
        """Return what the person who pressed Ctrl-C reads: what is kept, and how to go on."""
        kept = [what for name, what in _KEPT.items() if name in self.seconds]
        if self._now in _COUNTED and self._interrupted() and self._step is not None and self._step.total:
            what = "decided" if self._now == HANDLE else "loaded"
            kept.append(f"{self._step.done:,} of {self._step.total:,} {self._step.unit} are {what}")
        kept_so_far = f"Kept: {', '.join(kept)}." if kept else "Nothing was done yet."
        return (
            f"Interrupted during “{self._now or SERVERS}”. {kept_so_far} {self.again}; `deskhand down` stops the "
            "servers."
        )


def prepare(settings: Settings, steps: Steps) -> None:
    """Start the servers, convert the base model and load the knowledge. What is there is not made again."""
    from models.weights import base
    from worker import embedded

    with steps.step(SERVERS, usually="5 to 20 s the first time") as step:
        embedded.up(settings, progress=step.say)
        _take(settings)
    there = base.is_ready(settings.base_model, settings.home_path)
    with steps.step(BASE, usually="" if there else "10 to 30 s") as step:
        base.ensure(settings.base_model, settings.home_path, step.say)
        step.ending = "it is there already" if there else ""
    with steps.step(KNOWLEDGE, unit="documents") as step:
        _load_knowledge(settings, step)


def _take(settings: Settings) -> None:
    """Record whose database this is, and mark the home if it is the demo's. Raises `ForeignAsset` for another company's, and
    `Refused` for one that somebody used before anybody recorded whose it is."""
    from knowledge.index.indexes import LIVE
    from worker.db import installation
    from worker.library.owner import ready_owner
    from worker.library.sync import find_index

    is_demo = settings.company_path.resolve() == demo_home.files()["company"].resolve()
    if is_demo and not demo_home.is_marked(settings.home_path):
        with ready_owner(settings, reads=True) as owner:
            if installation.owner_of(owner) is None and find_index(owner, LIVE) is not None:
                raise Refused(
                    f"{settings.home_path} has knowledge that no demo loaded: set DESKHAND_HOME to another folder for the "
                    "demo; if it is your company's, `deskhand knowledge sync` records whose it is"
                )
    with ready_owner(settings):
        if is_demo:
            demo_home.mark(settings.home_path)


def _load_knowledge(settings: Settings, step: Step) -> None:
    from worker.library import vectors

    step.say("reading the sources and loading the encoder")
    vectors.sync_shipped(
        settings, say=step.note, progress=lambda known: step.update(known.done, known.total, share=known.share)
    )
    step.ending = "" if step.total else "nothing has changed"
    _load_wordings(settings)


def _load_wordings(settings: Settings) -> None:
    """Accept the wordings beside the knowledge file, in which a person decided: an answer in a language without pages."""
    from worker.learning.wording import decisions
    from worker.library.owner import ready_owner

    file = settings.knowledge_path.parent / decisions.SHIPPED
    if file.is_file():
        with ready_owner(settings) as owner:
            decisions.bring_in(settings, owner, file)
