from dataclasses import replace

import pytest

from knowledge.statements import Statement
from models.skills.reply import Action
from models.skills.triage import Reason, Triage
from tests.unit.worker.pipeline.builders import SURE, passage, reply, ticket, triage
from tests.unit.worker.pipeline.threads import AT, ours, thread
from worker.company import Effect, Rule
from worker.domain import Attachment, Attribution, Author, CheckResult, Fate, Finding, Handled, Message, Ticket
from worker.mail.asked.questions import Question
from worker.mail.person.request import Request
from worker.pipeline.decide import before_reply, decide
from worker.pipeline.known import Known
from worker.pipeline.policy import Policy
from worker.pipeline.rules import Judged

P = passage("A reset link is valid for 60 minutes.")
PASSED = CheckResult((Attribution("x", P, 1.0),), ())
FAILED = CheckResult((), (Finding("invented_fact", "x", "no passage contains 61"),))
IN_ENGLISH = CheckResult(
    (Attribution("x", P, 1.0),), (Finding("wrong_language", "", "the customer writes de, the reply is en"),)
)
ALSO_IN_GERMAN = replace(
    IN_ENGLISH, attributions=(*IN_ENGLISH.attributions, Attribution("y", passage("Der Link gilt.", language="de"), 1.0))
)
ASKED = Request("call me", by_rule=True, by_signal=False)
SURE_REPLY = replace(reply("x"), probabilities={"reply": 0.95})
QUESTION = Question("Where is the invoice?", frozenset({"invoi"}))
SURE_QUESTION = replace(reply("Which invoice do you mean?", action=Action.ASK), probabilities={"reply": 0.95})
COMPANYS = reply("What is it about?", action=Action.ASK)
VAGUE = {"vague": True, "approved": COMPANYS, "reply": COMPANYS}
SPAM = triage(escalate=True, reason=Reason.NOT_SUPPORT)
SHOT = Attachment("shot.png", "image/png", 240_000)
ASKED_BACK = ours(outcome="ask", asks=True)
HELD = ours(outcome="hold", fate=Fate.HELD, public=False)
HANDED_OVER = ours(outcome="hand_over", fate=Fate.HANDED_OVER, public=False)
SEND = Policy(reply_mode="send", min_confidence=0.7, send_threshold=0.9)


def known(**changes: object) -> Known:
    values = {
        "ticket": ticket(),
        "answerable": True,
        "triage": triage(),
        "passages": (P,),
        "reply": SURE_REPLY,
        "check": PASSED,
        "failures": {},
    }
    return Known(**{**values, **changes})  # type: ignore[arg-type]


