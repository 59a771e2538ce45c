"""The doctor leads to the first own ticket: it says one next step, the first one of the way that is not done yet.

init ▸ up ▸ knowledge sync ▸ history import ▸ history review ▸ history examples ▸ models heads ▸ models evaluate ▸ replay
▸ webhook ▸ web, worker
"""

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from worker import embedded, learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.db.schema import owner_engine
from worker.errors import NotReady
from worker.helpdesks.registry import VENDORS
from worker.settings import Settings

TICKETS, LABELS, REPORT, REPLAY = "tickets", "labels.csv", "report.html", "replay.html"  # in the company's folder
_SERVERS = ("home", "database", "database owner", "broker")
_FIRST = ("company", "installation", "adapters", "what was learned", "knowledge")  # what nothing works without
_COUNTS = {
    "passages": "select count(*) from passages",
    "past": "select count(*) from past_tickets",
    "tickets": "select count(*) from tickets",
}


@dataclass(frozen=True)
class NextStep:
    command: str  # "" where something must be corrected by hand
    why: str

    def __str__(self) -> str:
        return f"{self.command}   ({self.why})" if self.command else self.why

    def diagnosis(self) -> Diagnosis:
        return Diagnosis("next", Level.GOOD, str(self))


def next_step(settings: Settings, checks: Sequence[Diagnosis]) -> NextStep | None:
    """Return the next step towards tickets that are handled; None once some were."""
    if settings.company is None:
        return NextStep("deskhand init FOLDER", "it asks a few questions and writes your company's files")
    wrong = {check.what: check for check in reversed(checks) if check.level is Level.WRONG}
    for what in _FIRST:
        if what in wrong:
            return NextStep("", f"correct what is wrong with “{what}” above, then run `deskhand doctor` again")
    if any(what in wrong for what in _SERVERS):
        return NextStep("deskhand up", "it starts the servers and brings the database to the newest schema")
    try:
        return _of_the_data(settings, _counts(settings))
    except (NotReady, SQLAlchemyError):
        return NextStep("deskhand up", "the database could not be read")


def _of_the_data(settings: Settings, known: Mapping[str, int]) -> NextStep | None:
    if not known["passages"]:
        return NextStep("deskhand knowledge sync", "nothing is known yet: it reads the sources of the knowledge file")
    if known["tickets"]:
        return None
    return _of_the_history(settings, known["past"]) or _of_the_webhooks(settings)


def _of_the_history(settings: Settings, past: int) -> NextStep | None:
    """Return what is missing until past tickets have taught what they can."""
    folder = settings.company_path.parent
    train, test = folder / TICKETS / "train.jsonl", folder / TICKETS / "test.jsonl"
    if not learned_assets.load_heads(settings):
        if train.is_file():
            return NextStep(f"deskhand models heads --data {_shown(train)}", "it learns queue, priority and hand-over")
        if not past:
            where = "zendesk" if getattr(settings, "zendesk_url", None) else "FILE.csv"
            why = "it brings in the tickets that people handled, from Zendesk, CSV or JSON Lines; none is answered"
            return NextStep(f"deskhand history import {where}", why)
        if not (folder / LABELS).exists():
            why = f"50 labels of {past:,} past tickets for a person to look at"
            return NextStep(f"deskhand history review --out {_shown(folder / LABELS)}", why)
        why = f"it makes redacted examples of {past:,} past tickets"
        return NextStep(f"deskhand history examples --out {_shown(train.parent)}", why)
    if test.is_file() and not (folder / REPORT).exists():
        files = f"--data {_shown(test)} --train {_shown(train)} --html {_shown(folder / REPORT)}"
        return NextStep(f"deskhand models evaluate {files}", "it compares what was learned with everything simpler")
    if past and not (folder / REPLAY).exists():
        html = _shown(folder / REPLAY)
        return NextStep(f"deskhand replay --since 30d --html {html}", "past tickets again, beside what people did")
    return None


def _of_the_webhooks(settings: Settings) -> NextStep:
    receiving = [vendor for vendor in VENDORS if vendor.make_webhook]
    if not any(vendor.has_secret(settings) for vendor in receiving):
        names = " or ".join(f"DESKHAND_{vendor.secrets.upper()}" for vendor in receiving)
        return NextStep("", f"set {names} in .env and the webhook in your helpdesk (docs/guides/webhooks.md)")
    return NextStep("deskhand web   and, beside it,   deskhand worker", "then send a first ticket")


def _counts(settings: Settings) -> dict[str, int]:
    owner: Engine = owner_engine(embedded.database_urls(settings)[1])
    try:
        with owner.connect() as connection:
            return {name: int(connection.scalar(text(query)) or 0) for name, query in _COUNTS.items()}
    finally:
        owner.dispose()


def _shown(path: Path) -> str:
    """Return a path as it is typed in the working directory."""
    near = os.path.relpath(path)
    return shlex.quote(str(path) if near.startswith("..") else near)
