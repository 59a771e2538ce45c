"""This module writes the body of the one request that carries an update to Zendesk.

Tags are sent back as a whole: on a single ticket `additional_tags` is ignored (it is an option of update_many) and `tags`
replaces all. The lock prevents the loss of a tag that an agent adds meanwhile. The value of a drop-down field is a tag of
the ticket too, so it is sent among the tags as well, in place of the field's older one: without its tag Zendesk may empty
the field.
"""

import re
from collections.abc import Mapping
from typing import Any

from worker.errors import HelpdeskRejected
from worker.helpdesks.protocol import Update
from worker.helpdesks.snapshot import Snapshot
from worker.helpdesks.zendesk.history import MARKER
from worker.rendering import markup


def payload(update: Update, snapshot: Snapshot, groups: Mapping[str, int]) -> dict[str, Any]:
    """Return the body of the request for an update. Raises `HelpdeskRejected` for an empty comment: Zendesk makes no
    audit of an update that changes nothing, so the marker could not be read back."""
    if not update.comment.strip():
        raise HelpdeskRejected("the update says nothing")
    kept = [tag for tag in snapshot.tags if tag not in _replaced(update, snapshot)]
    wanted = list(update.tags)
    ticket: dict[str, Any] = {
        "comment": {"html_body": markup.text(update.document), "public": update.public},
        "metadata": {MARKER: update.marker},
        "safe_update": True,
        "updated_stamp": snapshot.stamp,
    }
    if update.priority:
        ticket["priority"] = update.priority
    if update.queue and update.queue in groups:
        ticket["group_id"] = groups[update.queue]
    elif update.queue:
        wanted.append(f"deskhand_queue_{update.queue}")  # no group is configured: a trigger can route by the tag
    if update.fields:
        ticket["custom_fields"] = [{"id": _number(one), "value": value} for one, value in update.fields.items()]
    if wanted:  # they replace those of an earlier version; what people took off stays off
        new = [tag for tag in map(_tag, wanted) if tag not in snapshot.refused_tags]
        ticket["tags"] = list(dict.fromkeys([*kept, *new, *update.fields.values()]))
    return {"ticket": ticket}


def _replaced(update: Update, snapshot: Snapshot) -> set[str]:
    """Return the tags that an update takes off: our own older ones, and the old values of the select fields that it sets."""
    ours = (tag for tags in update.choices for tag in snapshot.our_choices(tags))
    values = (snapshot.fields[one] for one in update.fields if one in snapshot.fields)
    return {*snapshot.old_tags, *ours, *values}


def _number(field_id: str) -> int:
    if not (field_id.isascii() and field_id.isdigit()):
        raise HelpdeskRejected(
            f"the id of a custom field is a number in Zendesk, not {field_id!r}: see the company file"
        )
    return int(field_id)


def _tag(tag: str) -> str:
    """Return a tag that Zendesk keeps as it is: Zendesk splits tags at spaces and makes them lower case."""
    return re.sub(r"[^\w/.:-]+", "_", tag.lower())
