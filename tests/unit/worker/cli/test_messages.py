"""The parts of a message in `deskhand tickets show`."""

from worker.cli.messages import message_text, with_segments
from worker.mail.reading import read
from worker.mail.segments import lengths

MAIL = "Is it [bold]allowed[/bold]?\n\nKind regards\nLena Meyer\n\nOn 18 Nov 2025 at 10:12, S <s@x.example> wrote:\n> old words"


def message(body, number=1, **more):
    reading = read("Re: x", body)
    stored = {"original": body, "body": reading.body, "segments": lengths(reading.segments)}
    return {"id": number, "ticket_version": number, **stored, **more}


def known(*messages):
    return {"message": messages[-1] if messages else None, "messages": list(messages)}


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
    newest = {**message("Any news?", 4), "body": "The export is empty.\n\nAny news?"}
    assert message_text(known(first, note, answered, newest)).plain == "The export is empty.\n\nAny news?"


def test_an_erased_ticket_has_no_words():
    assert message_text(known()).plain == ""
    assert with_segments(known()) == {"message": None, "messages": []}


def test_json_has_the_text_of_each_segment():
    shown = with_segments(known(message(MAIL)))
    assert [part["kind"] for part in shown["message"]["segments"]] == ["new", "signature", "quoted"]
    assert "".join(part["text"] for part in shown["messages"][0]["segments"]) == MAIL
