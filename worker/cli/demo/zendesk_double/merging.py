"""This module merges tickets of the double: `POST /api/v2/tickets/{id}/merge` and the button that people have."""

from collections.abc import Sequence
from typing import Any

from worker.cli.demo.zendesk_double import audits
from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.changes import by_rule, set_fields
from worker.cli.demo.zendesk_double.tickets import Json, Ticket
from worker.cli.demo.zendesk_double.updates import NOT_FOUND, Answer, invalid

TAG = "closed_by_merge"


def merge(
    account: Account,
    sources: Sequence[int],
    into: int,
    author: int,
    *,
    source_comment: str | None = None,
    target_comment: str | None = None,
    public: tuple[bool, bool] = (False, False),
) -> Answer:
    """Close the sources and tell of it in the target. `public`: of the source's and the target's comment; they are private
    unless the call says otherwise. A closed ticket takes no part. The requesters and CCs of the sources become CCs of the
    target, if they are other people (article "Merging tickets")."""
    tickets = [account.tickets.get(number) for number in (into, *sources)]
    found = [ticket for ticket in tickets if ticket is not None]
    if len(found) != len(tickets):
        return NOT_FOUND
    target, *others = found
    if not others or target in others or any(ticket.status == "closed" for ticket in found):
        return 422, invalid("merge", "a closed ticket, or the ticket itself, cannot be merged")
    for source in others:
        private = not (source.is_public and target.is_public)  # their comments stay private
        _close(account, source, target, author, source_comment, public[0] and not private)
        _tell(account, source, target, author, target_comment, public[1] and not private)
    return 200, {"job_status": job(account, [into, *sources])}


def _close(account: Account, source: Ticket, target: Ticket, author: int, said: str | None, public: bool) -> None:
    text = said or f'This request was closed and merged into request #{target.id} "{target.subject}".'
    events = [audits.comment(author, text, public=public)]
    events += set_fields(account, source, {"status": "closed", "tags": [*source.tags, TAG]}, author)
    events += by_rule(account, source, author)
    audits.record(account, source, author, events, via=_via(target))


def _tell(account: Account, source: Ticket, target: Ticket, author: int, said: str | None, public: bool) -> None:
    last = next((c["body"] for c in reversed(source.comments()[:-1]) if c["public"]), "")
    text = said or (
        f'Request #{source.id} "{source.subject}" was closed and merged into this request. Last comment in request '
        f"#{source.id}:\n\n{last}"
    )
    files = [file for comment in source.comments() for file in comment["attachments"]]
    people = [user for user in (source.requester_id, *source.email_cc_ids) if user != target.requester_id]
    events = [audits.comment(author, text, public=public, files=files)]
    events += set_fields(account, target, {"email_ccs": [{"user_id": user} for user in people]}, author)
    events += audits.notified(account, target, author, public, text)
    events += by_rule(account, target, author)
    audits.record(account, target, author, events, via=_via(source))


def _via(other: Ticket) -> Json:
    return {
        "channel": "web",
        "source": {"from": {"ticket_id": other.id, "subject": other.subject}, "to": {}, "rel": "merge"},
    }


def merged_into(audit: Json) -> int | None:
    """Return the number of the target if an audit closes its ticket by a merge."""
    closed = any(
        e["type"] == "Change" and e["field_name"] == "status" and e["value"] == "closed" for e in audit["events"]
    )
    source: Json = audit["via"]["source"]
    return int(source["from"]["ticket_id"]) if closed and source["rel"] == "merge" else None


def job(account: Account, numbers: Sequence[int]) -> Json:
    """Keep a job that is done, and return how it looks when it has just been queued."""
    name = f"job{account.new_id()}"
    results: list[Any] = [
        {"id": number, "action": "update", "success": True, "status": "Updated"} for number in numbers
    ]
    done = {"id": name, "status": "completed", "total": len(numbers), "progress": len(numbers), "results": results}
    account.jobs[name] = {**done, "url": f"{account.url}/api/v2/job_statuses/{name}.json", "message": None}
    return {**account.jobs[name], "status": "queued", "progress": None, "results": None}