def again(words: str, handled: Handled) -> Ticket:
    """A ticket whose customer writes again after a decision of ours."""
    before = (Message(Author.CUSTOMER, AT, "How do I get a list of our orders?", version=1),)
    said = thread(words, before=before, handled=(handled,))
    return ticket(version=2, subject="", body=words, thread=said)


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({}, "send", "grounded"),
        ({"ticket": ticket(automatic=True)}, "nothing_to_do", "automatic_message"),
        ({"ticket": ticket(author=Author.AGENT, verified=False)}, "hold", "written_by_agent"),
        ({"ticket": ticket(author=Author.THIRD_PERSON, verified=False)}, "hold", "third_person"),
        ({"answerable": False}, "hand_over", "nothing_to_answer"),
        ({"request": ASKED}, "hand_over", "asks_for_person"),
        ({"request": ASKED, "ticket": ticket(automatic=True)}, "nothing_to_do", "automatic_message"),
        ({"request": ASKED, "triage": None, "failures": {"triage": "invalid output"}}, "hand_over", "asks_for_person"),
        ({"request": ASKED, "triage": None, "failures": {"model": "down"}}, "hand_over", "asks_for_person"),
        (
            {"request": ASKED, "triage": triage(escalate=True, reason=Reason.NOT_SUPPORT)},
            "hand_over",
            "asks_for_person",
        ),
        ({"request": ASKED, "ticket": ticket(language="other")}, "hand_over", "asks_for_person"),
        ({"triage": SPAM}, "nothing_to_do", "not_support"),
        ({"triage": SPAM, "questions": (QUESTION,)}, "hand_over", "not_support"),
        (
            {"triage": SPAM, "questions": (QUESTION,), "ticket": ticket(verified=False)},
            "nothing_to_do",
            "not_support",
        ),
        ({"triage": replace(SPAM, probabilities={**SURE, "reason": 0.5})}, "hand_over", "not_support"),
        ({"triage": replace(SPAM, probabilities={})}, "hand_over", "not_support"),
        ({"triage": None, "failures": {"triage": "invalid output"}}, "hand_over", "triage_failed"),
        ({"vague": True}, "hand_over", "unclear"),
        ({"vague": True, "triage": SPAM}, "hand_over", "unclear"),
        ({"vague": True, "triage": triage(escalate=True, reason=Reason.NOT_COVERED)}, "hand_over", "unclear"),
        (
            {"vague": True, "triage": triage(escalate=True, reason=Reason.ASKS_FOR_PERSON)},
            "hand_over",
            "asks_for_person",
        ),
        (VAGUE, "ask", "unclear"),
        ({**VAGUE, "triage": SPAM}, "ask", "unclear"),
        ({**VAGUE, "ticket": ticket(language="other")}, "ask", "unclear"),
        ({**VAGUE, "triage": triage(probabilities={})}, "ask", "unclear"),
        ({**VAGUE, "ticket": ticket(verified=False)}, "hold", "unverified_requester"),
        ({**VAGUE, "ticket": ticket(asked=1)}, "hand_over", "unclear"),
        ({**VAGUE, "request": ASKED}, "hand_over", "asks_for_person"),
        ({**VAGUE, "ticket": ticket(automatic=True)}, "nothing_to_do", "automatic_message"),
        ({"reply": SURE_QUESTION}, "ask", "needs_details"),
        ({"reply": SURE_QUESTION, "ticket": ticket(asked=1)}, "hand_over", "unclear"),
        ({"reply": replace(SURE_QUESTION, probabilities={"reply": 0.8})}, "hold", "unsure_reply"),
        ({"reply": SURE_QUESTION, "check": FAILED}, "hold", "check_failed"),
        ({"triage": triage(escalate=True, reason=Reason.ASKS_FOR_PERSON)}, "hand_over", "asks_for_person"),
        ({"ticket": ticket(language="other")}, "hand_over", "unsupported_language"),
        ({"ticket": ticket(language=None)}, "send", "grounded"),
        ({"passages": ()}, "hand_over", "no_passages"),
        ({"passages": (), "failures": {"retrieve": "down"}}, "hand_over", "retrieval_unavailable"),
        ({"reply": None, "check": None, "failures": {"reply": "cut off"}}, "hand_over", "reply_failed"),
        ({"reply": reply(action=Action.HAND_OVER)}, "hand_over", "not_covered"),
        ({"reply": reply(action=Action.HAND_OVER), "ticket": ticket(language="de")}, "hold", "other_language"),
        (
            {
                "reply": replace(reply(action=Action.HAND_OVER), probabilities={"action": 0.9}),
                "ticket": ticket(language="de"),
            },
            "hand_over",
            "not_covered",
        ),
        (
            {
                "reply": reply(action=Action.HAND_OVER),
                "ticket": ticket(language="de"),
                "passages": (replace(P, statements=(Statement("Der Link gilt 60 Minuten.", P.text, language="de"),)),),
            },
            "hand_over",
            "not_covered",
        ),
        ({"check": FAILED}, "hold", "check_failed"),
        ({"ticket": ticket(language="de"), "check": IN_ENGLISH}, "hold", "other_language"),
        ({"ticket": ticket(language="de"), "check": replace(IN_ENGLISH, attributions=())}, "hold", "check_failed"),
        ({"ticket": ticket(language="de"), "check": ALSO_IN_GERMAN}, "hold", "check_failed"),
        (
            {
                "ticket": ticket(language="de"),
                "check": replace(IN_ENGLISH, findings=(*IN_ENGLISH.findings, *FAILED.findings)),
            },
            "hold",
            "check_failed",
        ),
        ({"ticket": ticket(verified=False)}, "hold", "unverified_requester"),
        ({"ticket": ticket(late=True)}, "hold", "late_message"),
        ({"ticket": ticket(old=True)}, "hand_over", "old_message"),
        ({"ticket": ticket(old=True, late=True)}, "hand_over", "old_message"),
        (
            {"ticket": ticket(old=True), "triage": triage(escalate=True, reason=Reason.ANGRY_OR_AT_RISK)},
            "hand_over",
            "angry_or_at_risk",
        ),
        ({"ticket": ticket(old=True), "request": ASKED}, "hand_over", "asks_for_person"),
        ({"ticket": ticket(old=True, automatic=True)}, "nothing_to_do", "automatic_message"),
        ({**VAGUE, "ticket": ticket(old=True)}, "hand_over", "old_message"),
        ({"brand_off": "outlet"}, "hand_over", "brand_off"),
        ({"brand_off": "outlet", "ticket": ticket(old=True)}, "hand_over", "brand_off"),
        ({"brand_off": "outlet", "triage": None, "failures": {"model": "down"}}, "hand_over", "brand_off"),
        ({"brand_off": "outlet", "request": ASKED}, "hand_over", "asks_for_person"),
        ({"triage": triage(probabilities={**SURE, "escalate": 0.6})}, "hold", "unsure_escalate"),
        ({"triage": triage(probabilities={**SURE, "queue": 0.6})}, "hold", "unsure_queue"),
        ({"triage": triage(probabilities={})}, "hold", "unsure_escalate"),
        ({"reply": replace(SURE_REPLY, probabilities={"reply": 0.8})}, "hold", "unsure_reply"),
        ({"reply": reply("x")}, "hold", "unsure_reply"),
        ({"ticket": ticket(body="See the screenshot")}, "hand_over", "attachment_not_read"),
        (
            {"ticket": ticket(body="Siehe Anhang", attachments=(SHOT,)), "answerable": False},
            "hand_over",
            "attachment_not_read",
        ),
        ({"ticket": ticket(body="it broke", attachments=(SHOT,))}, "hand_over", "attachment_not_read"),
        ({"ticket": again("It is this one.", ASKED_BACK)}, "send", "grounded"),
        ({"ticket": again("See the screenshot", ASKED_BACK)}, "hand_over", "attachment_not_read"),
        ({"ticket": again("Thanks!", HELD)}, "hold", "still_open"),
        ({"ticket": again("Thanks!", HANDED_OVER)}, "hand_over", "still_open"),
        ({"ticket": again("Thanks!", HELD), "request": ASKED}, "hand_over", "asks_for_person"),
        ({"ticket": again("Thanks!", ours()), "triage": SPAM}, "nothing_to_do", "thanks"),
        ({"ticket": again("Any news?", HELD), "triage": SPAM}, "hand_over", "not_support"),
        ({"ticket": ticket(attachments=(SHOT,))}, "hold", "attachment_not_read"),
        ({"ticket": ticket(attachments=(SHOT, replace(SHOT, name="a.log", text="x")))}, "hold", "attachment_not_read"),
        ({"ticket": ticket(attachments=(replace(SHOT, text="E-4411"),))}, "send", "grounded"),
        ({"ticket": ticket(attachments=(replace(SHOT, size=2_000),))}, "send", "grounded"),
        ({"ticket": ticket(body="Siehe Anhang", attachments=(replace(SHOT, text="E-4411"),))}, "send", "grounded"),
    ],
)
def test_the_table(changes: dict[str, object], outcome: str, reason: str) -> None:
    decision = decide(known(**changes), SEND)
    assert (decision.outcome, decision.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("changes", "what"), [({}, "replies"), ({"reply": SURE_QUESTION}, "questions"), (VAGUE, "questions")]
)
def test_draft_mode_sends_nothing(changes: dict[str, object], what: str) -> None:
    decision = decide(known(**changes), Policy(reply_mode="draft", min_confidence=0.7, send_threshold=0.9))
    assert (decision.outcome, decision.reason) == ("hold", "draft_mode")
    assert decision.explanation.startswith(what)


