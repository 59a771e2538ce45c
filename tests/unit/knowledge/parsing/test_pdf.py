"""PDFs, made by pypdf."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from knowledge.errors import BadDocumentError
from tests.unit.knowledge.reading import outline, read


def made(
    pages: Sequence[Sequence[str]],
    headings: Sequence[tuple[int, int, str]] = (),
    *,
    title: str = "",
    password: str | None = None,
) -> bytes:
    """Pages of lines; `headings` are page, level and text of the outline."""
    writer = PdfWriter()
    font = DictionaryObject({NameObject(f"/{k}"): NameObject(f"/{v}") for k, v in FONT.items()})
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        content = StreamObject()
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        content.set_data(f"BT /F1 12 Tf 14 TL 50 800 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
    parents: dict[int, Any] = {}
    for number, level, text in headings:
        parents[level] = writer.add_outline_item(title=text, page_number=number, parent=parents.get(level - 1))
    if title:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    raw = io.BytesIO()
    writer.write(raw)
    return raw.getvalue()


FONT = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
MANUAL = [
    ["Acme manual", "This paragraph goes on for a whole long line of the page and is hyphe-", "nated at its end.", "1"],
    ["Acme manual", "1 Refunds", "A refund takes five days.", "2"],
    ["Acme manual", "1.1 Cards", "- by card", "- by bank", "3"],
    ["Acme manual", "Last words.", "4"],
]


def test_the_outline_gives_the_headings_and_running_lines_are_left_out() -> None:
    parsed = read("m.pdf", made(MANUAL, [(1, 0, "Refunds"), (2, 1, "Cards")], title="Handbook"))
    assert parsed.title == "Handbook"
    assert outline(parsed) == [
        ("", "text: This paragraph goes on for a whole long line of the page and is hyphenated at its end."),
        ("Refunds", "text: A refund takes five days."),
        ("Refunds > Cards", "list: - by card\n- by bank", "text: Last words."),
    ]


def test_without_an_outline_a_page_is_a_section() -> None:
    assert outline(read("m.pdf", made([["One."], ["Two."]]))) == [("page 1", "text: One."), ("page 2", "text: Two.")]
    assert outline(read("m.pdf", made([["One."]]))) == [("", "text: One.")]


@pytest.mark.parametrize(("title", "read_as"), [("Microsoft Word - m.docx", "m"), ("untitled", "m"), ("Fees", "Fees")])
def test_a_title_that_a_program_made_up_is_none(title: str, read_as: str) -> None:
    assert read("m.pdf", made([["x"]], title=title)).title == read_as


def test_one_that_wants_a_password_is_refused_and_one_that_only_forbids_printing_is_read() -> None:
    with pytest.raises(BadDocumentError, match="is encrypted: save it without a password"):
        read("m.pdf", made([["secret"]], password="pw"))
    assert outline(read("m.pdf", made([["not secret"]], password=""))) == [("", "text: not secret")]


def test_a_scan_is_refused_with_the_way_out() -> None:
    with pytest.raises(BadDocumentError, match=r"has no text, as a scan has none: recognise its text \(OCR\) first"):
        read("m.pdf", made([[]]))
