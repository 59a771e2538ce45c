"""Who is erased is in no column of any table and in no file of ours afterwards, and everybody else is as before."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import redis
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from knowledge.index.indexer import sync
from knowledge.index.passage_maker import Maker
from tests.conftest import Database, Stack
from tests.support.desk import secrets_of, serving
from tests.support.paths import DEMO
from tests.support.rows import claim, full
from worker.cli.doctor import erasures as doctor
from worker.cli.main import app
from worker.company import load_company
from worker.db import erasures, past_tickets, wordings
from worker.db import tickets as queue
from worker.db.inbox import accept
from worker.db.session import transaction
from worker.db.wordings import Wording
from worker.delivery import deliver_due
from worker.domain import Attachment, Author, Run, Ticket
from worker.erasure import erase as module
from worker.erasure import journal, rows
from worker.erasure.erase import Erased, erase
from worker.helpdesks.memory import MemoryHelpdesk
from worker.helpdesks.protocol import Update
from worker.history.example import Example, Sentence
from worker.incoming import IncomingTicket
from worker.learning import labelled_replies, lineage
from worker.library.accounts import sync_accounts
from worker.library.erased import without_erased
from worker.library.sources import accounts_of, open_sources
from worker.past import PastMessage, PastTicket
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.settings import Settings
from worker.thread import Author as By

NOW = datetime.now(UTC)
MARK, STRANGE = "zqxvaccount7731", "wkjstranger4419"  # planted, of the account and of the stranger
ACCOUNT, CONTACT, STRANGER = f"acc-{MARK}", f"{MARK}@mill.example", f"{STRANGE}@else.example"
OTHER = "rosalind@brotwerk.example"
FILE = """
[sources.accounts]
type = "accounts"
path = "sources/accounts.jsonl"
[sources.handled]
type = "handled_tickets"
paths = ["tickets/handled.jsonl"]
[sources.past]
type = "history"
"""


class Home:
    """A company with two accounts, a stranger, and everything that is kept of them."""

    def __init__(self, database: Database, stack: Stack, folder: Path) -> None:
        self.owner, self.app, self.folder = database.owner, database.app, folder
        (folder / "company.toml").write_text((DEMO / "company.toml").read_text())
        (folder / "knowledge.toml").write_text(FILE)
        (folder / "adapters").mkdir()
        self.settings = Settings(
            home=stack.settings.home,
            company=folder / "company.toml",
            knowledge=folder / "knowledge.toml",
            adapters=folder / "adapters",
        )
        self.home, self.broker = self.settings.home_path, stack.urls.broker
        self.source = folder / "sources" / "accounts.jsonl"
        self.environment = {
            "DESKHAND_HOME": str(stack.settings.home),
            "DESKHAND_COMPANY": str(folder / "company.toml"),
            "DESKHAND_KNOWLEDGE": str(folder / "knowledge.toml"),
            "DESKHAND_ADAPTERS": str(folder / "adapters"),
            "COLUMNS": "200",
        }

    def plant(self) -> None:
        self.sources()
        self.webhooks()
        self.past()
        self.sync()
        self.files()

    def sources(self) -> None:
        write(
            self.source,
            account(ACCOUNT, f"Mill {MARK}", CONTACT, f"Anna {MARK}"),
            account("acc-brotwerk", "Brotwerk", OTHER, "Rosalind Achterberg"),
        )
        write(
            self.folder / "tickets" / "handled.jsonl",
            handled("T-1", OTHER, "acc-brotwerk", f"Cc {CONTACT}: where is the invoice?"),
            handled("T-2", CONTACT, ACCOUNT, f"{MARK} asks for a refund"),
            handled("T-3", STRANGER, None, f"{STRANGE} wants in"),
        )
        self.sync()

    def sync(self) -> None:
        maker = Maker("test@1", 4, encode, lambda said: len(said.split()), "test")
        with open_sources(self.settings) as opened:
            known = without_erased(self.owner, opened)
            sync_accounts(self.owner, accounts_of(known))
            sync(self.owner, known, maker, whole=True)

    def webhooks(self) -> None:
        """Three tickets come by the real webhook and are handled by a worker's round; a fourth waits."""
        with serving(secrets_of(home=self.settings.home), self.app) as desk:
            said = {
                ("W-1", CONTACT, f"Anna {MARK}"): f"I am {MARK}. Where is my invoice?",
                ("W-2", STRANGER, f"Bob {STRANGE}"): f"I am {STRANGE}. How do I log in?",
                ("W-3", OTHER, "Rosalind Achterberg"): f"My colleagues {CONTACT} and {STRANGER} cannot log in.",
            }
            for (number, email, name), body in said.items():
                who = {"email": email, "name": name, "verified": True}
                assert desk.ticket(number, body, requester=who, subject=f"From {name}").status_code == 202
        accept(
            self.app,
            replace(
                incoming(
                    "W-3", "2", f"Me too, says {STRANGE}", OTHER, "Rosalind Achterberg", author=Author.THIRD_PERSON
                ),
                author_email=STRANGER,
                author_name=f"Bob {STRANGE}",
                attachments=(Attachment(f"{STRANGE}.txt", "text/plain", 10, f"https://files.example/{STRANGE}"),),
                raw={"cc": [STRANGER], "said": STRANGE},
            ),
            "sha-2",
        )
        while work_once(Light(self.app), Keeper(self.app, "me", 30)):
            pass
        deliver_due(self.app, MemoryHelpdesk(self.app), 10)
        accept(self.app, incoming("W-4", "1", f"{MARK} again", CONTACT, f"Anna {MARK}"), "sha-3")

    def past(self) -> None:
        for number, (email, who, said) in enumerate(
            (
                (CONTACT, f"Anna {MARK}", MARK),
                (STRANGER, f"Bob {STRANGE}", STRANGE),
                (OTHER, "Rosalind Achterberg", "x"),
            ),
            1,
        ):
            messages = (
                PastMessage(By.CUSTOMER, f"{said} asks", NOW, author_email=email, author_name=who),
                PastMessage(
                    By.THIRD_PERSON, f"also {STRANGE}", NOW, author_email=STRANGER, author_name=f"Bob {STRANGE}"
                ),
                PastMessage(
                    By.AGENT,
                    f"We wrote to {CONTACT}.",
                    NOW,
                    author_email="agent@ferrowick.example",
                    author_name="Kim Agent",
                ),
            )
            ticket = PastTicket(
                "zendesk",
                f"Z-{number}",
                f"Past of {said}",
                messages,
                email,
                who,
                tags=(f"tag-{said}",),
                fields={"note": said},
            )
            with transaction(self.owner) as session:
                past_tickets.store(session, ticket)
                id_ = session.scalar(text("select max(id) from past_tickets"))
                made = Example(
                    "zendesk",
                    f"Z-{number}",
                    "s",
                    f"{said} {STRANGE}",
                    "en",
                    None,
                    email,
                    "billing",
                    "normal",
                    False,
                    sentences=(Sentence(f"We wrote to {CONTACT}.", ("docs/a.md#A",), 0.9),),
                )
                past_tickets.save_example(session, id_, "x", made.to_json())
        with transaction(self.owner) as session:
            for number, tickets in enumerate((("T-2",), ("T-1", "T-3"), ("W-2",)), 1):
                said = {1: f"{MARK} {STRANGE}", 2: "nothing", 3: STRANGE}[number]
                wordings.add(
                    session,
                    Wording(
                        "docs/a.md#A", "en", f"Sentence {number} {said}", ("Here.",), "x", accounts=1, tickets=tickets
                    ),
                )

    def files(self) -> None:
        examples = self.folder / "tickets" / "examples"
        lines = [
            {**handled("zendesk:Z-1", "[EMAIL_1]", None, f"redacted but {MARK}"), "copies": 1, "at": None},
            {**handled("zendesk:Z-2", "[EMAIL_1]", None, f"redacted but {STRANGE}"), "copies": 1, "at": None},
            {**handled("zendesk:Z-3", "[EMAIL_1]", None, "redacted"), "copies": 2, "at": None},
        ]
        write(examples / "train.jsonl", *lines)
        (examples / "train.jsonl").chmod(0o600)
        write(
            self.folder / "wording.jsonl", {"section": "docs/a.md#A", "text": "We are here.", "tickets": ["T-2", "T-3"]}
        )
        rows_ = [
            labelled_replies.HandledTicket.model_validate(line)
            for line in map(json.loads, (self.folder / "tickets" / "handled.jsonl").read_text().splitlines())
        ]
        kept = [
            {"key": labelled_replies.key(row), "cited": [f"accounts/{row.account}#profile"], "features": {"x": 1}}
            for row in rows_
        ]
        write(self.home / "replies" / "0123.jsonl", *kept)
        write(self.home / "evaluations" / "ab.json", {"text": f"Dear {MARK} {STRANGE}"})
        log = self.home / "logs" / "old-version.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(f"error of {CONTACT.upper()} and {STRANGER}\n")
        lineage.record(self.folder / "adapters", "selector-1", {"T-2", "T-9"})
        (self.folder / "adapters" / "selector.json").write_text('{"id": "selector-1"}')

    def erase(self, kind: str, subject: str, **options: Any) -> Erased:
        return erase(self.settings, self.owner, erasures.Subject(kind), subject, **options)

    def everything(self, *, but: Sequence[Path] = ()) -> dict[str, str]:
        """Return the text of every column of every table, and of every file of the home and of the company."""
        found = {}
        with self.owner.connect() as connection:
            columns = connection.execute(
                text("select table_name, column_name from information_schema.columns where table_schema = 'public'")
            ).all()
            for table, column in columns:
                every = text(f'select "{column}"::text from "{table}" order by 1')  # noqa: S608 - from the catalogue
                said = connection.scalars(every).all()
                found[f"{table}.{column}"] = "\n".join(map(str, said))
        for parent in (self.home, self.folder):
            for path in sorted(parent.rglob("*")):
                if path.is_file() and "postgres" not in path.relative_to(parent).parts[:1] and path not in but:
                    found[str(path)] = path.read_bytes().decode("utf-8", "replace")
        return found

    def naming(self, planted: str) -> list[str]:
        """Return where a planted text is, but in the company's own source of accounts."""
        return [place for place, said in self.everything(but=[self.source]).items() if planted.lower() in said.lower()]


