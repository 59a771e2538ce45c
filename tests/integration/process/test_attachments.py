"""A round reads the files of its tickets: from a real server, through the real parser, into a real Postgres."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from sqlalchemy import Engine, text

from benchmarks import hostile
from tests.integration.process.test_loop import COMPANY, Scripted
from tests.support.file_double import FileDouble, drip, file_server
from tests.support.rows import expire, full, row
from worker.db.inbox import accept
from worker.db.session import transaction
from worker.domain import Attachment, Run, Ticket
from worker.incoming import IncomingTicket
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.settings import Settings

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PAGE = hostile.page(b"BT /F1 9 Tf 40 800 Td (Error E-4411 in the export) Tj ET")


@dataclass(frozen=True)
class Servers:
    app: Engine


@pytest.fixture
def files() -> Iterator[FileDouble]:
    with file_server() as double:
        yield double


def incoming(
    number: int, *attachments: Attachment, body: str = "Why does the export stop?", minutes: int = 0
) -> IncomingTicket:
    return IncomingTicket(
        source="standard", call_id=f"c{number}", external_id="T-1", version=str(number),
        occurred_at=AT + timedelta(minutes=minutes), subject="Export", body=body, requester_email=None,
        requester_name=None, requester_verified=False, channel="email", attachments=attachments, raw={},
    )  # fmt: skip


def take(database: Any, *attachments: Attachment, **changes: Any) -> int:
    number = changes.pop("number", 1)
    ticket_id = accept(database.app, incoming(number, *attachments, **changes), f"sha{number}").ticket_id
    assert ticket_id is not None
    return ticket_id


def round_of(
    database: Any, files: FileDouble, pipeline: Callable[[Sequence[Ticket]], list[Run]], **changes: Any
) -> Keeper:
    values = {
        "lease_seconds": 3,
        "attachment_seconds": 30.0,
        "attachment_http": True,
        "standard_file_hosts": (files.host,),
    }
    settings = Settings(**{**values, **changes})
    keeper = Keeper(database.app, "me", settings.lease_seconds)
    work_once(Scripted(database.app, pipeline, settings, COMPANY), keeper)
    return keeper


def seen(database: Any, files: FileDouble, **changes: Any) -> tuple[Attachment, ...]:
    """The files of the only ticket, as the pipeline sees them."""
    found: list[Ticket] = []

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        found.extend(batch)
        return [full(ticket) for ticket in batch]

    round_of(database, files, pipeline, **changes)
    [ticket] = found
    return ticket.attachments


def stored(engine: Engine) -> list[dict[str, Any]]:
    with transaction(engine, see_all=True) as session:
        statement = "select attachments from messages where ticket_version is not null order by ticket_version desc"
        return list(session.scalars(text(statement)).first() or [])


def test_text_csv_json_pdf_and_docx_are_read_and_stored(database: Any, files: FileDouble) -> None:
    kinds = {
        "run.log": (b"start\nE-4411 no space\nend", "text/plain"),
        "rows.csv": ("id;größe\n1;3".encode("windows-1252"), "text/csv"),
        "state.json": ('{"état": 1}'.encode("utf-16"), "application/json"),
        "page.pdf": (hostile.pdf(PAGE), "application/pdf"),
        "letter.docx": (hostile.docx(("Please answer each point.",)), "application/octet-stream"),
    }  # fmt: skip
    named = [Attachment(name, kind, len(raw), files.put(f"/{name}", raw, kind)) for name, (raw, kind) in kinds.items()]
    take(database, *named)
    got = {file.name: file.text or file.problem or "" for file in seen(database, files, attachment_files=5)}
    assert got["run.log"] == "start\nE-4411 no space\nend"
    assert got["rows.csv"] == "id;größe\n1;3"
    assert got["state.json"] == '{"état": 1}'
    assert "Error E-4411 in the export" in got["page.pdf"]
    assert "Please answer each point." in got["letter.docx"]
    assert {file["name"]: file["text"] for file in stored(database.app)} == got


def test_what_cannot_be_read_is_stored_with_its_reason(database: Any, files: FileDouble) -> None:
    page = files.put("/login", b"<!DOCTYPE html><title>Log in</title>", "text/html")
    take(
        database,
        Attachment("shot.png", "image/png", 240_000, files.put("/shot.png", b"png", "image/png")),
        Attachment("image001.png", "image/png", 3_000, None),
        Attachment("smime.p7s", "application/pkcs7-signature", 4_000, None),
        Attachment("tool.exe", "application/octet-stream", 4_000, files.put("/tool.exe", b"MZ")),
        Attachment("none.log", "text/plain", 10, None),
        Attachment("large.log", "text/plain", 9_000_000, files.put("/large", b"x")),
        Attachment("elsewhere.log", "text/plain", 10, "https://evil.example/x"),
        Attachment("gone.log", "text/plain", 10, f"{files.url}/gone"),
        Attachment("login.log", "text/plain", 10, page),
        Attachment("wrong.pdf", "application/pdf", 10, files.put("/wrong", b"no pdf", "application/pdf")),
        Attachment("bomb.pdf", "application/pdf", 10, files.put("/bomb", hostile.branching_pdf(9), "application/pdf")),
        Attachment("picture.txt", "text/plain", 10, files.put("/pic", b"\x89PNG\0\0\0\0", "text/plain")),
        Attachment("empty.txt", "text/plain", 0, files.put("/empty", b"  \n")),
        Attachment("slow.txt", "text/plain", 10, files.do("/slow", drip)),
        Attachment("fourth.txt", "text/plain", 10, files.put("/fourth", b"never asked for")),
    )
    reasons = {
        file.name: file.problem or "" for file in seen(database, files, attachment_files=8, attachment_seconds=1.0)
    }
    assert [name for name in reasons if not reasons[name]] == []
    expected = {
        "shot.png": "images are not read",
        "image001.png": "part of a signature",
        "smime.p7s": "part of a signature",
        "tool.exe": "of this kind",
        "none.log": "no address",
        "large.log": "larger than 5 MB",
        "elsewhere.log": "not one of the helpdesk's",
        "gone.log": "404",
        "login.log": "a web page",
        "wrong.pdf": "no PDF file",
        "bomb.pdf": "pages",
        "picture.txt": "no text",
        "empty.txt": "no text",
        "slow.txt": "longer than 1 s",
        "fourth.txt": "only 8 files",
    }
    assert [name for name, words in expected.items() if words not in reasons[name]] == []
    assert ("/fourth", None) not in files.requests and ("/tool.exe", None) not in files.requests


def test_a_ticket_that_is_tried_again_finds_its_files_and_fetches_nothing(database: Any, files: FileDouble) -> None:
    ticket_id = take(
        database, Attachment("a.log", url=files.put("/a.log", b"E-4411")), Attachment("b.log", url=f"{files.url}/b")
    )

    def fails(_: Sequence[Ticket]) -> list[Run]:
        raise ValueError("the model fell over")

    round_of(database, files, fails)
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update tickets set not_before = now()"))
    first, second = seen(database, files)
    assert (first.text, second.problem) == ("E-4411", "the server answered 404 (it is gone)")
    assert len(files.requests) == 2
    assert row(database.app, ticket_id)["state"] == "decided"


def test_no_transaction_is_open_while_a_file_is_fetched_and_the_lease_is_kept(database: Any, files: FileDouble) -> None:
    open_transactions = []

    def slow(handler: Any) -> None:
        with database.owner.connect() as connection:
            open_transactions.append(
                connection.scalar(
                    text(
                        "select count(*) from pg_stat_activity where usename = 'deskhand_app' and xact_start is not null"
                        " and datname = current_database() and state = 'idle in transaction'"
                    )
                )
            )
        drip(handler)

    take(database, Attachment("a.log", url=files.do("/a.log", slow)))
    [file] = seen(database, files, attachment_seconds=4.0)  # longer than the lease of three seconds
    assert "longer than 4 s" in (file.problem or "")
    assert open_transactions == [0]
    with transaction(database.app, see_all=True) as session:
        assert session.execute(text("select state, attempts from tickets")).one() == ("decided", 1)


def test_a_worker_that_is_told_to_stop_gives_the_tickets_back_unread(database: Any, files: FileDouble) -> None:
    ticket_id = take(database, Attachment("a.log", url=files.do("/a.log", drip)))
    handled: list[Ticket] = []
    keeper = Keeper(database.app, "me", 3)
    keeper.stopping.set()
    settings = Settings(
        lease_seconds=3, attachment_seconds=1.0, attachment_http=True, standard_file_hosts=(files.host,)
    )

    def pipeline(batch: Sequence[Ticket]) -> list[Run]:
        handled.extend(batch)
        return []

    work_once(Scripted(database.app, pipeline, settings, COMPANY), keeper)
    found = row(database.app, ticket_id)
    assert (found["state"], found["attempts"], handled) == ("queued", 0, [])
    assert stored(database.app)[0]["problem"] is None


def test_a_message_that_comes_meanwhile_keeps_its_own_files(database: Any, files: FileDouble) -> None:
    def next_message(handler: Any) -> None:
        take(database, Attachment("b.log", url=f"{files.url}/b.log"), number=2, body="And another thing.", minutes=5)
        handler.answer(200, {"Content-Type": "text/plain"}, b"first")

    take(database, Attachment("a.log", url=files.do("/a.log", next_message)))
    files.put("/b.log", b"second")
    round_of(database, files, lambda batch: [full(ticket) for ticket in batch])
    assert [file["text"] for file in stored(database.app)] == [None]  # nothing of the old version was stored
    files.put("/a.log", b"first")
    assert [file.text for file in seen(database, files)] == ["first", "second"]


def test_a_file_that_two_messages_name_keeps_what_was_read_of_it(database: Any, files: FileDouble) -> None:
    file = Attachment("a.log", "text/plain", 6, files.put("/a.log", b"E-4411"))
    take(database, file)
    round_of(database, files, lambda _: [])
    take(database, file, number=2, body="It is still so.", minutes=5)
    assert [file.text for file in seen(database, files)] == ["E-4411"]
    assert len(files.requests) == 1


def test_a_worker_killed_between_fetching_and_storing_costs_one_more_request(
    database: Any, files: FileDouble, stack: Any
) -> None:
    ticket_id = take(database, Attachment("a.log", url=files.put("/a.log", b"E-4411")))
    program = """
        import os, signal, sys
        from tests.integration.process import test_attachments as here
        from worker.db import messages
        from worker.db.session import make_engine
        from tests.support.file_double import FileDouble

        messages.keep_files = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        database = here.Servers(make_engine(sys.argv[1]))
        here.round_of(database, FileDouble(sys.argv[2]), lambda _: [])
    """
    line = [sys.executable, "-c", dedent(program), stack.urls.database, files.url]
    ended = subprocess.run(line, cwd=Path(__file__).parents[3], env=stack.environment, timeout=60, check=False)
    assert ended.returncode == -9
    assert len(files.requests) == 1
    assert stored(database.app)[0]["text"] is None
    expire(database.app, ticket_id)
    [file] = seen(database, files)
    assert (file.text, len(files.requests)) == ("E-4411", 2)
    assert stored(database.app)[0]["text"] == "E-4411"
