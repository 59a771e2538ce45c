"""This module says in plain words what a replay means, and what has to be known to read it."""

from collections.abc import Iterator, Sequence

from models.evaluation.scores import Share
from worker.history.replay.comparing import Row, Verdict
from worker.history.replay.figures import Figures
from worker.history.replay.running import Replayed
from worker.states import Outcome

SENT_WRONG = "Would have been sent, and wrong"
MISSED = "People had to take them, and they would not be handed over"
SENT_UNKNOWN = "Would have been sent, and nobody knows whether right"
MISROUTED = "Another queue than people's"
SENT_RIGHT = "Would have been sent, and right"
HELD = "Held as drafts"


def groups(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the tickets that people should read, the worst first. A ticket stands in the first group that it belongs to."""
    found: dict[str, list[Row]] = {name: [] for name in (SENT_WRONG, MISSED, SENT_UNKNOWN, MISROUTED, SENT_RIGHT, HELD)}
    for row in rows:
        name = _group(row)
        if name is not None:
            found[name].append(row)
    return found


def _group(row: Row) -> str | None:
    if row.is_sent and row.verdict is Verdict.WRONG:
        return SENT_WRONG
    if row.example.escalate and not row.escalates:
        return MISSED
    if row.is_sent and row.verdict is not Verdict.RIGHT:
        return SENT_UNKNOWN
    if row.is_routed_alike is False:
        return MISROUTED
    if row.is_sent:
        return SENT_RIGHT
    return HELD if row.outcome is Outcome.HOLD else None


def summary(measured: Figures, minutes: float) -> Iterator[str]:
    """Yield what would happen to these tickets today, a sentence per figure."""
    yield f"{measured.routed} of the tickets go to the queue in which people had them."
    yield f"{measured.escalated_recall} of the tickets that a person had to take are handed over or escalated."
    yield f"{measured.escalated_alike} are escalated as people did, or left as people did."
    yield (
        f"{measured.sent} would have been sent: {measured.sent_right.hits} right, {measured.sent_wrong.hits} wrong, "
        f"{measured.sent_unknown} not known. Of those that can be judged, {measured.sent_wrong} are wrong."
    )
    yield (
        f"{measured.held} would be held as drafts (of those that can be judged, {measured.drafts_right} are right), "
        f"{measured.handed_over} handed over, and for {measured.nothing_to_do} there is nothing to do."
    )
    yield (
        f"About {measured.minutes_saved:.0f} minutes saved: an estimate, {minutes:g} minutes for each reply that would be sent "
        "and is right ([replay] minutes_per_answer)."
    )


def cautions(found: Replayed) -> Iterator[str]:
    """Yield what has to be known to read the figures."""
    total, choice = len(found.rows), found.choice
    if choice.found > total:
        yield f"{total} of {choice.found} tickets were drawn, always the same ones (a fixed seed)."
    if choice.undated:
        yield f"{choice.undated} tickets have no date: only --since all counts them."
    yield (
        "The knowledge, the prices and the accounts are today's, not those of the day. A ticket does not find itself or one that "
        "says the same, but it may find answers that were given after it."
    )
    if found.threshold is None:
        yield (
            "No confidence is proven from which replies may be sent, so nothing would be sent. --min-reply 0.9 shows what "
            "that threshold would do."
        )
    else:
        yield f"Replies count as sent where DESKHAND_REPLY_MODE=send sends them, from a confidence of {found.threshold:g}."
    if found.verified < total:
        yield (
            f"{total - found.verified} of {total} senders are no verified contacts of an account today: replies to them are "
            "always drafts."
        )
    if found.trained_at is not None and len(found.newer) < total:
        yield (
            f"{total - len(found.newer)} of {total} tickets are older than the heads that serve ({found.trained_at:%d %B %Y}) "
            "and may have trained them, which flatters the queue and the hand-over."
        )
        newer = [row.is_routed_alike for row in found.newer if row.is_routed_alike is not None]
        if newer:
            yield f"Of the newer ones {Share.of(newer)} go to the queue in which people had them."
