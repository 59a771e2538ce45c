"""This module looks at one ticket, in the helpdesk and in our own tables. Its functions are pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from worker.cli.demo import run as demo_run
from worker.cli.demo.threads.lines import Written
from worker.cli.demo.threads.scripts import Step
from worker.cli.demo.zendesk_double.people import OURSELVES, PERSON, SECOND_PERSON
from worker.cli.demo.zendesk_double.tickets import Json, Ticket
from worker.domain import Author
from worker.states import DeliveryState, Outcome

Story = dict[str, Any]
STAFF = frozenset({PERSON, SECOND_PERSON})
_SETTLED = frozenset({DeliveryState.SENT, DeliveryState.SUPERSEDED, DeliveryState.FAILED})


def written(name: str, audit: Json) -> Written:
    """Return an update of ours. A field that a rule of the company changed along with it is not ours."""
    comments = [event for event in audit["events"] if event["type"] == "Comment"]
    changes = [event for event in audit["events"] if event["type"] == "Change" and "via" not in event]
    return Written(
        name,
        public=comments[0]["public"] if comments else None,
        words=comments[0]["body"] if comments else "",
        fields={event["field_name"]: event["value"] for event in changes},
    )


def unknown(ticket: Ticket, story: Story | None) -> list[Json]:
    """Return the comments of others that Deskhand does not know. Those of staff come by a trigger that does not fire for a
    new ticket, nor in time for a closed one, so only what customers said must be known there."""
    known = {message["version"] for message in story["messages"]} if story else set()
    comments = [c for audit in ticket.audits for c in audit["events"] if c["type"] == "Comment"]
    told = [c for c in comments if _must_be_known(c, ticket)]
    return [comment for comment in told if str(comment["id"]) not in known]


def _must_be_known(comment: Json, ticket: Ticket) -> bool:
    if comment["author_id"] == OURSELVES:
        return False
    if comment["author_id"] in STAFF:
        return ticket.status != "closed" and comment is not ticket.comments()[0]
    return bool(comment["public"])


def is_told(story: Story) -> bool:
    """Return whether the helpdesk was told of the newest version, or need not be told any more."""
    deliveries = story["deliveries"]
    newest = [one for one in deliveries if one["ticket_version"] == story["ticket"]["version"]]
    return bool(newest) and all(one["state"] in _SETTLED for one in deliveries)


def lost(ticket: Ticket, story: Story | None) -> Iterator[str]:
    """Yield what Deskhand does not know, did not decide or could not tell."""
    for comment in unknown(ticket, story):
        if comment["author_id"] not in STAFF:
            yield f"the message “{comment['body'][:60]}” never arrived"
    if story is None:
        return
    if not demo_run.is_finished(story["ticket"]) or story["decision"] is None:
        yield "it was not decided"
    elif not is_told(story):
        yield "the helpdesk was not told"
    for delivery in story["deliveries"]:
        if delivery["state"] == DeliveryState.FAILED:
            yield f"a delivery failed: {delivery['last_error']}"


def fate(story: Story) -> str:
    """Return what became of the newest decision at the helpdesk."""
    told = []
    for one in story["deliveries"]:
        if one["ticket_version"] == story["ticket"]["version"]:
            why = one["payload"].get("withheld") or (one["last_error"] if one["state"] != DeliveryState.SENT else "")
            tries = f", try {one['attempts']}" if one["attempts"] > 1 else ""
            told.append(f"{one['state']}{tries}{f' ({why})' if why else ''}")
    return "; ".join(told)


def is_answered(ticket: Ticket) -> bool:
    """Return whether our public reply is newer than the customer's words."""
    public = [comment for comment in ticket.comments() if comment["public"]]
    return bool(public) and public[-1]["author_id"] == OURSELVES


def draft(ticket: Ticket, story: Story | None) -> str:
    """Return the reply that a note of ours in the helpdesk proposes; "" if there is none."""
    if story is None or story["reply"] is None or story["decision"]["outcome"] != Outcome.HOLD:
        return ""
    reply: str = story["reply"]["text"]
    notes = [_plain(c["body"]) for c in ticket.comments() if c["author_id"] == OURSELVES and not c["public"]]
    return reply if any(_plain(reply) in note for note in notes) else ""


def wrong(step: Step, story: Story, updates: Sequence[Written]) -> Iterator[str]:
    """Yield in what a decision is not as the script expects. Only what was written to the ticket itself counts."""
    decision, here = story["decision"], [one for one in updates if one.ticket == step.ticket]
    if not step.allows(decision["outcome"], decision["reason"]):
        yield f"expected was {step.expected}"
    if (step.quiet or step.silent) and any(one.public for one in here):
        yield "something was said in public"
    if step.silent and here:
        yield "something was written"
    asked = [m for m in story["messages"] if m["ticket_version"] in story["turn"] and m["author"] != Author.MACHINE]
    if step.messages is not None and len(asked) != step.messages:
        yield f"{len(asked)} messages are one turn, expected were {step.messages}"
    if step.sources:
        refs = [passage["ref"] for passage in (story["run"] or {"passages": {}})["passages"].get("found", ())]
        for ref in refs:
            if ref.partition("/")[0] not in {*step.sources, "accounts"}:
                yield f"it was found in another source: {ref}"


def _plain(text: str) -> str:
    return " ".join(text.split())
