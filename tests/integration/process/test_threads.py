"""A ticket is a thread: who comes back, what is said twice, what is new, and what a private note never enters, over HTTP with a
real Postgres and a double of Zendesk."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.integration.helpdesks.zendesk.calls import send
from tests.integration.process.test_mail_and_people import QUESTION, SECOND, SENTENCE, Play, play
from tests.support.desk import Desk
from tests.unit.worker.pipeline.builders import passage
from worker.cli.demo.zendesk_double.people import CUSTOMER, PERSON
from worker.db import tickets as queue
from worker.db.reports import explain
from worker.db.session import transaction
from worker.domain import Author

__all__ = ["play"]
CANARY = "heliotrope"


def answered(play: Play) -> None:
    play.double.open_ticket(1, QUESTION)
    assert play.decided() == ("send", "grounded")


def again(play: Play, words: str) -> tuple[str, str]:
    play.double.customer_writes(1, words)
    return play.decided()


def rows(database: Any, statement: str) -> list[dict[str, Any]]:
    with transaction(database.app, see_all=True) as session:
        return [dict(row._mapping) for row in session.execute(text(statement))]


@pytest.mark.parametrize(
    "words",
    [
        "No, that did not work.",
        "Still the same message.",
        "I asked something else!",
        "The link is greyed out.",
        "Tried it twice, no luck",
        "Your answer has nothing to do with my question.",
        "It says 'expired'.",
        "How do I do that?",
        "And on a Mac?",
        "Nein, das hat nicht funktioniert.",
        "Das hilft mir leider nicht weiter.",
        "Non, cela ne marche toujours pas.",
        "No, sigue sin funcionar.",
        "Eso no es lo que pregunté.",
        "The link that you sent is valid for 60 minutes, you say. We click it at once and it is expired.",
    ],
)
def test_a_customer_who_comes_back_goes_to_a_person_with_what_was_tried(play: Play, words: str) -> None:
    answered(play)
    asked = len(play.engine.prompts)
    assert again(play, words) == ("hand_over", "came_back")
    assert len(play.engine.prompts) == asked + 1  # triage alone: no reply was written
    assert len(play.said(1, public=True)) == 1
    (note,) = play.said(1, public=False)
    assert f"Answered before in this ticket\n\n* {SENTENCE}" in note


@pytest.mark.parametrize(
    "words",
    [
        "Thank you, that worked!",
        "Perfect, thanks for the quick help. Regards, Femke",
        "Danke, jetzt klappt es.",
        "Merci beaucoup, c'est réglé.",
        "Muchas gracias, ya funciona.",
    ],
)
def test_thanks_leave_nothing_to_do(play: Play, words: str) -> None:
    answered(play)
    assert again(play, words)[1] == "thanks"
    assert len(play.said(1, public=True)) == 1


def test_thanks_with_a_question_are_not_thanks(play: Play) -> None:
    answered(play)
    assert again(play, "Thanks! But it still says expired, why?") == ("hand_over", "came_back")


def test_a_plainly_new_question_is_one_like_any_other(play: Play) -> None:
    answered(play)
    invoices = "An Admin can download every invoice as a PDF under Settings."
    play.found, play.engine.sentence = passage(invoices, ref="docs/billing.md#Invoices"), invoices
    assert again(play, "Another question: where can our bookkeeper download the October invoice as a PDF?") == (
        "send",
        "grounded",
    )
    assert "Before this" not in play.engine.prompts[-1]
    assert len(play.said(1, public=True)) == 2


def test_a_new_question_that_finds_what_was_cited_before_goes_to_a_person(play: Play) -> None:
    answered(play)
    words = "Another question: where can our bookkeeper download the October invoice as a PDF?"
    assert again(play, words) == ("hand_over", "came_back")


def test_the_same_answer_is_never_given_twice(play: Play, database: Any) -> None:
    answered(play)
    play.found = passage(f"{SENTENCE} {SECOND}", ref="docs/billing.md#Invoices")
    words = "Another question: where can our bookkeeper download the October invoice as a PDF?"
    assert again(play, words) == ("hold", "check_failed")
    (finding,) = rows(
        database, "select check_findings->'findings'->0->>'code' as code from replies order by id desc limit 1"
    )
    assert finding["code"] == "said_before"
    ticket_id = rows(database, "select id from tickets")[0]["id"]
    assert queue.requeue(database.app, ticket_id, again=True)
    assert play.decided() == ("hold", "check_failed")
    assert len(play.said(1, public=True)) == 1


def test_who_comes_back_after_a_colleagues_answer_goes_to_a_person(play: Play) -> None:
    play.engine.sentence = "Nothing of this stands anywhere."  # our own draft is held
    play.double.open_ticket(1, QUESTION)
    assert play.decided()[0] == "hold"
    tell(play, "ticket.comment_added", comment("Sixty minutes. Does that help?", staff=True))
    assert again(play, "No, it does not.") == ("hand_over", "came_back")


def comment(words: str, *, staff: bool = False, public: bool = True, number: str = "777") -> dict[str, Any]:
    author = {"id": str(PERSON if staff else CUSTOMER), "is_staff": staff, "name": "Robin"}
    return {"comment": {"id": number, "body": words, "is_public": public, "author": author}}


def tell(play: Play, kind: str, event: dict[str, Any], *, later: timedelta = timedelta(0), **changes: Any) -> None:
    """Send an event of Zendesk's about ticket 1."""
    at = (datetime.now(UTC) + later).isoformat()
    detail = {"id": "1", "subject": "Reset", "requester_id": str(CUSTOMER), "actor_id": str(PERSON), "updated_at": at}
    detail |= changes
    body = {"type": f"zen:event-type:{kind}", "id": f"{kind}-{at}", "time": at, "detail": detail, "event": event}
    assert send(play.desk, json.dumps(body).encode()).status_code == 202


