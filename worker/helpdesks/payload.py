"""This module reads the JSON of a webhook and its fields. An odd field becomes "unknown" instead of an error.

Only what is indispensable is strict: JSON, its depth, the id of the ticket. After a 400 the helpdesk will not send the
ticket again.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NoReturn
from unicodedata import normalize

from knowledge.postgres import scrub
from worker.errors import MalformedPayload
from worker.helpdesks.rfc3339 import parse_rfc3339
from worker.mail.automatic import is_automatic
from worker.mail.characters import visible
from worker.mail.headers import read_headers
from worker.mail.subject import clean_subject

MOST_DEPTH = 32
_IDENTIFIER = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?")
# A string is matched whole, closed or not, so that one pass is enough whatever the bytes are.
_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)
_EMAIL = re.compile(r"[^\s@<>\"(),;:]{1,64}@[^\s@<>\"(),;:]{1,255}")
_ADDRESS_CHARACTERS = 2_000  # with the name beside it
_NAME_CHARACTERS = 80
_YES = frozenset("true yes y t 1 on ja oui si s\u00ed vrai wahr verdadero".split())
_NO = frozenset("false no n f 0 off nein non faux falsch falso".split())
_TYPE_CHARACTERS = 100
_WORD = re.compile(r"[a-z]+")
_DONE = frozenset(
    "solved closed resolved gelöst geschlossen erledigt résolu résolue fermé fermée clos clôturé resuelto resuelta "
    "solucionado cerrado cerrada".split()
)
_NO_NAME = re.compile(r"://|www\.|@", re.IGNORECASE)  # a greeting that repeats it would send somebody's advertisement


def parse(raw: bytes) -> dict[str, Any]:
    """Return the JSON object in a body. Raises `MalformedPayload`. JSON deeper than `MOST_DEPTH` is refused before the
    parser could recurse."""
    _require_shallow(raw)
    try:
        payload = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise MalformedPayload("the body is not UTF-8") from error
    except ValueError as error:
        raise MalformedPayload("the body is not JSON") from error
    if not isinstance(payload, dict):
        raise MalformedPayload("the body is not a JSON object")
    scrubbed: dict[str, Any] = _scrubbed(payload)
    return scrubbed


def _require_shallow(raw: bytes) -> None:
    depth = 0
    for token in _BRACKETS.finditer(raw):
        depth += (token[1] is not None) - (token[2] is not None)
        if depth > MOST_DEPTH:
            raise MalformedPayload(f"the JSON is nested deeper than {MOST_DEPTH}")


def _scrubbed(value: Any) -> Any:
    """Remove NUL and lone surrogates, which JSON allows and PostgreSQL refuses, so that the ticket can be stored."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {scrub(name): _scrubbed(item) for name, item in value.items()}
    return value


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _finite(written: str) -> float:
    if not math.isfinite(value := float(written)):
        raise ValueError("a number is out of range")
    return value


