"""This module stores wordings: sentences that agents wrote for a section of a public passage, each with its tickets.

The owner writes them. The application role reads accepted ones only, and neither their tickets nor how many accounts they
came from. A wording belongs to the text that it was approved against: its hash says which.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

ENOUGH_ACCOUNTS = 2  # that a sentence was written for, so that nobody need confirm it


class State(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class By(StrEnum):
    ACCOUNTS = "accounts"  # it was written for two
    PERSON = "person"


@dataclass(frozen=True)
class Wording:
    """A wording says in a language what statements of a passage say. `sources`: these statements, as they stand there."""

    section: str
    language: str
    text: str
    sources: tuple[str, ...]
    content_sha256: str  # of the passage that it was approved against
    state: State = State.PROPOSED
    by: By | None = None
    accounts: int = 0
    tickets: tuple[str, ...] = ()
    id: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "section": self.section,
            "language": self.language,
            "text": self.text,
            "sources": list(self.sources),
            "state": self.state,
            "by": self.by,
            "accounts": self.accounts,
            "tickets": list(self.tickets),
        }


_ALL = text(
    "select id, section, language, text, sources, content_sha256, state, decided_by, accounts, tickets "
    "from wordings order by section, language, id"
)
_APPROVED = text(
    "select section, language, text, sources, content_sha256 from wordings "
    "where state = 'accepted' and language = :language and section = any(cast(:sections as text[])) "
    "order by section, text"
)
_ADD = text(
    "insert into wordings (section, language, text, sources, content_sha256, state, decided_by, accounts, tickets, decided_at) "
    "values (:section, :language, :text, :sources, :content_sha256, :state, :by, :accounts, :tickets, "
    "case when cast(:by as varchar) is not null then now() end)"
)
_CHANGE = text(
    "update wordings set text = :text, sources = :sources, content_sha256 = :content_sha256, state = cast(:state as varchar), "
    "decided_by = :by, accounts = :accounts, tickets = :tickets, "
    "decided_at = case when state = cast(:state as varchar) then decided_at else now() end where id = :id"
)
_DELETE = text("delete from wordings where id = :id")
_OF_TICKETS = text(
    "select id, section, language, text, sources, content_sha256, state, decided_by, accounts, tickets "
    "from wordings where tickets && cast(:tickets as text[]) order by id for update"
)
_FOLLOW = text(
    "update wordings w set section = m.new from moved_sections m where w.section = m.old and not exists (select from wordings o "
    "where o.section = m.new and o.language = w.language and o.text = w.text)"
)
_FORGET = text("delete from wordings where split_part(section, '/', 1) = :source returning id")


def hash_of(shown: str) -> str:
    """Return the hash of a passage as a prompt and a check see it."""
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()


def approved(session: Session, sections: Collection[str], language: str | None) -> list[Wording]:
    """Return the accepted wordings of some sections in a language. Whether one is stale, its hash says."""
    if not sections or language is None:
        return []
    found = session.execute(_APPROVED, {"sections": sorted(sections), "language": language})
    return [
        Wording(row["section"], row["language"], row["text"], tuple(row["sources"]), row["content_sha256"])
        for row in found.mappings()
    ]


def all_of(session: Session) -> list[Wording]:
    """Return all wordings, as the owner."""
    return [_wording(row) for row in session.execute(_ALL).mappings()]


def follow_moves(session: Session) -> None:
    """Let wordings belong to the sections under which theirs stand now, as the owner. One that is there already stays alone."""
    session.execute(_FOLLOW)


def forget_source(session: Session, source: str) -> int:
    """Delete the wordings of a source's sections, as the owner, and return how many."""
    return len(session.execute(_FORGET, {"source": source}).all())


def add(session: Session, wording: Wording) -> None:
    session.execute(_ADD, _values(wording))


def change(session: Session, wording: Wording) -> None:
    """Store a wording that is there already, by its id."""
    session.execute(_CHANGE, {**_values(wording), "id": wording.id})


def forget(session: Session, tickets: Collection[str]) -> int:
    """Remove tickets from all wordings, as the owner, and return how many wordings were deleted because their last ticket
    went. What only two accounts had confirmed is proposed again where it may be one account's now: nobody knows any more
    which ticket was whose, so each counts as an account."""
    gone, deleted = set(tickets), 0
    for row in session.execute(_OF_TICKETS, {"tickets": sorted(gone)}).mappings().all():
        wording = _wording(row)
        left = tuple(ticket for ticket in wording.tickets if ticket not in gone)
        if not left:
            session.execute(_DELETE, {"id": wording.id})
            deleted += 1
            continue
        accounts = max(1, wording.accounts - (len(wording.tickets) - len(left)))
        kept = replace(wording, tickets=left, accounts=accounts)
        if kept.by is By.ACCOUNTS and accounts < ENOUGH_ACCOUNTS:
            kept = replace(kept, state=State.PROPOSED, by=None)
        change(session, kept)
    return deleted


def by_key(wordings: Sequence[Wording]) -> dict[tuple[str, str, str], Wording]:
    """Return wordings by what no two have in common."""
    return {(wording.section, wording.language, wording.text): wording for wording in wordings}


def _values(wording: Wording) -> dict[str, Any]:
    return {
        "section": wording.section,
        "language": wording.language,
        "text": wording.text,
        "sources": list(wording.sources),
        "content_sha256": wording.content_sha256,
        "state": wording.state.value,
        "by": wording.by.value if wording.by else None,
        "accounts": wording.accounts,
        "tickets": list(wording.tickets),
    }


def _wording(row: Mapping[Any, Any]) -> Wording:
    return Wording(
        row["section"],
        row["language"],
        row["text"],
        tuple(row["sources"]),
        row["content_sha256"],
        State(row["state"]),
        By(row["decided_by"]) if row["decided_by"] else None,
        row["accounts"],
        tuple(row["tickets"]),
        row["id"],
    )
