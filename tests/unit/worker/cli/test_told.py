"""What the helpdesk was told, as `tickets show` and the demo print it."""

from typing import Any

from rich.console import Console

from tests.unit.worker.pipeline.builders import COMPANY
from tests.unit.worker.pipeline.writing.typical import HANDED, HELD, SENT
from worker.cli.demo import report
from worker.cli.tickets.told import told, with_texts
from worker.domain import Run
from worker.pipeline.render import updates


def story(number: int, *runs: Run, citations: int = 1) -> dict[str, Any]:
    deliveries = [{"id": n, "payload": updates(run, COMPANY)[0][1].to_json()} for n, run in enumerate(runs, 1)]
    reply = {"text": "x"} if runs and runs[-1].reply else None
    return {"ticket": {"id": number}, "deliveries": deliveries, "reply": reply, "citations": [{}] * citations}


def shown(panel: object) -> str:
    console = Console(width=160, record=True)
    console.print(panel)
    return console.export_text()


def test_the_newest_note_is_printed_as_plain_text() -> None:
    text = shown(told(story(1, SENT, HELD)))
    assert "note to the agent" in text
    assert "Deskhand: held for a person, because replies are drafts" in text
    assert "1. Open Settings > Users." in text
    assert "<p>" not in text


def test_a_reply_is_called_one_and_nothing_told_is_nothing_shown() -> None:
    assert "reply to the customer" in shown(told(story(1, SENT)))
    assert told(story(1)) is None
    assert told({"deliveries": [{"id": 1, "payload": {"of": "another version"}}]}) is None


def test_a_script_gets_the_text_of_every_channel() -> None:
    texts = with_texts(story(1, SENT))["deliveries"][0]["texts"]
    assert texts["plain"].startswith("Hello,\n\n1. Open Settings > Users.")
    assert texts["html"].startswith("<p>Hello,</p><ol><li>Open Settings &gt; Users.</li>")
    assert texts["markdown"].startswith("Hello,\n\n1. Open Settings \\> Users.")
    assert with_texts({"deliveries": [{"id": 1, "payload": {}}]})["deliveries"][0]["texts"] is None


def test_the_demo_ends_with_one_reply_and_one_note_those_with_most_sources() -> None:
    stories = [story(1, HELD), story(2, SENT), story(3, HELD, citations=3), story(4, HANDED), story(5)]
    reply, note = map(shown, report.examples(stories))
    assert "a reply, as the customer reads it (ticket 2)" in reply
    assert "a note, as the agent reads it (ticket 3)" in note
    assert [shown(one) for one in report.examples([story(4, HANDED)])] == []
