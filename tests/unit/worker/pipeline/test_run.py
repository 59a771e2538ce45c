from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.errors import EngineUnavailable
from models.generation.engine import ScriptedEngine
from models.skills import reply as reply_skill
from models.skills import triage as triage_skill
from tests.unit.worker.pipeline.builders import COMPANY, passage, ticket
from worker.company import Company, Effect, Rule
from worker.domain import Attachment, Passage, Retrieved, Ticket
from worker.pipeline.policy import Policy
from worker.pipeline.render import updates
from worker.pipeline.run import handle_batch, handle_without_model
from worker.pipeline.tools import Tools
from worker.pipeline.writing import customer
from worker.rendering import plain
from worker.thread import Author, Fate, Handled, Message, Thread

CALM = triage_skill.answer("access", "normal", False, None)
ANSWER = reply_skill.answer("answer", "en", ["A reset link is valid for 60 minutes."])
FOUND = passage("A reset link is valid for 60 minutes.")


def tools(engine: ScriptedEngine, found: tuple[Passage, ...] | Exception = (FOUND,)) -> Tools:
    def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
        one = Retrieved(error=found) if isinstance(found, Exception) else Retrieved(found)
        return [one for _ in tickets]

    return Tools(engine=engine, find=find, company=COMPANY, policy=Policy("send", 0.7, 0.5))


def test_a_grounded_reply_is_held_while_the_engine_gives_no_confidence() -> None:
    [handled] = handle_batch([ticket()], tools(ScriptedEngine([CALM, ANSWER])))
    assert (handled.decision.outcome, handled.decision.reason) == ("hold", "unsure_escalate")
    assert handled.check is not None and handled.check.passed
    assert set(handled.milliseconds) == {"triage", "retrieve", "reply", "check"}
    assert set(handled.prompt_hashes) == {"triage", "reply"}


def test_an_escalated_ticket_costs_no_reply_but_keeps_its_passages() -> None:
    engine = ScriptedEngine([triage_skill.answer("billing", "high", True, "asks_for_person")])
    [handled] = handle_batch([ticket()], tools(engine))
    assert handled.decision.reason == "asks_for_person"
    assert handled.passages == (FOUND,)
    assert len(engine.prompts) == 1


def test_invalid_output_of_one_ticket_leaves_the_others_alone() -> None:
    engine = ScriptedEngine(["not json", CALM, ANSWER])
    first, second = handle_batch([ticket(id=1), ticket(id=2)], tools(engine))
    assert first.decision.reason == "triage_failed"
    assert second.reply is not None


def test_a_reply_that_contradicts_its_schema_goes_to_a_person() -> None:
    [handled] = handle_batch(
        [ticket()], tools(ScriptedEngine([CALM, '{"action":"answer","language":"en","sentences":[]}']))
    )
    assert handled.decision.reason == "reply_failed"


def test_a_failed_search_goes_to_a_person_and_writes_no_reply() -> None:
    engine = ScriptedEngine([CALM])
    [handled] = handle_batch([ticket()], tools(engine, found=RuntimeError("down")))
    assert handled.decision.reason == "retrieval_unavailable"
    assert len(engine.prompts) == 1


@pytest.mark.parametrize(("subject", "body"), [("", ""), ("", "🙏🙏🙏"), ("Fwd: Fwd:", ""), ("WG: Foto", "")])
def test_nothing_is_never_answered(subject: str, body: str) -> None:
    engine = ScriptedEngine([])
    [handled] = handle_batch([ticket(body=body, subject=subject)], tools(engine))
    assert handled.decision.reason == "nothing_to_answer"
    assert engine.prompts == []


def test_an_engine_that_is_down_decides_nothing() -> None:
    with pytest.raises(EngineUnavailable):
        handle_batch([ticket()], tools(ScriptedEngine([EngineUnavailable("down")])))


