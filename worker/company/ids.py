"""This module knows what the id of a company is: what was learned from a company's tickets, and its database, carry it."""

import re
import unicodedata

LONGEST = 40
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WRITTEN_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "&": " and "}
)


def is_id(value: str) -> bool:
    """Return whether a text can be the id of a company."""
    return len(value) <= LONGEST and _ID.fullmatch(value) is not None


def id_of(name: str) -> str:
    """Return the id that a name suggests; "" for a name without a letter of ours."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_WRITTEN_OUT)).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))[:LONGEST].strip("-")
