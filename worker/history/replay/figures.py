"""This module holds the figures of a replay, and the bars that they must pass before a queue may send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.evaluation.scores import Share
from worker.company import ReplayBars
from worker.history.outcomes.counting import NONE, as_json
from worker.history.replay.comparing import Row, Verdict
from worker.states import Outcome


@dataclass(frozen=True)
class Figures:
    tickets: int
    routed: Share  # alike, of those that had a queue of the company
    escalated_recall: Share  # of those that a person had to take, those that are handed over
    escalated_alike: Share  # of all, those of which both say the same
    sent: int
    sent_right: Share  # of the replies that would be sent and can be judged
    sent_wrong: Share
    sent_unknown: int
    held: int
    drafts_right: Share  # of the drafts that would be held and can be judged
    handed_over: int
    nothing_to_do: int
    minutes_saved: float

    def to_json(self) -> dict[str, Any]:
        values = vars(self).items()
        return {name: as_json(value) if isinstance(value, Share) else value for name, value in values}


def figures(rows: Sequence[Row], minutes: float) -> Figures:
    """Return the figures of some tickets. `minutes`: that a person needs for an answer."""
    sent = [row.verdict for row in rows if row.is_sent]
    drafts = [row.verdict for row in rows if row.outcome is Outcome.HOLD]
    outcomes = [row.outcome for row in rows]
    right, wrong = sent.count(Verdict.RIGHT), sent.count(Verdict.WRONG)
    return Figures(
        tickets=len(rows),
        routed=Share.of(alike for row in rows if (alike := row.is_routed_alike) is not None),
        escalated_recall=Share.of(row.escalates for row in rows if row.example.escalate),
        escalated_alike=Share.of(row.is_escalated_alike for row in rows),
        sent=len(sent),
        sent_right=Share(right, right + wrong),
        sent_wrong=Share(wrong, right + wrong),
        sent_unknown=len(sent) - right - wrong,
        held=outcomes.count(Outcome.HOLD),
        drafts_right=Share(drafts.count(Verdict.RIGHT), drafts.count(Verdict.RIGHT) + drafts.count(Verdict.WRONG)),
        handed_over=outcomes.count(Outcome.HAND_OVER),
        nothing_to_do=outcomes.count(Outcome.NOTHING_TO_DO),
        minutes_saved=right * minutes,
    )


def by_queue(rows: Sequence[Row], minutes: float) -> dict[str, Figures]:
    """Return the figures per queue in which people had the tickets, the largest first."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.example.queue or NONE, []).append(row)
    order = sorted(groups, key=lambda queue: (-len(groups[queue]), queue))
    return {queue: figures(groups[queue], minutes) for queue in order}


@dataclass(frozen=True)
class Bar:
    """A bar is one entry of `[replay]`, with what was measured."""

    name: str
    wanted: float
    share: Share

    @property
    def is_upper(self) -> bool:
        return self.name.startswith("max_")

    @property
    def bound(self) -> float:
        """Return the end of the interval that must be on the right side."""
        low, high = self.share.interval
        return high if self.is_upper else low

    @property
    def passes(self) -> bool:
        return self.bound <= self.wanted if self.is_upper else self.bound >= self.wanted

    @property
    def told(self) -> str:
        value = self.share.value
        is_met = value is not None and (value <= self.wanted if self.is_upper else value >= self.wanted)
        if self.passes:
            said = "passes"
        elif is_met:
            said = "is not proven with so few tickets"
        else:
            said = "cannot be judged: there is no such ticket" if value is None else "fails"
        side = "upper" if self.is_upper else "lower"
        return f"{self.name} = {self.wanted:g} {said}: {self.share}, {side} end of the interval {self.bound:.3f}"

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "wanted": self.wanted, "passes": self.passes, **as_json(self.share)}


def judged(measured: Figures, bars: ReplayBars) -> list[Bar]:
    """Return the bars that the company set. Each must be passed by the interval's end, not by the share alone."""
    shares: Mapping[str, Share] = {
        "min_routed": measured.routed,
        "min_escalated_recall": measured.escalated_recall,
        "max_sent_wrong": measured.sent_wrong,
    }
    wanted = {name: getattr(bars, name) for name in shares}
    return [Bar(name, wanted[name], share) for name, share in shares.items() if wanted[name] is not None]