def test_without_a_model_a_person_gets_the_ticket_with_the_passages() -> None:
    handled = handle_without_model(ticket(), "nobody there", tools(ScriptedEngine([])))
    assert (handled.decision.outcome, handled.decision.reason) == ("hand_over", "model_unavailable")
    [(_, update)] = updates(handled, COMPANY)
    assert not update.public
    assert "nobody there" in update.comment and FOUND.text in update.comment


def test_without_a_model_and_without_a_search_a_person_still_gets_the_ticket() -> None:
    handled = handle_without_model(ticket(), "nobody", tools(ScriptedEngine([]), found=RuntimeError("down")))
    assert handled.decision.reason == "model_unavailable"
    assert handled.failures["retrieve"] == "search failed: RuntimeError"


def test_an_unverified_senders_account_is_not_in_the_prompt() -> None:
    engine = ScriptedEngine([CALM, ANSWER])
    handle_batch([ticket(verified=False, plan="enterprise", tier="priority")], tools(engine))
    assert "enterprise" not in engine.prompts[0]
    assert "Customer: unknown" in engine.prompts[0]


def test_a_held_reply_becomes_an_internal_note_with_draft_and_reason() -> None:
    [handled] = handle_batch([ticket()], tools(ScriptedEngine([CALM, ANSWER])))
    [(kind, update)] = updates(handled, COMPANY)
    assert (kind, update.public) == ("result", False)
    assert "unsure_escalate" in update.comment
    assert "A reset link is valid for 60 minutes." in update.comment
    assert update.queue == "access"


def test_a_note_lists_the_files_in_harmless_signs_and_a_reply_names_none() -> None:
    files = (
        Attachment("https://evil.example/{{x}}.png", "image/png", 240_000, problem="images are not read"),
        Attachment("run.log", "text/plain", 20, text="E-4411"),
    )
    engine = ScriptedEngine([CALM, ANSWER])
    [handled] = handle_batch([ticket(attachments=files)], tools(engine))
    comment = updates(handled, COMPANY)[0][1].comment
    assert "- https_evil.example_x_.png (image/png, 240.0 kB): not read: images are not read" in comment
    assert "- run.log (text/plain, 20 bytes): read" in comment
    assert all("Attached file run.log: E-4411" in prompt for prompt in engine.prompts)
    assert "evil" not in plain.text(customer.reply(handled, COMPANY))


def test_a_remark_with_a_log_that_was_read_is_handled_and_without_it_a_person_gets_it() -> None:
    read = Attachment("run.log", "text/plain", 20, text="The export stops with E-4411 no space left")
    engine = ScriptedEngine([CALM, ANSWER])
    [handled] = handle_batch([ticket(body="siehe Anhang", attachments=(read,))], tools(engine))
    assert handled.reply is not None
    engine = ScriptedEngine([])
    [handled] = handle_batch([ticket(body="siehe Anhang", attachments=(replace(read, text=None),))], tools(engine))
    assert (handled.decision.reason, engine.prompts) == ("attachment_not_read", [])
    assert "run.log" in updates(handled, COMPANY)[0][1].comment


def test_a_ticket_that_leans_costs_no_reply() -> None:
    engine = ScriptedEngine([CALM])
    [handled] = handle_batch([ticket(body="The error is in the picture, please look at it.")], tools(engine))
    assert (handled.decision.reason, len(engine.prompts)) == ("attachment_not_read", 1)


def test_no_name_of_the_ticket_is_echoed() -> None:
    [handled] = handle_batch(
        [ticket(requester_name="Visit evil.example", subject="pay evil.example")], tools(ScriptedEngine([CALM, ANSWER]))
    )
    assert "evil.example" not in updates(handled, COMPANY)[0][1].comment


PLANTED = passage("A reset link is valid for 90 minutes, says the forum.", id=2, ref="forum/1", trusted=False)


