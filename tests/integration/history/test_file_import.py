"""What comes in from a file, by the command, and what of it is reported."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from tests.conftest import Database, Stack
from worker.cli.main import app
from worker.db import erasures, history_imports, past_tickets
from worker.db.session import transaction
from worker.db.tables import AccountRow, ContactRow
from worker.past import PastTicket
from worker.thread import Author

ROWS = """Ticket-Nr.;Betreff;Beschreibung;Lösung;E-Mail;Gruppe;Priorität;Tags;Erstellt am;Gelöst am;Eskaliert;Produkt
1;Rechnung;"Guten Tag, meine Rechnung
ist falsch.";Wir haben sie geändert.;Ann@X.example;Buchhaltung;hoch;rechnung, vip;03.04.2025 09:30;04.04.2025;nein;App
2;Login;Ich kann mich nicht anmelden.;Bitte setzen Sie das Passwort zurück.;bob@y.example;Zugang;P3;;05.04.2025;;ja;Web
3;Preis;Was kostet der Team-Tarif?;;cy@z.example;Vertrieb;egal;;06.04.2025;;nein;Web
4;Datum;Dieses Datum gibt es nicht.;;cy@z.example;Vertrieb;hoch;;31.02.2025;;nein;Web
;Ohne;Diese Zeile hat keine Nummer.;;cy@z.example;Vertrieb;hoch;;06.04.2025;;nein;Web
6;;;;cy@z.example;Vertrieb;hoch;;06.04.2025;;nein;Web
7;Zitat;"Diese Zeile wird nie geschlossen.;;cy@z.example;Vertrieb;hoch;;06.04.2025;;nein;Web
1;Doppelt;Diese Nummer gibt es schon.;;cy@z.example;Vertrieb;hoch;;06.04.2025;;nein;Web
9;Zuviel;Diese Zeile hat;zu viele;Spalten;x;y;z;06.04.2025;;nein;Web;mehr;noch
"""


@pytest.fixture
def bring_in(database: Database, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    for name, value in stack.environment.items():
        if name.startswith("DESKHAND_"):
            monkeypatch.setenv(name, value)

    def run(*arguments: object, code: int = 0, as_json: bool = True) -> Any:
        options = ["--json"] if as_json else []
        done = CliRunner().invoke(app, ["history", "import", *map(str, arguments), *options])
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if as_json and done.stdout.startswith("{") else done.output

    return run


def tickets(database: Database) -> dict[str, PastTicket]:
    with transaction(database.owner) as session:
        return {ticket.external_id: ticket for _, ticket in past_tickets.read(session)}


def written(folder: Path, text: str = ROWS, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_good_rows_come_in_and_bad_ones_are_told_with_line_and_reason(tmp_path, database, bring_in, encoding) -> None:
    said = bring_in(written(tmp_path, encoding=encoding), "--yes", code=1)

    assert {(one["line"], one["why"]) for one in said["rejects"]} == {
        (6, "Erstellt am: '31.02.2025' is no date"),
        (7, "it has no id (Ticket-Nr.)"),
        (8, "it has no text of the customer"),
        (9, "a quotation mark is opened and never closed"),
        (10, "its id stands in line 2 as well"),
        (11, "it has 14 columns, and the header has 12"),
    }
    assert (said["counts"]["added"], said["counts"]["rejected"], said["tickets"]) == (3, 6, 3)
    one = tickets(database)["1"]
    assert [(m.author, m.text) for m in one.messages] == [
        (Author.CUSTOMER, "Guten Tag, meine Rechnung\nist falsch."),
        (Author.AGENT, "Wir haben sie geändert."),
    ]
    assert (one.source, one.subject, one.requester_email, one.language) == ("export", "Rechnung", "ann@x.example", "de")
    assert (one.group_last, one.priority_last, one.tags) == ("Buchhaltung", "hoch", ("rechnung", "vip"))
    assert one.created_at is not None and one.created_at.isoformat() == "2025-04-03T09:30:00+00:00"
    assert one.fields == {"Produkt": "App", "escalated": "nein"}
    assert said["mapping"]["queues"] == {"Buchhaltung": "billing", "Zugang": "access", "Vertrieb": "sales"}
    assert said["mapping"]["priorities"] == {"hoch": "high", "P3": "normal", "egal": None}


@pytest.mark.parametrize("name", ["deskhand", "imports", "zendesk"])
def test_a_name_of_other_past_tickets_is_refused_because_a_sync_would_delete_them(tmp_path, bring_in, name) -> None:
    for given in ((written(tmp_path, name=f"{name}.csv"),), (written(tmp_path), "--name", name)):
        assert "with --name" in bring_in(*given, "--yes", code=1, as_json=False)


def test_nothing_is_stored_before_somebody_confirms(tmp_path, database, bring_in) -> None:
    path = written(tmp_path)
    shown = bring_in(path, code=1, as_json=False)
    assert "--yes" in shown and "Beschreibung" in shown and "egal -> (not mapped)  (1 ticket)" in shown
    assert not tickets(database)
    assert [one.name for one in tmp_path.iterdir()] == ["export.csv"]

    bring_in(path, "--yes", code=1)
    again = bring_in(path, code=1)  # it was confirmed
    assert (again["counts"]["unchanged"], again["tickets"]) == (3, 3)


def test_the_mapping_is_written_edited_and_used(tmp_path, database, bring_in) -> None:
    path, mapping = written(tmp_path), tmp_path / "columns.toml"
    bring_in(path, "--mapping", mapping, code=1)
    said = mapping.read_text()
    assert not tickets(database)
    assert "meine Rechnung" not in said  # no text of a customer
    changed = said.replace('"Produkt" = "field"', '"Produkt" = "ignore"').replace('"egal" = ""', '"egal" = "low"')
    mapping.write_text(changed)
    stored = bring_in(path, "--mapping", mapping, "--yes", code=1)
    assert stored["mapping"]["priorities"]["egal"] == "low"
    assert "Produkt" not in tickets(database)["1"].fields
    assert bring_in(path, code=1)["mapping"] == stored["mapping"]  # as it was confirmed
    with transaction(database.owner) as session:
        known = history_imports.find(session, "export")
    assert known is not None and known.mapping["priorities"]["egal"] == "low"


def test_a_group_may_have_signs_that_postgres_cannot_store(tmp_path, database, bring_in) -> None:
    row = {
        "id": 1,
        "body": "My invoice is wrong, please look at it.",
        "group": "Bill\0ing \ud83d",
        "priority": "hi\0gh",
    }
    bring_in(written(tmp_path, json.dumps(row), "x.jsonl"), "--yes")
    assert tickets(database)["1"].group_last == "Billing"


def test_a_mapping_with_mistakes_tells_all_of_them(tmp_path, database, bring_in) -> None:
    mapping = tmp_path / "columns.toml"
    mapping.write_text(
        '[columns]\n"Betreff" = "titel"\n"Gibt es nicht" = "id"\n[queues]\n"Vertrieb" = "produkt"\n[foo]\n'
    )
    said = bring_in(written(tmp_path), "--mapping", mapping, "--yes", code=1)
    assert all(word in said for word in ("titel", "Gibt es nicht", "produkt", "[foo]"))
    assert not tickets(database)


def test_a_file_of_texts_and_labels_needs_nothing_else(tmp_path, database, bring_in) -> None:
    rows = ["text,category", *(f'"Where is card {n}, please?",card_arrival' for n in range(30)), "Same,x", "Same,x"]
    path = written(tmp_path, "\n".join(rows), "train.csv")
    assert bring_in(path, "--yes")["counts"]["added"] == 32
    before = tickets(database)
    assert bring_in(path)["counts"]["unchanged"] == 32
    path.write_text(path.read_text().replace("text,category\n", "text,category\nA new first row,x\n"))
    said = bring_in(path)
    assert (said["counts"]["added"], said["tickets"]) == (1, 33)
    assert set(before) < set(tickets(database))


def test_rows_of_messages_become_tickets(tmp_path, database, bring_in) -> None:
    rows = """case_id,sender,role,visibility,sent_at,message,team
