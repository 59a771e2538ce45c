"""This module sends the double's webhooks, signed, as often and in as bad an order as Zendesk allows itself."""

import base64
import hashlib
import hmac
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

import httpx

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.subscriptions import Webhook, bodies
from worker.cli.demo.zendesk_double.tickets import Json, Ticket

TIMEOUT_SECONDS = 12.0
# status (0: no answer) -> how often Zendesk tries again; not verified, from a third party's summary
RETRIES = {409: 3, 429: 5, 503: 5, 0: 5}
LONGEST_WAIT = 60.0  # a longer Retry-After is not waited for


def headers(secret: str, body: bytes, *, invocation: str, at: datetime | None = None) -> dict[str, str]:
    """Return the headers of a signed call. The signature is made here and not by the product's code, which it tests."""
    timestamp = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "X-Zendesk-Webhook-Id": "01HZWEBHOOK",
        "X-Zendesk-Webhook-Signature": base64.b64encode(digest).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": timestamp,
        "X-Zendesk-Webhook-Invocation-Id": invocation,
    }


@dataclass(frozen=True)
class Call:
    """A call is one invocation of a webhook that has not succeeded yet."""

    url: str
    secret: str
    body: bytes
    invocation: str
    tries: int = 0
    not_before: float = 0.0  # of time.monotonic


@dataclass
class Webhooks:
    """These are the account's webhooks. `copies`: how often each call is made, under ids of their own if `new_ids`;
    `shuffled`: what waits is sent in any order; `spread`: the copies come within so many seconds; `lanes`: how many are sent
    at once. `sent` has the status of each answer (0: none), `lost` what Zendesk gave up."""

    connected: list[Webhook] = field(default_factory=list)
    copies: int = 1
    new_ids: bool = False
    shuffled: bool = False
    spread: float = 0.0
    lanes: int = 1
    timeout: float = TIMEOUT_SECONDS
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    waiting: list[Call] = field(default_factory=list)
    sent: list[tuple[Call, int]] = field(default_factory=list)
    lost: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _client: httpx.Client | None = None

    def connect(self, *webhooks: Webhook) -> None:
        self.connected.extend(webhooks)

    def changed(self, account: Account, ticket: Ticket, audit: Json) -> None:
        """Put the calls of an audit into the queue. They say what was so when it was written."""
        for webhook in self.connected:
            if webhook.when(account, ticket, audit):
                for body in bodies(webhook, account, ticket, audit):
                    self._queue(Call(webhook.url, webhook.secret, body, uuid4().hex.upper()))

    def _queue(self, call: Call) -> None:
        copies = [
            replace(call, invocation=uuid4().hex.upper()) if self.new_ids else call for _ in range(self.copies - 1)
        ]
        with self._lock:
            now = time.monotonic()
            self.waiting += [replace(one, not_before=now + self.spread * self.dice.random()) for one in (call, *copies)]

    def send(self) -> None:
        """Send what waits and is due, once; what is to be tried again waits on."""
        with self._lock:
            now = time.monotonic()
            due = [call for call in self.waiting if call.not_before <= now]
            self.waiting = [call for call in self.waiting if call.not_before > now]
        if self.shuffled:
            self.dice.shuffle(due)
        if not due:
            return
        client = self._client = self._client or httpx.Client(timeout=self.timeout)  # to make one costs more than a call
        with ThreadPoolExecutor(self.lanes) as pool:
            list(pool.map(lambda call: self._try(client, call), due))

    def send_all(self, seconds: float = 60.0) -> None:
        """Send until nothing waits."""
        deadline = time.monotonic() + seconds
        while self.waiting and time.monotonic() < deadline:
            self.send()
            if self.waiting:
                time.sleep(0.01)

    def start(self, pause: float = 0.02) -> None:
        """Send from now on as changes happen, in a thread, until `stop`."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._run, args=(pause,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._client is not None:
            self._client.close()
            self._client = None

    def _run(self, pause: float) -> None:
        while not self._stopped.wait(pause):
            self.send()

    def _try(self, client: httpx.Client, call: Call) -> None:
        signed = headers(call.secret, call.body, invocation=call.invocation)
        status, wait = 0, 0.0
        try:
            answer = client.post(call.url, content=call.body, headers=signed)
            status, wait = answer.status_code, _wait(answer)
        except httpx.HTTPError:
            pass  # counted as no answer
        again = replace(call, tries=call.tries + 1, not_before=time.monotonic() + wait)
        with self._lock:
            self.sent.append((call, status))
            if 200 <= status < 300:
                return
            if again.tries <= RETRIES.get(status, 0) and wait < LONGEST_WAIT:
                self.waiting.append(again)
            else:
                self.lost.append(call)


def _wait(answer: httpx.Response) -> float:
    """Return the seconds to wait before another try. A 429 or 503 that does not say is not tried again."""
    if answer.status_code not in {429, 503}:
        return 0.0
    try:
        return max(float(answer.headers["retry-after"]), 0.0)
    except (KeyError, ValueError):
        return LONGEST_WAIT
