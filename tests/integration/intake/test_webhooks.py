"""Webhooks over real HTTP, into a real Postgres; every line of bad input gets a clear status."""

import base64
import gzip
import http.client
import io
import json
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import structlog
from sqlalchemy import text

from tests.support.desk import STANDARD_SECRET, Desk, secrets_of, serving, standard_headers
from worker import logs
from worker.broker import make_celery
from worker.broker import ring as ring_broker
from worker.db.session import make_engine, transaction
from worker.errors import NotReady
from worker.helpdesks.registry import VENDORS
from worker.incoming import IncomingTicket
from worker.intake.web import create_app
from worker.mail.answerable import is_answerable

MEBIBYTE = 1_048_576


@pytest.fixture
def desk(database) -> Iterator[Desk]:
    with serving(secrets_of(), database.app) as running:
        yield running


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """What a log file of the process would hold."""
    lines, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure(stream=lines)
    yield lines
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level


def rows(database, statement: str) -> list[dict]:
    with transaction(database.app, see_all=True) as session:
        return [dict(row._mapping) for row in session.execute(text(statement))]


def nothing_stored(database) -> bool:
    return rows(database, "select id from inbox") == rows(database, "select id from tickets") == []


class TestTakingTickets:
    def test_a_signed_ticket_is_stored_rung_for_and_answered_with_its_id(self, database, desk):
        answer = desk.ticket()
        assert answer.status_code == 202
        (stored,) = rows(database, "select * from tickets")
        assert answer.json() == {"ticket_id": stored["id"], "status": "new"}
        assert desk.wait_for_rings(1) == [stored["id"]]

    def test_the_same_delivery_ten_times_at_once_is_one_ticket(self, database, desk):
        body = json.dumps({"type": "ticket.created", "data": {"id": "T-1", "body": "How?"}}).encode()
        headers = standard_headers(body)
        with ThreadPoolExecutor(10) as threads:
            answers = list(threads.map(lambda _: desk.post("/webhooks/standard", body, headers), range(10)))
        assert {a.status_code for a in answers} == {202}
        assert sorted(a.json()["status"] for a in answers) == ["duplicate"] * 9 + ["new"]
        assert len({a.json()["ticket_id"] for a in answers}) == 1
        assert len(desk.wait_for_rings(1)) == 1

    def test_an_update_while_the_ticket_runs_makes_a_new_version(self, database, desk):
        desk.ticket(version="1")
        with transaction(database.app, see_all=True) as session:
            session.execute(
                text("update tickets set state = 'running', lease_token = 1, lease_until = now() + '1 min'")
            )
        assert desk.ticket(version="2", body="Sorry, I meant the Swiss one.").json()["status"] == "updated"
        (stored,) = rows(database, "select * from tickets")
        assert (stored["version"], stored["state"]) == (2, "queued")
        assert len(desk.wait_for_rings(2)) == 2

    def test_a_known_id_with_another_body_is_a_conflict(self, database, desk):
        first, second = (
            json.dumps({"type": "ticket.created", "data": {"id": i, "body": "How?"}}).encode() for i in "12"
        )
        assert desk.standard(first, "msg_1").status_code == 202
        assert desk.standard(second, "msg_1").status_code == 409
        assert len(rows(database, "select id from tickets")) == 1


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "cleaned"),
        [
            ("", ""),
            ("🧊🧊😭🔧❓❓", "🧊🧊😭🔧❓❓"),
            ("[image: screenshot.png]", "[image: screenshot.png]"),
            ("\u200b\u202e\u2066", ""),
            ("<script>alert(1)</script>", ""),
            ("\x00", ""),
            (None, ""),
            (["not", "text"], ""),
        ],
    )
    def test_a_ticket_that_asks_nothing_is_kept_and_is_not_answerable(self, database, desk, body, cleaned):
        assert desk.ticket(body=body, subject="").status_code == 202
        (message,) = rows(database, "select body from messages")
        assert message["body"] == cleaned
        assert not is_answerable(message["body"])

    @pytest.mark.parametrize(
        "body",
        [
            "\u202eHow do I\u200b change\x00 the \U000e0041VAT number?",
            "<p>How do I change the VAT number?</p><script>alert(1)</script>",
            "How do I change the VAT number?\n\nOn Tue, 18 Nov 2025 at 10:12, Support <s@x.example> wrote:\n> old",
        ],
    )
    def test_what_surrounds_the_question_is_removed_and_the_original_kept(self, database, desk, body):
        assert desk.ticket(body=body).status_code == 202
        (message,) = rows(database, "select body, original from messages")
        assert message["body"] == "How do I change the VAT number?"
        assert message["original"] == body.replace("\x00", "")

    def test_half_a_character_escaped_in_the_json_is_removed_and_raw_in_the_bytes_refused(self, database, desk):
        data = {"id": "T-1", "subject": "VAT", "body": "How do I change\ud800 the VAT number?"}
        sent = json.dumps({"type": "ticket.created", "data": data}).encode()
        assert b"\\ud800" in sent
        assert desk.standard(sent).status_code == 202
        (message,) = rows(database, "select body, original from messages")
        assert message == {"body": "How do I change the VAT number?", "original": "How do I change the VAT number?"}
        raw = json.dumps({"type": "ticket.created", "data": data}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        assert desk.standard(raw).status_code == 400

    def test_a_body_of_200000_characters_is_kept_and_shortened(self, database, desk):
        assert desk.ticket(body="how do I " * 22_223).status_code == 202
        (message,) = rows(database, "select length(body) as body, length(original) as original from messages")
        assert message["original"] > 200_000
        assert message["body"] <= 20_000

    def test_an_unknown_sender_and_an_auto_reply_are_kept_as_such(self, database, desk):
        desk.ticket("T-1", requester={"email": "nobody@elsewhere.example"})
        desk.ticket("T-2", headers={"Auto-Submitted": "auto-replied"})
        first, second = rows(database, "select account, verified, automatic from tickets order by id")
        assert (first["account"], first["verified"]) == (None, False)
        assert second["automatic"] is True

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"not json",
            b"[]",
            b'{"type":"ticket.created","data":{"id":"1","body":"\xff\xfe"}}',
            b'{"type":"ticket.created","data":{"id":"1","body":"\x00"}}',
            b'{"type":"ticket.created","data":{"id":"\\u0007"}}',
            b'{"type":"ticket.created","data":{}}',
            b'{"type":"ticket.created"}',
            b'{"type":"ticket.created","data":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
            gzip.compress(b"0" * 10_000_000),
        ],
        ids=["empty", "text", "list", "utf8", "nul", "id", "no-id", "no-data", "deep", "deep-objects", "gzip-bomb"],
    )
    def test_a_signed_body_that_cannot_be_read_is_refused_with_400(self, database, desk, body):
        answer = desk.standard(body)
        assert answer.status_code == 400
        assert answer.json()["error"]
        assert nothing_stored(database)

    def test_ten_megabytes_are_refused_with_413_with_and_without_a_length(self, database, desk):
        body = b'{"type":"ticket.created","data":{"id":"1","body":"' + b"x" * (10 * MEBIBYTE) + b'"}}'
        assert desk.standard(body).status_code == 413
        chunks = (body[i : i + 65536] for i in range(0, len(body), 65536))
        chunked = httpx.post(
            desk.url + "/webhooks/standard", content=chunks, headers=standard_headers(body), timeout=30
        )
        assert "content-length" not in chunked.request.headers
        assert chunked.status_code == 413
        assert nothing_stored(database)

    def test_a_body_of_just_the_limit_is_taken_and_one_byte_more_is_not(self, database, desk):
        frame = b'{"type":"ticket.created","data":{"id":"1","body":""}}'
        body = frame.replace(b'"body":"', b'"body":"' + b"x" * (MEBIBYTE - len(frame)))
        assert len(body) == MEBIBYTE
        assert desk.standard(body).status_code == 202
        assert desk.standard(body + b" ").status_code == 413


