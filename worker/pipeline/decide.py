"""This module decides whether to send, hold or hand over, by a pure table over what is known.

The first row with a condition that holds decides. Everything that went wrong before ends at a person, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.languages.guess import OTHER
from knowledge.languages.registry import LANGUAGES
from worker.domain import Action, Author, CheckResult, Decision, Passage, Reason, Reply, Ticket, Triage
from worker.mail.attached import missing, names, not_read
from worker.mail.person.request import Request
from worker.pipeline.coming_back import came_back, is_only_thanks
from worker.pipeline.retrieve import shown
from worker.states import Outcome


@dataclass(frozen=True)
class Policy:
    """A policy is what the company allows."""

    reply_mode: Literal["draft", "send"]
    min_confidence: float  # of the queue and of the decision not to escalate, 0 to 1
    send_threshold: float | None  # typical token probability from which a reply may be sent; None: none qualified


@dataclass(frozen=True)
class Known:
    """This is what the steps found out. `failures` maps a step to what went wrong in it."""

    ticket: Ticket
    answerable: bool
    triage: Triage | None
    passages: Sequence[Passage]
    reply: Reply | None
    check: CheckResult | None
    failures: Mapping[str, str]
    request: Request | None = None  # for a person, in what the customer wrote


def decide(known: Known, policy: Policy) -> Decision:
    """Return one of three outcomes, with a reason from a closed set and a sentence for the person who opens the
    ticket."""
    before = before_reply(known)
    if before is not None:
        return before
    reply, check, triage = known.reply, known.check, known.triage
    if reply is None or check is None or triage is None:
        return _hand_over("reply_failed", known.failures.get("reply", "the model gave no reply"))
    if reply.action is Action.HAND_OVER:
        return _hand_over("not_covered", "the passages found do not answer the question")
    if not check.passed:
        first = check.findings[0]
        return _hold("check_failed", f"{first.code}: {first.detail}")
    if (held := _by_its_message(known.ticket)) is not None:
        return held
    for field in ("escalate", "queue"):
        confidence = triage.probabilities.get(field)
        if confidence is None or confidence < policy.min_confidence:
            shown = "no figure" if confidence is None else f"{confidence:.2f}"
            return _hold(f"unsure_{field}", f"confidence in {field}: {shown}; {policy.min_confidence:.2f} is wanted")
    sure = reply.probabilities.get("reply")
    if policy.send_threshold is None:
        return _hold("no_threshold", "no confidence was found above which replies are right often enough")
    if sure is None or sure < policy.send_threshold:
        shown = "no figure" if sure is None else f"{sure:.3f}"
        return _hold("unsure_reply", f"confidence in the reply: {shown}; {policy.send_threshold:.3f} is wanted")
    if policy.reply_mode == "draft":
        return _hold("draft_mode", "replies are drafts until DESKHAND_REPLY_MODE is send")
    return Decision(Outcome.SEND, "grounded", "every sentence is attributed to a passage")


def before_reply(known: Known) -> Decision | None:
    """Return what is decided without a reply, so that none is generated; None if a reply should be written."""
    triage = known.triage
    if known.ticket.automatic:
        return _hand_over("automatic_message", "an automatic message is never answered")
    if known.request is not None:
        return _hand_over(str(Reason.ASKS_FOR_PERSON), _asked(known.request, triage))
    if (why := came_back(known.ticket, known.passages)) is not None:
        return _hand_over("came_back", f"{why}{_also(triage)}")
    unknown = missing(known.ticket.subject, known.ticket.body, known.ticket.attachments)
    if unknown is not None:
        return _hand_over("attachment_not_read", unknown)
    if not known.answerable:
        return _hand_over("nothing_to_answer", "the message has no text to answer")
    if is_only_thanks(known.ticket):
        return _hand_over("thanks", "the customer says thanks, and nothing is left to do")
    if "model" in known.failures:
        return _hand_over("model_unavailable", known.failures["model"])
    if triage is None:
        return _hand_over("triage_failed", known.failures.get("triage", "the model gave no triage"))
    if triage.escalate and triage.reason is not None:
        return _hand_over(str(triage.reason), "triage: a person must take this ticket")
    # A language that could not be told (None) goes on: mostly a word or two, a number or a name, which in our own languages
    # look the same. What is said to it must still be found, attributed and confident.
    if known.ticket.language == OTHER:
        return _hand_over("unsupported_language", f"it is written in none of {', '.join(LANGUAGES)}")
    if "retrieve" in known.failures:
        return _hand_over("retrieval_unavailable", known.failures["retrieve"])
    if not shown(known.passages):
        return _hand_over("no_passages", "the knowledge has nothing near this question")
    return None


def _by_its_message(ticket: Ticket) -> Decision | None:
    """Return why a reply to this message is never sent unseen; None if it may be."""
    if ticket.author is Author.AGENT:
        return _hold(
            "written_by_agent", "a colleague opened or forwarded it for a customer: the reply is a draft for them"
        )
    if ticket.author is Author.THIRD_PERSON:
        return _hold(
            "third_person", "somebody else than the requester wrote this, so the account's history was not used"
        )
    if not ticket.verified:
        return _hold("unverified_requester", "the sender is not a verified contact of an account")
    if ticket.late:
        return _hold(
            "late_message", "an older message came after a newer one was decided: some may be answered already"
        )
    if unread := not_read(ticket.attachments):
        return _hold("attachment_not_read", f"its words are a question, but these files were not read: {names(unread)}")
    return None


def _asked(request: Request, triage: Triage | None) -> str:
    """Return what asks for a person and what found it; what else triage saw is said, because it may be urgent."""
    other = triage.reason if triage else None
    agrees = other is Reason.ASKS_FOR_PERSON
    found_by = " and ".join((*request.found_by, *(("triage",) if agrees else ())))
    told = f"; triage said {other}" if other is not None and not agrees else ""
    return f'the customer asks for a person: "{request.quote}" (found by {found_by}{told})'


def _also(triage: Triage | None) -> str:
    """Return what triage says about a ticket that goes to a person in any case."""
    return f"; triage said {triage.reason}" if triage is not None and triage.reason is not None else ""


def _hand_over(reason: str, explanation: str) -> Decision:
    return Decision(Outcome.HAND_OVER, reason, explanation)


def _hold(reason: str, explanation: str) -> Decision:
    return Decision(Outcome.HOLD, reason, explanation)
