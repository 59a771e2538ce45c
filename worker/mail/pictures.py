"""This module finds the pictures that stand in an HTML mail, because not every helpdesk lists them as attachments."""

import re
from collections.abc import Iterator, Sequence

from knowledge.languages.registry import in_any_layout
from worker.domain import Attachment

_MOST_MARKUP = 400_000
_MOST = 20
_PICTURE = re.compile(r"<img\b([^>]{0,4000})", re.IGNORECASE)
_VALUE = re.compile(
    r"\b(src|alt|width|height)\s{0,3}=\s{0,3}(?:\"([^\"]{0,3000})|'([^']{0,3000})|([^\s\"'>]{1,3000}))", re.I
)
# What stands above these is by the writer of this message: an earlier one, a signature and its logos come below.
_BELOW = re.compile(
    rf"<blockquote\b|\b(?:gmail_quote|gmail_signature|moz-signature|moz-cite-prefix|divRplyFwdMsg|protonmail_quote)\b|"
    rf"[>\n][ \t]{{0,5}}(?:{in_any_layout(lambda layout: layout.closings)})\b",
    re.IGNORECASE,
)
_SMALL = 64  # pixels: an icon


def inline_pictures(body: str, listed: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Return the pictures inside a message that are not listed with it. Pictures on other servers are left out: those are
    logos and the pixels of advertisers."""
    if any(file.type.startswith("image/") for file in listed):
        return ()  # a helpdesk that lists pictures lists these too
    html = body[:_MOST_MARKUP]
    below = _BELOW.search(html)
    found = _pictures(html[: below.start()] if below else html)
    return tuple(picture for picture, _ in zip(found, range(_MOST), strict=False))


def _pictures(html: str) -> Iterator[Attachment]:
    for tag in _PICTURE.finditer(html):
        values = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _VALUE.finditer(tag[1])}
        is_inside = values.get("src", "").lower().startswith(("cid:", "data:image/"))
        sides = [values[side].removesuffix("px") for side in ("width", "height") if side in values]
        if is_inside and not any(side.isdecimal() and int(side[:6]) <= _SMALL for side in sides):
            alt = " ".join(values.get("alt", "").split())[:80]
            yield Attachment(name=alt if "." in alt else "a picture in the text", type="image/*")