class TestSignatures:
    BODY = b'{"type":"ticket.created","ticket_id":"1","data":{"id":"1","body":"How?"}}'

    @pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
    def test_a_missing_empty_or_doubled_standard_header_is_refused_with_401(self, database, desk, name):
        good = standard_headers(self.BODY)
        assert desk.post("/webhooks/standard", self.BODY, {**good, name: None}).status_code == 401
        assert desk.post("/webhooks/standard", self.BODY, {**good, name: ""}).status_code == 401
        doubled = [*good.items(), (name, good[name])]
        assert httpx.post(desk.url + "/webhooks/standard", content=self.BODY, headers=doubled).status_code == 401
        assert nothing_stored(database)

    def test_a_wrong_an_old_and_an_early_signature_are_refused_with_401(self, database, desk):
        good = standard_headers(self.BODY)
        wrong = {**good, "webhook-signature": "v1," + base64.b64encode(b"x" * 32).decode()}
        old = standard_headers(self.BODY, at=time.time() - 301)
        early = standard_headers(self.BODY, at=time.time() + 320)
        for headers in (wrong, old, early):
            assert desk.post("/webhooks/standard", self.BODY, headers).status_code == 401
        assert desk.post("/webhooks/standard", self.BODY + b" ", good).status_code == 401
        assert nothing_stored(database)

    @pytest.mark.parametrize(
        "value", [b"v1,\xff\xfe", b"v1", b"v1,a,b,c", b"v1,%%%", b"," * 500, "v1,ü".encode(), b"x" * 5000]
    )
    def test_odd_bytes_in_a_signature_are_refused_with_401(self, desk, value):
        host = desk.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10)
        connection.putrequest("POST", "/webhooks/standard")
        for name, good in standard_headers(self.BODY).items():
            connection.putheader(name, value if name == "webhook-signature" else good)
        connection.putheader("content-length", str(len(self.BODY)))
        connection.endheaders(self.BODY)
        assert connection.getresponse().status == 401
        connection.close()

    def test_an_endpoint_without_a_secret_takes_nothing_and_readyz_says_why(self, database):
        others = [vendor.name for vendor in VENDORS if vendor.make_webhook and vendor.name != "standard"]
        with serving(secrets_of(), database.app) as half:
            for name in others:
                answer = half.post(f"/webhooks/{name}", self.BODY, {})
                assert answer.status_code == 401
                assert f"DESKHAND_{name.upper()}_SECRETS" in answer.json()["error"]
            assert half.ticket().status_code == 202
            ready = half.get("/readyz")
            assert ready.status_code == 200
            assert list(ready.json()["closed"]) == others != []
        with serving(secrets_of(standard_secrets=()), database.app) as closed:
            assert closed.get("/readyz").status_code == 503
            assert "DESKHAND_STANDARD_SECRETS" in str(closed.get("/readyz").json()["problems"])

    def test_a_secret_that_cannot_be_used_stops_the_start(self, database):
        with pytest.raises(NotReady, match="STANDARD_SECRETS"):
            create_app(secrets_of(standard_secrets=("whsec_" + "ä" * 32,)), database.app, print)


