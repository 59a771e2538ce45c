"""The webhooks that the double sends, read by the code that receives Zendesk's."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from worker.cli.demo.zendesk_double.attachments import File
from worker.cli.demo.zendesk_double.people import COLLEAGUE, CUSTOMER, OURSELVES, PERSON, STRANGER
from worker.cli.demo.zendesk_double.subscriptions import by_events, by_trigger
from worker.domain import Author
from worker.helpdesks.zendesk.webhook import INVOCATION, SIGNATURE, TIMESTAMP, normalise, verify
from worker.incoming import IncomingTicket

SECRET = "the-signing-secret-of-the-double"


class Receiver:
    """A receiver takes calls, and answers what it is told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.url = ""

    def bodies(self) -> list[dict]:
        return [json.loads(body) for _, body in self.calls]

    def read(self):
        """Return what the product reads of each call, its signature checked."""
        found = []
        for headers, body in self.calls:
            now = datetime.now(UTC)
            verify([SECRET], headers[TIMESTAMP], body, headers[SIGNATURE], now=now, tolerance=300)
            said = json.loads(body)
            call = {"invocation_id": headers[INVOCATION], "digest": "d", "own_agent_id": str(OURSELVES), "now": now}
            found.append(normalise(said, **call))
        return found


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.calls.append((dict(self.headers), body))
            status, headers = receiver.answers.pop(0) if receiver.answers else (202, {})
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/webhooks/zendesk"
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def test_the_triggers_of_our_guide_fire_for_what_customers_say_in_public(double, receiver):
    """docs/guides/webhooks.md: current user is an end user, comment is public; a second trigger for proven addresses."""
    double.webhooks.connect(*by_trigger(receiver.url, SECRET))
    double.open_ticket(1, 'It says "no"\nagain.', ccs=[COLLEAGUE])
    double.agent_comments(1)
    double.agent_comments(1, "Between us.", public=False)
    double.third_person_writes(1, "Here too.")
    double.agent_changes(1, priority="high")
    double.open_ticket(2, by=STRANGER)
    double.webhooks.send_all()
    first, third, second = receiver.read()
    assert (first.external_id, first.body, first.author) == ("1", 'It says "no"\nagain.', Author.CUSTOMER)
    assert first.version == str(double.tickets[1].comments()[0]["id"])
    assert (first.requester_email, first.requester_verified) == ("femke@brightloaf.example", True)
    assert (third.author, third.requester_verified, third.body) == (Author.THIRD_PERSON, False, "Here too.")
    assert (second.external_id, second.requester_verified) == ("2", False)
    assert "Between us." not in str(receiver.bodies())


def test_events_tell_of_a_ticket_and_of_each_comment_with_its_author(double, api, receiver):
    """Reference "Ticket events": ticket.created, ticket.comment_added; ids are text, times have nine digits."""
    double.webhooks.connect(*by_events(receiver.url, SECRET))
    double.open_ticket(1, "Help.")
    double.customer_writes(1, "Still.", files=[File("a.png")])
    double.agent_comments(1, "Note.", public=False)
    api.put(1, comment={"body": "Ours."})
    double.agent_changes(1, priority="high")
    double.webhooks.send_all()
    assert [t.author for t in receiver.read()] == [Author.CUSTOMER, Author.CUSTOMER, Author.AGENT, Author.OURSELVES]
    assert [t.public for t in receiver.read()] == [True, True, False, True]
    assert receiver.read()[1].attachments[0].name == "a.png"
    created = receiver.bodies()[0]
    assert created["detail"]["requester_id"] == str(CUSTOMER)
    assert created["detail"]["status"] == "NEW"
    assert created["time"].endswith(".672717030Z")
    assert created["subject"] == "zen:ticket:1"


