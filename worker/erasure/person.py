"""A person is who is erased: an account with all its contacts, or one address, with what tells their rows from those of
others."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from html import escape
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from worker.db.erasures import Subject, hash_of

# A ticket is whose first message it has: an answer of somebody in CC makes them its requester, and it is not theirs.
FIRST = """(
    select {column} from messages m where m.ticket_id = tickets.id and m.author in ('customer', 'third_person')
    order by m.occurred_at, m.id limit 1
)"""
_WRITER = FIRST.format(column="lower(m.author_email)")
OWN = (  # put together from our own constants
    f"(select id from tickets where coalesce({_WRITER}, lower(requester_email)) = any(:emails) "  # noqa: S608
    f"or (account = :account and {_WRITER} is null))"
)
_CONTACTS = text("select lower(email) from contacts where account = :account")
_REQUESTERS = text(
    "select lower(requester_email) from tickets where account = :account union "
    "select lower(requester_email) from past_tickets where account = :account"
)
_NAMES = text("""
    select name from contacts where lower(email) = any(:emails) union
    select name from accounts where id = :account union
    select requester_name from tickets where lower(requester_email) = any(:emails) union
    select author_name from messages where lower(author_email) = any(:emails) union
    select requester_name from past_tickets where lower(requester_email) = any(:emails) union
    select author_name from past_messages where lower(author_email) = any(:emails)
""")
_TICKETS = text(
    "select source, external_id from tickets where account = :account or lower(requester_email) = any(:emails)"
)
_PAST = text(
    "select source, external_id from past_tickets where account = :account or lower(requester_email) = any(:emails)"
)
_SIGNS = 5  # of the shortest name that is masked in texts of others


@dataclass(frozen=True)
class Person:
    kind: Subject
    subject: str  # id of the account, or the address
    emails: frozenset[str] = frozenset()  # in small letters
    names: frozenset[str] = frozenset()
    tickets: frozenset[tuple[str, str]] = frozenset()  # source and id in the helpdesk
    past: frozenset[tuple[str, str]] = frozenset()  # the same, of past tickets
    rows: frozenset[str] = frozenset()  # ids of rows of handled tickets in files

    @property
    def account(self) -> str | None:
        return self.subject if self.kind is Subject.ACCOUNT else None

    @property
    def digest(self) -> str:
        return hash_of(self.kind, self.subject)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids by which handled tickets in files may name theirs."""
        known = self.tickets | self.past
        names = {f"{source}{sign}{id_}" for source, id_ in known for sign in ":/"}  # of rows, and of precedents
        return self.rows | {id_ for _, id_ in known} | names | {id_.rpartition("/")[2] for _, id_ in known}

    @property
    def words(self) -> frozenset[str]:
        """Return what is masked in the texts of others: addresses, and names of two words or more. A single name may be
        anybody's. Each also stands as programs write it within JSON and HTML."""
        told = self.emails | {name for name in self.names if len(name) >= _SIGNS and " " in name}
        return frozenset(form for word in told for form in _forms(word))

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds these in a text."""
        words = (r"\s+".join(map(re.escape, word.split())) for word in sorted(self.words, key=len, reverse=True))
        either = "|".join(words)
        return re.compile(rf"(?<![\w.+-])(?:{either})(?![\w-]|\.\w)" if either else r"(?!)", re.IGNORECASE)

    def mask(self, said: str) -> str:
        """Return a text with as many asterisks in their place, so that what counts its signs stays true."""
        return self.pattern.sub(lambda match: "*" * len(match[0]), said)

    def together(self, other: "Person") -> "Person":
        """Return what is known of the same person from before and now."""
        both = {
            f.name: getattr(self, f.name) | getattr(other, f.name)
            for f in fields(self)
            if f.name not in {"kind", "subject"}
        }
        return Person(self.kind, self.subject, **both)

    def to_json(self) -> dict[str, Any]:
        sets = {f.name: sorted(getattr(self, f.name)) for f in fields(self) if f.name not in {"kind", "subject"}}
        return {"kind": self.kind.value, "subject": self.subject, **sets}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Person":
        tickets, past = (frozenset((one, two) for one, two in values[name]) for name in ("tickets", "past"))
        emails, names, rows = (frozenset(values[name]) for name in ("emails", "names", "rows"))
        return cls(Subject(values["kind"]), values["subject"], emails, names, tickets, past, rows)


def _forms(word: str) -> Iterator[str]:
    composed = unicodedata.normalize("NFC", word)
    yield from (word, composed, unicodedata.normalize("NFD", word), json.dumps(composed)[1:-1])
    yield from (escape(composed), escape(composed).replace("&#x27;", "&#39;"))


def find(session: Session, kind: Subject, subject: str) -> Person:
    """Return what the tables know of somebody, as the owner. Of an account, each contact is meant, and who wrote for it."""
    account = subject if kind is Subject.ACCOUNT else None
    emails = {subject.strip().lower()} if kind is Subject.EMAIL else set()
    if account is not None:
        for query in (_CONTACTS, _REQUESTERS):
            emails |= {email for email in session.scalars(query, {"account": account}) if email}
    known = {"account": account, "emails": sorted(emails)}
    names = session.scalars(_NAMES, known)
    return Person(
        kind,
        subject.strip(),
        frozenset(emails),
        frozenset(" ".join(name.split()) for name in names if name and "@" not in name),
        frozenset(_pairs(session, _TICKETS, known)),
        frozenset(_pairs(session, _PAST, known)),
    )


def _pairs(session: Session, query: Any, known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return ((row[0], row[1]) for row in session.execute(query, known))
