"""This module counts outcomes: of all decisions, and per queue, per what decided and wrote, and per week."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.evaluation.scores import Share
from worker.history.outcomes.judging import WEEK, Fate
from worker.states import Outcome

NONE = "(none)"
Row = Mapping[str, Any]
"""It is one decision with its outcome, as `worker.db.outcomes.stored` gives it."""


@dataclass(frozen=True)
class Counts:
    """Counts are what people made of some decisions."""

    decisions: int
    fates: Mapping[Fate, Share]  # of the drafts that people got and that were judged
    waiting: int  # drafts of which nobody made anything yet, or that a newer one replaced
    routed_back: Share  # of the queues that we wrote, those that a person changed
    reprioritised: Share
    reopened: Share  # of the tickets that were solved after us, those that were opened again within a week
    held: (
        Share  # of the replies sent more than a week ago, those that nobody corrected and after which nobody came back
    )
    young: Share  # of the replies that were sent since, those after which that has happened already
    elsewhere: Share  # of the drafts answered otherwise, those whose answer stands on nothing that the draft cites

    def to_json(self) -> dict[str, Any]:
        shares = {
            "routed_back": self.routed_back,
            "reprioritised": self.reprioritised,
            "reopened": self.reopened,
            "sent_replies_that_held": self.held,
            "younger_replies_that_did_not_hold": self.young,
            "answered_from_elsewhere": self.elsewhere,
        }
        fates = {str(fate): as_json(share) for fate, share in self.fates.items()}
        known = {name: as_json(share) for name, share in shares.items()}
        return {"decisions": self.decisions, "drafts": fates, "drafts_waiting": self.waiting, **known}


def as_json(share: Share) -> dict[str, Any]:
    low, high = share.interval
    value = None if share.value is None else round(share.value, 4)
    return {"hits": share.hits, "of": share.total, "share": value, "low": round(low, 4), "high": round(high, 4)}


def count(rows: Sequence[Row], now: datetime) -> Counts:
    fates = [Fate(row["fate"]) for row in rows if row["fate"] is not None]
    sent = [row for row in rows if row["public"] and row["outcome"] == Outcome.SEND]
    old = [row for row in sent if now - row["sent_at"] > WEEK]
    young = [row for row in sent if now - row["sent_at"] <= WEEK]
    otherwise = [row for row in rows if row["fate"] == Fate.ANSWERED_OTHERWISE and row["carried"] is not None]
    return Counts(
        decisions=len(rows),
        fates={fate: Share(fates.count(fate), len(fates)) for fate in Fate},
        waiting=sum(row["replied"] and not row["public"] and row["fate"] is None for row in rows),
        routed_back=Share.of(row["queue_after"] is not None for row in rows if row["wrote_queue"]),
        reprioritised=Share.of(row["priority_after"] is not None for row in rows if row["wrote_priority"]),
        reopened=Share.of(row["reopened_at"] is not None for row in rows if row["solved_at"] is not None),
        held=Share.of(not did_not_hold(row) for row in old),
        young=Share.of(did_not_hold(row) for row in young),
        elsewhere=Share.of(row["carried"] == 0 for row in otherwise),
    )


def did_not_hold(row: Row) -> bool:
    """Return whether a reply that was sent was corrected by a person, or the customer came back after it."""
    return row["corrected_at"] is not None or row["reopened_at"] is not None


def grouped(rows: Sequence[Row], by: str, now: datetime) -> dict[str, Counts]:
    """Return the counts of each group, by its name; weeks in order, other groups the largest first."""
    name, groups = GROUPS[by], dict[str, list[Row]]()
    for row in rows:
        groups.setdefault(name(row), []).append(row)
    order = sorted(groups) if by == "week" else sorted(groups, key=lambda group: (-len(groups[group]), group))
    return {group: count(groups[group], now) for group in order}


def _queue(row: Row) -> str:
    return row["wrote_queue"] or row["queue"] or NONE


def _adapter(row: Row) -> str:
    """Return what wrote the reply, or where there was none, what routed the ticket."""
    ids = row["adapter_ids"] or {}
    skill = "reply" if row["replied"] else "triage"
    return f"{skill}: {ids.get(skill) or 'base model'}"


def _decider(row: Row) -> str:
    return row["made_by"] or NONE


def _week(row: Row) -> str:
    year, week, _ = row["sent_at"].isocalendar()
    return f"{year}-W{week:02}"


GROUPS: Mapping[str, Callable[[Row], str]] = {
    "queue": _queue,
    "adapter": _adapter,
    "decider": _decider,
    "week": _week,
}