class TestWhenSomethingIsDown:
    def test_without_a_database_the_answer_is_503_with_retry_after_and_readyz_says_so(self, stack):
        dead = make_engine("postgresql://deskhand_app@127.0.0.1:1/deskhand")
        with serving(secrets_of(), dead) as desk:
            answer = desk.ticket()
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "30"
            assert desk.rung == []
            assert desk.get("/healthz").status_code == 200
            assert desk.get("/readyz").status_code == 503
            assert 'refused_total{reason="database",source="standard"} 1.0' in desk.get("/metrics").text

    def test_when_every_connection_is_taken_the_answer_is_503_with_retry_after(self, database, stack):
        narrow = make_engine(stack.urls.database, pool_size=1)
        held = [narrow.connect() for _ in range(6)]
        try:
            with serving(secrets_of(), narrow) as desk:
                answer = desk.ticket()
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
                for connection in held:
                    connection.close()
                assert desk.ticket().status_code == 202
        finally:
            narrow.dispose()

    def test_a_locked_table_is_503_and_the_same_request_later_is_taken(self, database, desk):
        body = json.dumps({"type": "ticket.created", "data": {"id": "T-1", "body": "How?"}}).encode()
        headers = standard_headers(body)
        with database.owner.begin() as connection:
            connection.execute(text("lock table tickets in access exclusive mode"))
            answer = desk.post("/webhooks/standard", body, headers)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert desk.post("/webhooks/standard", body, headers).json()["status"] == "new"

    def test_a_mistake_of_ours_is_503_and_its_log_has_nothing_of_the_ticket(
        self, database, desk, monkeypatch, log_lines
    ):
        def broken(_engine: object, incoming: IncomingTicket, _digest: str, **_: object) -> None:
            raise RuntimeError(f"cannot take {incoming.body} of {incoming.requester_email}")

        monkeypatch.setattr("worker.intake.web.accept", broken)
        answer = desk.ticket(body="canary-7431")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert "RuntimeError" in log_lines.getvalue()
        for secret in ("canary-7431", "femke", "bright.example"):
            assert secret not in answer.text
            assert secret not in log_lines.getvalue()

    def test_what_the_database_complains_about_is_not_logged_with_the_row(self, database, desk, log_lines):
        with database.owner.begin() as connection:
            connection.execute(text("alter table messages add constraint short check (length(body) < 5)"))
        try:
            assert desk.ticket(body="canary-7431").status_code == 503
        finally:
            with database.owner.begin() as connection:
                connection.execute(text("alter table messages drop constraint short"))
        assert "23514" in log_lines.getvalue()  # check_violation
        assert "canary-7431" not in log_lines.getvalue()
        assert nothing_stored(database)

    def test_without_a_broker_the_ticket_is_taken_all_the_same(self, database):
        nowhere = make_celery("redis://127.0.0.1:1/0")
        with serving(secrets_of(), database.app, lambda ticket_id: ring_broker(nowhere, ticket_id)) as desk:
            assert desk.ticket().status_code == 202
            deadline = time.monotonic() + 60
            while 'doorbells_total{result="failed"}' not in desk.get("/metrics").text and time.monotonic() < deadline:
                time.sleep(0.05)
            assert 'doorbells_total{result="failed"} 1.0' in desk.get("/metrics").text
        assert len(rows(database, "select id from tickets")) == 1

    def test_a_broker_that_hangs_or_raises_holds_up_no_answer(self, database):
        release, in_time = threading.Event(), []

        def hang(_: int) -> None:
            in_time.append(release.wait(60))
            raise RuntimeError("the broker is gone")

        with serving(secrets_of(), database.app, hang) as desk:
            assert {desk.ticket(f"T-{n}").status_code for n in range(5)} == {202}
            assert in_time == []  # all were answered while each doorbell still hung
            release.set()
        assert len(rows(database, "select id from tickets")) == 5

    def test_a_body_that_never_ends_is_given_up(self, database, monkeypatch):
        monkeypatch.setattr("worker.intake.web.BODY_SECONDS", 0.3)
        with serving(secrets_of(), database.app) as desk:
            connection = http.client.HTTPConnection(desk.url.removeprefix("http://"), timeout=10)
            connection.putrequest("POST", "/webhooks/standard")
            connection.putheader("content-length", "100")
            connection.endheaders(b"{")
            assert connection.getresponse().status == 408
            connection.close()