def test_events_tell_of_changes_and_merges(double, receiver):
    """Reference "Ticket events": status, priority, assignee, group, tags and merges have events of their own."""
    kinds = "status_changed priority_changed agent_assignment_changed group_assignment_changed tags_changed merged"
    double.webhooks.connect(*by_events(receiver.url, SECRET, *kinds.split()))
    double.open_ticket(1, tags=["vip"])
    double.open_ticket(2)
    double.agent_changes(1, assignee=PERSON, priority="urgent", tags=["seen"])
    double.merge(2, into=1)
    double.webhooks.send_all()
    said = [(b["type"].rpartition(".")[2], b["detail"]["id"], b["event"]) for b in receiver.bodies()]
    events = {(kind, number): event for kind, number, event in said}
    assert events["status_changed", "1"]["current"] == "OPEN"
    assert events["priority_changed", "1"]["current"] == "URGENT"
    assert events["agent_assignment_changed", "1"]["current"] == str(PERSON)
    assert events["tags_changed", "1"]["added"] == {"tags": ["seen"]}
    assert events["tags_changed", "1"]["removed"] == {"tags": ["vip"]}
    assert events["status_changed", "2"]["current"] == "CLOSED"
    assert events["merged", "2"]["target_ticket_id"] == "1"
    sequences = {b["event"]["meta"]["sequence"]["id"] for b in receiver.bodies() if b["detail"]["id"] == "1"}
    assert len(sequences) == 1
    assert not any(isinstance(ticket, IncomingTicket) and ticket.says for ticket in receiver.read())


def test_calls_come_several_times_and_in_any_order_if_they_are_told_to(double, receiver):
    """Introduction to webhooks: a call is tried once but may be made several times; the order is not promised."""
    double.webhooks.connect(*by_trigger(receiver.url, SECRET))
    double.webhooks.copies, double.webhooks.shuffled, double.webhooks.lanes = 10, True, 4
    double.open_ticket(1, "0")
    for number in range(1, 6):
        double.customer_writes(1, str(number))
    double.webhooks.send_all()
    said = [body["body"] for body in receiver.bodies()]
    assert sorted(said) == sorted([str(n) for n in range(6)] * 10)
    assert said != sorted(said)
    assert len({headers[INVOCATION] for headers, _ in receiver.calls}) == 6


def test_copies_may_have_ids_of_their_own(double, receiver):
    """Introduction to webhooks: one action may cause several invocations."""
    double.webhooks.connect(*by_trigger(receiver.url, SECRET))
    double.webhooks.copies, double.webhooks.new_ids = 3, True
    double.open_ticket(1)
    double.webhooks.send_all()
    assert len({headers[INVOCATION] for headers, _ in receiver.calls}) == 3


@pytest.mark.parametrize(
    ("status", "headers", "calls", "lost"),
    [
        (409, {}, 4, 1),
        (503, {"Retry-After": "0"}, 6, 1),
        (503, {"Retry-After": "90"}, 1, 1),
        (503, {}, 1, 1),
        (500, {}, 1, 1),
        (202, {}, 1, 0),
    ],
)
def test_a_refused_call_is_tried_again_where_zendesk_does(double, receiver, status, headers, calls, lost):
    """A third party's summary, not verified: 409 is tried again three times, 429 and 503 if Retry-After is under 60 s."""
    double.webhooks.connect(*by_trigger(receiver.url, SECRET))
    receiver.answers = [(status, headers)] * 9
    double.open_ticket(1)
    double.webhooks.send_all()
    assert len(receiver.calls) == calls
    assert len(double.webhooks.lost) == lost


def test_calls_go_out_by_themselves_once_started(double, receiver):
    double.webhooks.connect(*by_trigger(receiver.url, SECRET))
    double.webhooks.start()
    double.open_ticket(1)
    deadline = time.monotonic() + 60
    while not receiver.calls and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(receiver.calls) == 1


def test_a_call_without_an_answer_is_tried_again_and_given_up(double):
    """A third party's summary, not verified: up to five retries."""
    double.webhooks.connect(*by_trigger("http://127.0.0.1:1/", SECRET))
    double.open_ticket(1)
    double.webhooks.send()
    assert len(double.webhooks.waiting) == 1
    double.webhooks.send_all()
    assert (len(double.webhooks.sent), len(double.webhooks.lost)) == (6, 1)
