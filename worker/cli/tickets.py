"""`deskhand tickets` submits a ticket by hand, lists tickets, explains one, says why its answer was corrected, and puts one back
into the queue."""

import json
import sys
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.console import Console, Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from worker.cli.diagnose import TICKET_HELP, diagnose_ticket
from worker.cli.messages import message_text, thread_text, turn_of, with_segments
from worker.cli.options import AS_JSON
from worker.cli.told import told, with_texts
from worker.company.fields import HEAD
from worker.errors import Refused
from worker.pipeline.wording.outcomes import headline
from worker.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Submit, list, explain, diagnose and requeue tickets.")
console = Console()
STEPS = ("triage", "retrieve", "reply", "check")

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
    from worker.domain import IncomingTicket
    from worker.embedded import connection_urls
    from worker.helpdesks import standard

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


def explanation(known: dict[str, Any]) -> Group:
    """Render what `tickets show` prints. Ticket text and model output are shown as text, never as markup."""
    ticket, decision, run, reply = (known[k] for k in ("ticket", "decision", "run", "reply"))
    who = f"{ticket['account'] or 'unknown account'}, {'verified' if ticket['verified'] else 'not verified'}"
    head = (
        f"{ticket['subject'] or '(no subject)'}\n{who}, {ticket['language'] or 'language unknown'}, {ticket['channel']}"
    )
    said = Text(f"{head}\n\n").append_text(message_text(known))
    parts: list[Any] = [Panel(said, title=f"ticket {ticket['id']}, {ticket['state']}")]
    parts += _files([file for message in turn_of(known) for file in message["attachments"]])
    if thread := thread_text(known):
        parts.append(Panel(thread, title="thread"))
    if decision is None:
        return Group(*parts, Text("not decided yet"))
    if (note := told(known)) is not None:
        parts.append(note)
    parts.append(Panel(_decision(decision), title="decision"))
    if run is not None:
        parts.append(_passages(run["passages"].get("found", [])))
    if reply is not None:
        parts.append(Panel(_reply(reply, known["citations"]), title=f"reply ({reply['action']}, {reply['language']})"))
    if run is not None:
        steps = ", ".join(f"{step} {ms:.0f} ms" for step, ms in _in_order(run["milliseconds"]))
        tokens = ", ".join(f"{name} {count}" for name, count in _in_order(run["tokens"]))
        adapters = ", ".join(f"{skill}: {name or 'none'}" for skill, name in _in_order(run["adapter_ids"]))
        parts.append(Text(f"time (share of the batch): {steps}\ntokens: {tokens}\nbase {run['base_id']}; {adapters}"))
        parts += [Text(f"failure in {step}: {what}", style="red") for step, what in run["failures"].items()]
    parts += [_delivery(delivery) for delivery in known["deliveries"]]
    return Group(*parts)


def _files(attachments: list[dict[str, Any]]) -> list[Any]:
    """Return the list of files, and the text of those that were read, which a stranger wrote."""
    from worker.domain import Attachment
    from worker.mail.attached import harmless, listed

    files = [Attachment(**attachment) for attachment in attachments]
    if not files:
        return []
    shown: list[Any] = [Panel(Text("\n".join(listed(files))), title="files")]
    return shown + [Panel(Text(f.text), title=escape(f"file {harmless(f.name)}")) for f in files if f.text]


def _delivery(delivery: dict[str, Any]) -> Text:
    where = "kept here, no other helpdesk was told" if delivery["kept_here"] else ""
    more = "; ".join(part for part in (where, delivery["last_error"]) if part)
    failed = delivery["state"] == "failed"
    return Text(
        f"delivery {delivery['id']}: {delivery['state']}{f' ({more})' if more else ''}", "red" if failed else ""
    )


def _in_order(of_steps: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the entries in the order of the pipeline, because Postgres keeps JSON keys in an order of its own."""
    places = {step: place for place, step in enumerate(STEPS)}
    return sorted(of_steps.items(), key=lambda item: places.get(item[0].partition(".")[0], len(STEPS)))


def _decision(decision: dict[str, Any]) -> Text:
    confidence = decision["probabilities"]

    def sure(field: str) -> str:
        return f" ({confidence[field]:.0%} sure)" if field in confidence else ""

    by = f" (decided by {decision['made_by']})" if decision["made_by"] else ""
    lines = [f"{headline(decision['outcome'])}: {decision['reason']}. {decision['explanation']}{by}"]
    if decision["queue"]:
        priority = f", priority {decision['priority']}{sure('priority')}" if decision["priority"] else ""
        lines.append(f"queue {decision['queue']}{sure('queue')}{priority}")
    if decision["queue"] and decision["escalate"] is not None:
        person = f"yes, {decision['escalate_reason']}" if decision["escalate"] else "no"
        lines.append(f"must a person take it: {person}{sure('escalate')}")
    lines += [f"field {name}: {value}{sure(HEAD + name)}" for name, value in sorted(decision["fields"].items())]
    unsure = sorted(name.removeprefix(HEAD) for name in confidence if name.startswith(HEAD))
    lines += [f"field {name}: left alone{sure(HEAD + name)}" for name in unsure if name not in decision["fields"]]
    if "reply.reply" in confidence:
        lines.append(f"reply: {confidence['reply.reply']:.0%} sure")
    return Text("\n".join(lines))


def _passages(found: list[dict[str, Any]]) -> Table:
    table = Table("", "passage", "kind", "lexical", "dense", "precedents", "fused", "relevance", title="passages found")
    for rank, passage in enumerate(found, 1):
        places = [str(passage.get(k) or "-") for k in ("lexical_rank", "dense_rank", "precedent_rank", "fused_rank")]
        relevance = passage.get("relevance")
        sure = "-" if relevance is None else f"{relevance:.0%}"
        mark = "" if passage.get("trusted", True) else " (less trusted: for people only)"
        table.add_row(str(rank), escape(passage["ref"] + mark), passage["kind"], *places, sure)
    return table


def _reply(reply: dict[str, Any], citations: list[dict[str, Any]]) -> Text:
    lines = [reply["text"], ""]
    lines += [f"[{c['position']}] {c['ref']} (support {c['support']:.0%}): {c['sentence']}" for c in citations]
    findings = reply["check_findings"].get("findings", [])
    lines += [f"check: {f['code']}: {f['detail']}" for f in findings] or ["check: passed"]
    return Text("\n".join(lines))
