"""This module decides whether to send, ask, hold, hand over or do nothing, by a pure table over what is known.

The first row with a condition that holds decides. Everything that went wrong before ends at a person, with the reason.
The company's rules stand above what a model says, and below what is decided whatever one says.
"""

from dataclasses import replace

from knowledge.languages.guess import OTHER
from knowledge.languages.registry import LANGUAGES
from worker.domain import PRODUCT, Action, Author, Decision, Fate, Handled, Outcome, Reason, Ticket, Triage
from worker.mail.attached import missing, names, not_read
from worker.mail.person.request import Request
from worker.pipeline.coming_back import came_back, is_only_thanks, still_open
from worker.pipeline.known import Known
from worker.pipeline.other_language import answered_in_another, unsayable
from worker.pipeline.policy import Policy, draft_or, unsure
from worker.pipeline.retrieve import shown
from worker.pipeline.ruling import TRIAGE, also, changed_by, escalated, never_sent, overrules

NO_HEADS = "no_heads"  # the reason of each draft before anything has learned triage
_UNTAUGHT = "nothing has learned yet who takes which ticket: `deskhand models heads` learns it from handled tickets"


def decide(known: Known, policy: Policy) -> Decision:
    """Return an outcome, with a reason from a closed set and a sentence for the person who opens the ticket."""
    decision = before_reply(known, policy) or _by_reply(known, policy)
    return replace(decision, made_by=f"{decision.made_by}{changed_by(known.rules, known.triage, decision)}")


def _by_reply(known: Known, policy: Policy) -> Decision:
    """Return what is decided about the reply that was written, or about there being none."""
    reply, check, triage = known.reply, known.check, known.triage
    ruled = escalated(known.rules, triage)  # it waited for a draft, because a rule that nothing is sent is stronger
    if reply is None or check is None or (triage is None and not known.untaught):
        return ruled or _hand_over("reply_failed", known.failures.get("reply", "the model gave no reply"))
    if reply.action is Action.HAND_OVER and (held := unsayable(known, reply)) is not None:
        return ruled or held
    if reply.action is Action.HAND_OVER:
        return ruled or _hand_over("not_covered", "the passages found do not answer the question", made_by="reply")
    if not check.passed and (held := answered_in_another(known.ticket, check)) is not None:
        return ruled or held
    if not check.passed:
        found = check.findings[0]
        return ruled or _hold("check_failed", f"{found.code}: {found.detail}")
    if reply.action is Action.ASK and known.ticket.asked:
        return ruled or _hand_over("unclear", _why_not_asked(known.ticket))
    if (draft := never_sent(known.rules)) is not None:
        return draft
    if (held := _by_its_message(known.ticket)) is not None:
        return held
    if triage is None:
        return _hold(NO_HEADS, _UNTAUGHT)
    if known.is_unclear:  # the question is the company's own, so no confidence of a model counts
        return draft_or(policy, Decision(Outcome.ASK, "unclear", "the ticket does not say what it is about"))
    if (held := unsure(known, triage, reply, policy)) is not None:
        return held
    if reply.action is Action.ASK:
        return draft_or(policy, Decision(Outcome.ASK, "needs_details", "the passages answer it only with more details"))
    return draft_or(policy, Decision(Outcome.SEND, "grounded", "every sentence is attributed to a passage"))


def before_reply(known: Known, policy: Policy) -> Decision | None:
    """Return what is decided without a reply, so that none is generated; None if a reply should be written."""
    if (decision := _without_model(known)) is not None:
        return decision
    ruled, by_model = escalated(known.rules, known.triage), _by_model(known, policy)
    if ruled is not None and by_model is None and never_sent(known.rules) is not None:
        return None
    return ruled or by_model


