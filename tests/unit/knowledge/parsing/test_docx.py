"""Word documents, made as Word makes them."""

import io
from collections.abc import Callable

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from knowledge.parsing.base import Parsed
from tests.unit.knowledge.reading import outline, read


def made(fill: Callable[[DocxDocument], object]) -> Parsed:
    document = Document()
    fill(document)
    raw = io.BytesIO()
    document.save(raw)
    return read("handbook.docx", raw.getvalue())


def test_headings_lists_and_text_are_told_by_their_styles() -> None:
    def fill(d: DocxDocument) -> None:
        d.add_heading("The handbook", 0)
        d.add_paragraph("Intro.")
        d.add_heading("Refunds", 1)
        d.add_paragraph("one", style="List Bullet")
        d.add_paragraph("sub", style="List Bullet 2")
        d.add_heading("Cards", 2)
        d.add_paragraph("first", style="List Number")
        d.add_paragraph("second", style="List Number")
        d.add_heading("Other", 1)
        d.add_paragraph("End.")

    parsed = made(fill)
    assert parsed.title == "The handbook"
    assert outline(parsed) == [
        ("", "text: Intro."),
        ("Refunds", "list: - one\n  - sub"),
        ("Refunds > Cards", "list: 1. first\n2. second"),
        ("Other", "text: End."),
    ]


def test_one_chapter_is_the_title_and_of_several_none_is() -> None:
    assert made(lambda d: d.add_heading("Only", 1)).title == "Only"

    def two(d: DocxDocument) -> None:
        d.core_properties.title = "From the file"
        for name in ("One", "Two"):
            d.add_heading(name, 1)
            d.add_paragraph(name.lower())

    parsed = made(two)
    assert parsed.title == "From the file"
    assert [path for path, *_ in outline(parsed)] == ["One", "Two"]


def test_without_any_title_it_is_the_name_of_the_file() -> None:
    def fill(d: DocxDocument) -> None:
        d.core_properties.title = ""
        d.add_paragraph("Text.")

    assert made(fill).title == "handbook"


def test_a_table_repeats_its_header_and_merged_cells() -> None:
    def fill(d: DocxDocument) -> None:
        table = d.add_table(3, 3)
        for row, texts in zip(
            table.rows, (("Plan", "Seats", "Price"), ("Team", "1-10", "34"), ("", "11-50", "30")), strict=True
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    assert outline(made(fill)) == [
        ("", "table: Plan: Team; Seats: 1-10; Price: 34\nPlan: Team; Seats: 11-50; Price: 30")
    ]


def test_what_is_struck_out_or_hidden_is_not_read_and_links_say_where_they_lead() -> None:
    def fill(d: DocxDocument) -> None:
        paragraph = d.add_paragraph("Now ")
        paragraph.add_run("9 EUR ").font.strike = True
        paragraph.add_run("secret ").font.hidden = True
        paragraph.add_run("8 EUR ")
        target = d.part.relate_to("https://x.example/a", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link, run, text = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
        link.set(qn("r:id"), target)
        text.text = "here"
        run.append(text)
        link.append(run)
        paragraph._p.append(link)

    assert outline(made(fill)) == [("", "text: Now 8 EUR here (https://x.example/a)")]