def test_a_less_trusted_passage_is_found_but_neither_shown_to_the_model_nor_cited() -> None:
    said = reply_skill.answer("answer", "en", ["A reset link is valid for 90 minutes, says the forum."])
    engine = ScriptedEngine([CALM, said])
    [handled] = handle_batch([ticket()], tools(engine, found=(PLANTED, FOUND)))
    assert handled.passages == (PLANTED, FOUND)
    assert FOUND.text in engine.prompts[1] and "90 minutes" not in engine.prompts[1]
    assert handled.decision.reason == "check_failed"
    assert handled.check is not None and [f.code for f in handled.check.findings] == ["invented_fact"]
    [(_, update)] = updates(handled, COMPANY)
    assert "- [less trusted source, for you only] Login > Reset" in update.comment


def test_with_less_trusted_passages_alone_nothing_is_written() -> None:
    engine = ScriptedEngine([CALM])
    [handled] = handle_batch([ticket()], tools(engine, found=(PLANTED,)))
    assert (handled.decision.reason, handled.passages) == ("no_passages", (PLANTED,))
    assert len(engine.prompts) == 1


def test_less_trusted_passages_take_no_place_of_the_others() -> None:
    many = tuple(passage(f"Forum {n}.", id=10 + n, ref=f"forum/{n}", trusted=False) for n in range(5))
    engine = ScriptedEngine([CALM, ANSWER])
    [handled] = handle_batch([ticket()], tools(engine, found=(*many, FOUND)))
    assert handled.check is not None and handled.check.passed
    assert FOUND.text in engine.prompts[1] and "Forum" not in engine.prompts[1]


@pytest.mark.parametrize(
    ("answer", "queue"),
    [
        (CALM, "access"),
        ("not json", None),
        (triage_skill.answer("billing", "low", True, "not_support"), None),
        (triage_skill.answer("other", "low", False, None), None),
    ],
)
@pytest.mark.parametrize("body", ["¿Hay alguien de carne y hueso ahí?", "Können Sie mich bitte mal anklingeln?"])
def test_a_request_for_a_person_goes_to_one_whatever_triage_says_and_never_among_spam(
    body: str, answer: str, queue: str | None
) -> None:
    engine = ScriptedEngine([answer])
    [handled] = handle_batch([ticket(body=body)], tools(engine))
    assert (handled.decision.outcome, handled.decision.reason) == ("hand_over", "asks_for_person")
    [(_, update)] = updates(handled, COMPANY)
    assert (update.queue, update.public) == (queue, False)
    assert f'"{body.strip("¿?")}" (found by rule' in update.comment
    assert len(engine.prompts) == 1


def test_the_subject_asks_for_a_person_in_the_first_message_only() -> None:
    subject = "Please call me"
    [first] = handle_batch([ticket(subject=subject)], tools(ScriptedEngine([CALM])))
    [second] = handle_batch([ticket(subject=subject, version=2)], tools(ScriptedEngine([CALM, ANSWER])))
    assert first.decision.reason == "asks_for_person"
    assert second.decision.reason != "asks_for_person"


def test_a_person_is_asked_for_when_no_model_answers() -> None:
    handled = handle_without_model(ticket(body="Call me back please"), "nobody there", tools(ScriptedEngine([])))
    assert handled.decision.reason == "asks_for_person"
    assert handled.passages == (FOUND,)


ASKING = replace(COMPANY, questions={"other": {"en": ("What is it about?",), "de": ("Worum geht es?",)}})
SPAM = triage_skill.answer("other", "low", True, "not_support")


@pytest.mark.parametrize("seen", [CALM, SPAM, triage_skill.answer("other", "low", False, None)])
@pytest.mark.parametrize(
    ("body", "language", "question"),
    [
        ("I need help.", "en", "What is it about?"),
        ("It does not work!!", "en", "What is it about?"),
        ("Ich brauche Hilfe.", "de", "Worum geht es?"),
    ],
)
def test_a_vague_ticket_is_asked_back_and_never_filed_as_spam(
    body: str, language: str, question: str, seen: str
) -> None:
    engine = ScriptedEngine([seen])
    vague = ticket(subject="", body=body, language=language)
    [handled] = handle_batch([vague], replace(tools(engine), company=ASKING))
    assert (handled.decision.outcome, handled.decision.reason) == ("ask", "unclear")
    [(_, update)] = updates(handled, ASKING)
    assert update.public
    assert question in update.comment
    assert update.queue != "other"
    assert {"deskhand_ask", "deskhand_reason_unclear"} <= set(update.tags)
    assert len(engine.prompts) == 1


