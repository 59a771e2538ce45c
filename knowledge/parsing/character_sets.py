"""This module decodes bytes without guessing: nobody notices a wrong guess until a customer reads the garbled text."""

import codecs
import re

from knowledge.errors import BadDocumentError

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_HEAD = 4_096  # a page declares its encoding at the top
# Browsers read pages that declare Latin-1 as Windows-1252, and the writers checked them in a browser.
_AS_BROWSERS_DO = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "latin1": "windows-1252"}


def decode(raw: bytes) -> str:
    """Decode UTF-8, or what a byte-order mark says. Raises `BadDocumentError` with the position of the first wrong byte."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        wrong = f"byte 0x{raw[error.start]:02X} at position {error.start:,} is not {_NAMES[encoding]}"
        raise BadDocumentError(f"{wrong}: save it as UTF-8") from error
    if text.count("\0") * 10 > len(text):
        first = raw.find(b"\0")
        raise BadDocumentError(f"has NUL bytes from position {first:,}, as UTF-16 without a mark has: save it as UTF-8")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def decode_html(raw: bytes) -> str:
    """Decode as `decode` does; a page that is not UTF-8 may declare another encoding."""
    try:
        return decode(raw)
    except BadDocumentError:
        declared = _CHARSET.search(raw, 0, _HEAD)
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
        if name.startswith(
            ("utf-8", "utf8", "utf-7", "utf-16", "utf-32")
        ):  # a page that says so in ASCII is not UTF-16
            raise
        try:
            return decode(raw.decode(_AS_BROWSERS_DO.get(name, name)).encode())
        except (LookupError, UnicodeError) as error:
            raise BadDocumentError(f"declares the encoding {name}, and is not in it: {error}") from error


_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"}
