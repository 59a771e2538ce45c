"""This module reads the list of a message's files, in the shapes in which helpdesks and their automations give one.

    [{"file_name": …}, …]   {"fileName": …}   {"0": {…}, "1": {…}}   {"items": [{"file": {…}}, …]}
    ["https://z.example/a.png", "b.pdf"]   "a.png"   any of these as JSON in a text

A file that is named in no way that is known here still counts: what came and was not read must be said.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from worker.domain import Attachment
from worker.helpdesks.payload import text
from worker.mail.file_names import file_name, name_in
from worker.mail.pictures import inline_pictures

_MOST = 100
_MOST_DEPTH = 6  # of lists and objects around a file
_MOST_JSON = 200_000  # characters
_TYPE_CHARACTERS = 100
_URL_CHARACTERS = 2000
_NOTHING = frozenset({"", "none", "null", "nil", "false", "undefined", "n/a", "-"})
_NO_NAME = "(no name)"
# They are in small letters without "_" and "-", so fileName, file_name and FILE-NAME are one name.
_NAMES = ("filename", "name", "title", "originalname", "originalfilename", "displayname", "file", "attachment")
_TYPES = ("contenttype", "mimetype", "mediatype", "mime", "type")
_SIZES = ("size", "filesize", "bytesize", "contentlength", "length", "bytes")
_URLS = (
    "contenturl",
    "url",
    "dataurl",
    "href",
    "downloadurl",
    "fileurl",
    "attachmenturl",
    "mappedcontenturl",
    "link",
    "src",
)
_SPLIT = re.compile(r"\n|[,;] ")


def attachments(*places: object) -> tuple[Attachment, ...]:
    """Return the files that the given lists name, at most 100."""
    found = (file for place in places for file in _files(place, 0))
    return tuple(file for file, _ in zip(found, range(_MOST), strict=False))


def with_inline(body: str, listed: tuple[Attachment, ...], hosts: Collection[str]) -> tuple[Attachment, ...]:
    """Return the listed files of a message and those that stand in its words only. `hosts`: those of the helpdesk's files."""
    return (*listed, *inline_pictures(body, listed, hosts))


def _files(place: object, depth: int) -> Iterator[Attachment]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(place, str):
        yield from _of_text(place, depth)
    elif isinstance(place, list):
        for one in place:
            yield from _of_item(one, depth)
    elif isinstance(place, Mapping) and place:
        if _is_file(place):
            yield _attachment(place)
        else:  # objects or a list inside an object: {"0": {…}}, {"items": […]}
            yield from (file for value in _inner(place) for file in _files(value, depth + 1))


def _of_item(one: object, depth: int) -> Iterator[Attachment]:
    """Yield what an item of a list names. Whatever it is, something came."""
    if isinstance(one, Mapping) and not _is_file(one):
        yield from _files(one, depth + 1) if any(_inner(one)) else iter((_attachment(one),))
    else:
        yield from _files(one, depth + 1)


def _of_text(said: str, depth: int) -> Iterator[Attachment]:
    line = said.strip()
    if line[:1] in {"[", "{"} and not line.startswith("{{"):  # "{{…}}" is a placeholder that nobody filled in
        if line.strip("[{}] \n"):
            yield from _of_json(line, depth)
        return
    for part in _SPLIT.split(line[:_MOST_JSON]):
        name = part.strip().strip("\"'")
        if name.lower() in _NOTHING or name.startswith("{{"):
            continue
        if name[:5].lower() == "data:":
            yield Attachment(_NO_NAME, name[5:].partition(";")[0].partition(",")[0].lower()[:_TYPE_CHARACTERS])
        elif "://" in name or name.startswith("//"):
            yield Attachment(name_in(name) or _NO_NAME, url=name[:_URL_CHARACTERS])
        else:
            yield Attachment(file_name(name) or _NO_NAME)


def _of_json(line: str, depth: int) -> Iterator[Attachment]:
    try:
        given = json.loads(line) if len(line) <= _MOST_JSON else None
    except (ValueError, RecursionError):
        given = None
    # What looks like a list and is none, as other languages print theirs, has files too.
    yield from _files(given, depth + 1) if given is not None else iter((Attachment(_NO_NAME),))


def _is_file(data: Mapping[str, Any]) -> bool:
    held = _plain(data)
    return any(text(held.get(name)).strip() for name in (*_NAMES, *_URLS))


def _inner(data: Mapping[str, Any]) -> list[Any]:
    return [value for value in data.values() if isinstance(value, Mapping | list) and value]


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {re.sub(r"[^a-z]", "", str(name)[:50].lower()): value for name, value in data.items()}


def _attachment(data: Mapping[str, Any]) -> Attachment:
    held = _plain(data)

    def first(names: tuple[str, ...]) -> str:
        return next((said for given in names if (said := text(held.get(given)).strip())), "")

    size, url, named = first(_SIZES), first(_URLS), first(_NAMES)
    if not url and "://" in named:
        url = named
    return Attachment(
        name=(name_in(named) if "://" in named else file_name(named)) or name_in(url) or _NO_NAME,
        type=first(_TYPES).lower()[:_TYPE_CHARACTERS],
        size=int(size) if size.isdecimal() and len(size) < 13 else None,
        url=url[:_URL_CHARACTERS] or None,
    )
