"""Automatic mail: auto-replies, bounces and newsletters, told by headers, sender and subject."""

import re
from collections.abc import Mapping

_ROBOTS = re.compile(
    r"(?:mailer-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply)(?:[+._-][^@]*)?@", re.IGNORECASE
)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:(?:auto(?:matic|mated|matische)?[ -]?(?:reply|response|antwort)|out of (?:the )?office|"
    r"abwesenheits(?:notiz|nachricht|assistent)|réponse automatique|absence du bureau|respuesta automática|"
    r"fuera de (?:la )?oficina|undeliverable|undelivered mail|unzustellbar|mail delivery (?:failed|failure|subsystem)|"
    r"delivery status notification|returned mail)\b|auto:)",
    re.IGNORECASE,
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})


def is_automatic(headers: Mapping[str, str], subject: str, sender: str | None) -> bool:
    """Say whether a machine wrote this mail: to answer it would be two machines writing to each other.

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