@pytest.mark.parametrize(
    ("changes", "company"), [({}, COMPANY), ({"asked": 1, "version": 2}, ASKING), ({"version": 2}, ASKING)]
)
def test_a_vague_ticket_is_handed_over_without_a_question_or_a_second_time(
    changes: dict[str, int], company: Company
) -> None:
    vague = ticket(subject="", body="I need help.", **changes)
    [handled] = handle_batch([vague], replace(tools(ScriptedEngine([SPAM])), company=company))
    assert (handled.decision.outcome, handled.decision.reason) == ("hand_over", "unclear")
    assert updates(handled, company)[0][1].queue is None


def test_the_second_message_of_a_burst_is_asked_back_like_the_first() -> None:
    burst = ticket(subject="", body="Hi\n\nI need help.", version=2, thread=Thread(opens=True))
    [handled] = handle_batch([burst], replace(tools(ScriptedEngine([CALM])), company=ASKING))
    assert (handled.decision.outcome, handled.decision.reason) == ("ask", "unclear")


def test_in_draft_mode_the_question_is_a_draft() -> None:
    vague = ticket(subject="", body="I need help.")
    drafts = replace(tools(ScriptedEngine([CALM])), company=ASKING, policy=Policy("draft", 0.7, 0.5))
    [handled] = handle_batch([vague], drafts)
    assert (handled.decision.outcome, handled.decision.reason) == ("hold", "draft_mode")
    [(_, update)] = updates(handled, ASKING)
    assert not update.public
    assert "Draft question:" in update.comment and "What is it about?" in update.comment


def test_an_automatic_message_needs_one_line_and_no_person() -> None:
    [handled] = handle_batch([ticket(automatic=True)], tools(ScriptedEngine([])))
    [(_, update)] = updates(handled, COMPANY)
    assert update.comment == (
        "Deskhand: nothing to do, because an automatic message is never answered. "
        "(reason: automatic_message; decided by rule of the product)"
    )
    assert (update.public, update.priority) == (False, None)


def test_a_reply_that_leaves_a_question_open_is_held_with_its_words() -> None:
    body = "When does the reset link expire? And please refund our yearly plan, we paid it in March."

    def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
        return [Retrieved((FOUND,) if "reset" in t.body else ()) for t in tickets]

    made = replace(tools(ScriptedEngine([CALM, ANSWER])), find=find)
    [handled] = handle_batch([ticket(subject="", body=body)], made)
    assert (handled.decision.outcome, handled.decision.reason) == ("hold", "check_failed")
    [(_, update)] = updates(handled, COMPANY)
    assert 'Still open: the reply does not meet: "And please refund our yearly plan, we paid it in March."' in (
        update.comment
    )


