"""This module says what the company's policy makes of a reply that passed its check: how sure a model must be of it, and
whether it is sent or stays a draft."""

from dataclasses import dataclass
from typing import Literal

from worker.company import Effect
from worker.domain import Decision, Outcome, Reply, Triage
from worker.pipeline.known import Known
from worker.pipeline.rules import first

CANARY = "canary"  # the reason of each draft of a candidate that is tried on a share of the tickets


@dataclass(frozen=True)
class Policy:
    """A policy is what the company allows."""

    reply_mode: Literal["draft", "send"]
    min_confidence: float  # of the queue and of the decision not to escalate, 0 to 1
    send_threshold: float | None  # confidence from which a reply may be sent; None: none qualified
    canary: str = ""  # id of a candidate at work that is not proven yet: what it says is a draft


def unsure(known: Known, triage: Triage, reply: Reply, policy: Policy) -> Decision | None:
    """Return what a model is not sure enough of. What a rule decides is not a model's."""
    for field, by_rule in (("escalate", Effect.NEVER_ESCALATE), ("queue", Effect.QUEUE)):
        if first(known.rules, by_rule) is not None:
            continue
        confidence = triage.probabilities.get(field)
        if confidence is None or confidence < policy.min_confidence:
            shown = "no figure" if confidence is None else f"{confidence:.2f}"
            return _hold(f"unsure_{field}", f"confidence in {field}: {shown}; {policy.min_confidence:.2f} is wanted")
    sure = reply.probabilities.get("reply")
    if policy.canary:
        return _by_canary(policy)
    if policy.send_threshold is None:
        return _hold("no_threshold", "no confidence was found above which replies are right often enough")
    if sure is None or sure < policy.send_threshold:
        shown = "no figure" if sure is None else f"{sure:.3f}"
        return _hold("unsure_reply", f"confidence in the reply: {shown}; {policy.send_threshold:.3f} is wanted")
    return None


def draft_or(policy: Policy, decision: Decision) -> Decision:
    """Return the decision, or in draft mode that a person sends what it would send."""
    if policy.reply_mode == "draft":
        what = "questions" if decision.outcome is Outcome.ASK else "replies"
        return _hold("draft_mode", f"{what} are drafts until DESKHAND_REPLY_MODE is send")
    return _by_canary(policy) if policy.canary else decision


def _by_canary(policy: Policy) -> Decision:
    return _hold(CANARY, f"{policy.canary} is a canary: its replies are drafts until its own send threshold is proven")


def _hold(reason: str, explanation: str) -> Decision:
    return Decision(Outcome.HOLD, reason, explanation)
