"""`deskhand diagnose` says why answers were bad or corrected: counts, and the first thing to do. `deskhand tickets diagnose`
says it of one ticket."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from worker.cli import private_file, progress
from worker.cli.options import AS_JSON
from worker.cli.since import since as time_of
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from worker.company import Company
    from worker.diagnosis.causes import Diagnosis
    from worker.diagnosis.diagnosing import Practice
    from worker.diagnosis.summary import Summary

console = Console()
MOST = 500  # answers that are diagnosed at once
_EVER = datetime(1970, 1, 1, tzinfo=UTC)

HELP = """Say why answers were bad or corrected, one cause each, and what to do first: knowledge, retrieval, prompt or model.

Looked at are the answers of this time that an agent answered after us, or whose queue or priority a person changed, or in
which the check found something. An agent's sentence is compared with ours; where ours does not say it, the cause is how far
the page that says it came: not there, out of date, not found, too far down, shown and not used. A page that was shown and
not used is confirmed by a run with the right pages alone. Nothing is sent or stored.

Of tone only this is checked: the form of address, and whether an agent changed greeting or signature alone.

Examples:

    deskhand diagnose --since 30d

    deskhand diagnose --since 2w --html why.html

    deskhand diagnose --since 2026-11-01 --json | jq .areas
"""
TICKET_HELP = """Say why the answer to one ticket was bad or corrected, with the evidence.

Examples:

    deskhand tickets diagnose 12

    deskhand tickets diagnose 12 --json | jq -r .cause
"""


def register(root: typer.Typer) -> None:
    root.command("diagnose", help=HELP)(diagnose)


def diagnose(
    since: Annotated[str, typer.Option(help="How far back: 12h, 30d, 4w, a day such as 2026-11-01, or all.")] = "30d",
    html: Annotated[Path | None, typer.Option(help="Write a page that a support lead can read.")] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker.company import load_company
    from worker.db import corrected
    from worker.db.session import transaction
    from worker.diagnosis.page import page
    from worker.diagnosis.summary import Summary

    if html is not None:
        private_file.require_place(html)
    settings, begin = Settings(), time_of(since) or _EVER
    company = load_company(settings.company_path)
    with _opened(settings) as (database, given):
        with transaction(database, see_all=True) as session:
            every = corrected.corrected(session, begin, MOST + 1)
        ids = every[-MOST:]
        if len(every) > MOST:
            progress.say(f"more than {MOST} answers were corrected since then: the newest {MOST} are diagnosed")
        with progress.step("diagnose the answers", total=len(ids), unit="answers") as step:
            found = []
            for decision in ids:
                found.append(_of_decision(decision, database, company, given))
                step.advance()
    summary = Summary.of(found)
    if html is not None:
        private_file.write(html, page(summary, f"since {begin:%d %B %Y}"))
        progress.say(f"the page is {html}")
    if as_json:
        typer.echo(json.dumps(summary.to_json(), indent=2))
    else:
        console.print(counted(summary) if found else f"no answer since {begin:%Y-%m-%d} was corrected")


def diagnose_ticket(
    ticket_id: Annotated[int, typer.Argument(help="The number in `deskhand tickets list`.")],
    as_json: AS_JSON = False,
) -> None:
    from worker.company import load_company
    from worker.db import corrected
    from worker.db.session import transaction

    settings = Settings()
    with _opened(settings) as (database, given):
        with transaction(database, see_all=True) as session:
            decision = corrected.newest(session, ticket_id)
        if decision is None:
            raise Refused(
                f"there is no decision of a ticket {ticket_id}: `deskhand tickets list` shows those there are"
            )
        found = _of_decision(decision, database, load_company(settings.company_path), given)
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=2))
    else:
        console.print(told(found))


def told(one: "Diagnosis") -> Panel:
    """Render one diagnosis. What tickets and pages say is shown as text, never as markup."""
    lines = [one.title, ""]
    lines += [f"- {fact.text}{f' [{fact.ref}]' if fact.ref else ''}" for fact in one.evidence]
    lines += ["", f"First ({one.area.value}): {one.first}"]
    return Panel(Text("\n".join(lines)), title=f"ticket {one.ticket}: {one.cause.value.replace('_', ' ')}")


def counted(found: "Summary") -> Group:
    """Render the counts, what to do first, and each ticket with its cause in a line."""
    from worker.diagnosis.causes import TOLD

    causes = Table("cause", "answers", "share, 95 % interval", "first")
    for cause, share in found.causes():
        causes.add_row(TOLD[cause].title, str(share.hits), str(share), TOLD[cause].area.value)
    tickets = Table("ticket", "cause", "evidence")
    for one in found.faults:
        fact = one.evidence[0].text if one.evidence else ""
        tickets.add_row(Text(one.ticket), one.cause.value.replace("_", " "), Text(fact))
    return Group(causes, tickets, Text(f"First: {found.first()}"))


@contextmanager
def _opened(settings: Settings) -> "Iterator[tuple[Engine, Callable[[], Practice]]]":
    """Open the database. What diagnoses need besides is loaded when it is asked for: a command with nothing to do is quick."""
    from worker import bootstrap
    from worker.diagnosis.diagnosing import practice

    with bootstrap.opened(settings) as database:
        made: list[Practice] = []

        def given() -> "Practice":
            if not made:
                with progress.step("load the models and search", usually="10 to 30 s"):
                    made.append(practice(settings, database))
            return made[0]

        yield database, given


def _of_decision(decision: int, database: "Engine", company: "Company", given: "Callable[[], Practice]") -> "Diagnosis":
    """Diagnose one decision. The models are loaded only for an answer to compare with."""
    from worker.db import corrected
    from worker.db.session import transaction
    from worker.diagnosis.diagnosing import diagnose as diagnosed
    from worker.diagnosis.diagnosing import without_an_answer
    from worker.diagnosis.stored import case_of

    with transaction(database, see_all=True) as session:
        row = corrected.read(session, decision)
    case = case_of(row, company)
    return without_an_answer(case, company) or diagnosed(case, given())
