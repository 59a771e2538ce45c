"""This module holds what the company wants of a replay before a queue may send: `[replay]`."""

from dataclasses import dataclass

MINUTES = 5.0  # that a person needs for an answer, where the company file does not say


@dataclass(frozen=True)
class ReplayBars:
    """A bar is a share, 0 to 1, that the interval of a replay must be on the right side of; None: there is no such bar."""

    min_routed: float | None = None
    min_escalated_recall: float | None = None
    max_sent_wrong: float | None = None
    minutes_per_answer: float = MINUTES
