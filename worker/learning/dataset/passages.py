"""This module compares the passages that tickets name with the live index: what it lacks, what a search for the ticket may not
see, and what a reply says that none of them supports."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from knowledge.index import moves
from knowledge.index.indexes import Index
from knowledge.index.moves import Moves
from knowledge.passages import document_of, section_of
from knowledge.search.candidates import live_index
from knowledge.statements.base import Statement
from models.skills.reply import Action
from worker.company import Company
from worker.db.session import transaction
from worker.domain import Passage, Reply
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.row import Row
from worker.learning.received import as_ticket
from worker.pipeline.check.check import check
from worker.retrieval.trust import is_trusted

_ELSEWHERE = frozenset({"wrong_language", "foreign_account", "empty"})  # findings of other kinds say this
_NAMED = text(
    "select id, ref, kind, title, url, text, version, account, section, valid_from, valid_until, language, statements, "
    "coalesce(fields, '{}') as fields from passages "
    "where index_id = :index and account is not distinct from :account and section = any(cast(:sections as text[])) "
    "order by id"
)
_BESIDE = text(
    "select distinct p.section, d.path from passages p join documents d on d.id = p.document_id "
    "where p.index_id = :index and p.account is null and d.path = any(cast(:paths as text[])) order by p.section"
)


@dataclass(frozen=True)
class Shelf:
    """A shelf holds what the tickets name of the live index, and the headings beside what it does not have."""

    passages: Mapping[tuple[str, str | None], Sequence[Passage]]  # section, and the account that may see it
    invalid: Mapping[str, str]  # section -> from when or until when it is valid
    headings: Mapping[str, Sequence[str]]  # path of a public document -> its sections
    moves: Moves = field(default_factory=Moves)  # where sections stand that the tickets name elsewhere

    def of(self, ref: str, account: str | None) -> Sequence[Passage]:
        """Return the pieces of a section that a search for this account may see."""
        section = section_of(self.moves.ref(ref))
        return self.passages.get((section, None)) or self.passages.get((section, account), ())


def shelve(database: Engine, rows: Sequence[Row], untrusted: Collection[str], today: date) -> Shelf | None:
    """Return what the rows name; None without a live index. Each account's passages are read as that account."""
    with transaction(database) as session:
        known = moves.load(session.connection())
    named: dict[str | None, set[str]] = defaultdict(set)
    for row in rows:
        for account in {None, row.ticket.account}:
            named[account] |= {section_of(known.ref(ref)) for ref in row.ticket.passages}
    passages: dict[tuple[str, str | None], list[Passage]] = defaultdict(list)
    invalid: dict[str, str] = {}
    index: Index | None = None
    for account, sections in named.items():
        with transaction(database, account=account) as session:
            index = index or live_index(session)
            if index is None:
                return None
            for record in _named(session, index, account, sections):
                if when := _invalid(record, today):
                    invalid[record["section"]] = when
                else:
                    passages[record["section"], account].append(_passage(record, untrusted))
    paths = {document_of(section) for section in named[None] - {section for section, _ in passages}}
    with transaction(database) as session:
        return Shelf(passages, invalid, _headings(session, index, paths) if index else {}, known)


def public(
    database: Engine, sections: Collection[str], untrusted: Collection[str], today: date
) -> dict[str, list[Passage]]:
    """Return the public passages of some sections that a reply may rest on today: trusted ones in the live index."""
    found: dict[str, list[Passage]] = defaultdict(list)
    with transaction(database) as session:
        index = live_index(session)
        for record in _named(session, index, None, sections) if index else ():
            passage = _passage(record, untrusted)
            if passage.trusted and not _invalid(record, today):
                found[record["section"]].append(passage)
    return found


def findings(row: Row, shelf: Shelf, company: Company) -> Iterator[Finding]:
    """Yield the references that a search for this ticket cannot reach. Where it reaches all, yield what the reply says that
    none of them supports."""
    ticket = row.ticket
    reached = True
    for ref in dict.fromkeys(ticket.passages):
        found = shelf.of(ref, ticket.account)
        if not found:
            suggested, why = _missing(ref, ticket.account, shelf)
        elif not any(passage.trusted for passage in found):
            suggested, why = "", "its source is not trusted, so no reply rests on it"
        elif (now := shelf.moves.ref(ref)) != ref:
            yield Finding(row, Kind.PASSAGE, "passages", ref, now, "the same text stands under another reference now")
            continue
        else:
            continue
        reached = False
        yield Finding(row, Kind.PASSAGE, "passages", ref, suggested, why)
    if reached and ticket.action in {Action.ANSWER, Action.ASK}:
        yield from _unsupported(row, [p for ref in ticket.passages for p in shelf.of(ref, ticket.account)], company)


def _named(
    session: Session, index: Index, account: str | None, sections: Collection[str]
) -> Sequence[Mapping[Any, Any]]:
    values = {"index": index.id, "account": account, "sections": list(sections)}
    return session.execute(_NAMED, values).mappings().all()


def _missing(ref: str, account: str | None, shelf: Shelf) -> tuple[str, str]:
    """Return the reference that may be meant, and why this one is not reached."""
    section, path = section_of(ref), document_of(ref)
    if section in shelf.invalid:
        return "", f"it is valid only {shelf.invalid[section]}, so no search returns it today"
    if path in shelf.headings:
        near = get_close_matches(section, shelf.headings[path], 1, 0.0)
        return near[0], f"the live index has {path}, but no such heading in it"
    seen = f"public or of {account}" if account else "public: the ticket has no account"
    return "", f"the live index has no {path} that is {seen}"


def _unsupported(row: Row, passages: Sequence[Passage], company: Company) -> Iterator[Finding]:
    ticket = row.ticket
    reply = Reply(Action(ticket.action), ticket.language, ticket.sentences, {})
    checked = check(as_ticket(ticket), reply, passages, company.protected_names, company.contacts)
    for found in checked.findings:
        if found.code not in _ELSEWHERE:
            yield Finding(row, Kind.REPLY, "reply", found.sentence, "", f"{found.code}: {found.detail}")


def _invalid(record: Mapping[Any, Any], today: date) -> str:
    if record["valid_until"] and record["valid_until"] < today:
        return f"until {record['valid_until']}"
    return f"from {record['valid_from']}" if record["valid_from"] and record["valid_from"] > today else ""


def _passage(record: Mapping[Any, Any], untrusted: Collection[str]) -> Passage:
    copied = ("id", "ref", "kind", "title", "url", "text", "version", "account", "language", "fields")
    return Passage(
        **{name: record[name] for name in copied},
        lexical_rank=None,
        dense_rank=None,
        score=0.0,
        trusted=is_trusted(record["ref"], untrusted),
        statements=tuple(map(Statement.from_json, record["statements"] or ())),
    )


def _headings(session: Session, index: Index, paths: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for section, path in session.execute(_BESIDE, {"index": index.id, "paths": list(paths)}):
        found[path].append(section)
    return found
