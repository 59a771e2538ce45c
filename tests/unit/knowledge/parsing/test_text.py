"""Plain text, and bytes that may or may not be text."""

import codecs

import pytest

from knowledge.errors import BadDocumentError
from tests.unit.knowledge.reading import outline, read


def test_lines_of_a_paragraph_are_joined_and_marks_make_a_list() -> None:
    text = "A paragraph\nof two lines.\n\nAnother.\n- one\n  goes on\n* two\n3) three\n\nEnd.\n"
    assert outline(read("notes.txt", text)) == [
        ("", "text: A paragraph of two lines.", "text: Another.", "list: - one goes on\n- two\n3) three", "text: End.")
    ]
    assert read("notes.txt", text).title == "notes"


@pytest.mark.parametrize(
    "raw",
    [
        "Fünf Tage".encode(),
        codecs.BOM_UTF8 + "Fünf Tage".encode(),
        "Fünf Tage".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Fünf Tage".encode("utf-16-be"),
        b"F\xc3\xbcnf\0 Tage",
    ],
)
def test_text_is_read_whatever_its_mark_says(raw: bytes) -> None:
    assert outline(read("a.txt", raw)) == [("", "text: Fünf Tage")]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"abc \xff def", "byte 0xFF at position 4 is not UTF-8: save it as UTF-8"),
        ("Rückerstattung".encode("latin-1"), "byte 0xFC at position 1 is not UTF-8"),
        ("abc".encode("utf-16")[:-1], "at position 6 is not UTF-16"),
        ("plain".encode("utf-16-le"), "has NUL bytes from position 1, as UTF-16 without a mark has"),
        (b"\xed\xa0\x80", "byte 0xED at position 0 is not UTF-8"),
    ],
)
def test_anything_else_is_refused_with_the_place(raw: bytes, reason: str) -> None:
    with pytest.raises(BadDocumentError, match=reason):
        read("a.txt", raw)


def test_a_page_may_declare_its_encoding_and_must_be_in_it() -> None:
    page = "<meta charset='iso-8859-1'><p>5 € für dich</p>"
    assert outline(read("a.html", page.encode("windows-1252"))) == [("", "text: 5 € für dich")]
    for lie in ("utf-16", "shift_jis", "no-such-thing"):
        with pytest.raises(BadDocumentError):
            read("a.html", f"<meta charset={lie}><p>f".encode() + b"\xfc\xff</p>")


def test_half_of_a_surrogate_pair_becomes_the_mark_for_what_is_missing() -> None:
    assert outline(read("a.html", "<p>a&#xD800;b</p>")) == [("", "text: a\ufffdb")]


def test_a_format_nobody_reads_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadDocumentError, match=r"has the suffix '\.xls': \.md, "):
        read("a.xls", b"")
