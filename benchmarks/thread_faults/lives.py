"""This module holds what the processes of a run do until they are killed: the product's web process and its rounds."""

import random
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
import uvicorn
from pydantic import SecretStr
from sqlalchemy import Engine, text

from benchmarks.thread_faults import script
from benchmarks.thread_faults.deaths import Hook
from worker.cli.demo.zendesk_double.people import EMAIL, OURSELVES, TOKEN
from worker.company import Company
from worker.db.session import make_engine, transaction
from worker.db.sweep import sweep as sweep_queue
from worker.db.words import words_of
from worker.delivery import Schedule, deliver_due
from worker.domain import Run, Ticket
from worker.helpdesks.protocol import Helpdesk
from worker.helpdesks.rate_limit import TokenBucket
from worker.helpdesks.zendesk.client import Zendesk
from worker.incoming import IncomingTicket
from worker.intake.web import create_app
from worker.pipeline import run
from worker.pipeline.tools import Tools
from worker.process.lease_keeper import Keeper
from worker.process.loop import work_once
from worker.settings import Settings

SECRET = "the-signing-secret-of-the-double"
TIMEOUT = httpx.Timeout(3.0, connect=2.0)
_POLL = (0.1, 0.4)  # seconds
_DUE = (
    "select exists (select 1 from deliveries where state in ('pending', 'unsure', 'sending') and not_before <= now()"
    " and (state <> 'sending' or lease_until < now()))"
)
_ASKED = (
    "select exists (select 1 from tickets where not_before <= now() and attempts < :most"
    " and (state = 'queued' or (state = 'running' and lease_until < now())))"
)


@dataclass(frozen=True)
class Setup:
    """A setup is what a process needs to know."""

    database: str  # URL
    double: str  # URL
    lease: int = 4  # seconds, of tickets and of deliveries
    burst: float = 0.5
    think: float = 0.05  # seconds that the engine takes for a batch

    @property
    def settings(self) -> Settings:
        return Settings(
            helpdesk="zendesk",
            zendesk_url=self.double,
            zendesk_email=EMAIL,
            zendesk_token=SecretStr(TOKEN),
            zendesk_agent_id=str(OURSELVES),
            zendesk_groups={"billing": 7, "access": 8},
            zendesk_secrets=(SecretStr(SECRET),),
            lease_seconds=max(self.lease, 3),
            burst_seconds=self.burst,
            batch=4,
        )


@dataclass(frozen=True)
class Light:
    """These are the services of a model worker: the product's pipeline with the engine of the script."""

    settings: Settings
    database: Engine
    helpdesk: Helpdesk
    tools: Tools
    company: Company = script.COMPANY

    def handle_batch(self, batch: Sequence[Ticket]) -> list[Run]:
        return run.handle_batch(batch, self.tools)

    def refresh(self) -> None: ...

    def handle_without_model(self, ticket: Ticket, why: str) -> Run:
        return run.handle_without_model(ticket, why, self.tools)


def warm() -> None:
    """Load what the first message and the first ticket load, so that no later life has to."""
    now = datetime.now(UTC)
    words = "Automatic reply? How long is the link to reset a password valid, and what does not work? Thank you!"
    said = IncomingTicket("zendesk", "1", "1", "1", now, "Question", words, "a@b.example", "A", True, "email")
    words_of(said, old=False)
    seen = Ticket(
        id=1, version=1, lease_token=1, external_id="1", source="zendesk", account=None, plan=None, tier=None,
        requester_email=None, requester_name=None, verified=True, subject="Question", body=words, language="en",
        automatic=False, late=False, received_at=now,
    )  # fmt: skip
    run.handle_batch([seen, replace(seen, version=2, body="No, that did not work.")], script.tools(0.0))


def io(setup: Setup, hook: Hook, dice: random.Random, _: socket.socket) -> None:
    """Deliver what is due, a few at once, with the client of the product."""
    engine, helpdesk = _engine(setup, hook), _helpdesk(setup, hook)
    schedule = Schedule(lease=setup.lease, first_delay=2.0, factor=1.2, pause=1.0)
    _repeat(
        lambda: deliver_due(engine, helpdesk, dice.randint(1, 3), schedule=schedule, reached=hook.reached),
        lambda: _is_any(engine, hook, _DUE),
        dice,
    )


def model(setup: Setup, hook: Hook, dice: random.Random, _: socket.socket) -> None:
    """Claim, decide and commit."""
    engine = _engine(setup, hook)
    services = Light(setup.settings, engine, _helpdesk(setup, hook), script.tools(setup.think))
    keeper = Keeper(engine, f"life {dice.random()}", services.settings.lease_seconds)
    most = services.settings.max_attempts
    _repeat(lambda: work_once(services, keeper), lambda: _is_any(engine, hook, _ASKED, most=most), dice)


def sweep(setup: Setup, hook: Hook, dice: random.Random, _: socket.socket) -> None:
    """Find what nobody settled."""
    engine = _engine(setup, hook)
    while True:
        sweep_queue(engine, setup.settings.max_attempts)
        time.sleep(dice.uniform(0.3, 0.6))


def web(setup: Setup, hook: Hook, _: random.Random, listening: socket.socket) -> None:
    """Take webhooks from a socket that outlives this process, as a supervisor would hold it."""
    app = create_app(setup.settings, _engine(setup, hook, pool_size=8), lambda _: None)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none")).run(sockets=[listening])


ROLES = {"io": io, "model": model, "sweep": sweep, "web": web}


def _engine(setup: Setup, hook: Hook, pool_size: int = 2) -> Engine:
    engine = make_engine(setup.database, pool_size=pool_size)
    hook.watch(engine)
    return engine


def _helpdesk(setup: Setup, hook: Hook) -> Zendesk:
    made = Zendesk.from_settings(setup.settings, timeout=TIMEOUT)
    made.client.event_hooks = hook.on_requests
    return replace(made, bucket=TokenBucket(60_000))


def _is_any(engine: Engine, hook: Hook, statement: str, **values: int) -> bool:
    with hook.resting(), transaction(engine, see_all=True) as session:
        return bool(session.scalar(text(statement), values))


def _repeat(work: Callable[[], object], is_any: Callable[[], bool], dice: random.Random) -> None:
    while True:
        if is_any():
            work()
        else:
            time.sleep(dice.uniform(*_POLL))