def _by_model(known: Known, policy: Policy) -> Decision | None:
    """Return what triage and the search say before a reply is written; None if they leave it to the reply."""
    triage = known.triage
    if "model" in known.failures:
        return _hand_over("model_unavailable", known.failures["model"])
    if triage is None and "retrieve" in known.failures:
        return _hand_over("retrieval_unavailable", known.failures["retrieve"])
    if triage is None and not known.untaught:
        return _hand_over("triage_failed", known.failures.get("triage", "the model gave no triage"))
    if known.is_unclear and known.ticket.old:
        return _old()  # no question is asked in public either
    if known.is_unclear:
        return None if known.approved else _hand_over("unclear", _why_not_asked(known.ticket))
    # Heads read how near the passages are: after a failed search they may find a ticket not covered, or no request at all.
    if "retrieve" in known.failures:
        return _hand_over("retrieval_unavailable", f"{known.failures['retrieve']}{also(triage)}")
    if (
        triage is not None
        and triage.reason is Reason.NOT_SUPPORT
        and (decision := _not_support(known, policy)) is not None
    ):
        return decision
    if triage is not None and triage.escalate and triage.reason is not None and not overrules(known.rules, triage):
        return _hand_over(str(triage.reason), "triage: a person must take this ticket", made_by=TRIAGE)
    if known.ticket.old:
        return _old()
    # A language that could not be told (None) goes on: mostly a word or two, a number or a name, which in our own languages
    # look the same. What is said to it must still be found, attributed and confident.
    if known.ticket.language == OTHER:
        return _hand_over("unsupported_language", f"it is written in none of {', '.join(LANGUAGES)}")
    if not shown(known.passages):
        return _hand_over("no_passages", "the knowledge has nothing near this question")
    return None


def _without_model(known: Known) -> Decision | None:
    """Return what is decided whatever a model says of the ticket."""
    if known.ticket.automatic:
        return _nothing_to_do("automatic_message", "an automatic message is never answered")
    if known.request is not None:
        return _hand_over(str(Reason.ASKS_FOR_PERSON), _asked(known.request, known.triage))
    if known.brand_off is not None:
        return _hand_over("brand_off", f"Deskhand is off for the brand {known.brand_off}")
    if (why := came_back(known.ticket, known.passages)) is not None:
        return _hand_over("came_back", f"{why}{also(known.triage)}")
    if (left := still_open(known.ticket)) is not None:
        return _still_open(left)
    if is_only_thanks(known.ticket):
        return _nothing_to_do("thanks", "the customer says thanks, and nothing is left to do")
    ticket = known.ticket
    unknown = missing(ticket.subject, ticket.body, ticket.attachments, refers_back=ticket.thread.refers_back)
    if unknown is not None:
        return _hand_over("attachment_not_read", unknown)
    if not known.answerable:
        return _hand_over("nothing_to_answer", "the message has no text to answer")
    return None


def _still_open(left: Handled) -> Decision:
    """Return what keeps a ticket where a person looks for it: held as before, or handed over."""
    why = "the customer says thanks, but nobody has answered them in public yet: what an earlier note says is still to be done"
    return _hold("still_open", why) if left.fate is Fate.HELD else _hand_over("still_open", why)


def _old() -> Decision:
    return _hand_over("old_message", "it was written long before it came (DESKHAND_OLD_MESSAGE_DAYS)")


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


def _not_support(known: Known, policy: Policy) -> Decision | None:
    """Return that there is nothing to do; None if a person must look, because triage is not sure of it, a verified contact
    of an account asks something, or what was asked before was left to a person."""
    triage = known.triage
    sure = triage.probabilities.get("reason", 0.0) if triage else 0.0
    asks = bool(known.questions) and known.ticket.verified
    if sure < policy.min_confidence or asks or known.ticket.thread.left_open is not None:
        return None
    return _nothing_to_do(str(Reason.NOT_SUPPORT), "triage: no request for support", made_by=TRIAGE)


def _why_not_asked(ticket: Ticket) -> str:
    if ticket.asked:
        return "the customer was asked once, and what they want is still not clear"
    return "the ticket does not say what it is about, and the company approved no question that fits"


def _asked(request: Request, triage: Triage | None) -> str:
    """Return what asks for a person and what found it; what else triage saw is said, because it may be urgent."""
    other = triage.reason if triage else None
    agrees = other is Reason.ASKS_FOR_PERSON
    found_by = " and ".join((*request.found_by, *(("triage",) if agrees else ())))
    told = f"; triage said {other}" if other is not None and not agrees else ""
    return f'the customer asks for a person: "{request.quote}" (found by {found_by}{told})'


def _hand_over(reason: str, explanation: str, made_by: str = PRODUCT) -> Decision:
    return Decision(Outcome.HAND_OVER, reason, explanation, made_by)


def _nothing_to_do(reason: str, explanation: str, made_by: str = PRODUCT) -> Decision:
    return Decision(Outcome.NOTHING_TO_DO, reason, explanation, made_by)


def _hold(reason: str, explanation: str) -> Decision:
    return Decision(Outcome.HOLD, reason, explanation)
