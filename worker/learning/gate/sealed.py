"""This module opens the sealed set: tickets that are measured on once per candidate, after it has passed on validation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.evaluation.resampling import as_json
from worker.errors import Refused
from worker.learning import sealed_set
from worker.learning.gate import contestants, judging, ledger, trial
from worker.learning.gate.judging import Against, Progress
from worker.learning.gate.ledger import Entry, Kind
from worker.learning.gate.measures import compare
from worker.learning.gate.trial import Cases, Trial
from worker.settings import Settings


def require_closed(settings: Settings, folder: Path, sealed: Path, validation: Path, *, force: bool = False) -> Cases:
    """Return the cases of a sealed set that may be opened for a candidate. Raises `Refused` where it was opened for this
    candidate, where the candidate was measured on its tickets or has learned from them, and where it shares tickets with the
    validation set."""
    skill = contestants.checked(settings, folder).skill
    candidate, working = contestants.version(folder), contestants.working(settings, skill)
    known = ledger.read(settings.adapters_path / skill)
    sealed_set.refuse(settings, [validation], sealed)
    cases = trial.read(sealed_set.opened(settings), skill, sealed)
    if not force:
        _refuse_second(known, candidate.name, cases)
    judging.refuse_seen(settings, [candidate, working], cases)
    return cases


def open_once(
    settings: Settings,
    folder: Path,
    sealed: Path,
    validation: Path,
    *,
    force: bool = False,
    progress: Progress = lambda *_: None,
) -> Entry:
    """Compare a candidate with what does its work now on the sealed set, and return what the ledger then says of it. It was
    opened once this is called, whatever becomes of the command. Raises what `require_closed` raises."""
    skill = contestants.checked(settings, folder).skill
    candidate, working = contestants.version(folder), contestants.working(settings, skill)
    place = settings.adapters_path / skill
    cases = require_closed(settings, folder, sealed, validation, force=force)
    about = (candidate.name, (working.name,), sealed.name, cases.sha256, len(cases), ledger.packed(cases.texts))

    def opening(known: list[Entry]) -> list[Entry]:
        if not force:
            _refuse_second(known, candidate.name, cases)  # two commands at once open it once
        return [Entry(Kind.OPENING, *about, forced=force)]

    ledger.judged(place, opening)
    found = Trial(settings, skill, [working, candidate]).outcomes(cases, progress)
    against = Against(working.name, tuple(compare(skill, found[working], found[candidate])))
    made = Entry(Kind.SEALED, *about, result=_told(against), passed=not against.worse, forced=force)
    ledger.append(place, made)
    return made


def _refuse_second(known: Sequence[Entry], candidate: str, cases: Cases) -> None:
    for entry in ledger.of(known, candidate, Kind.OPENING):
        raise Refused(
            f"the sealed set {entry.file} was opened for {candidate} on {entry.at[:10]}: a second look proves nothing. Promote "
            "with --force REASON if you must"
        )
    for entry in ledger.on(ledger.of(known, candidate, Kind.COMPARISON, Kind.EVALUATION), cases.texts):
        raise Refused(
            f"{candidate} was measured on tickets of {cases.path} on {entry.at[:10]} ({entry.file}), so they are not sealed: "
            "give others, or promote with --force REASON if you must"
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
