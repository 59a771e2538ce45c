"""The gate compares a candidate with what does its work now, and with the simplest thing that could, ticket by ticket.

It passes if it is better beyond chance in at least one measure of its skill and worse beyond chance in none, against each of
them. Whoever tries many candidates on the same tickets finds a lucky one, so the level at which one counts as better is
divided by the number of candidates that were compared on any of these tickets since the last promotion, and by the measures.

Heads have to be worse in nothing than the heads that serve: they are fitted again after each sync, cost nothing, and know more
tickets each time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from models.evaluation.pairs import ALPHA
from models.evaluation.resampling import Figure, as_json
from models.weights import versions
from models.weights.pointer import standing
from worker.errors import Refused
from worker.learning import heads, lineage, serving_heads
from worker.learning.gate import ancestry, contestants, ledger, measures, trial
from worker.learning.gate.contestants import Contestant, Kind
from worker.learning.gate.ledger import Entry
from worker.learning.gate.measures import Compared, Outcomes, told_p
from worker.learning.gate.trial import Cases, Trial
from worker.pipeline.selection import FIRST_PASSAGE
from worker.settings import Settings

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Against:
    """This is how a candidate compares with one contestant."""

    contestant: str
    compared: tuple[Compared, ...]

    def better(self, level: float) -> list[str]:
        return [one.measure.name for one in self.compared if one.is_better(level)]

    @property
    def worse(self) -> list[str]:
        return [one.measure.name for one in self.compared if one.is_worse]

    def lines(self, level: float) -> list[str]:
        """Return the comparison in words, a line per measure."""
        said = []
        for one in self.compared:
            how, p = one.how(level), f"p {told_p(one.pairs.p_value)}"
            counts = f"only it {one.pairs.second}, only the other {one.pairs.first}, both {one.pairs.both}, {p}"
            said.append(
                f"{one.measure.name}: {one.candidate} against {one.other} of {self.contestant}; {counts}: {how}"
            )
        return said


@dataclass(frozen=True)
class Verdict:
    candidate: str  # id
    skill: str
    cases: int
    file: str
    sha256: str
    tried: int  # candidates that were compared on these cases since the last promotion, with this one
    against: tuple[Against, ...]
    cautions: tuple[str, ...] = ()
    must_be_better: bool = True  # False: it passes if it is worse in nothing

    @property
    def level(self) -> float:
        proving = sum(measure.proves for measure in measures.OF_SKILL[self.skill])
        return ALPHA / (self.tried * proving)

    @property
    def passes(self) -> bool:
        return not any(one.worse for one in self.against) and (
            not self.must_be_better or all(one.better(self.level) for one in self.against)
        )

    @property
    def figures(self) -> dict[str, Figure]:
        return {one.measure.name: one.candidate for own in self.against[:1] for one in own.compared}

    def why(self) -> list[str]:
        """Return why it does not pass."""
        said = []
        for one in self.against:
            if one.worse:
                said.append(f"worse than {one.contestant} in {', '.join(one.worse)}")
            elif self.must_be_better and not one.better(self.level):
                said.append(f"not better than {one.contestant} beyond chance")
        return said

    def needed(self) -> str:
        """Return in words that so few cases let nobody pass; "" where one could."""
        if not self.must_be_better:
            return ""
        fewest = next(n for n in count(1) if 2 * 0.5**n < self.level)
        if self.cases >= fewest:
            return ""
        return f"nobody can pass on {self.cases} tickets: at this level one must be right alone on at least {fewest}"

    def lines(self) -> list[str]:
        made = [line for one in self.against for line in one.lines(self.level)]
        made = made or ["nothing serves yet that it could be compared with"]
        return [*made, self.tries(), *(f"caution: {one}" for one in self.cautions)]

    def tries(self) -> str:
        """Return the level in words."""
        if not self.must_be_better:
            return f"it passes if it is worse beyond chance in nothing, at p {ALPHA:g}"
        number = f"candidates compared on these tickets since the last promotion: {self.tried}"
        return f"{number}; so better counts below p {self.level:.4f}"

    def as_json(self) -> dict[str, Any]:
        return {
            "candidate": self.candidate,
            "skill": self.skill,
            "file": self.file,
            "sha256": self.sha256,
            "cases": self.cases,
            "tried": self.tried,
            "level": self.level,
            "passes": self.passes,
            "why_not": self.why(),
            "cautions": list(self.cautions),
            "figures": {name: as_json(one) for name, one in self.figures.items()},
            "against": {
                own.contestant: {one.measure.name: one.as_json() for one in own.compared} for own in self.against
            },
        }


def judge(settings: Settings, folder: Path, data: Path, progress: Progress = lambda *_: None) -> Verdict:
    """Compare a candidate, which `contestants.checked` has let pass, with what does its work now and with the simplest thing that
    could. What was seen is written into the ledger. Raises `Refused` where it has learned from a ticket of `data`."""
    skill = contestants.work_of(contestants.checked(settings, folder).skill)
    candidate = contestants.version(folder)
    others = opponents(settings, skill, candidate)
    if candidate.name in {one.name for one in others}:
        raise Refused(f"{candidate.name} serves already")
    return compare(settings, skill, candidate, others, data, progress)


def opponents(settings: Settings, skill: str, candidate: Contestant) -> list[Contestant]:
    """Return whom a candidate must beat: what does the work now, the kept prompt, and the simplest thing that could do it. Heads
    stand against those alone that serve with the same encoder."""
    if candidate.kind is Kind.HEADS:
        serving = serving_heads.folder_of(settings, contestants.place_of(settings, skill, candidate).name)
        return [] if serving is None else [contestants.version(serving)]
    working, prompt = contestants.working(settings, skill), contestants.prompt(settings, skill)
    is_simplest = working.kind is Kind.CHOSEN and working.name == FIRST_PASSAGE
    others = [working, prompt, None if is_simplest else contestants.simplest(skill)]
    return list(dict.fromkeys(one for one in others if one is not None))


def compare(
    settings: Settings,
    skill: str,
    candidate: Contestant,
    others: Sequence[Contestant],
    data: Path,
    progress: Progress = lambda *_: None,
) -> Verdict:
    """Compare any contestant with others on a file, and write what was seen of adapters into the ledger."""
    cases = trial.read(settings, skill, data)
    cautions = refuse_seen(settings, [candidate, *others], cases)
    if cases.repeated:
        cautions.append(f"{cases.repeated} cases have the text of another one and are left out")
    found = Trial(settings, skill, [*others, candidate]).outcomes(cases, progress) if others else {}
    against = tuple(_against(skill, other, found[other], found[candidate]) for other in others)
    verdict = Verdict(
        candidate.name,
        skill,
        len(cases),
        data.name,
        cases.sha256,
        1,
        against,
        tuple(cautions),
        must_be_better=candidate.kind is not Kind.HEADS,
    )
    everyone, own = [candidate, *others], contestants.place_of(settings, skill, candidate)
    places = {one: contestants.place_of(settings, skill, one) for one in everyone if one.folder is not None}
    verdict = _remembered(own, verdict, everyone, [one for one, place in places.items() if place == own], cases)
    for place in set(places.values()) - {own}:
        _remembered(place, verdict, everyone, [one for one, its in places.items() if its == place], cases)
    short = verdict.needed()
    return replace(verdict, cautions=(*cautions, short)) if short else verdict


def _remembered(
    place: Path, verdict: Verdict, everyone: Sequence[Contestant], versions_there: Sequence[Contestant], cases: Cases
) -> Verdict:
    """Write into a ledger what was seen of its versions, and return the verdict with the number of those that were tried."""
    pointer, made = versions.read(place), verdict
    looked = [one.name for one in versions_there if one.name != pointer.current]

    def entries(known: list[Entry]) -> list[Entry]:
        nonlocal made
        tried = len(ledger.tried(known, cases.texts, standing(pointer)) | set(looked))
        made = replace(verdict, tried=max(1, tried))
        names = [one.name for one in everyone]
        return [_entry(made, name, tuple(one for one in names if one != name), cases) for name in looked]

    ledger.judged(place, entries)
    return made


def refuse_seen(settings: Settings, compared: Sequence[Contestant], cases: Cases) -> list[str]:
    """Raise `Refused` where a version, or one that it was made of, has learned from a case. Return whom nobody knows about."""
    unknown = []
    for one in compared:
        if one.kind is Kind.HEADS:
            _refuse_heads_that_know(settings, one, cases)
            continue
        for name in ancestry.line(settings.adapters_path, one.folder) if one.folder else ():
            seen = lineage.keys(settings.adapters_path, name)
            if seen is None and ancestry.is_merge(settings.adapters_path, name):
                continue  # it learned nothing but what those learned that it was made of
            if seen is None:
                unknown.append(
                    f"nobody knows what {name} has learned from, so whether it knows these tickets is not checked"
                )
            elif count := sum(not seen.isdisjoint(map(lineage.short_hash, own)) for own in cases.known):
                raise Refused(_seen(count, cases, name))
    return list(dict.fromkeys(unknown))


def _refuse_heads_that_know(settings: Settings, one: Contestant, cases: Cases) -> None:
    """Raise `Refused` where heads have learned from a case: they carry the hash of each text."""
    for own in contestants.heads_of(settings, one).values():
        learned = {bytes(key) for key in own.layout.neighbours.keys}
        if count := sum(heads.key(ticket) in learned for ticket in cases.tickets):
            raise Refused(_seen(count, cases, own.id))


def _seen(count: int, cases: Cases, name: str) -> str:
    told = f"{count} of {len(cases)} tickets of {cases.path} are among those that {name} has learned from"
    return f"{told}: give tickets that no training saw"


def _against(skill: str, other: Contestant, theirs: Outcomes, own: Outcomes) -> Against:
    return Against(other.name, tuple(measures.compare(skill, theirs, own)))


def _entry(verdict: Verdict, name: str, rest: tuple[str, ...], cases: Cases) -> Entry:
    return Entry(
        ledger.Kind.COMPARISON,
        name,
        rest,
        verdict.file,
        verdict.sha256,
        len(cases),
        ledger.packed(cases.texts),
        verdict.as_json()["against"],
        verdict.passes if name == verdict.candidate else None,
    )
