"""This module says which signs and addresses a renderer lets through, whatever the channel."""

import re
from urllib.parse import urlsplit

# These signs turn the direction of the text around them, so that a reader sees another order than the one that is there.
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[{_TURNING}]")
_NO_SIGN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HALF = re.compile("[\ud800-\udfff]")  # half of a pair, which has no UTF-8
_NOT_IN_ADDRESS = re.compile(r"[\s<>\"'`\\^|\x00-\x20\x7f-\xa0]")


def words(text: str) -> str:
    """Return a text on one line, without signs that are not seen but change how the rest is read."""
    return _HALF.sub("\ufffd", _NO_SIGN.sub(" ", _UNSEEN.sub("", text)))


def address(url: str) -> str | None:
    """Return the address of a link; None for what is none of the web, such as `javascript:`."""
    if _NOT_IN_ADDRESS.search(url) or _UNSEEN.search(url) or _HALF.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return url.replace("{", "%7B").replace("}", "%7D")
