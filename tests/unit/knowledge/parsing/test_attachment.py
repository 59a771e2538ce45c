"""Files that people attach: text in any usual encoding, and what is not what its name says."""

import pytest

from benchmarks import hostile
from knowledge.errors import BadDocumentError
from knowledge.parsing.attachment import format_of, read
from knowledge.parsing.sandbox import Sandbox

WORDS = "Größe: 3\nétat: déjà vu"


@pytest.mark.parametrize(
    "raw",
    [
        WORDS.encode(), WORDS.encode("utf-8-sig"), WORDS.encode("utf-16"), WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"), WORDS.encode("windows-1252"), WORDS.replace("\n", "\r\n").encode(),
    ],
)  # fmt: skip
def test_text_is_read_in_its_encoding(raw: bytes) -> None:
    with Sandbox() as sandbox:
        assert read("a.log", "", raw, "text/plain", sandbox) == WORDS
        assert sandbox.starts == 0


def test_the_lines_of_a_log_stay_lines() -> None:
    with Sandbox() as sandbox:
        assert read("a.log", "", b"one\ntwo\n\nthree", "", sandbox) == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    ("name", "raw", "sent", "reason"),
    [
        ("a.log", b"<html><body>Log in</body></html>", "text/plain", "web page"),
        ("a.log", b"\n <!DOCTYPE HTML>", "", "web page"),
        ("a.pdf", b"%PDF-1.7", "text/html", "web page"),
        ("a.txt", b"\x89PNG", "image/png", "another kind"),
        ("a.txt", b"MZ\0\1\2\3binary\xff", "", "is no text"),
        ("a.pdf", b"PK\x03\x04", "application/pdf", "is no PDF file"),
        ("a.docx", b"%PDF-1.7", "", "is no DOCX file"),
        ("a.docx", b"PK\x03\x04 torn", "", "is no DOCX file"),
        ("a.pdf", hostile.looping_pdf(), "", "cannot be read"),
        ("a.docx", hostile.inflating_docx(40_000_000), "", "inflates"),
        ("a.exe", b"x", "", "not read"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name: str, raw: bytes, sent: str, reason: str) -> None:
    with Sandbox() as sandbox, pytest.raises(BadDocumentError, match=reason):
        read(name, "", raw, sent, sandbox)


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("run.LOG", "", "text"), ("x", "text/plain; charset=utf-8", "text"), ("x.pdf", "application/octet-stream", "pdf"),
        ("x", "application/pdf", "pdf"), ("x.docx", "", "docx"), ("x.exe", "text/plain", None), ("x.png", "image/png", None),
        ("x.html", "text/plain", None), ("../../etc/passwd", "", None), ("", "", None), ("x.doc", "", None),
    ],
)  # fmt: skip
def test_the_format_is_that_of_the_suffix_or_of_the_media_type(
    name: str, media_type: str, expected: str | None
) -> None:
    assert format_of(name, media_type) == expected
