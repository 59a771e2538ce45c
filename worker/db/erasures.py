"""This module remembers who was erased, so that no import and no sync brings them back. It keeps a hash of the account's id or of
the address, and neither itself.

A webhook asks nothing here: who was erased may write again, and is a new customer then.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db.history_tables import ErasureRow


class Subject(StrEnum):
    ACCOUNT = "account"
    EMAIL = "email"


@dataclass(frozen=True)
class Known:
    """Known are all who were erased, for a look at many."""

    hashes: frozenset[str]

    def has(self, kind: Subject, subject: str) -> bool:
        return bool(self.hashes) and hash_of(kind, subject) in self.hashes


def remember(session: Session, kind: Subject | str, subject: str) -> None:
    """Remember, as the owner, that an account or an address is erased. A second time changes nothing."""
    values = {"subject_sha256": hash_of(Subject(kind), subject), "kind": Subject(kind).value}
    session.execute(insert(ErasureRow).values(values).on_conflict_do_nothing())


def lift(session: Session, kind: Subject | str, subject: str) -> bool:
    """Let imports and syncs take somebody in again, and return whether they were erased."""
    gone = delete(ErasureRow).where(ErasureRow.subject_sha256 == hash_of(Subject(kind), subject))
    return bool(session.execute(gone.returning(ErasureRow.kind)).all())


def hold(session: Session) -> None:
    """Let an erasure wait until this transaction ends, as the owner: it then finds what was stored in it."""
    session.execute(text("lock table erasures in share mode"))


def known(session: Session) -> Known:
    """Return all who were erased."""
    return Known(frozenset(session.scalars(select(ErasureRow.subject_sha256))))


def hash_of(kind: Subject, subject: str) -> str:
    """Return the hash of an account's id, or of an address however it is written."""
    said = unicodedata.normalize("NFC", subject).strip()
    said = said.lower() if kind is Subject.EMAIL else said
    return hashlib.sha256(f"deskhand erasure\n{kind.value}\n{said}".encode("utf-8", "surrogatepass")).hexdigest()
