"""This benchmark breaks the sources of a small company, one after the other: what does `deskhand knowledge sync` delete?

    python -m benchmarks.knowledge_faults [--only empty]

Each fault meets a home that was synced a moment ago. The command runs as a person runs it, on a real PostgreSQL, with an
encoder of word hashes. The table says how many documents of the source (and contacts, where it has some) there were and
are, and the exit code. A fault is silent where something is gone and the exit code is 0.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from worker import bootstrap, embedded
from worker.cli.main import app
from worker.db.schema import owner_engine
from worker.library import sync
from worker.settings import Settings

MANY = 10  # documents of each source
KNOWLEDGE = """
[sources.docs]
type = "folder"
path = "docs"
[sources.checkout]
type = "folder"
path = "checkout"
[sources.help]
type = "help_center"
url = "HELP"
[sources.prices]
type = "prices"
path = "prices.csv"
[sources.issues]
type = "known_issues"
path = "issues.json"
[sources.bugs]
type = "github_issues"
path = "bugs.json"
[sources.accounts]
type = "accounts"
path = "accounts.csv"
contacts = "contacts.csv"
invoices = "invoices.csv"
[sources.crm]
type = "accounts_sql"
url_env = "CRM_URL"
query = "select id, name, plan from customers"
contacts = "select account, email, verified from people"
[sources.handled]
type = "handled_tickets"
paths = ["handled.jsonl"]
"""
SHORT = "id;name;amount;currency;unit;valid_from;valid_until"


class HashEncoder:
    """This encoder adds up a direction per word, so that nothing has to be loaded."""

    id, space, dimensions = "hashes@1", "hashes", 32

    def encode(self, texts: Sequence[str], *_: Any, **__: Any) -> NDArray[np.float32]:
        rows = np.full((len(texts), self.dimensions), 1e-3, np.float32)
        for place, said in enumerate(texts):
            for word in said.lower().split():
                rows[place] += np.random.default_rng(crc32(word.encode())).standard_normal(self.dimensions)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def count_tokens(self, said: str) -> int:
        return len(said.split())


@dataclass
class HelpCentre:
    """A help centre answers with pages of five articles."""

    url: str = ""
    articles: int = MANY
    status_of_second: int = 200

    def answer(self, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        start = int(query.get("page[after]", ["0"])[0])
        if start and self.status_of_second != 200:
            return self.status_of_second, {}
        found = [
            {"id": n, "title": f"Article {n}", "body": f"<p>Pump {n} is set up in step {n}.</p>", "draft": False}
            | {"html_url": f"{self.url}/{n}", "updated_at": "2026-11-02T10:00:00Z", "user_segment_id": None}
            for n in range(start, min(start + 5, self.articles))
        ]
        more = start + 5 < self.articles
        following = f"{self.url}/api/v2/help_center/en-us/articles.json?page[after]={start + 5}" if more else None
        return 200, {"articles": found, "meta": {"has_more": more}, "links": {"next": following}}


@contextmanager
def help_centre() -> Iterator[HelpCentre]:
    made = HelpCentre()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            status, said = made.answer(parse_qs(urlsplit(self.path).query))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Company:
    """A company has ten documents of each source, in files of a folder."""

    folder: Path
    help: HelpCentre
    unreadable: list[Path] = field(default_factory=list)

    def write(self) -> None:
        for child in self.folder.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        self.help.articles, self.help.status_of_second = MANY, 200
        self.unreadable.clear()
        for name in ("docs", "checkout"):
            for n in range(MANY):
                file = self.folder / name / ("setup" if n < MANY // 2 else "") / f"{n}.md"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(f"# Page {n} of {name}\n\n## Use\n\nThe valve {n} opens with key {n}.\n")
        git = ["git", "-C", str(self.folder / "checkout"), "-c", "user.name=a", "-c", "user.email=a@a.example"]
        for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Pages"]):
            subprocess.run([*git, *command], check=True)
        rows = [f"p{n};Part {n};{n + 1};EUR;each;2026-01-01;" for n in range(MANY)]
        self.file("prices.csv").write_text("\n".join([SHORT, *rows]) + "\n")
        issue = {"title": "It stalls", "status": "open", "symptom": "Nothing moves.", "updated": "2026-11-01"}
        self.file("issues.json").write_text(json.dumps([{"id": f"I-{n}", **issue} for n in range(MANY)]))
        bug = {"title": "It leaks", "body": "It drips.", "state": "OPEN", "updatedAt": "2026-11-01T00:00:00Z"}
        self.file("bugs.json").write_text(json.dumps([{"number": n + 1, **bug} for n in range(MANY)]))
        self.table("accounts.csv", "id,name,plan", "a{n},Firm {n},team")
        self.table("contacts.csv", "account,email,verified", "a{n},p@a{n}.example,true")
        self.table("invoices.csv", "account,number,date,amount,currency,status", "a{n},F-{n},2026-10-01,9,EUR,paid")
        with sqlite3.connect(self.file("crm.db")) as crm:
            crm.execute("create table customers (id text, name text, plan text)")
            crm.execute("create table people (account text, email text, verified boolean)")
            crm.executemany("insert into customers values (?, 'Shop', 'team')", [(f"c{n}",) for n in range(MANY)])
            crm.executemany(
                "insert into people values (?, ?, true)", [(f"c{n}", f"p@c{n}.example") for n in range(MANY)]
            )
        asked = [
            {"id": f"T-{n}", "question": f"How does valve {n} open?", "passages": [f"docs/setup/{n % 5}.md#Use"]}
            for n in range(MANY)
        ]
        self.file("handled.jsonl").write_text("\n".join(map(json.dumps, asked)))
        self.file("knowledge.toml").write_text(KNOWLEDGE.replace("HELP", self.help.url))

    def file(self, name: str) -> Path:
        return self.folder / name

    def table(self, name: str, header: str, row: str) -> None:
        self.file(name).write_text("\n".join([header, *(row.format(n=n) for n in range(MANY))]) + "\n")

    def emptied(self, name: str) -> None:
        for child in self.file(name).iterdir():
            if child.name != ".git":
                shutil.rmtree(child) if child.is_dir() else child.unlink()

    def half(self, name: str) -> None:
        lines = self.file(name).read_text().splitlines(keepends=True)
        self.file(name).write_text("".join(lines[: 1 + len(lines) // 2]))

    def cut(self, name: str) -> None:
        said = self.file(name).read_bytes()
        self.file(name).write_bytes(said[: len(said) // 2])

    def header(self, name: str) -> None:
        self.file(name).write_text(self.file(name).read_text().splitlines()[0] + "\n")

    def ask_crm(self, statement: str) -> None:
        with sqlite3.connect(self.file("crm.db")) as crm:
            crm.execute(statement)


@dataclass(frozen=True)
class Fault:
    name: str
    source: str
    happen: Callable[[Company], object]


def _other(name: str) -> Callable[[Company], object]:
    """Replace each document of a folder by one of the same kind with another name and text."""

    def swap(company: Company) -> None:
        company.emptied(name)
        for n in range(MANY):
            (company.file(name) / f"draft-{n}.md").write_text(f"# Draft {n}\n\nNothing is decided about draft {n}.\n")

    return swap


def _truncated(company: Company) -> None:
    for file in company.file("docs").rglob("*.md"):
        file.write_text("")


def _directory(company: Company) -> None:
    company.file("docs/9.md").unlink()
    company.file("docs/9.md").mkdir()


def _dangling(company: Company) -> None:
    company.file("docs/9.md").unlink()
    company.file("docs/9.md").symlink_to(company.folder / "nowhere.md")


def _subfolder_link(company: Company) -> None:
    shutil.rmtree(company.file("docs/setup"))
    company.file("docs/setup").symlink_to(company.folder / "nowhere")


def _foreign_files(company: Company) -> None:
    company.emptied("docs")
    company.file("docs/picture.png").write_bytes(b"\x89PNG")


FAULTS = (
    Fault("empty folder", "docs", lambda c: c.emptied("docs")),
    Fault("missing folder", "docs", lambda c: shutil.rmtree(c.file("docs"))),
    Fault("folder without documents", "docs", _foreign_files),
    Fault("git checkout without files", "checkout", lambda c: c.emptied("checkout")),
    Fault("unreadable subfolder", "docs", lambda c: c.unreadable.append(c.file("docs/setup"))),
    Fault("subfolder a dangling link", "docs", _subfolder_link),
    Fault("file a dangling link", "docs", _dangling),
    Fault("file became a folder", "docs", _directory),
    Fault("all files cut to nothing", "docs", _truncated),
    Fault("another folder in its place", "docs", _other("docs")),
    Fault("help centre: 200 with nothing", "help", lambda c: setattr(c.help, "articles", 0)),
    Fault("help centre: second page 500", "help", lambda c: setattr(c.help, "status_of_second", 500)),
    Fault("help centre: half the articles", "help", lambda c: setattr(c.help, "articles", 5)),
    Fault("prices: header only", "prices", lambda c: c.header("prices.csv")),
    Fault("prices: cut in half", "prices", lambda c: c.half("prices.csv")),
    Fault("prices: cut inside a row", "prices", lambda c: c.cut("prices.csv")),
    Fault("known issues: empty list", "issues", lambda c: c.file("issues.json").write_text("[]")),
    Fault("known issues: JSON cut in half", "issues", lambda c: c.cut("issues.json")),
    Fault("GitHub issues: empty list", "bugs", lambda c: c.file("bugs.json").write_text("[]")),
    Fault("accounts: header only", "accounts", lambda c: c.header("accounts.csv")),
    Fault("contacts: header only", "accounts", lambda c: c.header("contacts.csv")),
    Fault("invoices: header only", "accounts", lambda c: c.header("invoices.csv")),
    Fault("accounts query: no rows", "crm", lambda c: c.ask_crm("delete from customers")),
    Fault("accounts query: half the rows", "crm", lambda c: c.ask_crm("delete from customers where id >= 'c5'")),
    Fault("contacts query: no rows", "crm", lambda c: c.ask_crm("delete from people")),
    Fault("handled tickets: empty file", "handled", lambda c: c.file("handled.jsonl").write_text("")),
)

_COUNTS = {
    "documents": "select count(*) from documents where source = :source and path not like '%/draft-%'",
    "characters": "select coalesce(sum(length(p.text)), 0) from passages p join documents d on d.id = p.document_id "
    "where d.source = :source",
    "contacts": "select count(*) from contacts where account like :beginning",
}
_BEGINNING = {"accounts": "a%", "crm": "c%"}


def counts(owner: Engine, source: str) -> dict[str, int]:
    values = {"source": source, "beginning": _BEGINNING.get(source, "-")}
    with owner.connect() as connection:
        return {name: int(connection.scalar(text(query), values) or 0) for name, query in _COUNTS.items()}


def synced(company: Company) -> None:
    """Write the company's files, and bring the index to what they say."""
    company.write()
    first = CliRunner().invoke(app, ["knowledge", "sync"])
    if first.exit_code:
        raise RuntimeError(first.output)


