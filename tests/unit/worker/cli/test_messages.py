"""The parts of a message in `deskhand tickets show`."""

from datetime import UTC, datetime, timedelta

from worker.cli.tickets.messages import message_text, thread_text, with_segments
from worker.mail.reading import read
from worker.mail.segments import lengths

AT, MINUTE = datetime(2026, 11, 20, 10, tzinfo=UTC), timedelta(minutes=1)
MAIL = "Is it [bold]allowed[/bold]?\n\nKind regards\nLena Meyer\n\nOn 18 Nov 2025 at 10:12, S <s@x.example> wrote:\n> old words"


def message(body, number=1, **more):
    reading = read("Re: x", body)
    stored = {"original": body, "body": reading.body, "segments": lengths(reading.segments)}
    who = {"author": "customer", "author_name": None, "author_email": None, "public": True}
    return {"id": number, "ticket_version": number, "occurred_at": AT + number * MINUTE, **who, **stored, **more}


def known(*messages, turn=None, handled=()):
    asked = [m["ticket_version"] for m in messages] if turn is None else turn
    newest = messages[-1] if messages else None
    return {"ticket": {}, "message": newest, "messages": list(messages), "turn": asked, "handled": list(handled)}


def test_new_words_are_plain_and_everything_else_is_dim_and_named():
    text = message_text(known(message(MAIL)))
    assert text.plain == (
        "Is it [bold]allowed[/bold]?\n[signature]\nKind regards\nLena Meyer\n[quoted]\n"
        "On 18 Nov 2025 at 10:12, S <s@x.example> wrote:\n> old words"
    )
    dim = "".join(text.plain[span.start : span.end] for span in text.spans if span.style == "dim")
    assert dim.startswith("[signature]")
    assert "allowed" not in dim


def test_messages_that_are_answered_together_are_both_shown_and_others_are_not():
    first, note = message("The export is empty."), message("A note of an agent", 2, ticket_version=None)
    answered = message("Something that was answered long ago", 3)
    newest = message("Any news?", 4)
    assert message_text(known(first, note, answered, newest, turn=[1, 4])).plain == "The export is empty.\n\nAny news?"


def test_an_erased_ticket_has_no_words():
    assert message_text(known()).plain == ""
    assert thread_text(known()).plain == ""
    assert with_segments(known()) == known()


def test_the_thread_says_who_wrote_when_what_is_private_and_what_became_of_our_decisions():
    note = message("Call them on Monday.", 3, ticket_version=None, author="agent", author_name="Robin", public=False)
    ours = {"at": AT + 2 * MINUTE, "outcome": "send", "reason": "grounded", "fate": "delivered"}
    text = thread_text(known(message("How?"), note, message("No, that did not work.", 4), turn=[4], handled=[ours]))
    assert text.plain == (
        "2026-11-20 10:01 customer: How?\n2026-11-20 10:02 we decided: send (grounded), delivered\n"
        "2026-11-20 10:03 agent Robin (private): Call them on Monday.\n"
        "2026-11-20 10:04 customer: No, that did not work."
    )
    assert thread_text(known(message("How?"))).plain == ""


def test_json_has_the_text_of_each_segment():
    shown = with_segments(known(message(MAIL)))
    assert [part["kind"] for part in shown["message"]["segments"]] == ["new", "signature", "quoted"]
    assert "".join(part["text"] for part in shown["messages"][0]["segments"]) == MAIL
