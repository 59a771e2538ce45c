"""This module reads PDF text with pypdf. A PDF has no structure but its outline, if any: its entries are the headings."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError, WrongPasswordError

from knowledge.errors import BadDocumentError
from knowledge.parsing import text as plain_text
from knowledge.parsing.base import Limits
from knowledge.parsing.outline import Outline, one_line

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every oddity of a file that it can read

_ENCRYPTED = "is encrypted: save it without a password"
_PROGRAM = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint|Excel) - )|\.(?:docx?|pdf|indd|pptx?|odt|rtf|tex)$", re.IGNORECASE
)
_HYPHEN = re.compile(r"(?<=[a-zäöüßéèçñ])-\s*$")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
MANY_PAGES = 4  # in a document of at least so many, a line that most pages share is their header or footer
MOST_ENTRIES = 5_000  # of an outline


@dataclass(frozen=True)
class _Entry:
    page: int
    level: int
    title: str


def fill(outline: Outline, raw: bytes) -> None:
    try:
        reader = PdfReader(BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):  # many only forbid printing and open without a password
            raise BadDocumentError(_ENCRYPTED)
        pages = _without_running_lines(_pages(reader, outline.limits))
        entries = _entries(reader)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
        raise BadDocumentError(_ENCRYPTED) from error
    if not any(line.strip() for lines in pages for line in lines):
        raise BadDocumentError("has no text, as a scan has none: recognise its text (OCR) first")
    outline.title = _title(reader)
    for number, lines in enumerate(pages):
        if entries:
            _page(outline, lines, [entry for entry in entries if entry.page == number])
        else:
            if len(pages) > 1:
                outline.heading(2, f"page {number + 1}")
            plain_text.add(outline, _paragraphs(lines))


def _pages(reader: PdfReader, limits: Limits) -> list[list[str]]:
    found: list[list[str]] = []
    characters = 0
    for page in reader.pages:
        if len(found) == limits.pages:
            raise BadDocumentError(f"has more than {limits.pages:,} pages: split it")
        text = page.extract_text().translate(_LIGATURES)
        characters += len(text)
        if characters > limits.characters:
            raise BadDocumentError(f"has more than {limits.characters:,} characters of text: split it")
        found.append([line.rstrip() for line in text.split("\n")])
    return found


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Remove headers and footers, which stand on most pages, differ only in the page number and belong to no paragraph."""
    if len(pages) < MANY_PAGES:
        return pages
    edges = [[line for line in (*lines[:2], *lines[-2:]) if line.strip()] for lines in pages]
    times = Counter(shape for lines in edges for shape in {_shape(line) for line in lines})
    running = {shape for shape, count in times.items() if count * 2 > len(pages)}
    return [
        [
            line
            for place, line in enumerate(lines)
            if 2 <= place < len(lines) - 2 or _shape(line) not in running  # only at the edge of the page
        ]
        for lines in pages
    ]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", one_line(line))


def _entries(reader: PdfReader) -> list[_Entry]:
    """Return the entries of the outline in reading order; a damaged outline counts as none."""
    try:
        return [entry for entry, _ in zip(_walk(reader, reader.outline, 2), range(MOST_ENTRIES), strict=False)]
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return []


def _walk(reader: PdfReader, entries: Sequence[Any], level: int) -> Iterator[_Entry]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _walk(reader, entry, level + 1)
            continue
        page = reader.get_destination_page_number(entry)
        if page is not None and page >= 0:
            yield _Entry(page, level, one_line(str(entry.title)))


def _page(outline: Outline, lines: Sequence[str], entries: Sequence[_Entry]) -> None:
    """Add the text of a page, divided at its headings; a heading that is not found in the text goes to the top."""
    waiting = list(entries)
    kept: list[str] = []
    for entry in [e for e in waiting if not any(_is(line, e) for line in lines)]:
        outline.heading(entry.level, entry.title)
        waiting.remove(entry)
    for line in lines:
        found = next((entry for entry in waiting if _is(line, entry)), None)
        if found is None:
            kept.append(line)
            continue
        waiting.remove(found)
        plain_text.add(outline, _paragraphs(kept))
        kept.clear()
        outline.heading(found.level, found.title)
    plain_text.add(outline, _paragraphs(kept))


def _is(line: str, entry: _Entry) -> bool:
    """Return whether a line is this entry, with its number or without: "2.1 Refunds" is "Refunds" in many outlines."""
    found, wanted = one_line(line).casefold(), entry.title.casefold()
    return bool(wanted) and (found == wanted or found.lstrip("0123456789. ") == wanted.lstrip("0123456789. "))


def _paragraphs(lines: Sequence[str]) -> str:
    """Join lines, with an empty line between paragraphs: one ends where a sentence ends before the line is full."""
    full = max((len(line) for line in lines), default=0) * 0.75
    text = ""
    for line in lines:
        if _HYPHEN.search(text) and line[:1].islower():
            text = _HYPHEN.sub("", text) + line
        else:
            text += f"\n{line}"
        if len(line) < full and line.endswith((".", "!", "?", ":")):
            text += "\n"
    return text


def _title(reader: PdfReader) -> str:
    """Return the title in the file's metadata, unless it only says which program wrote the file."""
    try:
        title = one_line(str((reader.metadata and reader.metadata.title) or ""))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError):
        return ""
    if _PROGRAM.search(title) or title.lower() in {"untitled", "document", "title"}:
        return ""
    return title
