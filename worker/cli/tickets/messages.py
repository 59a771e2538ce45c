"""This module shows the messages of a ticket: the parts of those that are asked now, and who said what before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.text import Text

from worker.mail.reading import shown
from worker.mail.segments import Kind, segments_of
from worker.mail.view import written

_MOST_SHOWN = 300  # characters of a message in the list


def message_text(known: Mapping[str, Any]) -> Text:
    """Return the messages that a ticket's newest version answers. Ticket text is shown as text, never as markup."""
    return Text("\n\n").join([_parts(message) for message in turn_of(known)])


def turn_of(known: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the messages that a ticket's newest version answers together."""
    return [message for message in known["messages"] if message["ticket_version"] in known["turn"]]


def thread_text(known: Mapping[str, Any]) -> Text:
    """Return who said what and when, with our decisions and what became of them; empty for a ticket with one message."""
    said = [(one["occurred_at"], _line(one)) for one in known["messages"]]
    decided = [(one["at"], _decided(one)) for one in known["handled"]]
    if len(said) < 2:
        return Text()
    resolved = known["ticket"].get("resolved_at")
    ends = [(resolved, Text(f"{_minute(resolved)} solved: the thread begins after this", "bold"))] if resolved else []
    lines = [line for _, line in sorted((*said, *decided, *ends), key=lambda pair: pair[0])]
    return Text("\n").join(lines)


def _line(message: Mapping[str, Any]) -> Text:
    who = message["author_name"] or message["author_email"] or ""
    name = f"{message['author'].replace('_', ' ')}{f' {who}' if who else ''}"
    said = " ".join(written(message["body"]).split())
    shown = f"{said[:_MOST_SHOWN]}…" if len(said) > _MOST_SHOWN else said
    private = "" if message["public"] else " (private)"
    return Text(f"{_minute(message['occurred_at'])} {name}{private}: {shown}", "" if message["public"] else "dim")


def _decided(handled: Mapping[str, Any]) -> Text:
    fate = handled["fate"].replace("_", " ")
    return Text(f"{_minute(handled['at'])} we decided: {handled['outcome']} ({handled['reason']}), {fate}", "italic")


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def with_segments(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a ticket, with the text of each segment."""
    newest = known["message"]
    return {
        **known,
        "message": newest and _with_segments(newest),
        "messages": [_with_segments(message) for message in known["messages"]],
    }


def _parts(message: Mapping[str, Any]) -> Text:
    text = Text()
    for block in shown(message["original"], message["segments"]):
        if not block.text.strip():
            continue
        if text:
            text.append("\n")
        if block.kind is Kind.NEW:
            text.append(block.text)
        else:
            text.append(f"[{block.kind}]\n{block.text}", "dim")
    return text


def _with_segments(message: Mapping[str, Any]) -> dict[str, Any]:
    parts = segments_of(message["original"], message["segments"])
    return {**message, "segments": [{"kind": str(part.kind), "text": part.text} for part in parts]}
