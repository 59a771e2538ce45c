"""This module says which changes of the double call which webhook, and with what body."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.envelopes import envelopes
from worker.cli.demo.zendesk_double.placeholders import BODY, COLLEAGUES_BODY, PROVEN_BODY, fill, values
from worker.cli.demo.zendesk_double.tickets import Json, Ticket

When = Callable[[Account, Ticket, Json], bool]


def asked(account: Account, _ticket: Ticket, audit: Json) -> bool:
    """Return whether our guide's trigger fires: the current user is an end user, and the comment is public."""
    spoke = any(event["type"] == "Comment" and event["public"] for event in audit["events"])
    return spoke and not account.is_staff(audit["author_id"]) and audit["author_id"] in account.users


def asked_and_proven(account: Account, ticket: Ticket, audit: Json) -> bool:
    return asked(account, ticket, audit) and account.users[ticket.requester_id].verified


def asked_and_unproven(account: Account, ticket: Ticket, audit: Json) -> bool:
    return asked(account, ticket, audit) and not account.users[ticket.requester_id].verified


def updated_by_staff(account: Account, ticket: Ticket, audit: Json) -> bool:
    return account.is_staff(audit["author_id"]) and audit is not ticket.audits[0]


def always(_account: Account, _ticket: Ticket, _audit: Json) -> bool:
    return True


@dataclass(frozen=True)
class Webhook:
    """A webhook is connected to a trigger, with a body that was pasted, or to events, with `body` None."""

    url: str
    secret: str
    body: str | None = BODY
    when: When = asked
    kinds: frozenset[str] = frozenset({"created", "comment_added"})  # of events; empty means all


def by_trigger(url: str, secret: str) -> list[Webhook]:
    """Return the two triggers of our guide: one for people with a proven address, one for the rest."""
    return [
        Webhook(url, secret, PROVEN_BODY, asked_and_proven),
        Webhook(url, secret, BODY, asked_and_unproven),
    ]


def of_colleagues(url: str, secret: str) -> Webhook:
    """Return the trigger of our guide that tells what colleagues said, and that a ticket was solved."""
    return Webhook(url, secret, COLLEAGUES_BODY, updated_by_staff)


def of_brand(webhook: Webhook, brand: int) -> Webhook:
    """Return a trigger as our guide has it for one of several brands: with the condition, and with the brand's id in the
    body."""

    def when(account: Account, ticket: Ticket, audit: Json) -> bool:
        return ticket.brand_id == brand and webhook.when(account, ticket, audit)

    body = (webhook.body or "").replace("{\n", f'{{\n  "brand_id": "{brand}",\n', 1)
    return replace(webhook, body=body, when=when)


def by_events(url: str, secret: str, *kinds: str) -> list[Webhook]:
    """Return a subscription to events, such as `status_changed`; those of our guide if none are named."""
    chosen = frozenset(kinds) or Webhook.kinds
    return [Webhook(url, secret, None, always, chosen)]


def bodies(webhook: Webhook, account: Account, ticket: Ticket, audit: Json) -> list[bytes]:
    """Return the bodies of the calls that an audit causes: one for a trigger, one per event for a subscription."""
    if webhook.body is not None:
        return [fill(webhook.body, values(account, ticket, audit)).encode()]
    return [
        json.dumps(envelope).encode()
        for envelope in envelopes(account, ticket, audit)
        if not webhook.kinds or envelope["type"].rpartition(".")[2] in webhook.kinds
    ]
