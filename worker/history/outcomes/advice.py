"""This module says what to do first about outcomes, in plain lines, the most urgent one first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from worker.history.outcomes.counting import NONE, Row, count, did_not_hold, grouped
from worker.history.outcomes.judging import Fate

FEW = 20  # judged drafts of a queue: fewer say little
READY = 0.8  # from this lower bound on, drafts of a queue are mostly right
_SHOWN = 8  # tickets that a line names


def advice(rows: Sequence[Row], now: datetime) -> list[str]:
    """Return what to do, or that there is nothing to go by yet."""
    return list(_lines(rows, now)) or ["Nothing stands out. Look again when more drafts were judged."]


def _lines(rows: Sequence[Row], now: datetime) -> Iterator[str]:
    whole = count(rows, now)
    if not rows:
        yield "There are no decisions that the helpdesk was told of in this time: use a longer --since."
        return
    judged = whole.fates[Fate.USED].total
    if not judged and whole.waiting:
        yield (
            "Nobody made anything of a draft yet, as far as the helpdesk told us: does it tell what colleagues do? "
            "See docs/guides/webhooks.md, «What colleagues say»."
        )
    if bad := [row for row in rows if row["public"] and did_not_hold(row)]:
        yield f"Read these first: {_counted(bad, 'sent reply', 'sent replies')} did not hold ({_named(bad)})."
    for queue, own in grouped(rows, "queue", now).items():
        if own.routed_back.hits >= 3 and own.routed_back.interval[0] > 0.05:
            moved = Counter(row["queue_after"] for row in rows if row["queue_after"] and _of(row, queue))
            target = ", ".join(f"{name} ({number})" for name, number in moved.most_common(2))
            yield (
                f"{queue}: people moved {own.routed_back} of the tickets on, mostly to {target}. A rule for the queue, or "
                "heads that learn from these tickets (`deskhand knowledge sync`, `deskhand models promote heads`), is the remedy."
            )
    otherwise = [row for row in rows if row["fate"] == Fate.ANSWERED_OTHERWISE]
    gaps = [row for row in otherwise if row["carried"] == 0]
    if len(gaps) >= 3:
        yield (
            f"{len(gaps)} answers of agents stand on nothing that our draft cited ({_named(gaps)}): what they know may be "
            "missing in the knowledge. `deskhand history gaps` groups such sentences."
        )
    ignored = whole.fates[Fate.IGNORED]
    if ignored.hits >= 3 and ignored.interval[0] > 0.2:
        yield f"People ignored {ignored} of the drafts: ask them whether they see the notes, and what is missing in them."
    edited = whole.fates[Fate.EDITED]
    if edited.hits >= 3 and edited.interval[0] > 0.3:
        yield (
            f"People reworded {edited} of the drafts: `deskhand wording build` and `deskhand wording review` let their "
            "sentences be said to other customers."
        )
    for queue, own in grouped(rows, "queue", now).items():
        used = own.fates[Fate.USED]
        if queue != NONE and used.total >= FEW and used.interval[0] >= READY:
            yield f"{queue}: drafts were used as they were in {used}. Run `deskhand replay` before this queue may send."
    if 0 < judged < FEW:
        yield f"Only {judged} drafts were judged: the intervals are wide, and shares of queues say little yet."


def _of(row: Row, queue: str) -> bool:
    return (row["wrote_queue"] or row["queue"] or NONE) == queue


def _counted(rows: Sequence[Row], one: str, many: str) -> str:
    return f"1 {one}" if len(rows) == 1 else f"{len(rows)} {many}"


def _named(rows: Sequence[Row]) -> str:
    """Return the numbers by which `deskhand tickets show` knows the newest of some tickets."""
    numbers = list(dict.fromkeys(str(row["ticket_id"]) for row in reversed(rows)))
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return f"`deskhand tickets show` {', '.join(numbers[:_SHOWN])}{more}"
