"""This module holds the states of a ticket and of a delivery. The arrows show which change into which.

ticket     queued ─claim▶ running ─commit▶ decided
              ▲              │
              └──lease lost──┘   attempts used up ▶ quarantined   newer message ▶ queued again, version + 1
delivery   pending ─▶ sending ─▶ sent
              ▲          │  ├──▶ unsure ─▶ (read the helpdesk) sent | pending
              └──busy────┘  └──▶ failed | superseded
"""

from enum import StrEnum

WROTE_AGAIN = "the customer wrote again"  # why a delivery was superseded although nobody was told


class TicketState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DECIDED = "decided"
    QUARANTINED = "quarantined"


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    UNSURE = "unsure"
    SENT = "sent"
    FAILED = "failed"
    SUPERSEDED = "superseded"  # the customer wrote again, somebody answered, or the ticket was closed


class Outcome(StrEnum):
    """An outcome is what was decided for a ticket."""

    SEND = "send"  # the reply goes to the customer
    ASK = "ask"  # one clarifying question goes to the customer
    HOLD = "hold"  # the reply or the question waits for a person, with the reason
    HAND_OVER = "hand_over"  # a person takes the ticket, with the passages found
    NOTHING_TO_DO = "nothing_to_do"  # thanks, spam, automatic mail: nobody has to do anything

    @property
    def is_public(self) -> bool:
        """Return whether the customer reads what was decided."""
        return self in {Outcome.SEND, Outcome.ASK}
