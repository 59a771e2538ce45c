"""What is searched for has one form, whoever puts it together."""

from knowledge.handled_tickets import Asked
from knowledge.search.query import query_text


def test_the_subject_comes_before_the_body_and_the_english_before_both() -> None:
    assert query_text("Where is it?") == "Where is it?"
    assert query_text("Wo ist es?", subject="Geld") == "Geld\nWo ist es?"
    assert (
        query_text("Wo ist es?", subject="Geld", english="Money\nWhere is it?")
        == "Money\nWhere is it?\nGeld\nWo ist es?"
    )
    assert query_text("Wo?", english="") == "Wo?"


def test_the_limit_cuts_what_the_customer_wrote_and_not_the_english() -> None:
    assert query_text("abc", subject="s", english="english", limit=3) == "english\ns\na"


def test_a_handled_ticket_is_asked_as_a_ticket_that_comes_in() -> None:
    ticket, question = Asked(subject="Link", body="Dead."), Asked(question=" Dead? ", subject="Link")
    assert (ticket.text, question.text) == (query_text("Dead.", subject="Link"), " Dead? ")
