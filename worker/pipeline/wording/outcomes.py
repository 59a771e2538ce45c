"""This module holds the words for each outcome that agents and operators read."""

from collections.abc import Mapping

from worker.states import Outcome

HEADLINES: Mapping[Outcome, str] = {
    Outcome.SEND: "answered",
    Outcome.ASK: "asked back",
    Outcome.HOLD: "held for a person",
    Outcome.HAND_OVER: "handed over to a person",
    Outcome.NOTHING_TO_DO: "nothing to do",
}
"""A note begins with them; what the customer reads is told by the tags of the ticket."""


def headline(outcome: str) -> str:
    """Return the words for an outcome; a row that another version stored may have one that we do not know."""
    return HEADLINES[Outcome(outcome)] if outcome in set(Outcome) else outcome
