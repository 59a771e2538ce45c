"""A handled ticket as the pipeline would receive it now, with the messages before it."""

from knowledge.handled_tickets import HandledTicket
from tests.unit.knowledge.test_handled_tickets import TICKET
from worker.domain import Author
from worker.learning.received import as_ticket
from worker.pipeline import retrieve
from worker.pipeline.context import earlier


def ticket(*said: tuple[str, str], **changes: object) -> HandledTicket:
    row = {key: value for key, value in TICKET.items() if key not in {"body", "subject"}}
    return HandledTicket.model_validate(row | {"messages": [{"author": a, "text": t} for a, t in said]} | changes)


def test_a_ticket_of_one_message_is_as_it_was() -> None:
    made = as_ticket(ticket(("customer", "The login link is dead.")))
    assert (made.body, made.version, made.thread.before) == ("The login link is dead.", 1, ())
    assert made.thread == as_ticket(HandledTicket.model_validate(TICKET)).thread


def test_a_later_turn_has_the_question_and_the_answer_before_it() -> None:
    made = as_ticket(
        ticket(
            ("customer", "How do I export the asset list to a spreadsheet?"),
            ("ourselves", "Open Reports and choose Export."),
            ("customer", "And that one?"),
            ("third_person", "I cannot see it either."),
        )
    )
    assert made.body == "And that one?\n\nI cannot see it either."
    assert [one.author for one in made.thread.turn] == [Author.CUSTOMER, Author.THIRD_PERSON]
    assert made.version == 3
    assert not made.is_first_turn
    [answer] = made.thread.answers
    assert answer.reply == "Open Reports and choose Export."
    assert "export the asset list" in retrieve.query(made)
    assert "We answered: Open Reports" in earlier(made)


def test_an_agent_s_answer_is_no_answer_of_ours_and_unknown_authors_are_told_apart() -> None:
    made = as_ticket(ticket(("requester", "First."), ("Support", "Told."), ("requester", "Second.")))
    assert [one.author for one in made.thread.messages] == [Author.CUSTOMER, Author.AGENT, Author.CUSTOMER]
    assert made.thread.answers == ()
    assert [one.text for one in made.thread.agents_answers] == ["Told."]
