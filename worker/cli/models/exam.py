"""An exam is one run of `deskhand models evaluate`: it prepares what is needed, says how far it is, and measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine as Database

from knowledge.handled_tickets import HandledTicket
from knowledge.search.evidence import identity
from models.generation.engine import Engine
from models.generation.remembering import RememberingEngine
from models.heads.folder import Heads
from models.skills import triage
from models.weights import registry
from worker import bootstrap, learned_assets
from worker.cli import progress
from worker.company import Company, load_company
from worker.domain import Retrieved
from worker.errors import Refused
from worker.learning import adapters, heads, oracle, serving_heads
from worker.learning.evaluation import Contender, Report, evaluate, retrieved_for
from worker.learning.prompting.usual import few_shot
from worker.learning.received import Customers
from worker.learning.report import baselines, preparation
from worker.learning.report.curve import Lesson, Point, curve, fits
from worker.learning.report.findings import Findings
from worker.learning.report.preparation import Set
from worker.learning.report.row import Part
from worker.retrieval.finder import Finder, Translate
from worker.settings import Settings


@dataclass(frozen=True)
class Wanted:
    """This is what the options ask for."""

    parts: frozenset[Part]
    baseline: bool = True
    model: bool = False
    few_shot: bool = False
    curve: bool = False
    oracle: bool = False
    adapter: Path | None = None  # the folder of a candidate, which is measured as if it did its work alone

    @property
    def triage(self) -> bool:
        return "triage" in self.parts

    @property
    def replies(self) -> bool:
        return "replies" in self.parts


@dataclass
class Exam:
    settings: Settings
    wanted: Wanted

    def findings(self, data: Sequence[Path], train: Sequence[Path]) -> list[Findings]:
        """Measure on each file of `data`; the baselines learn from the tickets of `train`."""
        wanted, sets = self.wanted, preparation.read(self.settings, data)
        handled = self._handled(train, sets) if wanted.baseline or wanted.few_shot or wanted.curve else []
        bootstrap.prepare(self.settings)
        with bootstrap.opened(self.settings) as database:
            lines = adapters.customers(database)
            # The tickets to learn from may have their English; those to evaluate are none of them.
            translate = heads.english_of(handled, self._translate)
            finder = bootstrap.make_finder(self.settings, database, translate)
            found = self._found(sets, finder)
            given = self._given(sets, found, finder, database) if wanted.oracle else {}
            lesson = self._lesson(handled, finder) if wanted.triage and (wanted.baseline or wanted.curve) else None
            contenders = self._contenders(handled, lesson, lines, finder)
        points = self._curves(lesson, sets, found, lines) if lesson and wanted.curve else {}
        made = []
        for path, tickets in sets:
            with progress.step(f"evaluate {path.name}", total=len(tickets) * len(contenders), unit="tickets") as step:
                reports = tuple(
                    evaluate(tickets, found, who, self._company, lines, self.settings.batch, step.advance, wanted.parts)
                    for who in contenders
                )
            lost = self._lost(tickets, given, reports[0], contenders[0], lines) if wanted.oracle else None
            chosen_on = preparation.chosen_on(self.settings, tickets, wanted.parts)
            seen = preparation.seen_by(self._heads, tickets)
            made.append(Findings(path, reports, seen, chosen_on, points.get(path, ()), lost))
        return made

    def _given(
        self, sets: Sequence[Set], found: Mapping[str, Retrieved], finder: Finder, database: Database
    ) -> dict[str, Retrieved]:
        """Return the right passages of each ticket that a person answered."""
        tickets = [ticket for _, own in sets for ticket in own]
        return oracle.right_passages(tickets, found, database, finder.index())

    def _lost(
        self,
        tickets: Sequence[HandledTicket],
        given: Mapping[str, Retrieved],
        report: Report,
        serving: Contender,
        lines: Customers,
    ) -> oracle.Losses:
        """Return what of the replies is lost to retrieval, and what to whoever writes them."""
        known = [ticket for ticket in tickets if ticket.id in given]
        parts: frozenset[Part] = frozenset({"replies"})
        again = evaluate(known, given, serving, self._company, lines, self.settings.batch, parts=parts)
        return oracle.losses(report.rows, again.rows, sum(ticket.is_replied for ticket in tickets))

    @cached_property
    def _company(self) -> Company:
        return load_company(self.settings.company_path)

    @cached_property
    def _heads(self) -> Mapping[str, Heads]:
        replaced = self._skill == triage.NAME
        return learned_assets.load_heads(self.settings) if self.wanted.triage and not replaced else {}

    @cached_property
    def _skill(self) -> str | None:
        """Return the skill of the candidate."""
        return registry.read_manifest(self.wanted.adapter).skill if self.wanted.adapter else None

    @cached_property
    def _engine(self) -> Engine | None:
        """Return the model, where anything needs it."""
        wanted = self.wanted
        if self._heads and not (wanted.model or wanted.few_shot or wanted.replies):
            return None
        with progress.step("load the model", usually="5 to 20 s"):
            if self.wanted.adapter is None or self._skill is None:
                return bootstrap.make_model_engine(self.settings)
            here = self.settings.model_copy(update={"engine_url": None})  # a server has only those that serve
            folders = {**learned_assets.adapter_folders(here), self._skill: self.wanted.adapter}
            return bootstrap.make_model_engine(here, folders)

    @cached_property
    def _translate(self) -> Translate:
        return bootstrap.make_translate(self.settings, self._engine)

    def _handled(self, train: Sequence[Path], sets: Sequence[Set]) -> list[HandledTicket]:
        own, doubled = preparation.to_learn_from(self.settings, train, sets)
        if doubled:
            progress.say(f"{doubled} tickets to learn from are among those to evaluate, and were left out")
        return own

    def _found(self, sets: Sequence[Set], finder: Finder) -> dict[str, Retrieved]:
        """Return what the search gives for each ticket; nothing where only the model does triage, which reads none of it."""
        tickets = [ticket for _, own in sets for ticket in own]
        if len({ticket.id for ticket in tickets}) < len(tickets):
            raise Refused("two of the tickets to evaluate have the same id: give each its own")
        searches = self.wanted.replies or self._heads or self.wanted.baseline or self.wanted.curve
        if not (
            searches or learned_assets.serving_prompt(self.settings, "triage")
        ):  # its examples may be the nearest ones
            return {}
        with progress.step("search for each ticket", total=len(tickets), unit="tickets") as step:
            return retrieved_for(tickets, finder.tickets, step.advance)

    def _lesson(self, handled: Sequence[HandledTicket], finder: Finder) -> Lesson:
        encoder = identity(finder.index().encoder)
        with progress.step("search for the tickets to learn from", total=len(handled), unit="tickets") as step:
            before = serving_heads.load(self.settings, encoder)
            known = heads.search(handled, self._company, finder, before, step.advance)
        return Lesson(handled, known, preparation.recipes(self._heads, encoder))

    def _contenders(
        self, handled: Sequence[HandledTicket], lesson: Lesson | None, lines: Customers, finder: Finder
    ) -> list[Contender]:
        """Return who is compared; what serves is the first."""
        wanted, engine = self.wanted, self._engine
        made = [
            preparation.serving(self.settings, engine, self._heads)
            if wanted.adapter is None or engine is None
            else preparation.candidate(self.settings, engine, wanted.adapter)
        ]
        if wanted.model and self._heads and engine is not None:
            made.append(preparation.by_model(self.settings, engine))
        if wanted.model and wanted.replies and learned_assets.chooses(self.settings) and engine is not None:
            made += preparation.written(self.settings, engine)
        if wanted.baseline and lesson is not None:
            with progress.step("train the baselines", unit="fits") as step:
                made += baselines.of_triage(handled, self._company, lines, lesson.known, step.advance)
        if wanted.baseline and wanted.replies:
            made += baselines.of_replies(handled, finder.encoder_of(finder.index()).encode)
        if wanted.few_shot and engine is not None:
            kept = RememberingEngine(engine, self.settings.home_path / "evaluations")
            made.append(few_shot(kept, handled, finder.tickets, lines, wanted.parts))
        return made

    def _curves(
        self, lesson: Lesson, sets: Sequence[Set], found: Mapping[str, Retrieved], lines: Customers
    ) -> dict[Path, tuple[Point, ...]]:
        asked = {str(path): (tickets, found) for path, tickets in sets}
        with progress.step("draw the learning curve", total=fits(len(lesson.tickets)), unit="draws") as step:
            points = curve(lesson, asked, self._company, lines, step.advance)
        return {path: points[str(path)] for path, _ in sets}
