"""This module promotes a version: the pointer changes in one step, and the weights stay where they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.weights import versions
from models.weights.manifest import HEADS, Manifest
from models.weights.pointer import Canary, Change, Serving
from worker import learned_assets
from worker.errors import Refused
from worker.learning import sealed_set, serving_heads
from worker.learning.gate import contestants, judging, ledger, sealed, states
from worker.learning.gate.judging import Progress, Verdict
from worker.learning.gate.ledger import Entry, Kind
from worker.serving.server_note import server_note
from worker.settings import Settings


@dataclass(frozen=True)
class Wish:
    """A wish is what the options of `deskhand models promote` say."""

    data: Path | None = None  # validation
    sealed: Path | None = None
    canary: float | None = None  # share of the tickets
    force: str | None = None  # why it is promoted against the gate
    by: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    candidate: str
    skill: str
    was: str | None  # the version that served before
    verdict: Verdict | None  # None: nothing was compared
    sealed: Entry | None
    promoted: bool
    why_not: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failed: int = 0  # earlier comparisons that the candidate did not pass

    def as_json(self) -> dict[str, Any]:
        opened = self.sealed and {"file": self.sealed.file, "passed": self.sealed.passed, "result": self.sealed.result}
        return {
            "candidate": self.candidate,
            "skill": self.skill,
            "was": self.was,
            "promoted": self.promoted,
            "why_not": list(self.why_not),
            "notes": list(self.notes),
            "failed": self.failed,
            "gate": self.verdict.as_json() if self.verdict else None,
            "sealed": opened,
        }


def candidate(settings: Settings, name: str) -> Path:
    """Return the folder of the version that a person wants to promote. A skill stands for its canary, or else for its newest
    candidate. Raises `Refused`, `AdapterError` or `NotReady`."""
    if name not in learned_assets.VERSIONED:
        return _divided(versions.resolve(settings.adapters_path, learned_assets.VERSIONED, name))
    place = settings.adapters_path / name
    if name == HEADS:
        place = serving_heads.place(settings)
        versions.divide(place)
    known = versions.read(place)
    if known.canary is not None:
        return versions.find(place, known.canary.id)
    waiting = [own for own in versions.list_versions(place) if states.of(known, own.name) == states.CANDIDATE]
    if not waiting or versions.is_flat(place):
        made_by = "deskhand models heads --data FILE" if name == HEADS else f"deskhand models train {name}"
        raise Refused(f"no candidate for {name} waits: `{made_by}` makes one")
    return waiting[-1]


def _divided(folder: Path) -> Path:
    """Return where a version lies once there are versions: heads of before that waited lay beside those that served."""
    place, name = versions.place_of(folder), contestants.version(folder).name
    if folder in {place, place / name}:
        return folder
    versions.divide(place)
    return versions.find(place, name)


def promote(settings: Settings, folder: Path, wish: Wish, progress: Progress = lambda *_: None) -> Outcome:
    """Let a version serve if the gate lets it pass, or by force. Raises `Refused`, and `AdapterError` or `ForeignAsset` for one
    that may not be loaded: no force promotes that."""
    manifest = contestants.checked(settings, folder)
    place = contestants.place_of(settings, manifest.skill, contestants.version(folder))
    known = versions.read(place)
    _refuse_early(settings, folder, place, manifest.id, known, wish)
    data = wish.data
    if data is None and wish.force is None:
        raise Refused(
            f"{manifest.id} was compared with nothing: name handled tickets that no training saw with --data FILE (or "
            "DESKHAND_GATE), or promote it against the gate with --force REASON"
        )
    if manifest.skill != HEADS:
        learned_assets.require_known_settings(folder)
    sets = None if wish.dry_run or wish.sealed is None or data is None else (wish.sealed, data)
    forced, earlier = wish.force is not None, _opened_for_canary(settings, folder) if sets else None
    if sets and earlier is None:
        sealed.require_closed(settings, folder, *sets, force=forced)  # before validation, which takes minutes
    failed = [one for one in ledger.of(ledger.read(place), manifest.id, Kind.COMPARISON) if one.passed is False]
    verdict = judging.judge(settings, folder, data, progress) if data is not None else None
    passed, why = verdict is not None and verdict.passes, verdict.why() if verdict else []
    opened = None
    if sets and passed:
        opened = earlier or sealed.open_once(settings, folder, *sets, force=forced, progress=progress)
        if not opened.passed:
            passed, why = False, [*why, f"worse beyond chance on the sealed set {opened.file}"]
    outcome = Outcome(
        manifest.id,
        manifest.skill,
        known.current,
        verdict,
        opened,
        promoted=not wish.dry_run and (passed or forced),
        why_not=tuple(why),
        notes=tuple(_notes(settings, manifest, folder, known, wish)),
        failed=len(failed),
    )
    if outcome.promoted:
        _point(place, outcome, wish, forced=not passed)
    return outcome


def _refuse_early(settings: Settings, folder: Path, place: Path, name: str, known: Serving, wish: Wish) -> None:
    """Raise `Refused` for what no comparison could allow."""
    if known.current == name:
        raise Refused(f"{name} serves already")
    if folder.resolve().parent != place.resolve():
        raise Refused(f"{folder} is no version in {place}: add it with `deskhand models import {folder}`")
    if wish.canary is not None and not 0 < wish.canary < 1:
        meant = f": did you mean {wish.canary / 100:g}?" if 1 < wish.canary < 100 else ""
        raise Refused(f"a canary gets a share above 0 and below 1 of the tickets, not {wish.canary:g}{meant}")
    if wish.canary is not None and known.current is None:
        raise Refused("no version serves beside which a canary could run: promote it without --canary")
    if wish.sealed is not None and place.parent.name == HEADS:
        raise Refused("no sealed set is opened for heads: each sync fits them again, and would open it again")
    for file in (wish.data, wish.sealed):
        if file is not None and not file.is_file():  # before anything is asked, which takes minutes and is a look
            raise Refused(f"there is no file {file}")
    if wish.data is not None:
        sealed_set.refuse(settings, [wish.data], wish.sealed)
    if wish.force is not None and not wish.force.strip():
        raise Refused("say why it is promoted against the gate: --force REASON")


def _opened_for_canary(settings: Settings, folder: Path) -> Entry | None:
    """Return what the sealed set said when a canary was promoted, which holds for its own promotion against the same version;
    None for any other candidate."""
    skill, name = contestants.checked(settings, folder).skill, folder.name
    place = settings.adapters_path / skill
    canary, now = versions.read(place).canary, contestants.working(settings, skill).name
    known = reversed(ledger.of(ledger.read(place), name, Kind.SEALED))
    return next((one for one in known if canary is not None and canary.id == name and one.against == (now,)), None)


def _notes(settings: Settings, manifest: Manifest, folder: Path, known: Serving, wish: Wish) -> list[str]:
    is_adapter, skill = manifest.skill != HEADS, manifest.skill
    notes = [] if learned_assets.is_asked(settings, skill) else [learned_assets.why_not_asked(skill)]
    if is_adapter and not notes and (restart := server_note(settings, folder)) is not None:
        notes.append(restart)
    if known.canary is not None and known.canary.id != manifest.id:
        notes.append(f"{known.canary.id} is no canary any more once {manifest.id} is promoted")
    if is_adapter and wish.sealed is None and wish.data is not None and wish.force is None:
        notes.append("no sealed set was opened: --sealed FILE measures once on tickets that nothing was chosen on")
    return notes


def _point(place: Path, outcome: Outcome, wish: Wish, *, forced: bool) -> None:
    """Change the pointer, if what the candidate was compared with still serves, and the candidate is still there."""
    action = "promote" if wish.canary is None else "canary"
    is_compared = outcome.verdict is not None and outcome.verdict.must_be_better
    reason = wish.force or ("passed the gate" if is_compared else "worse beyond chance in nothing")

    def change(known: Serving) -> Serving:
        if known.current != outcome.was:
            raise Refused(
                f"meanwhile {known.current or 'no version'} serves: compare {outcome.candidate} with it, and promote again"
            )
        versions.find(place, outcome.candidate)
        made = Change(action, outcome.candidate, known.current, wish.by, reason, forced)
        if wish.canary is not None:
            return known.changed(made, canary=Canary(outcome.candidate, wish.canary))
        return known.changed(made, current=outcome.candidate, canary=None)

    versions.update(place, change)
    if wish.canary is None:
        verdict = outcome.verdict
        ledger.append(
            place,
            Entry(
                Kind.PROMOTION,
                outcome.candidate,
                (outcome.was,) if outcome.was else (),
                verdict.file if verdict else "",
                verdict.sha256 if verdict else "",
                verdict.cases if verdict else 0,
                result=verdict.as_json()["against"] if verdict else {},
                passed=not forced,
                forced=forced,
            ),
        )