def test_without_a_threshold_that_qualified_nothing_is_sent() -> None:
    decision = decide(known(), Policy(reply_mode="send", min_confidence=0.7, send_threshold=None))
    assert (decision.outcome, decision.reason) == ("hold", "no_threshold")


@pytest.mark.parametrize(
    ("request_", "seen", "words"),
    [
        (ASKED, triage(), 'the customer asks for a person: "call me" (found by rule)'),
        (
            Request("call me", by_rule=True, by_signal=True),
            triage(escalate=True, reason=Reason.ASKS_FOR_PERSON),
            'the customer asks for a person: "call me" (found by rule and learned signal and triage)',
        ),
        (
            Request("call me", by_rule=False, by_signal=True),
            triage(escalate=True, reason=Reason.SECURITY_OR_LEGAL),
            'the customer asks for a person: "call me" (found by learned signal; triage said security_or_legal)',
        ),
    ],
)
def test_the_agent_reads_what_asks_for_a_person_and_what_found_it(request_: Request, seen: Triage, words: str) -> None:
    assert decide(known(request=request_, triage=seen), SEND).explanation == words


NEVER_SEND = Judged(Rule("sums", Effect.NEVER_SEND), ("900 EUR is over 500",), None)
ALWAYS = Judged(Rule("legal", Effect.ALWAYS_ESCALATE, reason="security_or_legal"), ('the phrase "lawyer"',), None)
PLAIN = Judged(Rule("vip", Effect.ALWAYS_ESCALATE), ("tier priority",), None)
NEVER_ESCALATE = Judged(Rule("calm", Effect.NEVER_ESCALATE), ("plan team",), None)
QUEUE = Judged(Rule("to access", Effect.QUEUE, queue="access"), ("plan team",), None)
ANGRY = triage(escalate=True, reason=Reason.ANGRY_OR_AT_RISK)
OVERRULED = "rule of the product; triage overruled by rule: calm"


