from collections.abc import Sequence

from models.skills.reply import Action
from tests.unit.worker.pipeline.builders import passage, reply, ticket
from worker.domain import Attribution, CheckResult, Passage, Retrieved, Ticket
from worker.mail.asked.questions import find_questions
from worker.pipeline.check.open_questions import doubts, findings
from worker.pipeline.retrieve import Find

EXPORT = passage(
    "An export is empty if the filter hides every row. Clear the filter.", ref="docs/export.md#Empty", id=2
)
REFUND = passage("A yearly plan is refunded within 30 days of the payment.", ref="docs/refunds.md#Yearly", id=3)
BOTH = ticket(body="The export is empty. And please refund our yearly plan, we paid it in March, see www.x.example")


def search(tickets: Sequence[Ticket]) -> list[Retrieved]:
    return [Retrieved((EXPORT,) if "export" in t.body else (REFUND,)) for t in tickets]


def found(*cited: Passage, of: Ticket = BOTH, action: Action = Action.ANSWER, find: Find = search) -> list[str]:
    said = reply(*(p.text for p in cited), action=action)
    check = CheckResult(tuple(Attribution(p.text, p, 1.0) for p in cited), ())
    doubted = doubts(of, find_questions(of.subject, of.body, of.language), said, check)
    return [f.detail for f in findings(doubted, find) if f is not None]


def test_a_question_that_is_left_open_is_told_in_the_words_of_the_customer_without_addresses() -> None:
    assert found(EXPORT) == ['the reply does not meet: "And please refund our yearly plan, we paid it in March, see …"']


def test_a_reply_that_meets_both_is_not_held() -> None:
    assert found(EXPORT, REFUND) == []


def test_words_that_differ_are_met_where_the_search_finds_what_is_cited() -> None:
    wished = ticket(body="The export is empty. And please give us our money back.")
    assert found(EXPORT, REFUND, of=wished) == []
    assert len(found(EXPORT, of=wished)) == 1


def test_one_question_is_never_open() -> None:
    assert found(REFUND, of=ticket(body="The export is empty.")) == []


def test_a_question_back_answers_nothing_and_is_not_held_for_it() -> None:
    assert found(EXPORT, action=Action.ASK) == []


def test_a_search_that_fails_leaves_the_words_to_decide() -> None:
    def failing(tickets: Sequence[Ticket]) -> list[Retrieved]:
        return [Retrieved(error=RuntimeError("down")) for _ in tickets]

    assert len(found(EXPORT, find=failing)) == 1
