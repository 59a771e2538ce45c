"""`deskhand tickets` submits a ticket by hand, lists tickets, explains one, says why its answer was corrected, and puts one back
into the queue."""

import json
import sys
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from worker.cli.diagnose import TICKET_HELP, diagnose_ticket
from worker.cli.options import AS_JSON
from worker.cli.tickets.explanation import explanation
from worker.cli.tickets.messages import with_segments
from worker.cli.tickets.told import with_texts
from worker.errors import Refused
from worker.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Submit, list, explain, diagnose and requeue tickets.")
console = Console()

SUBMIT_HELP = """Put one ticket into the queue, as a webhook would.

The body is read from standard input if it is not given.

Examples:

    deskhand tickets submit --subject "Reset mail" "The e-mail never arrives"

    deskhand tickets submit --from femke@brightloaf.example --json < mail.txt
"""
SHOW_HELP = """Explain how a ticket was handled: the reply or the note as it is read, decision, confidence, passages with ranks,
reply with citations, check, time.

Of the messages that are answered together, the words of their writers are shown as they are; what programs wrote around
them, and messages that they quote or forward, are dim and named. Below them, the thread: who said what and when, also in
private, and what became of our decisions. With --json, each message has its segments with their text, and each delivery
its texts: plain, html and markdown.

Examples:

    deskhand tickets show 12

    deskhand tickets show 12 --json | jq .decision

    deskhand tickets show 12 --json | jq -r '.deliveries[-1].texts.markdown'
"""
LIST_HELP = """List tickets, newest first.

Examples:

    deskhand tickets list --state quarantined

    deskhand tickets list --failed

    deskhand tickets list --limit 5 --json
"""
REQUEUE_HELP = """Put a decided or quarantined ticket back into the queue, as a new version with fresh attempts.

A ticket that was already answered is refused; --again handles it anyway.

Examples:

    deskhand tickets requeue 12

    deskhand tickets requeue 12 --again
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="tickets")


def _utf8(value: str | None) -> str | None:
    """Refuse a value that is not UTF-8: such bytes of a command line become surrogates, which no database takes."""
    try:
        (value or "").encode()
    except UnicodeEncodeError as error:
        raise typer.BadParameter("it is not UTF-8") from error
    return value


@app.command(help=SUBMIT_HELP)
def submit(
    body: Annotated[str | None, typer.Argument(help="What the customer wrote.", callback=_utf8)] = None,
    subject: Annotated[str, typer.Option(help="Subject line.", callback=_utf8)] = "",
    sender: Annotated[
        str | None, typer.Option("--from", help="E-mail address of the customer.", callback=_utf8)
    ] = None,
    external_id: Annotated[
        str | None, typer.Option(help="Id in the helpdesk; default: a new one.", callback=_utf8)
    ] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker.bootstrap import database
    from worker.broker import make_celery, ring
    from worker.db.inbox import accept
    from worker.embedded import connection_urls
    from worker.helpdesks import standard
    from worker.incoming import IncomingTicket

    settings = Settings()
    text = _from_standard_input() if body is None else body
    call_id = f"cli-{uuid4()}"
    incoming = IncomingTicket(
        source=standard.VENDOR.name,
        call_id=call_id,
        external_id=external_id or call_id,
        version=call_id,
        occurred_at=datetime.now(UTC),
        subject=subject,
        body=text,
        requester_email=sender.lower() if sender else None,
        requester_name=None,
        requester_verified=sender is not None,
        channel="cli",
    )
    accepted = accept(database(settings), incoming, sha256(text.encode()).hexdigest())
    if accepted.ticket_id is None:
        raise Refused(f"the ticket was not accepted: {accepted.status}")
    ring(make_celery(connection_urls(settings).broker), accepted.ticket_id)
    if as_json:
        typer.echo(json.dumps({"ticket_id": accepted.ticket_id, "status": accepted.status}))
    else:
        console.print(f"ticket {accepted.ticket_id}: {accepted.status}; `deskhand tickets show {accepted.ticket_id}`")


@app.command("list", help=LIST_HELP)
def list_tickets(
    state: Annotated[str | None, typer.Option(help="queued, running, decided or quarantined")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only tickets with a failed delivery.")] = False,
    limit: Annotated[int, typer.Option(help="Maximum number of tickets.", min=1)] = 50,
    as_json: AS_JSON = False,
) -> None:
    from worker.bootstrap import database
    from worker.db import reports
    from worker.states import TicketState

    if state is not None and state not in set(TicketState):
        raise Refused(f"there is no state {state!r}: choose one of {', '.join(TicketState)}")
    rows = reports.list_tickets(database(Settings()), state=state, failed=failed, limit=limit)
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    columns = ["id", "state", "outcome", "reason", "queue", "priority", "account"]
    columns += ["delivery_failure"] if failed else []
    table = Table(*(column.replace("_", " ") for column in columns), "subject")
    for row in rows:
        table.add_row(*(escape(str(row[column] or "")) for column in columns), escape(row["subject"])[:50])
    console.print(table if rows else "no tickets")


@app.command(help=SHOW_HELP)
def show(
    ticket_id: Annotated[int, typer.Argument(help="The number in `deskhand tickets list`.")],
    as_json: AS_JSON = False,
) -> None:
    from worker.bootstrap import database
    from worker.db import reports

    known = reports.explain(database(Settings()), ticket_id)
    if known is None:
        raise Refused(f"there is no ticket {ticket_id}: `deskhand tickets list` shows those there are")
    if as_json:
        typer.echo(json.dumps(with_texts(with_segments(known)), indent=2, default=str))
    else:
        console.print(explanation(known))


@app.command(help=REQUEUE_HELP)
def requeue(
    ticket_id: Annotated[int, typer.Argument(help="The number in `deskhand tickets list`.")],
    again: Annotated[bool, typer.Option("--again", help="Even if it was answered: it may be answered twice.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker.bootstrap import database
    from worker.broker import make_celery, ring
    from worker.db.tickets import requeue as put_back
    from worker.embedded import connection_urls

    settings = Settings()
    if not put_back(database(settings), ticket_id, again=again):
        raise Refused(f"ticket {ticket_id} is not decided or quarantined: only those can be put back")
    ring(make_celery(connection_urls(settings).broker), ticket_id)
    if as_json:
        typer.echo(json.dumps({"ticket_id": ticket_id, "state": "queued"}))
    else:
        console.print(f"ticket {ticket_id} is queued again")


app.command("diagnose", help=TICKET_HELP)(diagnose_ticket)


def _from_standard_input() -> str:
    if sys.stdin.isatty():
        typer.echo("Type what the customer wrote; Ctrl-D on an empty line ends it.", err=True)
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("standard input is not UTF-8: convert it first, for instance with `iconv -t utf-8`") from error