@pytest.mark.parametrize(
    ("rules", "changes", "outcome", "reason", "made_by"),
    [
        ([], {}, "send", "grounded", "rule of the product"),
        ([], {"triage": ANGRY}, "hand_over", "angry_or_at_risk", "triage"),
        ([], {"triage": SPAM}, "nothing_to_do", "not_support", "triage"),
        ([], {"reply": reply(action=Action.HAND_OVER)}, "hand_over", "not_covered", "reply"),
        ([NEVER_SEND], {}, "hold", "rule", "rule: sums"),
        ([NEVER_SEND], {"reply": SURE_QUESTION}, "hold", "rule", "rule: sums"),
        ([NEVER_SEND], VAGUE, "hold", "rule", "rule: sums"),
        ([NEVER_SEND], {"reply": reply("x")}, "hold", "rule", "rule: sums"),
        ([NEVER_SEND], {"ticket": ticket(verified=False)}, "hold", "rule", "rule: sums"),
        ([NEVER_SEND], {"check": FAILED}, "hold", "check_failed", "rule of the product"),
        ([NEVER_SEND], {"triage": ANGRY}, "hand_over", "angry_or_at_risk", "triage"),
        ([NEVER_SEND], {"passages": ()}, "hand_over", "no_passages", "rule of the product"),
        ([NEVER_SEND], {"triage": SPAM}, "nothing_to_do", "not_support", "triage"),
        ([ALWAYS], {}, "hand_over", "security_or_legal", "rule: legal"),
        ([PLAIN], {}, "hand_over", "rule", "rule: vip"),
        ([PLAIN, ALWAYS], {}, "hand_over", "rule", "rule: vip"),
        ([ALWAYS], {"triage": SPAM}, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS], {"triage": ANGRY}, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS], VAGUE, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS], {"triage": None, "failures": {"model": "x"}}, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS], {"ticket": ticket(old=True)}, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS], {"request": ASKED}, "hand_over", "asks_for_person", "rule of the product"),
        ([ALWAYS], {"ticket": ticket(automatic=True)}, "nothing_to_do", "automatic_message", "rule of the product"),
        ([ALWAYS], {"brand_off": "outlet"}, "hand_over", "brand_off", "rule of the product"),
        ([NEVER_SEND, ALWAYS], {}, "hold", "rule", "rule: sums"),
        ([ALWAYS, NEVER_SEND], {"passages": ()}, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS, NEVER_SEND], {"check": FAILED}, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS, NEVER_SEND], {"reply": None, "check": None}, "hand_over", "security_or_legal", "rule: legal"),
        ([ALWAYS, NEVER_ESCALATE], {"triage": ANGRY}, "hand_over", "security_or_legal", "rule: legal"),
        ([NEVER_ESCALATE], {"triage": ANGRY}, "send", "grounded", OVERRULED),
        ([NEVER_ESCALATE], {}, "send", "grounded", "rule of the product"),
        ([NEVER_ESCALATE], {"triage": triage(probabilities={**SURE, "escalate": 0.6})}, "send", "grounded", None),
        ([NEVER_ESCALATE], {"triage": replace(ANGRY, probabilities={})}, "hold", "unsure_queue", OVERRULED),
        ([NEVER_ESCALATE], {"triage": replace(SPAM, probabilities=SURE)}, "nothing_to_do", "not_support", "triage"),
        ([NEVER_ESCALATE], {"triage": ANGRY, "request": ASKED}, "hand_over", "asks_for_person", None),
        ([NEVER_ESCALATE], {"triage": ANGRY, "passages": ()}, "hand_over", "no_passages", OVERRULED),
        ([NEVER_ESCALATE], {**VAGUE, "triage": ANGRY}, "ask", "unclear", OVERRULED),
        ([NEVER_ESCALATE, NEVER_SEND], {"triage": ANGRY}, "hold", "rule", "rule: sums; triage overruled by rule: calm"),
        ([QUEUE], {}, "send", "grounded", "rule of the product; queue by rule: to access"),
        ([QUEUE], {"triage": ANGRY}, "hand_over", "angry_or_at_risk", "triage; queue by rule: to access"),
        ([QUEUE], {"triage": triage(probabilities={**SURE, "queue": 0.6})}, "send", "grounded", None),
        ([QUEUE], {"triage": None, "failures": {"triage": "x"}}, "hand_over", "triage_failed", None),
        (
            [QUEUE],
            {"triage": None, "ticket": ticket(automatic=True)},
            "nothing_to_do",
            "automatic_message",
            "rule of the product",
        ),
    ],
)
def test_rules_stand_above_models(
    rules: list[Judged], changes: dict[str, object], outcome: str, reason: str, made_by: str | None
) -> None:
    decision = decide(known(**changes, rules=rules), SEND)
    assert (decision.outcome, decision.reason) == (outcome, reason)
    assert made_by in {None, decision.made_by}


