"""This module holds what people do in the double's Zendesk: each makes an audit, as in Zendesk itself."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from worker.cli.demo.zendesk_double import audits, merging
from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.attachments import File, kept
from worker.cli.demo.zendesk_double.changes import _Invalid, by_rule, clean_tags, reopened, require_valid, set_fields
from worker.cli.demo.zendesk_double.people import COLLEAGUE, CUSTOMER, PERSON, SYSTEM
from worker.cli.demo.zendesk_double.tickets import FIELDS, Json, Ticket, via

NOW = timedelta()
_NAMES = {"assignee": "assignee_id", "group": "group_id", "brand": "brand_id", "requester": "requester_id"}
_KNOWN = {*_NAMES, *FIELDS, "custom_fields", "email_ccs", "followers"}


class Actions:
    """These are the things people do. `age` says how long ago; a ticket's number is what the API calls its id."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def open_ticket(
        self,
        number: int,
        text: str = "It does not work.",
        *,
        subject: str = "Question",
        by: int = CUSTOMER,
        requester: int | None = None,
        age: timedelta = timedelta(hours=1),
        tags: Sequence[str] = (),
        ccs: Sequence[int] = (),
        brand: int = 301,
        channel: str = "email",
        files: Sequence[File] = (),
        public: bool = True,
        follows: int | None = None,
        **fields: Any,
    ) -> Ticket:
        """Open a ticket. An agent opens one for somebody else with `by` and `requester`."""
        with self.account.lock:
            at, asks = self.account.second(age), by if requester is None else requester
            ticket = Ticket(number, asks, at, at, subject, by, channel=channel, brand_id=brand)
            ticket.organization_id = self.account.users[asks].organization_id
            ticket.email_cc_ids, ticket.tags, ticket.followup_source_id = list(ccs), clean_tags(tags), follows
            set_fields(self.account, ticket, _named(self.account, fields), by)
            self.account.tickets[number] = ticket
            events = [audits.comment(by, text, public=public, files=kept(self.account, files))]
            events += [audits.created(name, getattr(ticket, name)) for name in FIELDS]
            events += [audits.created(str(number), value) for number, value in ticket.custom_fields.items()]
            events += audits.notified(self.account, ticket, by, public, text)
            events += by_rule(self.account, ticket, by)
            audits.record(self.account, ticket, by, events, via=via(ticket), at=at)
            return ticket

    def customer_writes(
        self,
        number: int,
        text: str = "…",
        *,
        age: timedelta = NOW,
        ccs: Sequence[int] = (),
        files: Sequence[File] = (),
    ) -> Ticket:
        """Let the requester write, and return the ticket it became: what answers a closed ticket opens a follow-up, with the
        closed one's tags. `ccs`: people the customer puts in copy."""
        with self.account.lock:
            ticket = self.account.tickets[number]
            if ticket.status != "closed":
                return self._write(number, ticket.requester_id, text, public=True, age=age, files=files, ccs=ccs)
            free = max(self.account.tickets) + 1
            return self.open_ticket(
                free,
                text,
                subject=ticket.subject,
                by=ticket.requester_id,
                age=age,
                tags=ticket.tags,
                ccs=ccs,
                brand=ticket.brand_id or 301,
                files=files,
                follows=number,
            )

    def third_person_writes(
        self, number: int, text: str = "…", *, by: int = COLLEAGUE, age: timedelta = NOW, files: Sequence[File] = ()
    ) -> Ticket:
        """Let somebody write who is not the requester. Those in CC write in public; the mail of anybody else becomes a
        private comment (article "Permissions of CCs and followers")."""
        with self.account.lock:
            public = by in self.account.tickets[number].email_cc_ids
            return self._write(number, by, text, public=public, age=age, files=files)

    def agent_comments(
        self,
        number: int,
        text: str = "…",
        *,
        public: bool = True,
        by: int = PERSON,
        age: timedelta = NOW,
        files: Sequence[File] = (),
        **fields: Any,
    ) -> Ticket:
        """Let an agent reply, or note something with `public=False`. `fields` change in the same update."""
        return self._write(number, by, text, public=public, age=age, files=files, fields=fields)

    def agent_changes(self, number: int, *, by: int = PERSON, age: timedelta = NOW, **fields: Any) -> Ticket:
        """Let an agent change fields without a word: `priority`, `status`, `assignee`, `group`, `tags`, `brand`, `requester`,
        `subject`, `type`, `custom_fields={7: "x"}`, `email_ccs=[…]`, `followers=[…]`."""
        with self.account.lock:
            ticket = self.account.tickets[number]
            events = set_fields(self.account, ticket, _named(self.account, fields), by)
            if events:
                events += by_rule(self.account, ticket, by)
                self._record(ticket, by, events, audits.WEB, age)
            return ticket

    def automation_changes(self, number: int, *, age: timedelta = NOW, **fields: Any) -> Ticket:
        """Let an automation of the company change fields: its audit has no person (author -1) and a rule's `via`."""
        with self.account.lock:
            ticket = self.account.tickets[number]
            events = set_fields(self.account, ticket, _named(self.account, fields), SYSTEM)
            if events:
                self._record(ticket, SYSTEM, events, audits.rule_via("An automation", "automation"), age)
            return ticket

    def merge(self, *sources: int, into: int, by: int = PERSON, public: bool = False) -> Ticket:
        """Let an agent merge tickets, and return the target. `public`: the requesters see both comments."""
        with self.account.lock:
            status, answer = merging.merge(self.account, sources, into, by, public=(public, public))
            if status != 200:
                raise ValueError(str(answer))
            return self.account.tickets[into]

    def delete(self, number: int, *, scrubbed: bool = False, age: timedelta = NOW) -> None:
        """Delete a ticket; the API answers 404 for it, but the incremental export goes on to show it, as deleted. `scrubbed`:
        deleted for good, so that nothing of its words is left."""
        with self.account.lock:
            ticket = self.account.tickets.pop(number)
            ticket.status, ticket.updated_at = "deleted", max(ticket.updated_at, self.account.second(age))
            if scrubbed:
                ticket.subject, ticket.audits, ticket.custom_fields, ticket.tags = "SCRUBBED", [], {}, []
            self.account.deleted[number] = ticket

    def _write(
        self,
        number: int,
        author: int,
        text: str,
        *,
        public: bool,
        age: timedelta,
        files: Sequence[File] = (),
        ccs: Sequence[int] = (),
        fields: Json | None = None,
    ) -> Ticket:
        with self.account.lock:
            ticket = self.account.tickets[number]
            wanted = _named(self.account, fields or {})
            if public:
                wanted = {**reopened(self.account, ticket, author), **wanted}
            if ccs:
                wanted["email_ccs"] = [{"user_id": user} for user in ccs]
            events = [audits.comment(author, text, public=public, files=kept(self.account, files))]
            events += set_fields(self.account, ticket, wanted, author)
            events += audits.notified(self.account, ticket, author, public, text)
            events += by_rule(self.account, ticket, author)
            by_mail = not self.account.is_staff(author) and ticket.channel == "email"
            self._record(ticket, author, events, audits.MAIL if by_mail else audits.WEB, age)
            return ticket

    def _record(self, ticket: Ticket, author: int, events: Sequence[Json], how: Json, age: timedelta) -> None:
        audits.record(self.account, ticket, author, events, via=how, at=self.account.second(age))


def _named(account: Account, fields: Json) -> Json:
    """Return fields under the API's names. A mistake of the caller raises `TypeError` or `ValueError`."""
    if strange := set(fields) - _KNOWN:
        raise TypeError(f"a ticket has no {', '.join(sorted(strange))}")
    wanted = {_NAMES.get(name, name): value for name, value in fields.items()}
    if isinstance(wanted.get("custom_fields"), dict):
        wanted["custom_fields"] = [{"id": number, "value": value} for number, value in wanted["custom_fields"].items()]
    for name in ("email_ccs", "followers"):
        if name in wanted:
            wanted[name] = [one if isinstance(one, dict) else {"user_id": one} for one in wanted[name]]
    try:
        require_valid(account, wanted)
    except _Invalid as error:
        raise ValueError(f"{error.field} {error.why}") from error
    return wanted
