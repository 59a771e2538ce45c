"""What of a thread a search and a prompt see, and that a ticket with one message has the prompts that were trained on."""

from datetime import timedelta

import pytest

from tests.unit.worker.pipeline.builders import COMPANY, passage, ticket
from tests.unit.worker.pipeline.threads import ANSWERED, ASKED, AT, HOUR, follow_up, ours, thread
from worker.domain import Author, Message, Thread
from worker.pipeline import reply, retrieve, triage
from worker.pipeline.context import MOST_CHARACTERS, earlier

# Recorded before there were threads.
TRIAGE = (
    "Route the support ticket to one of: billing, access, other.\nCustomer: team plan, standard tier\nSubject: Reset\n"
    "Ticket: The reset link does not arrive.\nJSON: "
)
REPLY = (
    "Answer the support ticket from the passages, in the customer's language. If they do not answer it, hand over.\n"
    "- Login > Reset. A link is valid for 60 minutes.\nSubject: Reset\nTicket: The reset link does not arrive.\nJSON: "
)
BURST = Thread(
    turn=(Message(Author.CUSTOMER, AT, "The reset link", version=1), Message(Author.CUSTOMER, AT, "x", version=2)),
    opens=True,
)


@pytest.mark.parametrize("one", [ticket(), ticket(version=2, thread=BURST)])
def test_a_ticket_without_earlier_messages_has_the_prompts_and_the_query_that_it_always_had(one) -> None:
    assert triage.prompt(one, COMPANY) == TRIAGE
    assert reply.prompt(one, [passage("A link is valid for 60 minutes.")]) == REPLY
    assert retrieve.query(one) == "Reset\nThe reset link does not arrive."


def test_a_follow_up_has_its_newest_words_first_and_then_a_labelled_context() -> None:
    one = follow_up("And can our technicians do it?")
    for prompt in (triage.prompt(one, COMPANY), reply.prompt(one, [])):
        assert prompt.endswith(
            "Ticket: And can our technicians do it?\n"
            f"Before this: The customer asked before: {ASKED} We answered: {ANSWERED}\nJSON: "
        )


def test_the_context_is_bounded() -> None:
    long = Message(Author.CUSTOMER, AT, "long words " * 2000, version=1)
    one = follow_up("And then?")
    said = earlier(ticket(body="And then?", thread=thread("And then?", before=(long,), handled=one.thread.handled)))
    assert MOST_CHARACTERS * 0.5 < len(said) < MOST_CHARACTERS + 100


def test_a_search_adds_the_question_only_where_the_newest_words_and_the_subject_name_nothing() -> None:
    assert retrieve.query(follow_up("And then?")) == f"\nAnd then?\n{ASKED}"
    named = "How many API requests per minute does the Business plan allow?"
    assert retrieve.query(follow_up(named)) == f"\n{named}"
    with_subject = ticket(version=2, subject="Export", body="And then?", thread=thread("And then?"))
    assert retrieve.query(with_subject) == "Export\nAnd then?"


def test_the_question_is_the_newest_one_that_says_enough() -> None:
    asked = (
        Message(Author.CUSTOMER, AT, ASKED, version=1),
        Message(Author.CUSTOMER, AT + HOUR, "Hello?", version=2),
        Message(Author.MACHINE, AT + HOUR, "I am out of the office until Monday, next week or later.", version=3),
    )
    one = ticket(subject="", body="And then?", thread=thread("And then?", before=asked, handled=()))
    assert retrieve.query(one) == f"\nAnd then?\n{ASKED}"
    assert earlier(one) == f"The customer asked before: {ASKED}"


def test_a_colleagues_answer_is_context_and_a_machines_message_or_a_note_is_not() -> None:
    before = (
        Message(Author.CUSTOMER, AT, ASKED, version=1),
        Message(Author.AGENT, AT + HOUR, "Please use the Export button."),
        Message(Author.AGENT, AT + HOUR + timedelta(minutes=1), "", public=False),
        Message(Author.MACHINE, AT + 2 * HOUR, "Delivery failed."),
    )
    said = earlier(ticket(body="And then?", thread=thread("And then?", before=before, handled=())))
    assert said.endswith("We answered: Please use the Export button.")


def test_a_draft_that_was_held_is_no_answer() -> None:
    held = ours(outcome="hold", public=False, fate="held")
    said = earlier(ticket(body="And then?", thread=thread("And then?", handled=(held,))))
    assert "We answered" not in said
