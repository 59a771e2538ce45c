"""This module remembers who was erased, so that no import and no sync brings them back. It keeps a hash of the account's id or of
the address, and neither itself.

A webhook asks nothing here: who was erased may write again, and is a new customer then.
"""

import hashlib
import unicodedata
from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from worker.db.history_tables import ErasureRow


class Subject(StrEnum):
    ACCOUNT = "account"
    EMAIL = "email"


def remember(session: Session, kind: Subject | str, subject: str) -> None:
    """Remember, as the owner, that an account or an address is erased. A second time changes nothing."""
    values = {"subject_sha256": hash_of(Subject(kind), subject), "kind": Subject(kind).value}
    session.execute(insert(ErasureRow).values(values).on_conflict_do_nothing())


def lift(session: Session, kind: Subject | str, subject: str) -> bool:
    """Let imports and syncs take somebody in again, and return whether they were erased."""
    gone = delete(ErasureRow).where(ErasureRow.subject_sha256 == hash_of(Subject(kind), subject))
    return bool(session.execute(gone.returning(ErasureRow.kind)).all())


def is_erased(session: Session, account: str | None, email: str | None) -> bool:
    """Return whether the account or the address is erased; None is nobody."""
    by_account = among(session, Subject.ACCOUNT, [account] if account else [])
    return bool(by_account or among(session, Subject.EMAIL, [email] if email else []))


def among(session: Session, kind: Subject, subjects: Collection[str]) -> frozenset[str]:
    """Return which of some accounts or addresses are erased."""
    by_hash: dict[str, list[str]] = {}
    for subject in subjects:
        by_hash.setdefault(hash_of(kind, subject), []).append(subject)
    if not by_hash:
        return frozenset()
    known = session.scalars(select(ErasureRow.subject_sha256))  # few rows, so they are compared here
    return frozenset(subject for digest in known for subject in by_hash.get(digest, ()))


def hash_of(kind: Subject, subject: str) -> str:
    """Return the hash of an account's id, or of an address however it is written."""
    said = unicodedata.normalize("NFC", subject).strip()
    said = said.lower() if kind is Subject.EMAIL else said
    return hashlib.sha256(f"deskhand erasure\n{kind.value}\n{said}".encode("utf-8", "surrogatepass")).hexdigest()
