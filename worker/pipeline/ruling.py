"""This module says what the company's rules make of a decision: the reasons, and the words for the person who reads it."""

from collections.abc import Sequence

from worker.company import Effect
from worker.company.rules import RULE
from worker.domain import Decision, Outcome, Triage
from worker.pipeline.rules import Judged, first

TRIAGE = "triage"  # what made a decision, if triage did


def never_sent(rules: Sequence[Judged]) -> Decision | None:
    """Return that a reply is a draft, because a rule says that nothing is sent."""
    never, always = first(rules, Effect.NEVER_SEND), first(rules, Effect.ALWAYS_ESCALATE)
    if never is None:
        return None
    also = f'; the rule "{always.rule.name}" wants a person for it ({always.rule.reason})' if always else ""
    return Decision(Outcome.HOLD, RULE, f"nothing is sent by itself: {_applies(never)}{also}", never.rule.made_by)


def escalated(rules: Sequence[Judged], triage: Triage | None) -> Decision | None:
    """Return that a person takes the ticket, because a rule says so. What triage saw is said, because it may be urgent."""
    always = first(rules, Effect.ALWAYS_ESCALATE)
    if always is None:
        return None
    return Decision(Outcome.HAND_OVER, always.rule.reason, f"{_applies(always)}{also(triage)}", always.rule.made_by)


def overrules(rules: Sequence[Judged], triage: Triage | None) -> bool:
    """Return whether a rule overrules that triage wants a person for the ticket."""
    is_wanted = triage is not None and triage.escalate
    return is_wanted and bool(first(rules, Effect.NEVER_ESCALATE)) and not first(rules, Effect.ALWAYS_ESCALATE)


def changed_by(rules: Sequence[Judged], triage: Triage | None, decision: Decision) -> str:
    """Return which rules changed a decision beside what made it."""
    said = []
    if decision.made_by != TRIAGE and overrules(rules, triage) and (overruling := first(rules, Effect.NEVER_ESCALATE)):
        said.append(f"; triage overruled by {overruling.rule.made_by}")
    if (queue := first(rules, Effect.QUEUE)) and has_queue(decision, triage):
        said.append(f"; queue by {queue.rule.made_by}")
    return "".join(said)


def has_queue(decision: Decision, triage: Triage | None) -> bool:
    """Return whether the ticket goes to a queue: one without triage that nobody has to take stays where it is."""
    return triage is not None or decision.outcome is not Outcome.NOTHING_TO_DO


def also(triage: Triage | None) -> str:
    """Return what triage says about a ticket that goes to a person in any case."""
    return f"; triage said {triage.reason}" if triage is not None and triage.reason is not None else ""


def _applies(judged: Judged) -> str:
    return f'the rule "{judged.rule.name}" applies ({judged.because})'
