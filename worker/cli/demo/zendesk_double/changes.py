"""This module changes the fields of a ticket, with what Zendesk changes along with them, and returns the events."""

from collections.abc import Iterable, Mapping
from typing import Any

from worker.cli.demo.zendesk_double import audits
from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.people import CUSTOMER
from worker.cli.demo.zendesk_double.tickets import FIELDS, PRIORITIES, STATUSES, Json, Ticket


class _Invalid(Exception):
    """A value is refused with 422. `field`: its name in the error's details."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


def require_valid(account: Account, wanted: Mapping[str, Any]) -> None:
    """Raise `_Invalid` for a value that Zendesk refuses. Nothing is changed before everything was looked at."""
    if wanted.get("status", "open") not in STATUSES:
        raise _Invalid("status", "is not a valid status")
    if wanted.get("priority") not in (None, *PRIORITIES):
        raise _Invalid("priority", "is invalid")
    for name, known in (("group_id", account.groups), ("brand_id", account.brands), ("requester_id", account.users)):
        if wanted.get(name) is not None and wanted[name] not in known:
            raise _Invalid(name.removesuffix("_id"), "is invalid")
    assignee = wanted.get("assignee_id")
    if assignee is not None and not account.is_staff(assignee):
        raise _Invalid("assignee", "is invalid")  # an end user cannot be assigned
    custom = wanted.get("custom_fields", [])
    if not isinstance(custom, list) or not all(
        isinstance(one, Mapping) and str(one.get("id")).isdecimal() for one in custom
    ):
        raise _Invalid("custom_fields", "must be a list of objects with id and value")
    if not isinstance(wanted.get("tags", []), list):
        raise _Invalid("tags", "must be a list")
    for name in ("email_ccs", "followers"):
        if any(one.get("user_id", CUSTOMER) not in account.users for one in wanted.get(name, ())):
            raise _Invalid(name, "is invalid")


def set_fields(account: Account, ticket: Ticket, wanted: Mapping[str, Any], author: int) -> list[Json]:
    """Set the fields that a ticket has, and return a Change event for each that has another value now. What is not a
    field is passed over, `additional_tags` too: that belongs to update_many (Tickets API)."""
    events: list[Json] = []
    fields = {name: wanted[name] for name in FIELDS if name in wanted}
    if "tags" in fields:
        fields["tags"] = clean_tags(fields["tags"])
    custom = {int(one["id"]): one.get("value") for one in wanted.get("custom_fields", [])}
    _agree(account, ticket, fields, custom)
    for name, value in {**_consequences(account, ticket, fields, author), **fields}.items():
        previous = getattr(ticket, name)
        if value != previous:
            setattr(ticket, name, value)
            events.append(audits.changed(name, value, previous))
    for number, value in custom.items():
        previous = ticket.custom_fields.get(number)
        if value != previous:
            ticket.custom_fields[number] = value
            events.append(audits.changed(str(number), value, previous))
    events += _set_people(account, ticket, "email_cc_ids", wanted.get("email_ccs", ()), "EmailCcChange", "email_ccs")
    events += _set_people(account, ticket, "follower_ids", wanted.get("followers", ()), "FollowerChange", "followers")
    return events


def _consequences(account: Account, ticket: Ticket, fields: Mapping[str, Any], author: int) -> Json:
    """Return what Zendesk sets by itself: an assigned ticket is not new, a solved one is its solver's, an assignee who is
    not in the new group is taken off, and a group follows its first assignee (articles "About ticket statuses",
    "Assigning tickets")."""
    more: Json = {}
    assignee = fields.get("assignee_id", ticket.assignee_id)
    group = fields.get("group_id", ticket.group_id)
    if fields.get("status") == "solved" and assignee is None and account.is_staff(author):
        more["assignee_id"] = assignee = author
    if assignee is not None:
        groups = account.users[assignee].group_ids
        if "assignee_id" in {*fields, *more} and group not in groups and "group_id" not in fields and groups:
            more["group_id"] = groups[0]
        elif "group_id" in fields and group not in groups and "assignee_id" not in fields:
            more["assignee_id"] = assignee = None
    if assignee is not None and ticket.status == "new" and "status" not in fields:
        more["status"] = "open"
    return more


def _agree(account: Account, ticket: Ticket, fields: Json, custom: dict[int, Any]) -> None:
    """Let the tags and the drop-down fields agree: the option that is chosen is a tag of the ticket, and without its tag the
    field is empty (article "Adding custom fields to your tickets"). Where an update sets both, the tags count (not
    verified)."""
    for number, options in account.dropdowns.items():
        if "tags" in fields:
            custom[number] = next((tag for tag in reversed(fields["tags"]) if tag in options), None)
    for number in account.dropdowns.keys() & custom.keys():
        others = [tag for tag in fields.get("tags", ticket.tags) if tag not in account.dropdowns[number]]
        fields["tags"] = [*others, *([custom[number]] if custom[number] else [])]


def _set_people(
    account: Account, ticket: Ticket, name: str, wanted: Iterable[Mapping[str, Any]], kind: str, shown: str
) -> list[Json]:
    """Add people to the CCs or followers, or take them off: `{"user_id" or "user_email", "action": "put" or "delete"}`
    (guide "Creating and updating tickets"). Only staff can follow."""
    before: list[int] = list(getattr(ticket, name))
    after = list(before)
    for one in wanted:
        user = account.users[one["user_id"]] if "user_id" in one else account.user_with(one["user_email"])
        if one.get("action", "put") == "delete":
            after = [other for other in after if other != user.id]
        elif user.id not in after and (name == "email_cc_ids" or user.is_staff):
            after.append(user.id)
    if after == before:
        return []
    setattr(ticket, name, after)
    addresses = [[account.users[user].email for user in people] for people in (before, after)]
    return [{"type": kind, f"previous_{shown}": addresses[0], f"current_{shown}": addresses[1]}]


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Return tags as Zendesk keeps them: split at spaces, in lower case, each once."""
    return list(dict.fromkeys(word.lower() for tag in tags for word in str(tag).split()))


def reopened(account: Account, ticket: Ticket, author: int) -> Json:
    """Return the field that an end user's public comment changes: a ticket that waited or was solved is open again
    (article "About ticket statuses")."""
    waits = ticket.status in {"pending", "hold", "solved"}
    return {"status": "open"} if waits and not account.is_staff(author) else {}


def by_rule(account: Account, ticket: Ticket, author: int) -> list[Json]:
    """Let the company's trigger change its fields, and return the events, which say that a rule did it."""
    wanted = dict(account.rule(ticket, author))
    events = set_fields(account, ticket, wanted, author) if wanted else []
    return [{**event, "via": audits.rule_via("The company's trigger")} for event in events]
