"""This module shows the parts of a ticket's messages: the words of their writers plainly, all else dim and named."""

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from worker.mail.reading import shown
from worker.mail.segments import Kind, segments_of


def message_text(known: Mapping[str, Any]) -> Text:
    """Return the messages that a ticket's newest version answers. Ticket text is shown as text, never as markup."""
    newest = known["message"]
    if newest is None:
        return Text()
    parts = [_parts(message) for message in known["messages"] if _is_answered_with(message, newest)]
    return Text("\n\n").join(parts)


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


def _is_answered_with(message: Mapping[str, Any], newest: Mapping[str, Any]) -> bool:
    """Return whether a message is the newest one, or was joined to it because neither had been answered."""
    if message["id"] == newest["id"]:
        return True
    return message["ticket_version"] is not None and bool(message["body"]) and message["body"] in newest["body"]


def _with_segments(message: Mapping[str, Any]) -> dict[str, Any]:
    parts = segments_of(message["original"], message["segments"])
    return {**message, "segments": [{"kind": str(part.kind), "text": part.text} for part in parts]}
