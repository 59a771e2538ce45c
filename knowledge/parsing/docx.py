"""This module reads DOCX with python-docx: headings by style, lists, tables. It checks the zip first."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from knowledge.errors import BadDocumentError
from knowledge.parsing.base import Limits
from knowledge.parsing.html import link
from knowledge.parsing.outline import Outline, one_line

_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
# Small parts may be repetitive and are harmless, so the ratio applies to larger ones only.
SMALL_BYTES = 1_000_000
_CHUNK = 1 << 16


def fill(outline: Outline, raw: bytes) -> None:
    check_zip(raw, outline.limits)
    document = Document(BytesIO(raw))
    contents = list(document.iter_inner_content())
    paragraphs = [part for part in contents if isinstance(part, Paragraph)]
    titles = [p for p in paragraphs if _style(p) == "title"] or _only([p for p in paragraphs if _level(p) == 1])
    title = titles[0] if titles else None
    outline.title = one_line(title.text if title is not None else document.core_properties.title or "")
    numbers: dict[tuple[str, int], int] = {}
    for part in contents:
        if isinstance(part, Table):
            _table(outline, part)
        elif title is None or part._p is not title._p:
            _paragraph(outline, part, numbers)


def check_zip(raw: bytes, limits: Limits) -> None:
    """Inflate everything once in small pieces and keep none, because the sizes that a zip declares may be false."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.zip_entries:
                raise BadDocumentError(f"holds {len(entries):,} files, more than {limits.zip_entries:,}")
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise BadDocumentError("is encrypted: save it without a password")
            _refuse(sum(entry.file_size for entry in entries), limits)
            total = 0
            for entry in entries:
                size = 0
                with archive.open(entry) as inflating:
                    while chunk := inflating.read(_CHUNK):
                        size += len(chunk)
                        _refuse(total + size, limits)
                        if size > max(SMALL_BYTES, limits.inflate_ratio * entry.compress_size):
                            raise BadDocumentError(
                                f"inflates more than {limits.inflate_ratio}-fold ({entry.filename[:80]}): it is a bomb, "
                                "or almost empty"
                            )
                total += size
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise BadDocumentError(f"is no DOCX file: {error}") from error


def _refuse(size: int, limits: Limits) -> None:
    if size > limits.inflated_bytes:
        raise BadDocumentError(f"inflates to more than {limits.inflated_bytes / 1e6:,.0f} MB: split it")


def _paragraph(outline: Outline, paragraph: Paragraph, numbers: dict[tuple[str, int], int]) -> None:
    level = _level(paragraph)
    if level:
        outline.heading(level + 1, paragraph.text)
        numbers.clear()
        return
    text = "".join(_words(paragraph))
    place = _list_place(paragraph)
    if place is None:
        outline.text(text)
        return
    name, depth = place
    if _is_numbered(paragraph):
        for deeper in [key for key in numbers if key[0] == name and key[1] > depth]:
            del numbers[deeper]
        numbers[place] = numbers.get(place, 0) + 1
        outline.item(depth, f"{numbers[place]}.", text)
    else:
        outline.item(depth, "-", text)


def _words(paragraph: Paragraph) -> Iterator[str]:
    """Yield the text of a paragraph without what is struck out or hidden, because that is no longer valid."""
    for part in paragraph.iter_inner_content():
        if isinstance(part, Hyperlink):
            yield part.text + link(part.text, part.url)
        elif isinstance(part, Run) and not (part.font.strike or part.font.double_strike or part.font.hidden):
            yield part.text


def _style(paragraph: Paragraph) -> str:
    style = paragraph.style
    return ((style.name if style is not None else None) or "").lower()


def _level(paragraph: Paragraph) -> int:
    heading = _HEADING.match(_style(paragraph))
    return int(heading[1]) if heading else 0


def _only(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the list if it has one heading, because a single chapter is the title of the whole."""
    return paragraphs if len(paragraphs) == 1 else []


def _list_place(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return the list that a paragraph belongs to and its depth there, or None outside of lists."""
    numbering = _numbering(paragraph)
    if numbering is not None:
        return numbering
    style = _style(paragraph)
    if not style.startswith(("list bullet", "list number")):
        return None
    return style.split(" ")[1], int(style[-1]) - 1 if style[-1].isdigit() else 0


def _numbering(paragraph: Paragraph) -> tuple[str, int] | None:
    properties: Any = paragraph._p.pPr
    numbering = properties.numPr if properties is not None else None
    if numbering is None or numbering.numId is None or numbering.numId.val == 0:
        return None
    return str(numbering.numId.val), min(numbering.ilvl.val if numbering.ilvl is not None else 0, 9)


def _is_numbered(paragraph: Paragraph) -> bool:
    if _style(paragraph).startswith("list number"):
        return True
    place = _numbering(paragraph)
    if place is None or _style(paragraph).startswith("list bullet"):
        return False
    part: Any = paragraph.part
    try:
        root = part.numbering_part.element
    except (KeyError, NotImplementedError):
        return False
    number = root.find(f"{qn('w:num')}[@{qn('w:numId')}='{place[0]}']/{qn('w:abstractNumId')}")
    if number is None:
        return False
    abstract = f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{number.get(qn('w:val'))}']"
    form = root.find(f"{abstract}/{qn('w:lvl')}[@{qn('w:ilvl')}='{place[1]}']/{qn('w:numFmt')}")
    return form is not None and form.get(qn("w:val")) not in {"bullet", "none", None}


def _table(outline: Outline, table: Table) -> None:
    """Read a table row by row in its XML: `table.rows[n].cells` reads the whole table for each row."""
    rows: list[list[str]] = []
    for row in table._tbl.tr_lst:
        line: list[str] = []
        for cell in row.iter(qn("w:tc")):
            above = rows[-1][len(line)] if rows and len(line) < len(rows[-1]) else ""
            line.append(above if _goes_on(cell) else _cell_text(cell))
            line.extend([""] * (min(cell.grid_span, 64) - 1))
        rows.append(line)
    is_header = len(rows) > 1 and (
        max(map(len, rows)) > 2 or table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None
    )
    outline.table(rows[0] if is_header else [], rows[1:] if is_header else rows)


def _goes_on(cell: Any) -> bool:
    """Return whether a cell is the lower part of one that spans rows."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _cell_text(cell: Any) -> str:
    paragraphs = ("".join(node.text or "" for node in p.iter(qn("w:t"))) for p in cell.iter(qn("w:p")))
    return " ".join(text for text in paragraphs if text)
