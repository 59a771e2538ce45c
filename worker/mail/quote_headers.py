"""This module finds the headers that a mail program writes above a quoted mail.

    From: Support <help@x.example>      a mail program's: an address, a subject and a time of day
    Sent: Tuesday, 18 November 2025 10:12
    To: me
    Subject: RE: x

"From: Hamburg, To: Lyon, Date: 12 Nov, 10:30" are a customer's words. Fewer marks are enough where the subject, or words
above, say that a mail follows.
"""

import re

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import Lines

_ROLES = {
    "sender": in_any_layout(lambda layout: layout.headers.sender),
    "date": in_any_layout(lambda layout: layout.headers.date),
    "receiver": in_any_layout(lambda layout: layout.headers.receiver),
    "copy": in_any_layout(lambda layout: layout.headers.copy),
    "subject": in_any_layout(lambda layout: layout.headers.subject),
}
_NAMES = "|".join(f"(?P<{role}>{names})" for role, names in _ROLES.items())
_HEADER = re.compile(rf"(?:{_NAMES})\*?\s{{0,2}}:\*?(?=\s|$)\W{{0,3}}(?P<value>.{{0,300}})", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,100}")
CLOCK = re.compile(r"\b\d{1,2}[:h]\d\d\b|(?<![\d./-])\d{1,2}\.\d\d(?![\d.])")  # "12.11.2025" has none
DAY = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d\d\b")
_SOURCE = re.compile(
    r"(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|DKIM-Signature|X-[\w-]{1,40}):", re.I
)
_POINTER = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.pointers)}(?!\w)", re.IGNORECASE)
_PREFIX = re.compile(
    rf"(?:{in_any_layout(lambda layout: layout.replies)}|{in_any_layout(lambda layout: layout.forwards)})\s?:",
    re.IGNORECASE,
)
_POINTER_CHARACTERS = 300
_MOST_HEADERS = 9  # lines, with those that continue a long list of receivers


def length_of_headers(lines: Lines, i: int, *, introduced: bool = False, expected: bool = True) -> int:
    """Return how many lines, from `i` on, are the headers of a mail; 0 if they are none. `introduced`: a mail program's
    line stands above them, so that fewer marks are enough. `expected`: the subject says that there is another mail."""
    found: dict[str, str] = {}
    end = j = i
    while j < min(len(lines), i + _MOST_HEADERS):
        header = _HEADER.match(lines[j].bare)
        if header:
            role = next(role for role in _ROLES if header[role])
            if role in found and role != "copy":
                break
            found[role] = header["value"]
            end = j + 1
        elif not lines[j].text or j == i or (j >= end + 1):
            break
        j += 1
    first = _HEADER.match(lines[i].bare) if i < len(lines) else None
    if i and not introduced and _SOURCE.match(lines[i - 1].bare):
        return 0  # the source of a mail, which the customer pasted
    if first is None or not ({"sender", "date"} & found.keys()):
        return 0
    if introduced:
        return end - i if len(found) >= 2 else 0
    if len(found) < 3 or "sender" not in found or not (first["sender"] or first["date"]):
        return 0
    address = _ADDRESS.search(found["sender"])
    date, subject = found.get("date", ""), found.get("subject", "")
    moment = CLOCK.search(date) is not None and DAY.search(date) is not None
    above = lines.before(i)
    pointed = above >= 0 and _POINTER.search(lines[above].text[:_POINTER_CHARACTERS]) is not None
    if not (expected or pointed or _PREFIX.match(subject)):
        programs = moment or (date and "<" in found["sender"] and not lines.is_announced(i))
        return end - i if address and subject and programs else 0
    anybody = address or _ADDRESS.search(found.get("receiver", ""))
    pasted = lines.is_announced(i)  # "it looks like this:"
    if pasted:
        return end - i if anybody and moment else 0
    return end - i if anybody or (moment and subject) else 0