@pytest.mark.parametrize("policy", [Policy("draft", 0.7, 0.9), Policy("send", 0.7, None)])
def test_a_draft_by_a_rule_says_so_whatever_the_policy(policy: Policy) -> None:
    decision = decide(known(rules=[NEVER_SEND]), policy)
    assert (decision.reason, decision.made_by) == ("rule", "rule: sums")


def test_what_made_a_rule_apply_is_told_with_what_else_was_seen() -> None:
    told = decide(known(rules=[ALWAYS], triage=ANGRY), SEND).told
    assert told == (
        'the rule "legal" applies (the phrase "lawyer"); triage said angry_or_at_risk (decided by rule: legal)'
    )
    both = decide(known(rules=[NEVER_SEND, ALWAYS]), SEND).explanation
    assert both == (
        'nothing is sent by itself: the rule "sums" applies (900 EUR is over 500); the rule "legal" wants a person for it '
        "(security_or_legal)"
    )


def test_a_rule_that_escalates_costs_no_reply_unless_a_draft_is_wanted() -> None:
    before = {"reply": None, "check": None}
    escalated = before_reply(known(**before, rules=[ALWAYS]), SEND)
    assert escalated is not None and escalated.reason == "security_or_legal"
    assert before_reply(known(**before, rules=[ALWAYS, NEVER_SEND]), SEND) is None
