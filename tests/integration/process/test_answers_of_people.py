"""What colleagues answer counts as ours does, also where they solve the ticket with it or write as our own agent, and
thanks take no ticket away from them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.integration.helpdesks.zendesk.calls import SECRET, send
from tests.integration.process.test_mail_and_people import QUESTION, SENTENCE, Play, play
from tests.integration.process.test_threads import again, answered, comment, rows, tell
from worker.cli.demo.zendesk_double.people import CUSTOMER, OURSELVES, PERSON
from worker.cli.demo.zendesk_double.subscriptions import by_events
from worker.db.messages import add_ours
from worker.db.session import transaction
from worker.domain import Author

__all__ = ["play"]

REJECTION = "The reset link still does not work for our password, we tried three times today."
ASKS_AGAIN = "How long is the link valid that resets a password of our warehouse account?"


def held(play: Play) -> None:
    """Leave the question to a person: our own draft is not good enough."""
    play.engine.sentence = "Nothing of this stands anywhere."
    play.double.open_ticket(1, QUESTION)
    assert play.decided() == ("hold", "check_failed")
    play.engine.sentence = SENTENCE


def codes(database: Any) -> list[str]:
    found = "select check_findings->'findings'->0->>'code' as code from replies order by id desc limit 1"
    return [row["code"] for row in rows(database, found)]


@pytest.mark.parametrize("words", [REJECTION, "No, that did not work.", "Das klappt leider nicht."])
def test_who_rejects_what_a_colleague_answered_and_solved_in_one_step_goes_to_a_person(play: Play, words: str) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True), status="solved")
    assert again(play, words) == ("hand_over", "came_back")
    assert play.said(1, public=True) == []


def test_who_rejects_what_a_colleague_answered_before_solving_goes_to_a_person(play: Play) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True))
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    assert again(play, REJECTION) == ("hand_over", "came_back")


def test_the_resolution_may_be_reported_before_the_answer_that_came_with_it(play: Play) -> None:
    held(play)
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True), later=-timedelta(seconds=1), status="solved")
    assert again(play, REJECTION) == ("hand_over", "came_back")


def test_what_a_colleague_said_with_the_resolution_is_not_said_again(play: Play, database: Any) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True), status="solved")
    assert again(play, ASKS_AGAIN) == ("hold", "check_failed")
    assert codes(database) == ["said_before"]


def test_what_we_said_before_the_resolution_is_not_said_again(play: Play, database: Any) -> None:
    answered(play)
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    assert again(play, ASKS_AGAIN) == ("hold", "check_failed")
    assert codes(database) == ["said_before"]


def test_a_colleagues_private_note_with_the_resolution_is_no_answer(play: Play) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True, public=False), status="solved")
    assert again(play, "How long is the link valid? That did not work on Monday.") != ("hand_over", "came_back")
    assert not play.searched[-1].thread.resolved_reply


def test_a_form_of_a_colleague_who_answers_and_solves_counts_too(play: Play) -> None:
    held(play)
    form(play, SENTENCE, by=PERSON, status="solved")
    assert again(play, REJECTION) == ("hand_over", "came_back")


def form(play: Play, words: str, *, by: int, **fields: Any) -> None:
    """Send what the trigger of our guide says about a public comment of staff."""
    said = {
        "ticket_id": "1",
        "comment_id": f"9{by}",
        "subject": "Reset",
        "body": words,
        "is_public": "true",
        "requester": {"id": str(CUSTOMER), "email": "femke@brightloaf.example"},
        "author": {"id": str(by), "is_staff": "true"},
    }
    assert send(play.desk, json.dumps(said | fields).encode()).json()["status"] == "stored"


def authors(database: Any) -> list[tuple[str, bool]]:
    found = rows(database, "select author, public from messages order by id")
    return [(row["author"], row["public"]) for row in found]


@pytest.mark.parametrize("words", [REJECTION, "Nein, das hat nicht funktioniert.", "And on a Mac?"])
def test_what_somebody_answers_by_hand_as_our_agent_is_a_persons_answer(play: Play, database: Any, words: str) -> None:
    play.double.webhooks.connect(*by_events(f"{play.desk.url}/webhooks/zendesk", SECRET, "comment_added"))
    held(play)
    play.double.agent_comments(1, "Sixty minutes. Does that help?", by=OURSELVES)
    assert again(play, words) == ("hand_over", "came_back")
    assert ("agent", True) in authors(database) and ("ourselves", True) not in authors(database)
    assert play.searched[-1].thread.before[-1].author is Author.AGENT


def test_an_answer_by_hand_in_a_form_is_a_persons_too_also_where_it_solves_the_ticket(play: Play) -> None:
    held(play)
    form(play, SENTENCE, by=OURSELVES, status="solved")
    assert again(play, REJECTION) == ("hand_over", "came_back")


def test_a_held_draft_that_somebody_sends_by_hand_is_a_persons_answer(play: Play, database: Any) -> None:
    held(play)
    form(play, "Hello,\n\nNothing of this stands anywhere.\n\nKind regards,\nFerrowick Support", by=OURSELVES)
    assert authors(database)[-1] == ("agent", True)


def test_our_own_reply_is_ours_however_the_helpdesk_reports_it(play: Play, database: Any) -> None:
    """Here it is reported after our request ended, by an event and by a form that changes blanks and adds a signature."""
    play.double.webhooks.connect(*by_events(f"{play.desk.url}/webhooks/zendesk", SECRET, "comment_added"))
    answered(play)
    play.double.webhooks.send_all()
    (said,) = play.said(1, public=True)
    form(play, f"<p>{said}</p><p>Deskhand | Light Ltd</p>", by=OURSELVES)
    assert ("agent", True) not in authors(database)
    assert again(play, "Thank you, that worked!") == ("nothing_to_do", "thanks")


@pytest.mark.parametrize("state", ["sending", "unsure", "failed"])
def test_our_own_reply_is_ours_before_its_request_has_ended(play: Play, database: Any, state: str) -> None:
    answered(play)
    (said,) = play.said(1, public=True)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("delete from messages where author = 'ourselves'"))
        session.execute(text("update deliveries set state = :state"), {"state": state})
    form(play, said, by=OURSELVES)
    assert authors(database)[-1] == ("ourselves", True)


def test_the_same_words_before_ours_were_written_are_a_persons(play: Play, database: Any) -> None:
    answered(play)
    (said,) = play.said(1, public=True)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("delete from messages where author = 'ourselves'"))
        session.execute(text("update deliveries set state = 'pending', stamp = null"))
    form(play, said, by=OURSELVES)
    assert authors(database)[-1] == ("agent", True)


def test_what_was_taken_for_a_persons_is_ours_once_our_own_delivery_is_known(play: Play, database: Any) -> None:
    """The same words by hand in the second in which ours were written: both are one message of ours then."""
    play.double.open_ticket(1, QUESTION)
    answered_first = f"Good morning,\n\n{SENTENCE}\n\nKind regards\nLight support"
    play.double.webhooks.send_all()
    form(play, answered_first, by=OURSELVES)
    assert authors(database)[-1] == ("agent", True)
    ticket_id = rows(database, "select id from tickets")[0]["id"]
    since = datetime.now(UTC) - timedelta(hours=2)
    with transaction(database.app, see_all=True) as session:
        add_ours(
            session,
            ticket_id=ticket_id,
            source="zendesk",
            external_id="1",
            marker="m",
            said=answered_first,
            public=True,
            since=since,
        )
    assert authors(database) == [("customer", True), ("ourselves", True)]


def test_the_answer_to_a_question_that_we_asked_is_one_although_the_helpdesk_reports_the_question(play: Play) -> None:
    play.double.webhooks.connect(*by_events(f"{play.desk.url}/webhooks/zendesk", SECRET, "comment_added"))
    asked_back(play)
    play.double.webhooks.send_all()
    assert again(play, "I mean the link to reset a password that I got by mail today.") == ("send", "grounded")


def asked_back(play: Play) -> None:
    play.engine.action, play.engine.sentence = "ask", "Which link to reset a password do you mean?"
    play.double.open_ticket(1, QUESTION)
    assert play.decided() == ("ask", "needs_details")
    play.engine.action, play.engine.sentence = "answer", SENTENCE


@pytest.mark.parametrize(
    "words",
    [
        "That is the second one.",
        "It is this one.",
        "On this page",
        "No, that did not work.",
        "I mean this.",
        "Das ist der zweite.",
        "Auf dieser Seite",
        "C'est celui-ci.",
        "Sur cette page",
        "Es este.",
        "En esta página",
    ],
)
def test_who_points_back_at_our_question_has_no_file_in_mind(play: Play, words: str) -> None:
    asked_back(play)
    assert again(play, words)[1] != "attachment_not_read"


@pytest.mark.parametrize("words", ["See the attached screenshot.", "Siehe Anhang", "Here is the log:"])
def test_who_names_a_file_after_our_question_has_one_in_mind(play: Play, words: str) -> None:
    asked_back(play)
    assert again(play, words) == ("hand_over", "attachment_not_read")


THANKS = ["Thank you!", "Danke!", "Merci beaucoup !", "Muchas gracias"]


@pytest.mark.parametrize("words", THANKS)
def test_thanks_take_no_held_ticket_from_a_person(play: Play, words: str) -> None:
    held(play)
    before, asked = play.double.tickets[1], len(play.engine.prompts)
    kept = (before.priority, before.group_id)
    assert again(play, words) == ("hold", "still_open")
    assert {"deskhand_hold", "deskhand_reason_still_open"} <= set(play.double.tickets[1].tags)
    assert (play.double.tickets[1].priority, play.double.tickets[1].group_id) == kept
    assert len(play.engine.prompts) == asked  # what triage says of thanks must not move the ticket
    assert again(play, "Thanks again!") == ("hold", "still_open")
    assert play.said(1, public=True) == []


@pytest.mark.parametrize("words", THANKS)
def test_thanks_take_no_ticket_that_was_handed_over_from_a_person(play: Play, words: str) -> None:
    play.double.open_ticket(1, "I want to speak to a person about our reset link.")
    assert play.decided() == ("hand_over", "asks_for_person")
    assert again(play, words) == ("hand_over", "still_open")


def test_thanks_after_a_colleagues_private_note_are_for_work_that_is_to_be_done(play: Play) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment("I am on it.", staff=True, public=False))
    assert again(play, "Thank you!") == ("hold", "still_open")


def test_thanks_after_who_came_back_was_handed_over_are_for_work_that_is_to_be_done(play: Play) -> None:
    answered(play)
    assert again(play, "No, that did not work.") == ("hand_over", "came_back")
    assert again(play, "Thank you!") == ("hand_over", "still_open")


@pytest.mark.parametrize("by", [PERSON, OURSELVES])
def test_thanks_for_a_persons_answer_leave_nothing_to_do(play: Play, by: int) -> None:
    held(play)
    form(play, "Sixty minutes.", by=by)
    assert again(play, "Thank you!") == ("nothing_to_do", "thanks")
    assert again(play, "Thanks!") == ("nothing_to_do", "thanks")


def test_thanks_after_the_resolution_leave_nothing_to_do(play: Play) -> None:
    held(play)
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    assert again(play, "Thank you!") == ("nothing_to_do", "thanks")
