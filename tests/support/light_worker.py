"""This module runs the product's worker processes with a light pipeline: real Celery, Valkey and Postgres, and no model.

A ticket's subject says what happens to it: "slow 2.5" takes that many seconds, "poison" kills the process, "raises"
raises; anything else is handed over.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from worker.broker import Role, make_celery
from worker.company import Company
from worker.db.session import make_engine
from worker.domain import Decision, Run, Ticket
from worker.embedded import connection_urls
from worker.helpdesks.memory import MemoryHelpdesk
from worker.settings import Settings
from worker.states import Outcome

COMPANY = Company("Light", "Light support", {"billing": "money", "access": "log in"}, {}, id="light")
BATCH_SECONDS = float(os.environ.get("LIGHT_BATCH_SECONDS", "0.05"))


@dataclass(frozen=True)
class Light:
    settings: Settings
    database: Engine
    helpdesk: MemoryHelpdesk
    company: Company = COMPANY

    def refresh(self) -> None:
        """Nothing is promoted here."""

    def handle_batch(self, tickets: Sequence[Ticket]) -> list[Run]:
        time.sleep(BATCH_SECONDS)
        for ticket in tickets:
            word, _, figure = ticket.subject.partition(" ")
            if word == "slow":
                time.sleep(float(figure))
            elif word == "poison":
                os.kill(os.getpid(), signal.SIGKILL)
            elif word == "raises":
                raise ValueError(f"cannot handle {ticket.body}")
        return [handed_over(ticket) for ticket in tickets]

    def handle_without_model(self, ticket: Ticket, _why: str) -> Run:
        return handed_over(ticket)


def handed_over(ticket: Ticket) -> Run:
    return Run(ticket=ticket, decision=Decision(Outcome.HAND_OVER, "not_covered", "light"), base_id="light")


def build(settings: Settings, *, with_model: bool) -> Light:
    time.sleep(float(os.environ.get("LIGHT_START_SECONDS", "0")))
    database = make_engine(connection_urls(settings).database)
    return Light(settings, database, MemoryHelpdesk(database))


def serve(part: str) -> None:
    from worker.cli.worker import serve as serve_app

    settings = Settings()
    app: Any = make_celery(
        os.environ.get("LIGHT_BROKER") or connection_urls(settings).broker,
        role=None if part == "beat" else Role(part),
        services="tests.support.light_worker:build",
        sweep_seconds=settings.sweep_seconds,
    )
    app.conf.deskhand_finish_seconds = float(os.environ.get("LIGHT_FINISH_SECONDS", "6"))
    if part == "beat":
        app.set_default()
        app.Beat(loglevel="INFO", quiet=True).run()
    else:
        serve_app(app, Role(part), Role(part).queues)


def supervise() -> None:
    from worker.process import supervisor

    command = [sys.executable, "-m", "tests.support.light_worker"]
    stop: threading.Event = supervisor.stop_on_signals()
    supervisor.supervise({part: [*command, part, str(os.getpid())] for part in ("model", "io", "beat")}, stop=stop)


def main() -> None:
    from worker import logs
    from worker.process import supervisor

    logs.configure()
    part = sys.argv[1]
    if len(sys.argv) > 2:
        supervisor.follow(int(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGTERM))
    supervise() if part == "all" else serve(part)


if __name__ == "__main__":
    main()
