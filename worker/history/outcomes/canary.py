"""This module shows a canary beside the version that serves, over the same time.

The tickets of both were drawn by chance from the same ones, so the groups can be compared; each ticket was handled by one of the
two, so no test is paired. Of each ticket its first run in the time counts, because messages of one ticket are not independent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from models.evaluation.pairs import ALPHA
from models.evaluation.scores import Share
from models.evaluation.two_samples import TwoSamples, p_of_ranks
from models.weights.manifest import HEADS
from models.weights.pointer import Serving, canary_mark
from worker.history.outcomes.judging import Fate
from worker.states import Outcome

MEASURES: Mapping[str, str] = {
    "handed_over": "handed over",
    "valid": "valid output",
    "check_passed": "check passed",
    "used": "drafts used as they were",
    "edited": "drafts edited",
    "answered_otherwise": "drafts answered otherwise",
    "ignored": "drafts ignored",
    "routed_back": "moved to another queue",
    "reopened": "opened again in 7 days",
}
"""These are the measures, and what people read."""
_STEP = {
    HEADS: "triage",
    "triage": "triage",
    "reply": "reply",
    "translation": "retrieve",
}  # skill -> the step of a run that has its time
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Trial:
    """A trial is the time of a canary beside one version."""

    canary: str
    current: str
    mark: str  # that its runs keep, and those beside it
    share: float | None  # of the tickets; None: the canary has ended
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Compared:
    """A comparison has the figures of both versions."""

    trial: Trial
    tickets: tuple[int, int]  # of the current version, of the canary
    moved: int  # tickets that both handled, which count for neither
    measures: Mapping[str, TwoSamples]
    seconds: tuple[float | None, float | None]  # medians
    seconds_p: float | None
    sent: int  # replies of the current version that went out unread, which are among nobody's drafts

    @property
    def level(self) -> float:
        """Return the level of each test, at which all of them together are at 5 %."""
        return ALPHA / self.tests

    @property
    def tests(self) -> int:
        """Return how many tests there are: one per measure, and the one of the seconds."""
        return len(self.measures) + 1

    def as_json(self) -> dict[str, Any]:
        trial = self.trial
        return {
            "canary": trial.canary,
            "current": trial.current,
            "share": trial.share,
            "since": trial.since.isoformat(),
            "until": trial.until.isoformat() if trial.until else None,
            "tickets": {"current": self.tickets[0], "canary": self.tickets[1], "moved": self.moved},
            "measures": {name: own.as_json() for name, own in self.measures.items()},
            "median_seconds": {"current": self.seconds[0], "canary": self.seconds[1], "p": self.seconds_p},
            "sent_by_current": self.sent,
            "test": "Fisher's exact, two samples, two-sided",
            "level": round(self.level, 5),
        }


def last_trial(pointer: Serving) -> Trial | None:
    """Return the canary that runs, or the last one that has run; its time begins with the last change of its share."""
    places = [place for place, change in enumerate(pointer.changes) if change.action == "canary"]
    if not places:
        return None
    change, later = pointer.changes[places[-1]], pointer.changes[places[-1] + 1 :]
    end = next((one for one in later if one.action in {"promote", "rollback", "end canary"}), None)
    mark = canary_mark(pointer)
    if change.id is None or change.was is None or mark is None:
        return None
    share = pointer.canary.share if pointer.canary and end is None else None
    until = datetime.fromisoformat(end.at) if end else None
    return Trial(change.id, change.was, mark, share, datetime.fromisoformat(change.at), until)


def compare(rows: Sequence[Row], trial: Trial, skill: str) -> Compared:
    """Compare the runs of both versions in the trial."""
    by_ticket: dict[int, list[Row]] = {}
    for row in rows:
        by_ticket.setdefault(row["ticket_id"], []).append(row)
    first = [own[0] for own in by_ticket.values() if len({row["version"] for row in own}) == 1]
    groups = [[row for row in first if row["version"] == name] for name in (trial.current, trial.canary)]
    shares = [_shares(group, skill) for group in groups]
    seconds = [[s for row in group if (s := _seconds(row, skill)) is not None] for group in groups]
    return Compared(
        trial,
        (len(groups[0]), len(groups[1])),
        len(by_ticket) - len(first),
        {name: TwoSamples(shares[0][name], shares[1][name]) for name in MEASURES},
        (_median(seconds[0]), _median(seconds[1])),
        p_of_ranks(*seconds),
        sum(bool(row["public"]) for row in groups[0]),
    )


def _shares(rows: Sequence[Row], skill: str) -> dict[str, Share]:
    fates = [row["fate"] for row in rows if row["fate"] is not None]
    asked = [row for row in rows if f"{skill}.prompt" in row["tokens"]]
    checked = [row for row in rows if row["replied"]]
    return {
        "handed_over": Share.of(row["outcome"] == Outcome.HAND_OVER for row in rows),
        "valid": Share.of(skill not in row["failures"] for row in asked),
        "check_passed": Share.of(not (row["check_findings"] or {}).get("findings") for row in checked),
        **{str(fate): Share(fates.count(fate), len(fates)) for fate in Fate},
        "routed_back": Share.of(row["queue_after"] is not None for row in rows if row["wrote_queue"]),
        "reopened": Share.of(row["reopened_at"] is not None for row in rows if row["solved_at"] is not None),
    }


def _seconds(row: Row, skill: str) -> float | None:
    spent = row["milliseconds"].get(_STEP[skill])
    return None if spent is None else float(spent) / 1000


def _median(values: Sequence[float]) -> float | None:
    return round(median(values), 3) if values else None


def _differs(name: str, *, higher: bool) -> str:
    if name in {"handed_over", "edited", "ignored"}:  # more of these may be good or bad
        return f"has {'more' if higher else 'less'} of"
    return f"is {'better' if higher is (name in {'valid', 'check_passed', 'used'}) else 'worse'} in"


def advice(found: Compared) -> list[str]:
    """Return what the figures say, in sentences."""
    trial, said = found.trial, []
    for name, own in found.measures.items():
        p, difference = own.p_value, own.difference
        if p is not None and difference is not None and p < found.level:
            said.append(f"{trial.canary} {_differs(name, higher=difference[0] > 0)} “{MEASURES[name]}” beyond chance")
    before, now = found.seconds
    if found.seconds_p is not None and found.seconds_p < found.level and before is not None and now is not None:
        how = "slower" if now > before else "faster" if now < before else "different"
        said.append(
            f"{trial.canary} is {how} beyond chance: a median of {now:g} seconds, and {before:g} of what serves"
        )
    if not said:
        yet = " yet" if trial.until is None else ""
        said.append(
            f"nothing differs beyond chance{yet} ({found.tests} tests, each at {found.level:.4f}); with so few tickets "
            "that does not say that both are as good"
        )
    if found.sent:
        said.append(
            f"{found.sent} replies of {trial.current} were sent unread and are among no drafts, so its drafts are the less sure "
            "ones: compare drafts only where both are drafts (DESKHAND_REPLY_MODE=draft)"
        )
    if trial.until is None:
        said.append(
            "whoever looks every day and stops at the first difference finds one by chance: decide beforehand when to look"
        )
    else:
        said.append(f"this canary has ended ({trial.until:%Y-%m-%d %H:%M}): it gets no tickets any more")
    return said
