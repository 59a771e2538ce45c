"""What a reply under the grammar is trained to say: the statements that the agent's sentences came from."""

import json
from dataclasses import replace

from knowledge.handled_tickets import HandledTicket
from knowledge.statements import Statement
from tests.unit.worker.pipeline.builders import COMPANY, passage
from worker.learning.chosen_answers import answers
from worker.learning.examples import Found, reply_examples

PAGE = (
    "Refunds go back to the card that was charged.",
    "A refund takes 5 working days.",
    "Cancelled invoices stay visible for a year.",
)
RIGHT = passage("…", ref="docs/refunds.md#A", statements=tuple(Statement(t, t) for t in PAGE), language="en")
WRONG = passage("Exports take 5 working days and are sent by mail.", ref="docs/exports.md#A", language="en")
SHOWN = [Found(p.ref, p.shown, p) for p in (WRONG, RIGHT)]
BY_REF = {found.ref: found for found in SHOWN}


def handled(*sentences: str, action: str = "answer", language: str = "en") -> HandledTicket:
    return HandledTicket(
        id="T-1", subject="s", body="Where is my refund, and when does it come?", language=language, account=None,
        requester="a@a.example", queue="billing", priority="normal", escalate=False, reason=None,
        passages=("docs/refunds.md#A",), action=action, sentences=sentences,
    )  # fmt: skip


def said(ticket: HandledTicket, company=COMPANY):  # type: ignore[no-untyped-def]
    made = answers(company)(ticket, SHOWN, ticket.sentences)
    return None if made is None else json.loads(made.text)["sentences"]


def test_an_agents_words_become_the_statements_that_they_came_from_in_the_order_of_the_page() -> None:
    own = handled("The refund will take 5 working days.", "It goes back to the card that you were charged on.")
    assert said(own) == [PAGE[1], PAGE[0]][::-1]


def test_what_no_statement_says_is_a_gap_and_a_ticket_of_gaps_no_example() -> None:
    assert said(handled("We have refunded you today.", "A refund takes 5 working days.")) == [PAGE[1]]
    own = handled("Have a great weekend and greetings to Berlin!")
    assert said(own) is None
    assert [e.answer for e in reply_examples([own], lambda _: SHOWN, BY_REF, say=answers(COMPANY))] == []


def test_a_question_becomes_the_approved_one() -> None:
    company = replace(COMPANY, questions={"billing": {"en": ("Which card?", "Which invoice or refund do you mean?")}})
    own = handled("Which refund is it?", action="ask")
    assert said(own, company) == ["Which invoice or refund do you mean?"]
    assert said(own) is None