def run(company: Company, owner: Engine, fault: Fault, *arguments: str) -> tuple[dict[str, int], dict[str, int], int]:
    """Return what the source of a synced company has, what it has after the sync that met the fault, and its exit code."""
    company.write()
    before = counts(owner, fault.source)
    fault.happen(company)
    with _unreadable(company.unreadable):
        exit_code = CliRunner().invoke(app, ["knowledge", "sync", *arguments]).exit_code
    return before, counts(owner, fault.source), exit_code


def alone(company: Company, owner: Engine, fault: Fault) -> tuple[Fault, dict[str, int], dict[str, int], int]:
    """Run a fault on a home that knows nothing of the others."""
    with owner.begin() as connection:
        connection.execute(text("truncate documents, accounts, contacts, sync_failures, vectors cascade"))
    synced(company)
    return fault, *run(company, owner, fault)


@contextmanager
def _unreadable(folders: Sequence[Path]) -> Iterator[None]:
    """Let no process list these folders: root may read all, so permissions would not bite."""
    real = os.scandir

    def scan(path: Any = ".") -> Any:
        if Path(path) in folders:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    os.scandir = scan  # type: ignore[assignment]
    try:
        yield
    finally:
        os.scandir = real


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="faults with this in their name")
    options = parser.parse_args()
    encoder = HashEncoder()
    bootstrap.make_encoder = lambda *_: encoder  # type: ignore[assignment,return-value]
    sync.make_encoder = lambda *_: encoder  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory(prefix="deskhand-faults-") as made, help_centre() as help_:
        folder = Path(made)
        for name in ("home", "company"):
            (folder / name).mkdir()
        company = Company(folder / "company", help_)
        for name in [name for name in os.environ if name.startswith("DESKHAND_")]:
            del os.environ[name]
        os.environ |= {
            "DESKHAND_HOME": str(folder / "home"),
            "DESKHAND_KNOWLEDGE": str(company.file("knowledge.toml")),
            "DESKHAND_ADAPTERS": str(folder / "adapters"),
            "CRM_URL": f"sqlite:///{company.file('crm.db')}",
        }
        settings = Settings(_env_file=None)  # type: ignore[call-arg]
        urls = embedded.up(settings)
        owner = owner_engine(urls.admin_database)
        try:
            return show([alone(company, owner, fault) for fault in FAULTS if options.only in fault.name])
        finally:
            owner.dispose()
            embedded.down(settings)


def show(found: Sequence[tuple[Fault, dict[str, int], dict[str, int], int]]) -> int:
    """Print the table, and return 1 where something was lost without a word."""
    table = Table("fault", "source", "documents", "characters", "contacts", "exit code", "")
    silent = 0
    for fault, before, after, code in found:
        lost = any(after[name] < before[name] for name in before)
        silent += lost and code == 0
        cells = [
            f"{before[name]} > {after[name]}" if before[name] != after[name] else str(before[name]) for name in before
        ]
        table.add_row(
            fault.name, fault.source, *cells, str(code), "silent" if lost and not code else "lost" if lost else ""
        )
    console = Console(width=140)
    console.print(table)
    console.print(f"{len(found)} faults, {silent} with a silent loss")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