7,ann@x.example,Customer,public,2025-03-01T09:00:00Z,Where is my parcel?,Shipping
8,bob@x.example,Customer,public,2025-03-01T09:05:00Z,Hello?,Shipping
7,jo@us.example,Agent,internal note,2025-03-01T10:00:00Z,@lead please look,Shipping
7,jo@us.example,Agent,public,2025-03-01T11:00:00Z,It arrives on Monday.,Returns
8,bot@us.example,Chatbot,public,2025-03-01T09:06:00Z,We got your message.,Shipping
"""
    said = bring_in(written(tmp_path, rows), "--yes")
    assert (said["mapping"]["rows"]["one_per"], said["tickets"]) == ("message", 2)
    one = tickets(database)["7"]
    assert [(m.author, m.public, m.author_email) for m in one.messages] == [
        (Author.CUSTOMER, True, "ann@x.example"),
        (Author.AGENT, False, "jo@us.example"),
        (Author.AGENT, True, "jo@us.example"),
    ]
    assert (one.requester_email, one.group_first, one.group_last) == ("ann@x.example", "Shipping", "Returns")
    assert [m.author for m in tickets(database)["8"].messages] == [Author.CUSTOMER, Author.MACHINE]


def test_json_lines_with_nested_messages_and_people(tmp_path, database, bring_in) -> None:
    one = {
        "id": 5, "requester": {"name": "Ann", "email": "ann@x.example"}, "tags": ["a", "b"], "queue": "billing",
        "messages": [
            {"author": {"role": "end-user"}, "body": "My invoice?", "created_at": "2025-03-01T09:00:00Z"},
            {"author": {"role": "agent", "name": "Jo"}, "body": "Here.", "public": True, "created_at": "2025-03-02T09:00:00Z"},
            {"author": {"role": "agent"}, "body": "note", "public": False, "created_at": "2025-03-02T08:00:00Z"},
        ],
    }  # fmt: skip
    two = {"id": 6, "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}
    lines = "\n".join([json.dumps(one), "{broken", json.dumps(two), json.dumps({"id": 9, "messages": []}), "[]"])
    said = bring_in(written(tmp_path, lines, "export.jsonl"), "--yes", code=1)
    assert [(one["line"]) for one in said["rejects"]] == [2, 5, 4]
    five, six = tickets(database)["5"], tickets(database)["6"]
    assert [(m.author, m.public, m.text) for m in five.messages] == [
        (Author.CUSTOMER, True, "My invoice?"), (Author.AGENT, False, "note"), (Author.AGENT, True, "Here."),
    ]  # fmt: skip
    assert (five.requester_email, five.requester_name, five.tags) == ("ann@x.example", "Ann", ("a", "b"))
    assert [m.author for m in six.messages] == [Author.CUSTOMER, Author.AGENT]


def test_the_account_is_that_of_the_verified_contact(tmp_path, database, bring_in) -> None:
    with transaction(database.owner) as session:
        session.add(AccountRow(id="acc-x", name="X", language="en", plan="team", tier="standard"))
        session.flush()
        session.add(ContactRow(email="ann@x.example", account="acc-x", name="Ann", role="", verified=True))
        session.add(ContactRow(email="bob@y.example", account="acc-x", name="Bob", role="", verified=False))
    bring_in(written(tmp_path), "--yes", code=1)
    assert (tickets(database)["1"].account, tickets(database)["2"].account) == ("acc-x", None)


def test_who_was_erased_stays_out_and_is_counted(tmp_path, database, bring_in) -> None:
    path = written(tmp_path)
    bring_in(path, "--yes", code=1)
    with transaction(database.owner) as session:
        erasures.remember(session, "email", "ann@x.example")
    said = bring_in(path, code=1)
    assert (said["counts"]["erased"], said["tickets"]) == (1, 2)
    assert "1" not in tickets(database)


def test_a_look_stores_nothing_and_tells_the_rejects(tmp_path, database, bring_in) -> None:
    said = bring_in(written(tmp_path), "--dry-run", code=1)
    assert (said["counts"], said["tickets"]) == ({"readable": 3, "rejected": 6}, 0)
    with database.owner.connect() as connection:
        assert connection.execute(text("select count(*) from history_imports")).scalar_one() == 0


def test_imports_are_listed(tmp_path, database, bring_in) -> None:
    bring_in(written(tmp_path), "--yes", code=1)
    done = CliRunner().invoke(app, ["history", "list", "--json"])
    [known] = json.loads(done.stdout)["imports"]
    assert (known["source"], known["state"], known["tickets"], known["counts"]["added"]) == ("export", "complete", 3, 3)
    assert "export" in CliRunner().invoke(app, ["history", "list"]).stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("zendesk.csv", "text\nhello there you\n", "name of a helpdesk"),
        ("empty.csv", "", "empty"),
        ("zip.csv", "PK\x03\x04\0\0\0\0\0\0\x01\x02\0\x01", "no text"),
        ("numbers.csv", "a,b\n1,2\n3,4\n", "no column has the customer's text"),
    ],
)
def test_what_is_no_file_of_tickets_is_said(tmp_path, database, bring_in, name, content, said) -> None:
    assert said in bring_in(written(tmp_path, content, name), "--yes", code=1)
