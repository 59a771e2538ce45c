"""This module recognises automatic mail (auto-replies, bounces, newsletters) by its headers, sender and subject."""

import re
from collections.abc import Mapping

from knowledge.languages.registry import any_of

_ROBOTS = re.compile(
    r"(?:mailer-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply)(?:[+._-][^@]*)?@", re.IGNORECASE
)
_AUTOMATIC_SUBJECT = re.compile(
    rf"\s*(?:{any_of(lambda language: language.mail.automatic_subjects)}\b|auto:)", re.IGNORECASE
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})


def is_automatic(headers: Mapping[str, str], subject: str, sender: str | None) -> bool:
    """Return whether a machine wrote this mail. If it were answered, two machines would write to each other.

    Names of `headers` are lower case; `sender` is an address, None where it is not known.
    """
    return (
        headers.get("auto-submitted", "no") not in {"no", ""}
        or headers.get("precedence") in _BULK
        or headers.get("return-path") == "<>"
        or any(h in headers for h in ("x-autoreply", "x-autorespond", "x-auto-response-suppress"))
        or (sender is not None and _ROBOTS.match(sender) is not None)
        or _AUTOMATIC_SUBJECT.match(subject[:200]) is not None
    )