@pytest.mark.parametrize("asks", [True, False])
def test_the_answer_to_a_clarifying_question_does_not_lose_what_was_asked_before_it(asks: bool) -> None:
    """After an answer, what was asked before it is settled; after a question of ours it is not."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    asked = "When does the reset link expire? And please refund our yearly plan, we paid it in March."
    ours = Handled(1, at, "ask" if asks else "send", "x", Fate.DELIVERED, public=True, reply="Which link?", asks=asks)
    thread = Thread(
        turn=(Message(Author.CUSTOMER, at, "The reset link that I got by mail.", version=2),),
        before=(Message(Author.CUSTOMER, at, asked, version=1),),
        handled=(ours,),
    )

    def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
        return [Retrieved((FOUND,) if "reset" in t.body else ()) for t in tickets]

    made = replace(tools(ScriptedEngine([CALM, ANSWER])), find=find)
    second = ticket(subject="", body="The reset link that I got by mail.", version=2, thread=thread)
    [handled] = handle_batch([second], made)
    findings = handled.check.findings if handled.check else ()
    assert ("question_open" in [finding.code for finding in findings]) is asks


def ruled(engine: ScriptedEngine, *rules: Rule, **changes: object) -> Tools:
    made = tools(engine)
    return replace(made, company=replace(COMPANY, rules=rules, **changes))  # type: ignore[arg-type]


def test_a_rule_sends_a_ticket_to_its_queue_and_the_note_names_it() -> None:
    rule = Rule("mail of teams", Effect.QUEUE, queue="billing", plan=("team",))
    [handled] = handle_batch([ticket()], ruled(ScriptedEngine([CALM, ANSWER]), rule))
    [(_, update)] = updates(handled, COMPANY)
    assert (handled.triage and handled.triage.queue, update.queue) == ("access", "billing")
    assert "queue by rule: mail of teams" in update.comment


def test_a_rule_gives_a_queue_also_where_no_model_answers() -> None:
    rule = Rule("teams", Effect.QUEUE, queue="billing", plan=("team",))
    assert handle_without_model(ticket(), "nobody", ruled(ScriptedEngine([]), rule)).queue == "billing"


def test_no_rule_puts_a_request_for_a_person_among_spam() -> None:
    rule = Rule("teams", Effect.QUEUE, queue="other", plan=("team",))
    [handled] = handle_batch([ticket(body="Please call me.")], ruled(ScriptedEngine([CALM]), rule))
    assert (handled.decision.reason, handled.queue) == ("asks_for_person", None)


def test_an_automatic_message_stays_where_it_is_whatever_a_rule_says() -> None:
    rule = Rule("teams", Effect.QUEUE, queue="billing", plan=("team",))
    [handled] = handle_batch([ticket(automatic=True)], ruled(ScriptedEngine([]), rule))
    assert (handled.queue, handled.decision.made_by) == (None, "rule of the product")


def test_a_rule_escalates_before_a_reply_is_written() -> None:
    engine = ScriptedEngine([CALM])
    rule = Rule("resets", Effect.ALWAYS_ESCALATE, reason="security_or_legal", phrases=(("en", ("reset link",)),))
    [handled] = handle_batch([ticket()], ruled(engine, rule))
    [(_, update)] = updates(handled, COMPANY)
    assert (handled.decision.outcome, handled.decision.reason) == ("hand_over", "security_or_legal")
    assert len(engine.prompts) == 1
    assert update.comment.startswith(
        'Deskhand: handed over to a person, because the rule "resets" applies (the phrase "reset link").\n'
        "(reason: security_or_legal; decided by rule: resets)"
    )
    assert update.tags == ("deskhand", "deskhand_hand_over", "deskhand_reason_security_or_legal")


def test_a_rule_that_never_sends_keeps_the_draft_for_a_person() -> None:
    rule = Rule("no teams", Effect.NEVER_SEND, plan=("team",))
    [handled] = handle_batch([ticket()], ruled(ScriptedEngine([CALM, ANSWER]), rule))
    [(_, update)] = updates(handled, COMPANY)
    assert (handled.decision.outcome, handled.decision.reason, update.public) == ("hold", "rule", False)
    assert "A reset link is valid for 60 minutes." in update.comment


def test_a_vague_ticket_is_asked_the_question_of_the_queue_that_a_rule_gives_it() -> None:
    rule = Rule("teams", Effect.QUEUE, queue="billing", plan=("team",))
    questions = {"billing": {"en": ("Which invoice?",)}, "other": {"en": ("What is it about?",)}}
    made = ruled(ScriptedEngine([CALM]), rule, questions=questions)
    [handled] = handle_batch([ticket(subject="", body="I need help.")], made)
    assert handled.reply is not None and handled.reply.sentences == ("Which invoice?",)
