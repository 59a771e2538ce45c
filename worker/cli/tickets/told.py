"""This module shows what the helpdesk was told about a ticket: the reply, or the note that an agent reads."""

from collections.abc import Mapping
from typing import Any

from rich.panel import Panel
from rich.text import Text

from worker.helpdesks.protocol import Update
from worker.rendering import markdown, markup, plain


def told(known: Mapping[str, Any]) -> Panel | None:
    """Return the newest reply or note as plain text, as a person reads it; None where nothing was to be told."""
    newest = max(known["deliveries"], key=lambda one: one["id"], default=None)
    update = _update(newest) if newest else None
    if update is None:
        return None
    whom = "reply to the customer" if update.public else "note to the agent"
    return Panel(Text(plain.text(update.document)), title=whom)


def with_texts(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a ticket, with the text of each delivery for every channel."""
    return {**known, "deliveries": [{**one, "texts": _texts(one)} for one in known["deliveries"]]}


def _texts(delivery: Mapping[str, Any]) -> dict[str, str] | None:
    update = _update(delivery)
    if update is None:
        return None
    document = update.document
    return {"plain": plain.text(document), "html": markup.text(document), "markdown": markdown.text(document)}


def _update(delivery: Mapping[str, Any]) -> Update | None:
    try:
        return Update.from_json(delivery["payload"])
    except ValueError:  # of a version that stored something else
        return None