def account(id_: str, name: str, email: str, person: str) -> dict[str, Any]:
    return {
        "id": id_, "name": name, "language": "en", "plan": "team", "tier": "standard", "status": "active",
        "contacts": [{"name": person, "email": email, "role": "Admin", "verified": True}],
        "invoices": [{"number": f"F-{name}", "date": "2026-11-01", "amount": 12, "currency": "EUR", "status": "paid"}],
        "past_tickets": [{"id": "P-1", "date": "2026-10-01", "subject": name, "summary": f"{name} asked.", "outcome": "solved"}],
    }  # fmt: skip


def handled(id_: str, requester: str, of: str | None, body: str) -> dict[str, Any]:
    return {
        "id": id_, "subject": "s", "body": body, "language": "en", "account": of, "requester": requester, "queue": "billing",
        "priority": "normal", "escalate": False, "reason": None, "passages": ["docs/a.md#A"],
        "reply": {"action": "answer", "sentences": ["Here."]},
    }  # fmt: skip


def incoming(
    number: str, version: str, body: str, email: str, name: str, author: Author = Author.CUSTOMER
) -> IncomingTicket:
    return IncomingTicket(
        source="standard", call_id=f"{number}-{version}", external_id=number, version=version, occurred_at=datetime.now(UTC),
        subject=f"About {name}", body=body, requester_email=email, requester_name=name, requester_verified=True, channel="email",
        raw={"data": {"id": number, "body": body, "cc": [email]}}, author=author, author_email=email, author_name=name,
        attachments=(Attachment(f"{name}.txt", "text/plain", 10, f"https://files.example/{name}"),),
    )  # fmt: skip


