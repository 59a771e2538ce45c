"""This module opens the sealed set: tickets that are measured on once per candidate, after it has passed on validation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.evaluation.resampling import as_json
from worker.errors import Refused
from worker.learning.gate import contestants, judging, ledger, trial
from worker.learning.gate.judging import Against, Progress
from worker.learning.gate.ledger import Entry, Kind
from worker.learning.gate.measures import compare
from worker.learning.gate.trial import Trial
from worker.settings import Settings


def open_once(
    settings: Settings,
    folder: Path,
    sealed: Path,
    validation: Path,
    *,
    force: bool = False,
    progress: Progress = lambda *_: None,
    before: Callable[[], None] = lambda: None,
) -> Entry:
    """Compare a candidate with what does its work now on the sealed set, and return what the ledger then says of it. It was
    opened once this is called, whatever becomes of the command. `before`: what is done last before.

    Raises `Refused` where it was opened for this candidate, where the candidate has learned from its tickets, and where it
    shares tickets with the validation set.
    """
    skill = contestants.checked(settings, folder).skill
    candidate, working = contestants.version(folder), contestants.working(settings, skill)
    place = settings.adapters_path / skill
    if not force:
        refuse_second(place, candidate.name)
    cases, seen = trial.read(settings, skill, sealed), trial.read(settings, skill, validation)
    if shared := cases.texts & seen.texts:
        raise Refused(
            f"{len(shared)} tickets of {sealed} are in {validation} as well: a sealed set has none of validation"
        )
    judging.refuse_seen(settings, [candidate, working], cases)
    before()
    about = (candidate.name, (working.name,), sealed.name, cases.sha256, len(cases))
    ledger.append(place, Entry(Kind.OPENING, *about, forced=force))
    found = Trial(settings, skill, [working, candidate]).outcomes(cases, progress)
    against = Against(working.name, tuple(compare(skill, found[working], found[candidate])))
    made = Entry(Kind.SEALED, *about, result=_told(against), passed=not against.worse, forced=force)
    ledger.append(place, made)
    return made


def refuse_second(place: Path, candidate: str) -> None:
    """Raise `Refused` where a sealed set was opened for a candidate before."""
    for entry in ledger.of(ledger.read(place), candidate, Kind.OPENING):
        raise Refused(
            f"the sealed set {entry.file} was opened for {candidate} on {entry.at[:10]}: a second look proves nothing. Promote "
            "with --force REASON if you must"
        )


def lines(entry: Entry) -> list[str]:
    """Return what the sealed set said, in words."""
    made = []
    for name, one in entry.result.items():
        own, other = one["candidate"], one["other"]
        made.append(f"{name}: {_figure(own)} against {_figure(other)} of {', '.join(entry.against)}, p {one['p']:.4f}")
    verdict = "not worse beyond chance" if entry.passed else "worse beyond chance"
    return [*made, f"sealed set {entry.file}, {entry.cases} tickets: {verdict}"]


def _told(against: Against) -> dict[str, Any]:
    return {one.measure.name: {**one.as_json(), "candidate": as_json(one.candidate)} for one in against.compared}


def _figure(told: dict[str, Any]) -> str:
    low, high = told["interval"] or (0.0, 1.0)
    value = f"{told['hits']} of {told['total']}" if "hits" in told else f"{told['value']}"
    return f"{value} [{low * 100:.0f}-{high * 100:.0f} %]"
