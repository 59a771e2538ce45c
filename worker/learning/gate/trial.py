"""A trial asks contestants for the same handled tickets, with one model in memory, and says what each got right."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from sqlalchemy import Engine as Database

from knowledge.handled_tickets import Asked, HandledTicket
from knowledge.measure import evaluation as searching
from knowledge.measure.questions import Question
from models.generation.by_name import NamedAdapters, named
from models.generation.engine import Engine
from models.heads.folder import Heads
from models.skills import reply, translation, triage
from models.weights import registry
from models.weights.base import sha256_of
from worker import bootstrap, learned_assets
from worker.company import Company, load_company
from worker.domain import Retrieved
from worker.errors import Refused
from worker.learning import adapters, lineage, moved, question_file, search_evaluation
from worker.learning.evaluation import BASE_SKILL, Contender, evaluate, retrieved_for
from worker.learning.gate import contestants, measures
from worker.learning.gate.contestants import Contestant, Kind
from worker.learning.gate.measures import FOUND, Outcomes
from worker.learning.prompting import bar
from worker.learning.report import preparation
from worker.learning.report.row import PART_OF
from worker.pipeline import selection
from worker.pipeline.retrieve import SHOWN
from worker.retrieval.finder import Translate
from worker.retrieval.translation import Translator
from worker.settings import Settings


@dataclass(frozen=True)
class Cases:
    """These are the cases of a file: handled tickets, or for translation questions."""

    path: Path
    sha256: str
    tickets: tuple[HandledTicket, ...]
    questions: tuple[Question, ...]
    known: tuple[tuple[str, str], ...]  # id and key of the text, per case
    repeated: int = 0  # cases that were left out, because another one has the same text

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(text for _, text in self.known)

    def __len__(self) -> int:
        return len(self.tickets) or len(self.questions)


def read(settings: Settings, skill: str, path: Path) -> Cases:
    """Read the cases of a skill, each text once: a repeated one is no further evidence. Raises `DataError` or OSError, and
    `Refused` where two cases have one id, there is none, or one is of the sealed set."""
    tickets: tuple[HandledTicket, ...] = ()
    questions: tuple[Question, ...] = ()
    if skill == translation.NAME:
        questions = tuple(question_file.load(settings, path))
        known = [(one.id, lineage.text_key(Asked(question=one.text))) for one in questions]
    else:
        [(_, tickets)] = preparation.read(settings, [path])
        known = [(one.id, lineage.text_key(one)) for one in tickets]
    if len({name for name, _ in known}) < len(known):
        raise Refused(f"two of the cases in {path} have the same id: give each its own")
    if not known:
        raise Refused(f"{path} holds no tickets")
    texts = [text for _, text in known]
    once = [place for place, text in enumerate(texts) if texts.index(text) == place]
    return Cases(
        path,
        sha256_of(path),
        tuple(tickets[place] for place in once if tickets),
        tuple(questions[place] for place in once if questions),
        tuple(known[place] for place in once),
        len(known) - len(once),
    )


@dataclass
class Trial:
    settings: Settings
    skill: str
    contestants: Sequence[Contestant]

    def outcomes(
        self, cases: Cases, progress: Callable[[int, int], None] = lambda *_: None
    ) -> dict[Contestant, Outcomes]:
        """Return what each contestant got right. `progress` is told how many of how many searches and answers
        are done."""
        bootstrap.prepare(self.settings)
        searched = self.skill != translation.NAME and self._needs_search
        done, total = 0, len(cases) * (len(self.contestants) + searched)

        def more(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        with bootstrap.opened(self.settings) as database:
            if self.skill == translation.NAME:
                return self._recalls(cases, database, more)
            lines = adapters.customers(database)
            found = self._searched(cases, database, more) if searched else {}
        self._require_heads_that_fit(found)
        made: dict[Contestant, Outcomes] = {}
        for one in self.contestants:
            if one.kind is Kind.MAJORITY:
                made[one] = majority(cases.tickets)
                more(len(cases))
                continue
            report = evaluate(
                cases.tickets,
                found,
                self._contender(one),
                self._company,
                lines,
                self.settings.batch,
                more,
                frozenset({PART_OF[self.skill]}),
            )
            made[one] = measures.outcomes(self.skill, report.rows)
        return made

    @property
    def _needs_search(self) -> bool:
        kinds = {one.kind for one in self.contestants}
        return self.skill != triage.NAME or not kinds.isdisjoint({Kind.HEADS, Kind.PROMPT})

    @cached_property
    def _company(self) -> Company:
        return load_company(self.settings.company_path)

    @cached_property
    def _model(self) -> Engine:
        """Return one model with all adapters of this trial, in this process: a server has only those that serve."""
        here = self.settings.model_copy(update={"engine_url": None})
        folders = {
            _engine_name(self.skill, one): one.folder
            for one in self.contestants
            if one.kind is Kind.ADAPTER and one.folder is not None
        }
        if self.skill != translation.NAME and (own := learned_assets.adapter_folders(here).get(translation.NAME)):
            folders[translation.NAME] = own
        return bootstrap.make_model_engine(here, folders)

    def _searched(self, cases: Cases, database: Database, progress: Callable[[int], None]) -> dict[str, Retrieved]:
        translate: Translate = Translator(lambda: self._model) if self.settings.translate else list
        finder = bootstrap.make_finder(self.settings, database, translate)
        return retrieved_for(cases.tickets, finder.tickets, progress)

    def _require_heads_that_fit(self, found: Mapping[str, Retrieved]) -> None:
        """Raise `Refused` for heads of another encoder than the index: they would lose against anything."""
        for one in self.contestants:
            if one.kind is Kind.HEADS and any(own.encoder not in self._heads[one] for own in found.values()):
                raise Refused(
                    f"{one.name} belongs to another encoder than the index: run `deskhand models heads --data FILE`"
                )

    @cached_property
    def _heads(self) -> Mapping[Contestant, Mapping[str, Heads]]:
        return {one: contestants.heads_of(self.settings, one) for one in self.contestants if one.kind is Kind.HEADS}

    def _contender(self, one: Contestant) -> Contender:
        part = frozenset({PART_OF[self.skill]})
        if one.kind is Kind.HEADS:
            return Contender(one.name, heads=self._heads[one], parts=part)
        if one.kind is Kind.CHOSEN:
            return Contender(one.name, writer=preparation.selecting(self.settings), parts=part)
        if one.kind is Kind.STATEMENTS:
            return Contender(
                one.name, writer=lambda ticket, _, found: selection.select(ticket, found, None), parts=part
            )
        known = Contender(one.name, self._engine(one), parts=part, bare=one.folder is None)
        if one.kind is Kind.PROMPT:
            prompted = bar.contender(self.settings, self.skill, self._engine(one))
            if prompted is None:
                raise Refused(f"the prompt of {self.skill} is gone: `deskhand models prompt {self.skill}` chooses one")
            return prompted
        if self.skill == reply.NAME:
            return replace(known, form=learned_assets.reply_form(self.settings, one.folder))
        temperatures = registry.read_manifest(one.folder).temperatures if one.folder else {}
        return replace(known, temperatures=temperatures)

    def _engine(self, one: Contestant) -> Engine:
        """Return what a contestant asks; a base without an adapter is asked where it serves."""
        if self.settings.engine_url and one.folder is None:
            return bootstrap.make_model_engine(self.settings, {})
        return NamedAdapters(self._model, {self.skill: _engine_name(self.skill, one)})

    def _recalls(self, cases: Cases, database: Database, progress: Callable[[int], None]) -> dict[Contestant, Outcomes]:
        """Return the recall of the search with each translation, per question that something answers."""
        asked = moved.questions(database, [question for question in cases.questions if question.wanted])
        if not asked:
            raise Refused(f"{cases.path} names no passages that answer its questions: a search is measured by them")
        made: dict[Contestant, Outcomes] = {}
        translate: Translate = list

        def translated(texts: Sequence[str]) -> list[str]:
            return list(translate(texts))  # of the contestant whose turn it is: the encoder is loaded once for all

        finder = bootstrap.make_finder(self.settings, database, translated)
        for one in self.contestants:
            translate = list if one.kind is Kind.ORIGINAL else Translator(partial(self._engine, one))
            answers = search_evaluation.answers(finder, asked, progress)
            stage = searching.stages_of(answers)[-1]
            recall = searching.score(answers, stage, SHOWN)[f"recall@{SHOWN}"]
            made[one] = {FOUND: [float(value) for value in recall]}
        return made


def majority(tickets: Sequence[HandledTicket]) -> Outcomes:
    """Return what is right of the most frequent answer of these very tickets: no simpler contestant can be better."""
    queue = Counter(one.queue for one in tickets).most_common(1)[0][0]
    escalate = sum(one.escalate for one in tickets) * 2 > len(tickets)
    return {
        measures.QUEUE: [one.queue == queue for one in tickets],
        measures.HAND_OVER: [one.escalate == escalate for one in tickets],
        measures.NOT_MISSED: [escalate if one.escalate else None for one in tickets],
    }


def _engine_name(skill: str, one: Contestant) -> str:
    return named(skill, one.name) if one.folder is not None else BASE_SKILL