def encode(texts: Sequence[str]) -> Any:
    """Return a vector that depends on the text."""
    made = np.array([[1 + (hash(said) >> shift) % 97 for shift in (0, 8, 16, 24)] for said in texts], np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def write(path: Path, *lines: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


class Light:
    """A worker's services with a pipeline that repeats what the customer said."""

    def __init__(self, database: Engine) -> None:
        self.database, self.settings = database, Settings(lease_seconds=30, batch=4)
        self.company = load_company(DEMO / "company.toml")
        self.helpdesk = MemoryHelpdesk(database)

    def refresh(self) -> None:
        """Nothing of it is learned anew."""

    def handle_batch(self, tickets: Sequence[Ticket]) -> list[Run]:
        return [full(ticket, text=f"You said: {ticket.body}") for ticket in tickets]


@pytest.fixture
def home(database: Database, stack: Stack, tmp_path: Path) -> Iterator[Home]:
    made = Home(database, stack, tmp_path)
    made.plant()
    yield made
    for name in ("replies", "evaluations", "erasures"):
        for path in (made.home / name).glob("*"):
            path.unlink()


def test_an_account_and_a_stranger_are_nowhere_afterwards(home: Home) -> None:
    assert len(home.naming(MARK)) > 20
    assert len(home.naming(STRANGE)) > 15
    home.erase("account", ACCOUNT)
    assert home.naming(MARK) == []
    home.erase("email", STRANGER)
    assert home.naming(STRANGE) == []
    broker = redis.Redis.from_url(home.broker)
    assert not [key for key in broker.scan_iter() if MARK.encode() in key or STRANGE.encode() in key]


def test_others_keep_what_is_theirs(home: Home) -> None:
    home.erase("account", ACCOUNT)
    home.erase("email", STRANGER)
    with home.owner.connect() as connection:
        assert connection.scalars(text("select external_id from tickets")).all() == ["W-3"]
        said = connection.scalars(text("select original from messages order by id")).all()
        assert said[0].startswith("My colleagues ") and said[0].endswith(" cannot log in.")
        assert said[0].count("*") == len(CONTACT) + len(STRANGER)
        assert said[1] == "[erased]"
        segments = connection.execute(text("select original, segments from messages")).all()
        assert all(sum(part["length"] for part in parts) == len(original) for original, parts in segments)
        assert connection.scalars(text("select id from accounts")).all() == ["acc-brotwerk"]
        assert connection.scalar(text("select count(*) from passages where account = 'acc-brotwerk'")) > 0
        assert connection.scalars(text("select external_id from past_tickets")).all() == ["Z-3"]
        assert connection.scalars(text("select tickets from wordings")).all() == [["T-1"]]
    left = [json.loads(line) for line in (home.folder / "tickets" / "handled.jsonl").read_text().splitlines()]
    assert [row["id"] for row in left] == ["T-1"]
    assert (home.folder / "tickets" / "examples" / "train.jsonl").stat().st_mode & 0o777 == 0o600
    assert len((home.home / "replies" / "0123.jsonl").read_text().splitlines()) == 1


def test_a_dry_run_counts_what_the_run_does_and_changes_nothing(home: Home) -> None:
    before = home.everything()
    looked = home.erase("account", ACCOUNT, dry_run=True)
    assert home.everything() == before
    done = home.erase("account", ACCOUNT)
    assert looked.rows == done.rows
    assert {str(c.path): (c.removed, c.masked) for c in looked.changes} == {
        str(c.path): (c.removed, c.masked) for c in done.changes
    }
    assert done.rows["tickets"] == 2
    assert done.rows["accounts"] == done.rows["contacts"] == 1
    assert home.erase("account", ACCOUNT).is_nothing


@pytest.mark.parametrize("step", ["_rows", "_vacuum", "files.rewrite", "files.home_changes"])
def test_an_interrupted_run_is_finished_by_the_next(home: Home, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    owner, _, name = step.rpartition(".")
    target = getattr(module, owner) if owner else module

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(target, name, killed)
        with pytest.raises(KeyboardInterrupt):
            home.erase("account", ACCOUNT)
    assert journal.interrupted(home.home) == [f"--account {ACCOUNT}"]
    assert [one.what for one in doctor.erasures(home.settings)] == ["erasures"]
    assert (home.home / "erasures").stat().st_mode & 0o777 == 0o700
    home.erase("account", ACCOUNT)
    assert home.naming(MARK) == []
    assert journal.interrupted(home.home) == []


def test_a_transaction_that_fails_erases_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(rows, "_mask", fails)
    before = home.everything()
    with pytest.raises(RuntimeError):
        home.erase("account", ACCOUNT)
    after = home.everything()
    assert {place for place in after if after[place] != before.get(place)} == {
        str(journal.path_of(home.home, rows.erasures.hash_of(rows.Subject.ACCOUNT, ACCOUNT)))
    }


def test_a_ticket_that_a_worker_holds_is_erased_and_its_result_is_dropped(home: Home) -> None:
    held = claim(home.app)
    assert [ticket.external_id for ticket in held] == ["W-4"]
    home.erase("account", ACCOUNT)
    run = full(held[0], text=f"for {MARK}")
    assert not queue.commit(home.app, run, "me", [("reply", Update(marker="", public=False, comment=MARK))])
    assert home.naming(MARK) == []


def test_erasing_waits_for_a_commit_and_takes_what_it_stored(home: Home) -> None:
    held = claim(home.app)
    done = threading.Event()
    with transaction(home.app, see_all=True) as session:
        session.execute(text("select id from tickets where id = :id for update"), {"id": held[0].id})
        thread = threading.Thread(target=lambda: (home.erase("account", ACCOUNT), done.set()))
        thread.start()
        assert not done.wait(1)
        session.execute(text("update tickets set subject = :said where id = :id"), {"said": MARK, "id": held[0].id})
    thread.join(30)
    assert done.is_set()
    assert home.naming(MARK) == []


def test_a_sync_and_an_import_leave_the_erased_out(home: Home) -> None:
    home.erase("account", ACCOUNT)
    home.sync()
    assert home.naming(MARK) == []
    with transaction(home.owner) as session:
        known = erasures.known(session)
        assert known.has(erasures.Subject.ACCOUNT, ACCOUNT)
        assert known.has(erasures.Subject.EMAIL, f" {CONTACT.upper()} ")
        assert not known.has(erasures.Subject.ACCOUNT, "acc-brotwerk")
        assert not known.has(erasures.Subject.EMAIL, OTHER)
        assert erasures.lift(session, erasures.Subject.ACCOUNT, ACCOUNT)
    home.sync()
    with home.owner.connect() as connection:
        assert connection.scalar(text("select count(*) from accounts where id = :id"), {"id": ACCOUNT}) == 1
        assert connection.scalar(text("select count(*) from contacts where account = :id"), {"id": ACCOUNT}) == 0


def test_who_was_erased_may_write_again(home: Home) -> None:
    home.erase("email", STRANGER)
    assert accept(home.app, incoming("W-9", "1", "I am back", STRANGER, "Bob"), "sha-9").status == "new"


def test_what_learned_from_them_is_told_with_its_command(home: Home) -> None:
    told = home.erase("account", ACCOUNT, dry_run=True).learned
    assert [(one.what, one.tickets) for one in told] == [("selector", 1)]
    assert "models selector" in told[0].command
    assert home.erase("email", STRANGER, dry_run=True).learned == []


def test_the_command_asks_first_and_prints_json(home: Home) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["erase", *words], env=home.environment)

    refused = run("--account", ACCOUNT)
    assert refused.exit_code == 1 and "--yes" in refused.output
    assert run("--account", ACCOUNT, "--email", "x@y.example").exit_code == 1
    assert run().exit_code == 1
    looked = run("--account", ACCOUNT, "--dry-run", "--json")
    assert looked.exit_code == 0, looked.output
    assert json.loads(looked.stdout)["rows"]["tickets"] == 2
    assert home.naming(MARK)
    done = run("--account", ACCOUNT, "--yes", "--json")
    told = json.loads(done.stdout)
    assert told["still_named_in"] == [str(home.source)]
    assert told["account_sources"] == ["accounts"]
    assert home.naming(MARK) == []
    assert "take them in again" in run("--account", ACCOUNT, "--lift").output


def test_a_shared_id_is_not_taken_for_theirs(home: Home) -> None:
    path = home.folder / "tickets" / "more.jsonl"
    write(path, handled("W-1", OTHER, "acc-brotwerk", "somebody else's"))
    before: Callable[[], str] = path.read_text
    known = before()
    home.erase("account", ACCOUNT)
    assert before() == known


def test_names_of_one_word_and_longer_addresses_are_not_masked(home: Home) -> None:
    body = f"I am x{CONTACT}, Anna from the mill"
    accept(home.app, replace(incoming("W-5", "1", body, OTHER, "Rosalind Achterberg"), attachments=()), "sha-5")
    home.erase("account", ACCOUNT)
    with home.owner.connect() as connection:
        assert connection.scalar(text("select original from messages where external_id = 'W-5'")) == body
