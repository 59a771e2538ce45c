"""This module explains how a ticket was handled, as `deskhand tickets show` prints it."""

from typing import Any

from rich.console import Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from worker.cli.tickets.messages import message_text, thread_text, turn_of
from worker.cli.tickets.told import told
from worker.company.fields import HEAD
from worker.pipeline.wording.outcomes import headline

STEPS = ("triage", "retrieve", "reply", "check")


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
