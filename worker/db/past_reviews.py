"""This module stores what a person said of the labels of past tickets, as the owner. Examples are made anew;
what a person said of their labels stays."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db.history_tables import PastReviewRow


@dataclass(frozen=True)
class Review:
    """A review is one person's answer. A reason of None says that nobody had to take the ticket."""

    shown_reason: str | None
    shown_rule: str | None
    reason: str | None

    @property
    def is_right(self) -> bool:
        """Return whether the label that was shown was right."""
        return self.reason == self.shown_reason


def keep(session: Session, past_ticket_id: int, review: Review) -> None:
    """Store a review, in place of an earlier one of the same ticket."""
    values = {"shown_reason": review.shown_reason, "shown_rule": review.shown_rule, "reason": review.reason}
    made = insert(PastReviewRow).values(past_ticket_id=past_ticket_id, **values)
    changed = values | {"reviewed_at": func.now()}
    session.execute(made.on_conflict_do_update(index_elements=["past_ticket_id"], set_=changed))


def every(session: Session) -> dict[int, Review]:
    """Return all reviews, by the past ticket's row."""
    rows = session.scalars(select(PastReviewRow).order_by(PastReviewRow.past_ticket_id))
    return {row.past_ticket_id: Review(row.shown_reason, row.shown_rule, row.reason) for row in rows}
