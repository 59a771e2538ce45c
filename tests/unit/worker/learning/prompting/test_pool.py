"""Examples cover what can be answered, and those of replies show nobody's own."""

import json
from dataclasses import replace

import numpy as np
import pytest

from knowledge.handled_tickets import HandledTicket
from tests.unit.worker.learning.test_evaluation import COMPANY, LOGIN, REFUNDS, handled
from worker.domain import Retrieved
from worker.history.redaction import Redactor
from worker.learning import chosen_answers
from worker.learning.examples import as_written
from worker.learning.prompting import pool

FOUND = Retrieved((REFUNDS, LOGIN), np.ones(2, np.float32), "enc")
OWN = replace(REFUNDS, id=9, ref="accounts/acc-1#invoice", account="acc-1")


def plain(text: str, language: str | None) -> list[str]:
    return []


def test_the_first_examples_cover_queues_hand_overs_and_reasons() -> None:
    many = [handled(n) for n in range(20)]
    rare = [handled(20, queue="access"), handled(21, escalate=True), handled(22, escalate=True, queue="access")]
    first = pool.covering([*many, *rare], 3)
    assert {ticket.queue for ticket in first} == {"billing", "access"}
    assert {ticket.escalate for ticket in first} == {True, False}
    assert pool.covering(many, 3) == many[:3]


@pytest.mark.parametrize(
    ("ticket", "counted"),
    [
        (handled(1), (0, 0, 0)),
        (handled(1, escalate=True), (1, 0, 0)),
        (handled(1, sentences=()), (1, 0, 0)),
        (handled(1, action="ask"), (1, 0, 0)),
        (handled(1, passages=("accounts/acc-1#invoice",)), (0, 1, 0)),
        (handled(1, body="Call me: +49 30 901820. Jane Doe, jane.doe@bakery.example"), (0, 0, 1)),
        (handled(1, body="[NAME_1] asks when the refund comes"), (0, 0, 0)),
    ],
)
def test_a_ticket_with_anything_of_a_customer_is_shown_to_no_other(
    ticket: HandledTicket, counted: tuple[int, int, int]
) -> None:
    kept, left = pool.may_be_shown([ticket], ["accounts"], Redactor().residue)
    assert (left.unanswered, left.private, left.named) == counted
    assert kept == ([] if any(counted) else [ticket])
    assert bool(left.told()) is any(counted)


def test_no_example_of_a_reply_shows_an_accounts_passage() -> None:
    found = {f"T-{n}": replace(FOUND, passages=(OWN, LOGIN, REFUNDS)) for n in range(3)}
    made, _ = pool.of_replies([handled(n) for n in range(3)], found, as_written)
    assert [list(shot.shown.passages) for shot in made] == [[LOGIN.shown, REFUNDS.shown]] * 3


def test_each_fourth_example_is_a_hand_over_without_the_right_passages() -> None:
    tickets = [handled(n) for n in range(8)]
    made, without = pool.of_replies(tickets, {t.id: FOUND for t in tickets}, as_written)
    actions = [json.loads(shot.answer)["action"] for shot in made]
    assert actions == ["answer", "answer", "answer", "hand_over"] * 2
    assert [REFUNDS.shown in shot.shown.passages for shot in made] == [True, True, True, False] * 2
    assert without == 0


def test_under_the_grammar_an_example_says_statements() -> None:
    ticket = handled(1, sentences=("It takes five working days until a refund comes.",))
    made, _ = pool.of_replies([ticket], {ticket.id: FOUND}, chosen_answers.answers(COMPANY))
    assert [json.loads(shot.answer)["sentences"] for shot in made] == [["A refund takes five working days."]]


def test_what_the_search_does_not_show_is_no_example() -> None:
    made, without = pool.of_replies([handled(1, passages=("docs/x.md#X",)), handled(2)], {"T-1": FOUND}, as_written)
    assert (made, without) == ([], 2)
