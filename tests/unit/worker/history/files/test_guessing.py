"""What the columns of exports are guessed to be, in four languages and as several helpdesks write them."""

from pathlib import Path

import pytest

from tests.support.paths import ROOT
from worker.company import load_company
from worker.history.files import mapping as mappings
from worker.history.files.table import read
from worker.history.files.tickets import Reject, tickets
from worker.past import PastTicket

LONG = "it has not worked since yesterday and I cannot find out why"
EXPORTS = {
    "a helpdesk's list": (
        "Ticket ID,Subject,Description,Status,Priority,Source,Type,Agent,Group,Created time,Resolved time,Tags,Full name,Email\n"
        f'12,Refund,"{LONG}, now.",Closed,Urgent,Email,Refund,Ines,Billing,2024-03-04 09:11,2024-03-05,"a,b",Ann Lee,ann@x.eu\n'
        f"13,Login,{LONG},Closed,Low,Portal,Question,Ines,Access,2024-03-04 09:11:12,,,Bob,bob@x.eu\n",
        {"id", "subject", "body", "status", "priority", "channel", "assignee", "queue", "created", "solved", "tags",
         "requester_name", "requester_email", "field"},
        {"Group": "queue", "Type": "field"},
    ),
    "an issue tracker": (
        "Issue key;Issue id;Summary;Description;Reporter;Assignee;Priority;Status;Created;Resolved;Labels\n"
        f"SUP-1;101;Printer;{LONG};ann;jo;Blocker;Done;04/Mar/24 9:11 AM;05/Mar/24 10:00 AM;hw\n"
        f"SUP-2;102;Mouse;{LONG} again;bob;jo;Minor;Done;04/Mar/24 9:11 AM;;\n",
        {"id", "subject", "body", "requester_name", "assignee", "priority", "status", "created", "solved", "tags", "field"},
        {"Issue key": "id", "Summary": "subject", "Reporter": "requester_name"},
    ),
    "a service desk": (
        "number;short_description;description;assignment_group;urgency;opened_at;resolved_at;close_notes;caller_id\n"
        f"INC001;VPN;{LONG};Network;1 - High;2024-03-04 09:11:12;2024-03-04 12:00:00;Restarted the gateway of the VPN.;ann\n"
        f"INC002;Mail;{LONG}!;Messaging;3 - Low;2024-03-04 09:11:12;;;bob\n",
        {"id", "subject", "body", "queue", "priority", "created", "solved", "answer", "field"},
        {"close_notes": "answer", "assignment_group": "queue"},
    ),
    "French": (
        "Numéro;Objet;Message du client;Réponse de l'agent;Courriel;Catégorie;Priorité;Date d'ouverture;Date de clôture;Langue\n"
        f"1;Facture;Bonjour, {LONG};Bonjour, c'est corrigé.;ann@x.fr;Facturation;Élevée;3 mars 2024 à 09:11;14/03/2024;fr\n"
        f"2;Accès;Bonsoir, {LONG};Réinitialisez-le.;bob@x.fr;Accès;basse;5 mars 2024;;français\n",
        {"id", "subject", "body", "answer", "requester_email", "queue", "priority", "created", "solved", "language"},
        {},
    ),
    "Spanish": (
        "ID del ticket\tAsunto\tDescripción\tRespuesta\tCorreo electrónico\tEquipo\tPrioridad\tFecha de creación\n"
        f"1\tFactura\tHola, {LONG}\tYa está corregida\tana@x.es\tFacturación\tAlta\t25/03/2024 09:11\n"
        f"2\tClave\tBuenas, {LONG}\tPruebe otra vez\tluis@x.es\tAccesos\tBaja\t02/04/2024\n",
        {"id", "subject", "body", "answer", "requester_email", "queue", "priority", "created"},
        {},
    ),
    "a public set": (
        f"utterance,intent\n{LONG},broken\nhow do I activate my card,activate\n",
        {"body", "queue"},
        {},
    ),
    "complaints": (
        "Date received,Product,Issue,Consumer complaint narrative,Company,Complaint ID\n"
        f"01/15/2024,Mortgage,Fees,They charged me and {LONG},ACME,4444\n01/16/2024,Card,Fraud,{LONG},ACME,4445\n",
        {"created", "body", "account", "id", "field"},
        {"Issue": "field"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def company():
    return load_company(ROOT / "demo/company.toml")


def made(folder: Path, content: str, company, name: str = "x.csv"):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    table = read(path)
    mapping = mappings.guess(table, company)
    return mapping, list(tickets(table, mapping, "x"))


@pytest.mark.parametrize("name", EXPORTS)
def test_columns_are_told_from_names_and_contents(tmp_path, company, name) -> None:
    content, roles, certain = EXPORTS[name]
    mapping, found = made(tmp_path, content, company)
    said = {column: role.value for column, role in mapping.columns.items()}
    assert set(said.values()) == roles, said
    assert {column: said[column] for column in certain} == certain
    assert [one for one in found if isinstance(one, Reject)] == []
    assert all((isinstance(one, PastTicket) and LONG in one.messages[0].text) or len(roles) == 2 for one in found)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("03/13/2024", "13/04/2024", None),  # no order fits both
        ("03/04/2024", "13/04/2024", "2024-04-03"),
        ("03/04/2024", "04/13/2024", "2024-03-04"),
        ("03.04.2024", "04.05.24", "2024-04-03"),
        ("3/4/2024 9:11 PM", "3/5/2024 1:00 AM", "2024-03-04"),
        ("1711962000", "1711962001", "2024-04-01"),
        ("1711962000000", "1711962001000", "2024-04-01"),
        ("45383", "45384.5", "2024-04-01"),  # days of a spreadsheet
        ("Mon, 01 Apr 2024 09:00:00 +0200", "Mon, 01 Apr 2024 09:00:00 GMT", "2024-04-01"),
        ("1. April 2024", "2. Mai 2024 10:30 Uhr", "2024-04-01"),
        ("1er avril 2024", "3 août 2024 à 09:11", "2024-04-01"),
        ("1 de abril de 2024", "2 de mayo de 2024", "2024-04-01"),
        ("April 1, 2024", "May 2 2024", "2024-04-01"),
        ("01/Apr/24 9:11 AM", "02-May-2024", "2024-04-01"),
        ("2024-04-01T09:00:00.123+02:00", "2024-04-01T09:00:00Z", "2024-04-01"),
        ("2024/04/01 09:00", "2024-04-01 09:00:00 UTC", "2024-04-01"),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(tmp_path, company, first, second, expected) -> None:
    content = f'id;created;body\n1;"{first}";{LONG}\n2;"{second}";{LONG}\n'
    _, found = made(tmp_path, content, company)
    if expected is None:
        assert [type(one) for one in found] == [PastTicket, Reject]
    else:
        assert [one for one in found if isinstance(one, Reject)] == []
        assert found[0].created_at.date().isoformat() == expected


def test_a_date_that_may_be_read_in_two_ways_is_a_doubt(tmp_path, company) -> None:
    mapping, _ = made(tmp_path, f"id,created,body\n1,03/04/2024,{LONG}\n", company)
    assert any("03/04/2024" in one for one in mapping.doubts)


def test_ids_are_made_from_the_contents_and_stay_when_rows_are_added(tmp_path, company) -> None:
    rows = ["text,category", f"{LONG},a", f"{LONG},a", "another text that is long enough,b"]
    _, found = made(tmp_path, "\n".join(rows), company)
    _, later = made(tmp_path, "\n".join([rows[0], "a new one that is long enough as well,c", *rows[1:]]), company)
    ids = [one.external_id for one in found]
    assert len(set(ids)) == 3
    assert [one.external_id for one in later][1:] == ids


def test_what_a_ticket_became_is_told_by_its_newest_message_wherever_that_stands(tmp_path, company) -> None:
    rows = [
        f"1,customer,Billing,normal,new,2024-03-04 09:00,{LONG}",
        "1,agent,Access,high,solved,2024-03-04 10:00,We have moved it",
        f"2,customer,Sales,low,new,2024-03-05 09:00,{LONG}",
        "2,agent,Sales,low,solved,2024-03-05 10:00,It is done",
    ]
    header = "ticket id,author,group,priority,status,sent at,message"
    for lines in (rows, rows[::-1]):
        _, found = made(tmp_path, "\n".join([header, *lines]), company)
        first = next(one for one in found if one.external_id == "1")
        assert (first.group_first, first.group_last) == ("Billing", "Access")
        assert (first.priority_first, first.priority_last, first.status) == ("normal", "high", "solved")


@pytest.mark.parametrize(("said", "count"), [("2", 2), ("2.0", 2), ("yes", 1), ("0.0", 0), ("", 0), ("often", 0)])
def test_how_often_a_ticket_was_opened_again_is_a_number_or_a_yes(tmp_path, company, said, count) -> None:
    _, found = made(tmp_path, f"id,body,reopened\n1,{LONG},{said}\n", company)
    assert found[0].reopened == count


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Resolution time", ("02:12:33", "100:05:01")),
        ("Response time", ("2 days 3 hours", "1 h, 5 min")),
        ("Answer", ("Macro: password reset", "Macro: invoice sent")),
    ],
)
def test_how_long_it_took_and_which_macro_was_used_are_no_answers(tmp_path, company, name, values) -> None:
    rows = [f'{number},"{LONG} {number}","{values[number % 2]}"' for number in range(40)]
    mapping, _ = made(tmp_path, "\n".join([f"id,body,{name}", *rows]), company)
    assert mapping.columns[name].value == "field"
    told = [f"{number},{LONG} {number},We sent it again: {number}" for number in range(40)]
    mapping, _ = made(tmp_path, "\n".join(["id,body,answer", *told]), company)
    assert mapping.columns["answer"].value == "answer"


@pytest.mark.parametrize(
    ("name", "role"),
    [("Agent email", "assignee"), ("To", "field"), ("Empfänger", "field"), ("Bearbeiter E-Mail", "field"),
     ("From", "requester_email"), ("X", "requester_email"), ("Customer email", "requester_email")],
)  # fmt: skip
def test_the_address_of_an_agent_is_not_of_who_asked(tmp_path, company, name, role) -> None:
    rows = [f"{number},{LONG} {number},p{number}@x.example" for number in range(9)]
    mapping, _ = made(tmp_path, "\n".join([f"id,body,{name}", *rows]), company)
    assert mapping.columns[name].value == role


def test_who_writes_first_is_the_customer_also_below_what_a_machine_or_an_agent_began_with(tmp_path, company) -> None:
    rows = [
        line
        for number in range(9)
        for line in (
            f"{number},Support Team,2024-03-04 09:00,The ticket was opened by phone",
            f"{number},Ann {number},2024-03-04 10:00,{LONG}",
            f"{number},Ines,2024-03-04 11:00,It is done",
            f"{number},Ann {number},2024-03-04 12:00,Thank you",
        )
    ]
    _, found = made(tmp_path, "\n".join(["ticket id,author,sent at,message", *rows]), company)
    assert [[message.author.value for message in one.messages] for one in found] == [
        ["agent", "customer", "agent", "customer"]
    ] * 9


def test_a_mapping_is_the_same_after_it_was_written(tmp_path, company) -> None:
    content, _, _ = EXPORTS["a helpdesk's list"]
    mapping, _ = made(tmp_path, content, company)
    file = tmp_path / "m.toml"
    file.write_text(mappings.to_toml(mapping, "x.csv"))
    table = read(tmp_path / "x.csv")
    again = mappings.guess(table, company, mappings.read(file, table, company))
    assert again.to_json() == mapping.to_json()
    assert LONG not in file.read_text()
