"""This module says what is wrong in a row of a handled ticket: a value of another kind, or a label that the company lacks.

Pydantic would take "yes" for true and the number 7 for a text. In labels that people made by hand such a value is mostly a
mistake, and what is learned from it is not seen until a ticket goes astray.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

_TEXTS = ("subject", "body", "language", "requester", "queue", "priority")
_NEEDED = ("language", "requester", "queue", "priority", "escalate", "passages")
_LANGUAGE = re.compile(r"[a-z]{2,3}|other")
_LONGEST = 40  # characters of a value that are shown


@dataclass(frozen=True)
class Labels:
    """These are the labels that a company has. None: any label may stand there."""

    queues: Collection[str] | None = None
    priorities: Collection[str] | None = None
    reasons: Collection[str] | None = None
    actions: Collection[str] | None = None
    fields: Mapping[str, Collection[str]] = field(default_factory=dict)  # select field -> its options

    def __bool__(self) -> bool:
        return self.queues is not None


ANY = Labels()


def mistakes(row: Mapping[str, Any], labels: Labels) -> Iterator[str]:
    """Yield what is wrong, a sentence each. Columns that are missing are left to the schema."""
    for name in _NEEDED:
        if name in row and row[name] is None:
            yield f"{name} is null, but a value is needed"
    if isinstance(row.get("id"), bool | float | dict | list):
        yield f"id is {_kind(row['id'])}, and not a text or a whole number"
    for name in _TEXTS:
        if row.get(name) is not None and not isinstance(row[name], str):
            yield f"{name} is {_kind(row[name])}, and not a text"
    if row.get("escalate") is not None and not isinstance(row["escalate"], bool):
        yield f"escalate is {_shown(row['escalate'])}: it is true or false, without quotation marks"
    if isinstance(row.get("passages"), str):
        yield f'passages is a text: write a list of references, ["{_cut(row["passages"])}"]'
    if isinstance(row.get("language"), str) and not _LANGUAGE.fullmatch(row["language"]):
        yield f"language is {_shown(row['language'])}: it is a code of two letters, such as en or de"
    yield from _labels(row, labels)


def _labels(row: Mapping[str, Any], labels: Labels) -> Iterator[str]:
    reply = row.get("reply")
    reasons = row.get("reasons") if isinstance(row.get("reasons"), list) else [row.get("reason")]
    yield from _known("queue", row.get("queue"), labels.queues)
    yield from _known("priority", row.get("priority"), labels.priorities)
    for reason in reasons or ():
        yield from _known("reason", reason, labels.reasons)
    yield from _known("reply.action", reply.get("action") if isinstance(reply, dict) else None, labels.actions)
    said = row.get("fields")
    for name, value in said.items() if isinstance(said, dict) and labels else ():
        if name in labels.fields:
            yield from _known(f"fields.{name}", value, labels.fields[name])
        elif value is not None:
            yield f"fields names {_shown(name)}, which the company file does not have{_near(name, labels.fields)}"


def _known(name: str, value: Any, allowed: Collection[str] | None) -> Iterator[str]:
    if isinstance(value, str) and allowed is not None and value not in allowed:
        yield f"{name} is {_shown(value)}, which is not known{_near(value, allowed)}"
    elif value is not None and name in {"reason", "reply.action"} and not isinstance(value, str):
        yield f"{name} is {_kind(value)}, and not a text"


def _near(value: str, allowed: Collection[str]) -> str:
    """Return what was probably meant, and what is allowed."""
    plain = {one.lower().replace("_", "-"): one for one in allowed}
    close = get_close_matches(value[:_LONGEST].strip().lower().replace(" ", "-").replace("_", "-"), plain, 1)
    meant = f": did you mean {plain[close[0]]}?" if close else ";"
    return f"{meant} allowed: {', '.join(allowed) or 'none'}"


def _shown(value: object) -> str:
    """Return a label as it is written. What may be a customer's words is never shown."""
    return f'"{_cut(value)}"' if isinstance(value, str) else _kind(value)


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "an object"
    return "null"


def _cut(text: str) -> str:
    plain = text if text.isprintable() else repr(text)[1:-1]
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
