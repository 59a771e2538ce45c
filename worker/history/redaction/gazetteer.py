"""A gazetteer is what the company knows of its customers and colleagues by name, and what must stay in every text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import CompoundSelect, select, union_all
from sqlalchemy.orm import Session

from knowledge.languages.registry import LANGUAGES
from worker.company import Company, Contacts
from worker.db.history_tables import PastMessageRow, PastTicketRow
from worker.db.tables import AccountRow, ContactRow, MessageRow, TicketRow
from worker.history.redaction.words import words_of
from worker.past import PastTicket

_SHARED = frozenset("""
    gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es hotmail.com hotmail.de hotmail.fr hotmail.es live.com yahoo.com yahoo.de yahoo.fr yahoo.es
    icloud.com me.com aol.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de mail.com proton.me protonmail.com orange.fr free.fr laposte.net
    wanadoo.fr sfr.fr libero.it example.com example.org example.net
""".split())  # fmt: skip  # anybody may have an address there
RUN = re.compile(r"[^\W_]+")
_SMALL = frozenset[str]().union(*(language.small_words | language.private.nobody for language in LANGUAGES.values()))


@dataclass(frozen=True)
class Gazetteer:
    """`people`: names of contacts, requesters and agents. `kept`: names that stay, of the company and of its products."""

    people: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()  # names of customers
    account_ids: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()  # of customers
    kept: frozenset[str] = frozenset()
    ours: Contacts = field(default_factory=Contacts)

    @classmethod
    def of(cls, session: Session, company: Company) -> "Gazetteer":
        """Return what the database knows of people and accounts, read as the owner."""
        names: CompoundSelect[tuple[str | None]] = union_all(
            select(ContactRow.name), select(TicketRow.requester_name), select(MessageRow.author_name), select(PastTicketRow.requester_name),
            select(PastMessageRow.author_name), select(PastTicketRow.assignee),
        )  # fmt: skip
        emails: CompoundSelect[tuple[str | None]] = union_all(
            select(ContactRow.email), select(TicketRow.requester_email), select(MessageRow.author_email), select(PastTicketRow.requester_email),
            select(PastMessageRow.author_email),
        )  # fmt: skip
        accounts = session.execute(select(AccountRow.id, AccountRow.name)).all()
        past = session.scalars(select(PastTicketRow.account).distinct())
        return cls.made(
            company,
            people=session.scalars(names),
            emails=session.scalars(emails),
            accounts=[row.name for row in accounts],
            account_ids=[*(row.id for row in accounts), *past],
        )

    @classmethod
    def made(
        cls,
        company: Company | None = None,
        *,
        people: Iterable[str | None] = (),
        emails: Iterable[str | None] = (),
        accounts: Iterable[str | None] = (),
        account_ids: Iterable[str | None] = (),
    ) -> "Gazetteer":
        """Return a gazetteer of names and addresses as they come: what is empty, ours or anybody's is left out."""
        ours = company.contacts if company and company.contacts else Contacts()
        domains = {email.strip().lower().rpartition("@")[2] for email in emails if email and "@" in email}
        kept = {company.name, *company.protected_names} if company else set()
        return cls(
            people=_names(people),
            accounts=frozenset(name.strip() for name in accounts if name and len(name.strip()) > 2),
            account_ids=frozenset(one.strip() for one in account_ids if one and len(one.strip()) > 3),
            domains=frozenset(
                d for d in domains if "." in d and d not in _SHARED and d not in ours.domains | ours.hosts
            ),
            kept=frozenset(kept),
            ours=ours,
        )

    @classmethod
    def of_tickets(cls, tickets: Iterable[PastTicket], company: Company | None = None) -> "Gazetteer":
        """Return a gazetteer of the people in some past tickets."""
        read = list(tickets)
        said = [message for ticket in read for message in ticket.messages]
        return cls.made(
            company,
            people=[*(t.requester_name for t in read), *(t.assignee for t in read), *(m.author_name for m in said)],
            emails=[*(t.requester_email for t in read), *(m.author_email for m in said)],
            account_ids=[t.account for t in read],
        )

    @cached_property
    def words_kept(self) -> frozenset[str]:
        """Return the words of the names that stay, in small letters."""
        return frozenset(word for name in self.kept for word in words_of(name))

    @cached_property
    def names(self) -> dict[str, list[tuple[str, ...]]]:
        """Return each name of a person as words in small letters, by its first word. A part of a name is a name too."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for person in self.people:
            words = tuple(words_of(person))
            for part in (words, *((word,) for word in words if len(word) > 2)):
                if part and not (len(part) == 1 and (part[0] in _SMALL or part[0] in self.words_kept)):
                    found.setdefault(part[0], set()).add(part)
        return {first: sorted(parts, key=len, reverse=True) for first, parts in found.items()}

    @cached_property
    def ids(self) -> dict[str, list[tuple[int, str]]]:
        """Return each id of an account in small letters, with the signs before its first letters or digits, by these."""
        found: dict[str, list[tuple[int, str]]] = {}
        for id_ in {one.lower() for one in self.account_ids}:
            if first := RUN.search(id_):
                found.setdefault(first[0], []).append((first.start(), id_))
        return found

    @cached_property
    def companies(self) -> dict[str, list[tuple[str, ...]]]:
        """Return each name of an account as words in small letters, by its first word."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for name in self.accounts - self.kept:
            words = tuple(words_of(name))
            if words and not (len(words) == 1 and words[0] in _SMALL):
                found.setdefault(words[0], set()).add(words)
        return {first: sorted(parts, key=len, reverse=True) for first, parts in found.items()}


def _names(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(" ".join(n.split()) for n in names if n and "@" not in n and any(map(str.isalpha, n)))