def mapping(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return as_mapping(data.get(name))


def as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def text(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def name(value: object) -> str | None:
    line = clean_subject(text(value))
    return line if line and len(line) <= _NAME_CHARACTERS and not _NO_NAME.search(line) else None


def email(value: object) -> str | None:
    """Return the address of `l@z.example` or `Lena <l@z.example>`, in lower case; None for anything else."""
    address = _address(value)[1].lower()
    return address if _EMAIL.fullmatch(address) else None


def name_of(person: Mapping[str, Any]) -> str | None:
    """Return the name of a person, by the field or by an address that has one beside it."""
    return name(person.get("name")) or name(_address(person.get("email"))[0])


def _address(value: object) -> tuple[str, str]:
    """Return the name beside an address, and the address. A mail library would be led: a name may hold an address itself,
    and whoever writes a mail chooses it. So the address is what the last brackets hold, and two pairs hold none."""
    written = visible(text(value)[:_ADDRESS_CHARACTERS]).strip()
    if written.endswith(")"):  # a comment, as in "l@z.example (Lena)"
        written, _, beside = written[:-1].rpartition("(")
    else:
        beside = ""
    said, bracket, address = written.strip().rpartition("<")
    if bracket:
        if "<" in said or not address.endswith(">"):
            return "", ""
        beside, address = said, address[:-1]
    address = address.strip()
    if address[:7].lower() == "mailto:":
        address = address[7:].partition("?")[0]
    return beside.strip().strip("\"'").strip(), address


def is_true(value: object) -> bool:
    """Return whether a value is true. Numbers and text count as well, because placeholders of a helpdesk are always text."""
    return text(value).strip().lower() in _YES or value is True or value == 1


def is_false(value: object) -> bool:
    return text(value).strip().lower() in _NO or value is False or value == 0


def is_proven(value: object) -> bool:
    """Return whether a value is `true` and nothing else: only that opens an account's history."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def is_done(status: object) -> bool:
    """Return whether a ticket with this status is solved or closed. A placeholder is filled in with the word of the account's
    language."""
    return normalize("NFC", text(status)).strip().casefold() in _DONE


def of_ticket(group: object = None, priority: object = None, status: object = None) -> dict[str, str]:
    """Return what an event says of a ticket's fields; those that it does not name are left out. Group and priority are in the
    helpdesk's own words, and a status only says whether the ticket is solved."""
    written = {"group": text(group).strip(), "priority": text(priority).strip().casefold()}
    known = {name: value for name, value in written.items() if value and "{{" not in value}
    return known | ({"status": "solved" if is_done(status) else "open"} if text(status).strip() else {})


def is_silent(channel: object, status: object) -> bool:
    """Return whether a message is only kept: it was imported, or its ticket was solved or closed when it came."""
    imported = "import" in _WORD.findall(text(channel).casefold()[:_TYPE_CHARACTERS])
    return imported or is_done(status)


def identifier(value: object) -> str | None:
    """Return a value as an id; None if it is not one, or is a placeholder that nobody filled in: that would make every
    message the same one."""
    written = text(value).strip()
    return written if _IDENTIFIER.fullmatch(written) and "{{" not in written else None


def required_identifier(value: object, where: str) -> str:
    """Return a value as an id. Raises `MalformedPayload`."""
    found = identifier(value)
    if found is None:
        raise MalformedPayload(f"{where} is missing or is not an id")
    return found


def moment(now: datetime, *candidates: object) -> datetime:
    """Return the first time that can be read, never later than now: one message from the year 9999 would make all later
    ones look old."""
    return min(_moment(*candidates) or now, now)


def version(digest: str, said: str, message_id: object, *moments: object) -> str:
    """Return what names a message in its ticket, the same in every call about it: its own id, or its time together with
    its words (helpdesks count in seconds, and people write twice in one), or the hash of the request."""
    found = identifier(message_id)
    if found is not None:
        return found
    at = _moment(*moments)
    return f"{at.isoformat()}#{sha256(said.encode()).hexdigest()[:16]}" if at else f"sha256:{digest}"


def call_id(given: str | None, digest: str) -> str:
    """Return the id of a webhook call, which is the same each time the helpdesk sends it; without one, the hash of the
    body. Raises `MalformedPayload`."""
    return f"sha256:{digest}" if given is None else required_identifier(given, "the call id")


def automatic(data: Mapping[str, Any], subject: str, sender: str | None, body: str) -> bool:
    """Return whether a machine wrote a message, by `data["automatic"]`, the mail's `data["headers"]` in any usual shape,
    sender, subject or words."""
    return is_true(data.get("automatic")) or is_automatic(read_headers(data.get("headers")), subject, sender, body)


def _moment(*candidates: object) -> datetime | None:
    for candidate in candidates:
        try:
            return parse_rfc3339(text(candidate))
        except ValueError:
            continue
    return None