def test_requests_are_counted_and_other_paths_and_methods_are_not_found(desk):
    desk.ticket()
    desk.post("/webhooks/standard", b"{}", {})
    counted = desk.get("/metrics").text
    assert 'deskhand_webhooks_accepted_total{source="standard",status="new"} 1.0' in counted
    assert 'deskhand_webhooks_refused_total{reason="signature",source="standard"} 1.0' in counted
    assert desk.get("/webhooks/standard").status_code == 405
    assert desk.post("/webhooks/other", b"{}", {}).status_code == 404


def test_deskhand_web_lets_a_request_under_way_end_when_it_is_told_to_stop(database, stack):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**stack.environment, "DESKHAND_STANDARD_SECRETS": json.dumps([STANDARD_SECRET])}
    command = [sys.executable, "-m", "worker.cli.main", "web", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", process)
        body = json.dumps({"type": "ticket.created", "data": {"id": "T-1", "body": "canary-7431, how?"}}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        connection.putrequest("POST", "/webhooks/standard")
        for name, value in {**standard_headers(body), "content-length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders(body[:10])
        time.sleep(0.5)  # until the server has the first half
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        connection.send(body[10:])
        answer = connection.getresponse()
        assert answer.status == 202
        stored = json.loads(answer.read())["ticket_id"]
        connection.close()
        assert process.wait(20) in {0, -signal.SIGTERM}
    finally:
        process.kill()
        _, log = process.communicate()
    assert [row["id"] for row in rows(database, "select id from tickets")] == [stored]
    assert "canary-7431" not in log


def _wait_until_ready(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None
        try:
            if httpx.get(url + "/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the web process was not ready within a minute")


def test_a_ring_waits_for_the_burst_and_a_stop_ends_the_wait(database):
    settings = secrets_of(burst_seconds=0.5)
    with serving(settings, database.app) as desk:
        assert desk.ticket().status_code == 202
        assert desk.rung == []
        assert len(desk.wait_for_rings(1)) == 1
    with serving(secrets_of(burst_seconds=60), database.app) as desk:
        desk.ticket("T-2")
        started = time.monotonic()
    assert time.monotonic() - started < 10
    assert desk.rung == []
