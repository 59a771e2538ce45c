"""This module checks the select fields of a company file: `[fields.NAME]`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from worker.company.fields import FEWEST_OPTIONS, MOST_OPTIONS, TAKEN, Write
from worker.company.mistakes import Complaint, near, quoted

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TAG = re.compile(r"[a-z0-9_./:-]{1,80}")  # what every helpdesk keeps as it is
_OURS = "deskhand"  # what our own tags begin with


def complaints(fields: Mapping[str, Any]) -> Iterator[Complaint]:
    tags: dict[str, str] = {}  # with the field that writes it
    ids: dict[str, str] = {}
    for name, table in fields.items():
        place = ("fields", name)
        if not _NAME.fullmatch(name):
            yield Complaint(place, "must have a name of small letters, digits and _, at most 40, a letter first")
        if name in TAKEN:
            yield Complaint(place, f"is decided for every ticket already: {', '.join(sorted(TAKEN))} need no field")
        if not isinstance(table, dict):
            continue
        options = table.get("options")
        if isinstance(options, dict) and not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            yield Complaint(
                (*place, "options"), f"options must be {FEWEST_OPTIONS} to {MOST_OPTIONS}, not {len(options)}"
            )
        yield from _written(name, table)
        if table.get("write", Write.TAG) == Write.TAG:
            yield from _tags(name, table, tags)
        elif (own := str(table.get("id", ""))) and ids.setdefault(own, name) != name:
            yield Complaint((*place, "id"), f"id {own} is written by the field {ids[own]} already")


def _written(name: str, table: Mapping[str, Any]) -> Iterator[Complaint]:
    write, place = table.get("write", Write.TAG), ("fields", name)
    if not isinstance(write, str):
        return
    if write not in set(Write):
        yield Complaint((*place, "write"), f"write names {quoted(write)}, which is not known{near(write, list(Write))}")
    elif write == Write.CUSTOM_FIELD and "id" not in table:
        yield Complaint(
            (*place, "write"), 'needs an id: that of the custom field in the helpdesk, for write = "custom_field"'
        )
    elif write == Write.CUSTOM_FIELD and "prefix" in table:
        yield Complaint((*place, "prefix"), 'prefix is of a tag, and the field is written with write = "custom_field"')
    elif write == Write.TAG and "id" in table:
        yield Complaint((*place, "id"), 'id is of a custom field: add write = "custom_field"')


def _tags(name: str, table: Mapping[str, Any], tags: dict[str, str]) -> Iterator[Complaint]:
    """Yield tags that a helpdesk would change, that are ours, or that two fields write."""
    prefix, options = table.get("prefix", f"{name}_"), table.get("options")
    if not isinstance(prefix, str) or not isinstance(options, dict):
        return
    if prefix.startswith(_OURS):
        yield Complaint(("fields", name, "prefix"), f"prefix may not begin with {_OURS}: these tags are Deskhand's own")
    for value in options:
        tag = f"{prefix}{value}"
        if not _TAG.fullmatch(tag):
            yield Complaint(
                ("fields", name, "options", value),
                f"options.{quoted(value)} makes the tag {quoted(tag)}, which may have small letters, digits and _ - . / : only",
            )
        elif tags.setdefault(tag, name) != name:
            yield Complaint(
                ("fields", name, "options", value), f"the tag {tag} is written by the field {tags[tag]} already"
            )
