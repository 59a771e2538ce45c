"""This module finds the pictures and files that stand in the words of a mail, because not every helpdesk lists them as
attachments: inside the mail itself, or where the helpdesk put them."""

import re
from collections.abc import Collection, Iterator, Sequence
from html import unescape
from urllib.parse import urlsplit

from knowledge.languages.registry import in_any_layout
from worker.domain import Attachment
from worker.mail.file_names import name_in

_MOST_MARKUP = 400_000
_MOST = 20
_PICTURE = re.compile(r"<img\b([^>]{0,4000})", re.IGNORECASE)
_VALUE = re.compile(
    r"\b(src|alt|width|height)\s{0,3}=\s{0,3}(?:\"([^\"]{0,3000})|'([^']{0,3000})|([^\s\"'>]{1,3000}))", re.I
)
_MARKDOWN = re.compile(r"!\[([^\]\n]{0,300})\]\(\s{0,3}<?([^\s()<>]{1,3000})")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]{1,100}\]:\s{0,3}<?([^\s<>]{1,3000})", re.MULTILINE)
_LINK = re.compile(r"(?:https?:)?//[^\s<>\"'()\[\]]{1,3000}", re.IGNORECASE)
# What stands above these is by the writer of this message: an earlier one, a signature and its logos come below.
_BELOW = re.compile(
    rf"<blockquote\b|\b(?:gmail_quote|gmail_signature|moz-signature|moz-cite-prefix|divRplyFwdMsg|protonmail_quote)\b|"
    rf"[>\n][ \t]{{0,5}}(?:{in_any_layout(lambda layout: layout.closings)})\b",
    re.IGNORECASE,
)
_SMALL = 64  # pixels: an icon
# Helpdesks keep at these paths what people paste into a message. A host alone would take in their logos and tracking pixels.
_STORED = re.compile(
    r"/attachments?/(?:token/)?[\w-]|/rails/active_storage/|/helpdesk/attachments/|/inline/attachment|/ticket_attachment"
    r"|/secure/(?:attachment|thumbnail)/|/rest/api/\d/attachment|/message-attachments?/|/attachments\.php|/file\.php\?",
    re.IGNORECASE,
)
_STORES = (
    "*.zdusercontent.com", "attachment.freshdesk.com", "attachment.freshservice.com", "*.intercomcdn.com",
    "*.intercom-attachments.com", "*.intercom-attachments-1.com", "uploads.gorgias.io", "attachments.gorgias.help",
    "d33v4339jhl8k0.cloudfront.net", "cdn.livechat-files.com", "storage.crisp.chat",
)  # fmt: skip
_VENDORS = (
    "*.zendesk.com", "*.freshdesk.com", "*.freshservice.com", "*.helpscout.net", "*.frontapp.com", "*.gorgias.com",
    "*.kayako.com", "*.atlassian.net", "*.zoho.com", "*.zoho.eu", "*.chatwoot.com", "*.intercom.io", "*.groovehq.com",
)  # fmt: skip
_PICTURE_ENDINGS = frozenset("png jpg jpeg gif heic heif webp bmp tif tiff svg".split())
_NOBODY = "a picture in the text"


def inline_pictures(body: str, listed: Sequence[Attachment], hosts: Collection[str] = ()) -> tuple[Attachment, ...]:
    """Return the pictures inside a message that are not listed with it, and the files that it links to where helpdesks keep
    them. `hosts`: the helpdesk's own and those that it keeps files on, "*.x" for all below x. Pictures on other servers are
    left out: those are logos and the pixels of advertisers."""
    if any(file.type.startswith("image/") for file in listed):
        return ()  # a helpdesk that lists pictures lists these too
    html = body[:_MOST_MARKUP]
    below = _BELOW.search(html)
    found: dict[str, Attachment] = {}
    known = {file.url for file in listed}
    for source, picture in _all(html[: below.start()] if below else html, hosts):
        if source not in known:
            found.setdefault(source, picture)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _all(html: str, hosts: Collection[str]) -> Iterator[tuple[str, Attachment]]:
    """Yield each picture or file with its address."""
    for tag in _PICTURE.finditer(html):
        values = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _VALUE.finditer(tag[1])}
        sides = [values[side].strip().lower().removesuffix("px") for side in ("width", "height") if side in values]
        if not any(side.isdecimal() and int(side[:6]) <= _SMALL for side in sides):
            yield from _picture(values.get("src", ""), values.get("alt", ""), hosts)
    for said in _MARKDOWN.finditer(html):
        yield from _picture(said[2], said[1], hosts)
    for named in _REFERENCE.finditer(html):
        yield from _picture(named[1], "", hosts)
    pictures = _PICTURE.sub(" ", _MARKDOWN.sub(" ", html))
    for link in _LINK.finditer(pictures):
        url = unescape(link[0]).rstrip(".,;:!?")
        if _is_stored(url, hosts):
            name = name_in(url)
            is_picture = name.rpartition(".")[2].lower() in _PICTURE_ENDINGS
            yield url, Attachment(name or "a file in the text", "image/*" if is_picture or not name else "", url=url)


def _picture(source: str, alt: str, hosts: Collection[str]) -> Iterator[tuple[str, Attachment]]:
    url, alt = unescape(source).strip(), " ".join(alt.split())[:80]
    shown = alt if "." in alt else ""
    if url.lower().startswith(("cid:", "data:image/", "blob:", "attachment:")):
        yield url, Attachment(shown or _NOBODY, "image/*")
    elif _is_hosted(url, hosts):
        address = url if "://" in url else None
        yield url, Attachment(name_in(url) or shown or _NOBODY, "image/*", url=address)


def _is_hosted(url: str, hosts: Collection[str]) -> bool:
    """Return whether a picture is on the helpdesk's own host, or on one where it keeps files."""
    if url.startswith("/") and not url.startswith("//"):
        return True  # on the helpdesk's own host: that is where its editor wrote it
    return _is_stored(url, hosts) or _is_at(url, hosts)


def _is_stored(url: str, hosts: Collection[str]) -> bool:
    """Return whether an address is one where a helpdesk keeps the files of messages."""
    return _is_at(url, _STORES) or (_STORED.search(url) is not None and _is_at(url, (*_VENDORS, *hosts)))


def _is_at(url: str, hosts: Collection[str]) -> bool:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    return any(host.endswith(given[1:]) if given.startswith("*.") else host == given for given in hosts if host)