def test_a_private_note_of_zendesk_enters_nothing_that_a_customer_could_read(play: Play, database: Any) -> None:
    """Also not where a follow-up makes us look at the thread, and where a form says nothing about whether it is public."""
    play.engine.sentence = "Nothing of this stands anywhere."
    play.double.open_ticket(1, QUESTION)
    play.decided()
    tell(play, "ticket.comment_added", comment(f"Do not tell them about the {CANARY}.", staff=True, public=False))
    form = {
        "ticket_id": "1",
        "comment_id": "778",
        "subject": "Reset",
        "body": f"The {CANARY} is broken, refund quietly.",
        "requester": {"id": str(CUSTOMER), "email": "femke@brightloaf.example"},
        "author": {"id": str(PERSON), "is_staff": "true"},
    }
    assert send(play.desk, json.dumps(form).encode()).json()["status"] == "stored"
    again(play, "And on a Mac?")
    kept_apart(play, database, notes=2)


def test_a_private_note_of_standard_webhooks_enters_nothing_that_a_customer_could_read(
    play: Play, database: Any
) -> None:
    play.engine.sentence = "Nothing of this stands anywhere."
    play.desk.ticket("S-1", QUESTION)
    play.decided()
    with transaction(database.app, see_all=True) as session:  # the double is no helpdesk of this source
        session.execute(text("update deliveries set state = 'sent', last_error = null"))
    note(play.desk, f"Between us: the {CANARY} is the cause.", public=False)
    play.desk.ticket("S-1", "And on a Mac?", version="3")
    play.decided()
    kept_apart(play, database, notes=1)


def note(desk: Desk, words: str, **data: Any) -> None:
    author = {"id": "9", "name": "Robin", "staff": True}
    assert desk.ticket("S-1", words, version="2", author=author, **data).json()["status"] == "stored"


def kept_apart(play: Play, database: Any, *, notes: int) -> None:
    """A canary stands in the notes, and nowhere else."""
    assert len(rows(database, f"select id from messages where body like '%{CANARY}%' and not public")) == notes  # noqa: S608
    searched = [str((t.subject, t.body, t.thread)) for t in play.searched]
    told = rows(database, "select payload::text from deliveries") + rows(database, "select text from replies")
    found = rows(database, "select passages::text from runs") + rows(database, "select quote, sentence from citations")
    learned = rows(database, "select title, text from passages")
    for place in (play.engine.prompts, searched, told, found, learned):
        assert CANARY not in str(place)
    assert any("Before this" in prompt for prompt in play.engine.prompts)
    ticket_id = rows(database, "select id from tickets")[0]["id"]
    assert CANARY in str(explain(database.app, ticket_id))  # people may read it


def test_a_thread_begins_at_the_last_resolution(play: Play) -> None:
    answered(play)
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    play.double.customer_writes(1, "Where can our bookkeeper download the invoice?")
    invoices = "An Admin can download every invoice as a PDF under Settings."
    play.found, play.engine.sentence = passage(invoices, ref="docs/billing.md#Invoices"), invoices
    assert play.decided() == ("send", "grounded")
    thread = play.searched[-1].thread
    assert (thread.before, thread.handled, thread.resolved_reply) == ((), (), True)


def test_who_rejects_an_answer_after_the_ticket_was_solved_goes_to_a_person(play: Play) -> None:
    answered(play)
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    assert again(play, "No, that did not work.") == ("hand_over", "came_back")


def test_our_own_reply_is_no_resolution(play: Play, database: Any) -> None:
    answered(play)
    assert rows(database, "select resolved_at from tickets") == [{"resolved_at": None}]


def test_a_claimed_ticket_carries_who_said_what_and_what_became_of_ours(play: Play) -> None:
    answered(play)
    tell(play, "ticket.comment_added", comment("A note.", staff=True, public=False))
    again(play, "And on a Mac?")
    thread = play.searched[-1].thread
    assert [(m.author, m.text, m.public) for m in thread.turn] == [(Author.CUSTOMER, "And on a Mac?", True)]
    before = [(m.author, m.public) for m in thread.before]
    assert before == [(Author.CUSTOMER, True), (Author.OURSELVES, True), (Author.AGENT, False)]
    assert thread.before[0].text == QUESTION and SENTENCE in thread.before[1].text and thread.before[2].text == ""
    (ours,) = thread.handled
    assert (ours.version, ours.outcome, ours.fate, ours.reply) == (1, "send", "delivered", SENTENCE)
    assert replace(ours, refs=()) != ours
