"""The process that parses: it survives what documents do to it, and gives them nothing to take."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import hostile
from knowledge.errors import BadDocumentError, SandboxError
from knowledge.parsing import sandbox, sandbox_process
from knowledge.parsing.base import Limits
from knowledge.parsing.formats import parse
from knowledge.parsing.sandbox import Sandbox

GOOD = ("good.md", b"# Refunds\n\nA refund takes five days.\n")
SMALL = Limits(
    file_bytes=200_000, characters=50_000, pages=50, zip_entries=100, inflated_bytes=3_000_000, memory_bytes=400_000_000
)


@pytest.fixture
def parser() -> Iterator[Sandbox]:
    with Sandbox(SMALL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.docx", lambda: hostile.inflating_docx(1_500_000), "inflates more than 100-fold"),
        ("a.docx", lambda: hostile.inflating_docx(3_000_000), "inflates to more than 3 MB"),
        ("a.docx", lambda: hostile.lying_docx(1_500_000), "is no DOCX file: Bad CRC-32"),
        ("a.docx", lambda: hostile.many_files(100), "holds 117 files, more than 100"),
        ("a.docx", lambda: hostile.docx_with(b"<w:p>&l9;</w:p>", before=hostile.entities()), "cannot be read"),
        ("a.docx", lambda: hostile.zip_in_zip(3_000_001), "inflates to more than 3 MB"),
        ("a.docx", lambda: b"no zip", "is no DOCX file"),
        ("a.html", lambda: hostile.nested_html(10_000), "is nested more than 100 elements deep"),
        ("a.html", lambda: hostile.growing_html(20, 100), "has more than 50,000 characters of text"),
        ("a.txt", lambda: b"word " * 12_000, "has more than 50,000 characters of text"),
        ("a.txt", lambda: b"word " * 60_000, "is 0.3 MB, more than 0.2 MB"),
        ("a.md", lambda: b"word\n\n" * 15_000, "has more than 50,000 characters of text"),
        ("a.rst", lambda: hostile.nested_rst(150), "is nested"),
        ("a.pdf", hostile.looping_pdf, "cannot be read: PdfReadError: Detected cyclic page references"),
        ("a.pdf", lambda: hostile.branching_pdf(8), "has more than 50 pages"),
        ("a.pdf", lambda: b"%PDF-1.7 torn", "cannot be read"),
        ("a.md", lambda: "Rückerstattung".encode("latin-1"), "byte 0xFC at position 1 is not UTF-8"),
        ("a.md", lambda: b"\0" * 1_000, "has NUL bytes"),
    ],
)  # fmt: skip
def test_a_hostile_document_is_refused_with_its_reason_and_the_next_one_is_read(
    parser: Sandbox, name: str, make: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(BadDocumentError) as refused:
        parser.parse(name, make())
    assert reason in str(refused.value)
    assert parser.parse(*GOOD).title == "Refunds"
    assert parser.starts == 1


def test_brackets_without_end_are_text(parser: Sandbox) -> None:
    (section,) = parser.parse("a.md", b"[" * 49_000).sections
    assert section.text == "[" * 49_000


def test_what_takes_too_long_is_refused_and_the_next_one_gets_a_new_process() -> None:
    with Sandbox(Limits(seconds=0.5)) as parser:
        with pytest.raises(BadDocumentError, match=r"took longer than 0\.5 s to read"):
            parser.parse("a.md", b"[a](" * 500_000)  # hours
        assert parser.parse(*GOOD).title == "Refunds"
        assert parser.starts == 2


def test_what_needs_too_much_memory_is_refused_and_the_next_one_gets_a_new_process() -> None:
    with Sandbox(Limits(memory_bytes=100_000_000, seconds=60)) as parser:
        with pytest.raises(BadDocumentError, match="needs more than 100 MB of memory"):
            parser.parse("a.html", hostile.wide_html(1_000_000))
        assert parser.parse(*GOOD).title == "Refunds"


def test_after_a_document_that_left_much_memory_behind_the_next_one_gets_a_new_process() -> None:
    with Sandbox(Limits(memory_bytes=500_000_000, seconds=60)) as parser:
        parser.parse("a.html", hostile.wide_html(400_000))
        assert parser.pid is None
        assert parser.parse(*GOOD).title == "Refunds"


@pytest.mark.parametrize(
    ("number", "reason"),
    [(signal.SIGKILL, "most likely because of its memory"), (signal.SIGSEGV, r"crashed its parser \(SIGSEGV\)")],
)
def test_a_parser_that_dies_refuses_its_document_alone(number: signal.Signals, reason: str) -> None:
    with Sandbox() as parser:
        parser.parse(*GOOD)
        pid = parser.pid
        assert pid is not None
        killer = threading.Timer(0.3, os.kill, (pid, number))
        killer.start()
        with pytest.raises(BadDocumentError, match=reason):
            parser.parse("a.md", b"[a](" * 500_000)
        killer.join()
        assert parser.parse(*GOOD).title == "Refunds"


def test_it_gives_what_a_parser_in_this_process_gives(parser: Sandbox) -> None:
    text = "# T\n\nIntro 😀 \u00e4\n## A\n- a\n  - b\n### B\n\n| x | y |\n|--|--|\n| 1 | 2 |\n\n```\ncode\n```\n"
    assert parser.parse("a.md", text.encode()) == parse("a.md", text.encode())


def test_it_ends_with_its_with_and_with_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as parser:
        parser.parse(*GOOD)
        pid = parser.pid
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with Sandbox() as parser:
        parser.parse(*GOOD)
        with monkeypatch.context() as patch:
            patch.setattr(sandbox, "_receive", interrupted)
            with pytest.raises(KeyboardInterrupt):
                parser.parse("other.md", b"# Other")
        assert parser.parse(*GOOD).title == "Refunds"


def test_a_parser_that_cannot_be_started_is_not_the_documents_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Sandbox() as parser, pytest.raises(SandboxError, match="does not start"):
        parser.parse(*GOOD)


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_the_parser_has_no_secret_no_files_and_little_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKHAND_ADMIN_DATABASE_URL", "postgresql://secret")
    with Sandbox() as parser:
        parser.parse(*GOOD)
        process = Path(f"/proc/{parser.pid}")
        assert b"secret" not in (process / "environ").read_bytes()
        assert str((process / "cwd").resolve()) == "/"
        limits = {line[:26].strip(): line[26:47].strip() for line in (process / "limits").read_text().splitlines()}
        assert limits["Max file size"] == limits["Max core file size"] == limits["Max processes"] == "0"
        assert limits["Max address space"] != "unlimited"
        loaded = (process / "maps").read_text()
        assert "torch" not in loaded
        assert "psycopg" not in loaded


def test_the_names_of_what_is_sent_are_all_different_and_leave_room_for_the_flag() -> None:
    kinds = [
        sandbox_process.LIMITS,
        sandbox_process.NAME,
        sandbox_process.RAW,
        sandbox_process.READY,
        sandbox_process.PARSED,
        sandbox_process.REFUSED,
        sandbox_process.EXHAUSTED,
    ]
    assert len(set(kinds)) == len(kinds)
    assert max(kinds) < sandbox_process.HEAVY
