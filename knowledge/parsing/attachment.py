"""This module reads the files that people attach to a message: text as it is, PDF and DOCX in the sandbox.

Documents of the company are read without a guess about their encoding (`character_sets`), because the wrong answer would
stay for months. A log of a customer's machine is read once, by a person too, and one wrong letter is no loss.
"""

import codecs
from pathlib import PurePath

from knowledge.errors import BadDocumentError
from knowledge.parsing.character_sets import decode
from knowledge.parsing.sandbox import Sandbox

_FORMATS = {
    **dict.fromkeys((".txt", ".text", ".log", ".csv", ".tsv", ".json", ".jsonl", ".out", ".err"), "text"),
    ".pdf": "pdf",
    ".docx": "docx",
}
_TYPES = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    **dict.fromkeys(
        ("text/plain", "text/csv", "text/tab-separated-values", "text/x-log", "application/json", "application/csv"),
        "text",
    ),
}
_HEAD = 1024
_MARKS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04"}


def format_of(name: str, media_type: str) -> str | None:
    """Return how a file is read: "text", "pdf" or "docx"; None for others. The suffix counts, then the media type."""
    suffix = PurePath(name).suffix.lower()
    known = _FORMATS.get(suffix)
    return known or (None if suffix in _OTHER_SUFFIXES else _TYPES.get(media_type.partition(";")[0].strip().lower()))


_OTHER_SUFFIXES = frozenset(
    ".html .htm .xml .doc .xls .xlsx .zip .exe .eml .msg .rtf .js .bat .svg .odt .gz .7z".split()
)


def read(name: str, media_type: str, raw: bytes, sent_type: str, sandbox: Sandbox) -> str:
    """Return the text of a file. `media_type` is what the ticket says, `sent_type` what the server said. Raises
    `BadDocumentError`, for instance for the page of a login in place of the file, or `SandboxError`."""
    kind = format_of(name, media_type)
    head = raw[:_HEAD].lstrip(codecs.BOM_UTF8 + b" \r\n\t").lower()
    if sent_type == "text/html" or head.startswith((b"<!doctype html", b"<html")):
        raise BadDocumentError("came as a web page, as a login does: it is another file")
    if sent_type.startswith(("image/", "video/", "audio/")):
        raise BadDocumentError("came as another kind of file than its name says")
    if kind == "text":
        return _text(raw)
    if kind is None:
        raise BadDocumentError("is of a kind that is not read")
    if _MARKS[kind] not in raw[:_HEAD]:
        raise BadDocumentError(f"is no {kind.upper()} file")
    parsed = sandbox.parse(f"attachment.{kind}", raw)
    lines = (part for section in parsed.sections for part in (section.heading, section.text) if part)
    title = "" if parsed.title == "attachment" else f"{parsed.title}\n"
    return title + "\n".join(lines)


def _text(raw: bytes) -> str:
    """Decode text: by its mark, as UTF-8, as UTF-16 if every second byte is NUL, else as Windows-1252."""
    try:
        return decode(raw)
    except BadDocumentError:
        head = raw[:_HEAD]
        for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
            if head.count(b"\0") > len(head) // 4 and head[place::2].count(b"\0") * 4 > len(head):
                return decode(raw[: len(raw) // 2 * 2].decode(encoding, errors="replace").encode())
        if b"\0" in raw:
            raise BadDocumentError("is no text") from None
        return raw.decode("windows-1252", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
