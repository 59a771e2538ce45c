"""What comes in from a Zendesk, over real HTTP, and what it does when Zendesk fails."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from benchmarks import import_faults
from tests.conftest import Database, Stack
from tests.integration.helpdesks.zendesk.calls import SECRET, configured
from tests.support.desk import serving
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.faults import Fault
from worker.cli.demo.zendesk_double.people import COLLEAGUE, CUSTOMER, EMAIL, OURSELVES, PERSON, SECOND_PERSON, TOKEN
from worker.cli.demo.zendesk_double.server import zendesk
from worker.cli.demo.zendesk_double.subscriptions import by_trigger
from worker.cli.main import app
from worker.db import erasures, history_imports, past_tickets
from worker.db.session import transaction
from worker.delivery_rules import Withheld, withheld
from worker.helpdesks.protocol import Update
from worker.helpdesks.rate_limit import TokenBucket
from worker.helpdesks.zendesk.client import Zendesk
from worker.past import PastTicket
from worker.thread import Author

OLD = timedelta(days=30)


@pytest.fixture
def double() -> Iterator[ZendeskDouble]:
    with zendesk() as running:
        yield running


@pytest.fixture
def bring_in(
    double: ZendeskDouble, database: Database, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, Any]]:
    for name, value in import_faults.zendesk_environment(double, stack.environment).items():
        monkeypatch.setenv(name, value)

    def run(*options: str, code: int = 0) -> dict[str, Any]:
        done = CliRunner().invoke(app, ["history", "import", "zendesk", "--json", *options])
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if code == 0 else {"said": done.output}

    return run


def tickets(database: Database) -> dict[str, PastTicket]:
    with transaction(database.owner) as session:
        return {ticket.external_id: ticket for _, ticket in past_tickets.read(session)}


def handled(double: ZendeskDouble, number: int = 1, **fields: Any) -> None:
    double.open_ticket(number, "Where is my bill?", subject="Bill", age=OLD, group=7, priority="low", **fields)
    double.agent_comments(number, "See page 3.", age=OLD - timedelta(hours=1), status="solved", assignee=PERSON)


def test_a_ticket_has_what_was_said_and_what_people_did(double, database, bring_in) -> None:
    double.account.fields[31] = "Product"
    double.open_ticket(
        1,
        "Where is my bill?",
        subject="Bill",
        age=OLD,
        group=7,
        priority="low",
        tags=["vip"],
        custom_fields={31: "app"},
    )
    double.agent_comments(1, "look at this @jan", public=False, age=OLD - timedelta(hours=1))
    double.agent_changes(1, group=99, priority="high", assignee=SECOND_PERSON, age=OLD - timedelta(hours=2))
    double.agent_comments(1, "Here it is.", by=SECOND_PERSON, status="solved", age=OLD - timedelta(hours=3))
    double.customer_writes(1, "Wrong one", age=OLD - timedelta(hours=4))
    double.agent_comments(1, "This one.", by=SECOND_PERSON, status="solved", age=OLD - timedelta(hours=5))
    said = bring_in()

    assert said["counts"]["added"] == said["tickets"] == 1
    one = tickets(database)["1"]
    assert [(m.author, m.public, m.text) for m in one.messages] == [
        (Author.CUSTOMER, True, "<p>Where is my bill?</p>"),
        (Author.AGENT, False, "<p>look at this @jan</p>"),
        (Author.AGENT, True, "<p>Here it is.</p>"),
        (Author.CUSTOMER, True, "<p>Wrong one</p>"),
        (Author.AGENT, True, "<p>This one.</p>"),
    ]
    assert (one.subject, one.requester_email, one.requester_name) == (
        "Bill",
        "femke@brightloaf.example",
        "Femke de Wit",
    )
    assert (one.group_first, one.group_last) == ("Billing", "Escalations")
    assert (one.priority_first, one.priority_last) == ("low", "high")
    assert (one.assignee, one.reopened, one.status, one.tags) == ("Jan Vos", 1, "solved", ("vip",))
    assert (one.fields["31"], one.fields["Product"], one.brand, one.language) == ("app", "app", "Deskhand", "en")
    assert one.messages[2].author_email == "jan@deskhand.example"
    assert one.solved_at is not None and one.solved_at == one.messages[4].at == one.updated_at


def test_who_wrote_is_told_from_roles_and_our_own_marker(double, database, bring_in) -> None:
    double.open_ticket(1, age=OLD, ccs=[COLLEAGUE])
    double.third_person_writes(1, "me too", age=OLD)
    double.update(1, {"ticket": {"comment": {"body": "ours"}, "metadata": {"deskhand": "m-1"}}})
    double.open_ticket(2, "for a customer", by=PERSON, requester=CUSTOMER, age=OLD)
    bring_in()

    assert [m.author for m in tickets(database)["1"].messages] == [
        Author.CUSTOMER, Author.THIRD_PERSON, Author.OURSELVES,
    ]  # fmt: skip
    assert tickets(database)["2"].messages[0].author is Author.AGENT
    assert tickets(database)["2"].requester_email == "femke@brightloaf.example"


def test_a_second_import_takes_only_what_changed_since(double, database, bring_in) -> None:
    for number in range(1, 6):
        handled(double, number)
    bring_in()
    asked = len(double.requests)
    assert bring_in()["counts"].get("added", 0) == 0
    assert not [path for _, path, _ in double.requests[asked:] if "audits" in path]

    double.customer_writes(3, "again")
    double.open_ticket(6)
    said = bring_in()
    assert (said["counts"]["added"], said["counts"]["changed"], said["tickets"]) == (1, 1, 6)
    assert len(tickets(database)["3"].messages) == 3


def test_what_zendesk_deletes_is_removed_here_too(double, database, bring_in) -> None:
    for number in range(1, 5):
        handled(double, number)
    double.delete(4, age=timedelta(hours=1))
    assert bring_in()["tickets"] == 3
    double.delete(1)
    double.delete(2, scrubbed=True)
    said = bring_in()
    assert (said["counts"]["deleted"], said["tickets"]) == (2, 1)
    assert set(tickets(database)) == {"3"}


def test_a_ticket_that_is_not_shown_any_more_is_left_out_and_counted(double, database, bring_in) -> None:
    for number in range(1, 4):
        handled(double, number)
    double.fault = lambda _method, number: Fault.MISSING if number == 2 else None
    said = bring_in()
    assert (said["counts"]["not_shown"], said["counts"]["added"]) == (1, 2)


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.ERROR_BEFORE, Fault.LOST, Fault.GARBAGE, Fault.MAINTENANCE])
def test_what_fails_for_a_while_is_asked_again(double, database, bring_in, fault, monkeypatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    for number in range(1, 6):
        handled(double, number)
    seen: Counter[int] = Counter()

    def twice(_method: str, number: int) -> Fault | None:
        seen[number] += 1
        return fault if seen[number] in {1, 2} else None

    double.fault = twice
    assert bring_in()["counts"]["added"] == 5


def test_pages_and_tickets_that_stand_on_two_of_them_are_read_once(double, database, bring_in) -> None:
    for number in range(1, 31):
        handled(double, number)
    double.most_per_page, double.account.repeats = 7, True
    said = bring_in()
    assert (said["counts"]["added"], said["tickets"]) == (30, 30)
    per_ticket = Counter(path for _, path, _ in double.requests if "/audits" in path)
    assert len(per_ticket) == 30 and set(per_ticket.values()) == {1}
    assert said["counts"]["requests"] == len(double.requests) < 30 * 1.5


def test_a_refused_page_is_waited_for(double, database, bring_in, monkeypatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    handled(double)
    double.retry_after = "17"
    faults = iter([None, None, None, None, Fault.BUSY])
    double.fault = lambda _method, _number: next(faults, None)
    assert bring_in()["counts"]["added"] == 1
    assert 17.0 in waited


def test_since_leaves_out_what_is_older_and_an_earlier_one_begins_again(double, database, bring_in) -> None:
    handled(double, 1)
    double.open_ticket(2, age=timedelta(days=2))
    assert bring_in("--since", "7d")["tickets"] == 1
    assert bring_in("--since", "5d")["tickets"] == 1
    said = bring_in("--since", f"{datetime.now(UTC) - timedelta(days=60):%Y-%m-%d}")
    assert (said["counts"]["added"], said["tickets"]) == (1, 2)


def test_a_place_that_zendesk_forgot_begins_anew(double, database, bring_in) -> None:
    handled(double)
    bring_in()
    with database.owner.begin() as connection:
        connection.execute(text("update history_imports set cursor = 'gone'"))
    double.open_ticket(2)
    said = bring_in()
    assert (said["counts"]["added"], said["tickets"]) == (1, 2)


def test_a_token_of_no_administrator_is_told_what_is_missing(double, database, bring_in, monkeypatch) -> None:
    monkeypatch.setenv("DESKHAND_ZENDESK_EMAIL", "ines@deskhand.example")
    assert "administrator" in bring_in(code=1)["said"]
    monkeypatch.delenv("DESKHAND_ZENDESK_URL")
    assert "DESKHAND_ZENDESK_URL" in bring_in(code=1)["said"]


def test_who_was_erased_does_not_come_back(double, database, bring_in) -> None:
    handled(double, 1)
    double.open_ticket(2, by=COLLEAGUE, age=OLD, ccs=[CUSTOMER])
    double.third_person_writes(2, "I am in copy", by=CUSTOMER, age=OLD)
    with transaction(database.owner) as session:
        erasures.remember(session, "email", "Femke@Brightloaf.example")
    said = bring_in()
    assert (said["counts"]["erased"], said["counts"]["messages_left_out"], said["tickets"]) == (1, 1, 1)
    assert [m.author_email for m in tickets(database)["2"].messages] == ["omar@brightloaf.example"]


def test_a_look_stores_nothing(double, database, bring_in) -> None:
    handled(double)
    said = bring_in("--dry-run")
    assert (said["counts"]["would_be_read"], said["tickets"]) == (1, 0)
    assert said["mapping"]["queues"] == {"Billing": "billing"}
    with transaction(database.owner) as session:
        assert history_imports.every(session) == []
    assert not [path for _, path, _ in double.requests if "/audits" in path]


def test_groups_and_priorities_are_mapped_and_kept(double, database, bring_in, monkeypatch) -> None:
    monkeypatch.setenv("DESKHAND_ZENDESK_GROUPS", json.dumps({"integrations": 8}))
    handled(double, 1)
    double.open_ticket(2, age=OLD, group=8)
    double.open_ticket(3, age=OLD, group=99)
    said = bring_in()
    assert said["mapping"]["queues"] == {"Billing": "billing", "Technical": "integrations", "Escalations": None}
    with transaction(database.owner) as session:
        [(known, here)] = history_imports.every(session)
    assert (known.mapping, known.is_complete, here) == (said["mapping"], True, 3)


def test_two_imports_at_once_do_not_count_twice(double, database, bring_in) -> None:
    handled(double)

    def meddle(_method: str, number: int) -> None:
        if number == 1:
            with database.owner.begin() as connection:
                connection.execute(text("update history_imports set cursor = 'elsewhere'"))

    double.fault = meddle
    assert "another import" in bring_in(code=1)["said"]
    assert not tickets(database)


def test_what_is_imported_is_no_ticket_of_the_worker_until_its_customer_writes_again(
    double, database, bring_in
) -> None:
    """A call about an imported ticket opens it here like any other that is new to us; before anything is written, delivery
    reads its history in Zendesk, so a reply in a ticket that a person has taken becomes a note."""
    handled(double, 1)
    handled(double, 2)
    bring_in()
    assert rows(database) == {"tickets": 0, "messages": 0, "deliveries": 0, "inbox": 0}

    with serving(configured(zendesk_agent_id=str(OURSELVES)), database.app) as desk:
        double.webhooks.connect(*by_trigger(f"{desk.url}/webhooks/zendesk", SECRET))
        double.customer_writes(1, "It is wrong again.")
        double.webhooks.send_all()
    assert rows(database) == {"tickets": 1, "messages": 1, "deliveries": 0, "inbox": 1}
    client = Zendesk(httpx.Client(base_url=double.url, auth=(f"{EMAIL}/token", TOKEN)), {}, TokenBucket(100))
    with client.client:
        snapshot = client.read("zendesk", "1", "marker")
    update = Update("marker", public=True, comment="A reply.")
    assert withheld(update, snapshot, asked_at=datetime.now(UTC), contacts=set()) is Withheld.TAKEN

    said = bring_in()
    assert (said["counts"]["changed"], said["tickets"]) == (1, 2)
    assert rows(database)["tickets"] == 1
    assert len(tickets(database)["1"].messages) == 3


def rows(database: Database) -> dict[str, int]:
    with database.owner.connect() as connection:
        return {
            name: connection.execute(text(f"select count(*) from {name}")).scalar_one()  # noqa: S608 - our own names
            for name in ("tickets", "messages", "deliveries", "inbox")
        }
