"""This module erases a person's rows, and masks them in the texts of others, within the transaction that it is given.

Their own tickets go whole. In a ticket of somebody else their messages stay as empty places, with what we decided about these;
their address and their full name become asterisks wherever others wrote them. A ticket that a worker holds this moment is locked
first: its result is not stored, because the row that it would settle is gone.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.index import vectors
from worker.db import erasures, wordings
from worker.db.erasures import Subject
from worker.erasure.person import FIRST, OWN, Person
from worker.mail.segments import Kind

GONE = "[erased]"
_NEVER = "(?=x)y"  # matches nothing
_PAIRS = "in (select * from unnest(cast(:sources as text[]), cast(:externals as text[])))"
_DECISIONS = f"(select id from decisions where ticket_id in {OWN})"
_DOCUMENTS = """(
    select id from documents where account = :account
    or (kind = 'handled' and (substr(path, length(source) + 2) = any(:ids) or body::text ~* :pattern))
    or (account is not null and body::text ~* :pattern)
    or (kind = 'handled' and substr(path, length(source) + 2) in (
        select unnest(array[external_id, t.source || '/' || external_id, split_part(external_id, '/', 2)]) from past_tickets t
        where t.id in (select past_ticket_id from past_messages where lower(author_email) = any(:emails))
    ))
)"""
# Children first, so that each table's rows are counted.
_DELETED: Mapping[str, str] = {
    "outcomes": f"delete from outcomes where account = :account or decision_id in {_DECISIONS}",
    "citations": f"delete from citations where account = :account or reply_id in (select id from replies where decision_id in {_DECISIONS})",
    "replies": f"delete from replies where account = :account or decision_id in {_DECISIONS}",
    "decisions": f"delete from decisions where account = :account or ticket_id in {OWN}",
    "runs": f"delete from runs where account = :account or ticket_id in {OWN}",
    "reported_fields": f"delete from reported_fields where account = :account or ticket_id in {OWN}",
    "helpdesk_memory": f"delete from helpdesk_memory where (source, external_id) {_PAIRS}",
    "deliveries": f"delete from deliveries where account = :account or ticket_id in {OWN}",
    "messages": f"delete from messages where ticket_id in {OWN} or (ticket_id is null and ((source, external_id) {_PAIRS} or lower(author_email) = any(:emails)))",
    "inbox": f"delete from inbox where (source, external_id) {_PAIRS}",
    "tickets": f"delete from tickets where id in {OWN}",
    "past_examples": "delete from past_examples where past_ticket_id in (select id from past_tickets where account = :account or lower(requester_email) = any(:emails))",
    "past_reviews": "delete from past_reviews where past_ticket_id in (select id from past_tickets where account = :account or lower(requester_email) = any(:emails))",
    "past_messages": "delete from past_messages where past_ticket_id in (select id from past_tickets where account = :account or lower(requester_email) = any(:emails))",
    "past_tickets": "delete from past_tickets where account = :account or lower(requester_email) = any(:emails)",
    "precedents": f"delete from precedents where document_id in {_DOCUMENTS}",
    "document_terms": f"delete from document_terms where document_id in {_DOCUMENTS}",
    "passages": f"delete from passages where document_id in {_DOCUMENTS}",
    "passage_sets": f"delete from passage_sets where document_id in {_DOCUMENTS}",
    "documents": f"delete from documents where id in {_DOCUMENTS}",
    "sync_failures": "delete from sync_failures where substr(path, length(source) + 2) = any(array_append(cast(:ids as text[]), cast(:account as text)))",
    "contacts": "delete from contacts where account = :account or lower(email) = any(:emails)",
    "accounts": "delete from accounts where id = :account",
}
_IN_OTHERS = "(select ticket_id, ticket_version from messages where lower(author_email) = any(:emails) and ticket_version is not null)"
_DECIDED_IN_OTHERS = f"(select id from decisions where (ticket_id, ticket_version) in {_IN_OTHERS})"
# What we made of their messages in tickets of others, then the messages.
_EMPTY = "subject = '', body = :gone, original = :gone, segments = cast(:segments as jsonb), attachments = '[]'"
_EMPTIED: tuple[tuple[str, str], ...] = (
    ("messages", f"update messages m set {_EMPTY} from deliveries d where d.ticket_id = m.ticket_id and m.author = 'ourselves' and (m.version = d.effect_key or m.original = d.payload->>'comment') and (d.ticket_id, d.ticket_version) in {_IN_OTHERS}"),
    ("inbox", "update inbox set payload = '{}' where payload <> '{}' and (source, external_id) in (select source, external_id from messages where lower(author_email) = any(:emails))"),
    ("outcomes", f"delete from outcomes where decision_id in {_DECIDED_IN_OTHERS}"),
    ("citations", f"delete from citations where reply_id in (select id from replies where decision_id in {_DECIDED_IN_OTHERS})"),
    ("replies", f"delete from replies where decision_id in {_DECIDED_IN_OTHERS}"),
    ("decisions", f"delete from decisions where (ticket_id, ticket_version) in {_IN_OTHERS}"),
    ("runs", f"delete from runs where (ticket_id, ticket_version) in {_IN_OTHERS}"),
    ("helpdesk_memory", f"delete from helpdesk_memory where marker in (select effect_key from deliveries where (ticket_id, ticket_version) in {_IN_OTHERS})"),
    ("deliveries", f"delete from deliveries where (ticket_id, ticket_version) in {_IN_OTHERS}"),
    ("tickets", f"update tickets set state = 'queued', lease_token = lease_token + 1, lease_owner = null, lease_until = null where state = 'running' and (id, version) in {_IN_OTHERS}"),
    ("tickets", f"update tickets set subject = coalesce({FIRST.format(column='m.subject')}, ''), requester_email = {FIRST.format(column='m.author_email')}, requester_name = {FIRST.format(column='m.author_name')}, account = null, verified = false where lower(requester_email) = any(:emails) or account = :account"),
    ("messages", f"update messages set {_EMPTY}, author_email = null, author_name = null, verified_account = null where lower(author_email) = any(:emails)"),
    ("past_examples", "delete from past_examples where past_ticket_id in (select past_ticket_id from past_messages where lower(author_email) = any(:emails))"),
    ("past_messages", "update past_messages set text = :gone, author_email = null, author_name = null where lower(author_email) = any(:emails)"),
)  # fmt: skip
# Tables of the knowledge that everybody may read, of our own records, and of vectors and words without a text.
_NOBODYS = frozenset(
    "alembic_version erasures installation indexes term_counts documents passages passage_sets document_terms precedents vectors "
    "accounts contacts".split()
)
_COLUMNS = text("""
    select table_name, column_name, data_type from information_schema.columns
    where table_schema = 'public' and (data_type in ('text', 'character varying', 'jsonb') or (data_type = 'ARRAY' and udt_name in ('_text', '_varchar')))
    and is_generated = 'NEVER' order by table_name, ordinal_position
""")
_KEYS = text(f"select distinct unnest(keys) from passage_sets where document_id in {_DOCUMENTS} and keys is not null")
_ORPHANS = text(
    "delete from vectors v where v.key = any(cast(:keys as bytea[])) and not exists "
    "(select from passage_sets s, unnest(s.keys) used (key) where used.key = v.key)"
)


def erase(session: Session, person: Person) -> Counter[str]:
    """Erase a person, as the owner, and return how many rows of each table were deleted, emptied or masked. They are
    remembered first, which waits for an import that is running."""
    for kind, subject in (*((Subject.EMAIL, email) for email in sorted(person.emails)), (person.kind, person.subject)):
        erasures.remember(session, kind, subject)
    known = _parameters(person)
    counts: Counter[str] = Counter()
    session.execute(text(f"select id from tickets where id in {OWN} order by id for update"), known)
    keys = [bytes(key) for key in session.scalars(_KEYS, known)]
    for table, statement in _DELETED.items():
        counts[table] += _done(session, statement, known)
    counts["vectors"] += _done(session, _ORPHANS, {"keys": keys})
    vectors.collect(session.connection())
    counts["wordings"] += _wordings(session, person, known)
    for table, statement in _EMPTIED:
        counts[table] += _done(session, statement, known)
    for table, column, kind in session.execute(_COLUMNS).all():
        if table not in _NOBODYS and person.words:
            counts[table] += _mask(session, person, table, column, kind, known)
    return +counts


def _parameters(person: Person) -> dict[str, Any]:
    pairs = sorted(person.tickets | person.past)
    return {
        "account": person.account,
        "emails": sorted(person.emails),
        "sources": [source for source, _ in pairs],
        "externals": [external for _, external in pairs],
        "ids": sorted(person.ids),
        "pattern": _in_sql(person),
        "gone": GONE,
        "segments": f'[{{"kind": "{Kind.NEW}", "length": {len(GONE)}}}]',
    }


def _done(session: Session, statement: Any, known: Mapping[str, Any]) -> int:
    done = session.execute(text(statement) if isinstance(statement, str) else statement, known)
    return max(0, int(done.rowcount))  # type: ignore[attr-defined]


def _wordings(session: Session, person: Person, known: Mapping[str, Any]) -> int:
    """Take a person's tickets out of the wordings, and delete the wordings that name them."""
    deleted = wordings.forget(session, person.ids)
    return deleted + _done(
        session, "delete from wordings where text ~* :pattern or array_to_string(sources, ' ') ~* :pattern", known
    )


def _mask(session: Session, person: Person, table: str, column: str, kind: str, known: Mapping[str, Any]) -> int:
    """Put asterisks in the place of a person's address and names in one column. The names come from the catalogue."""
    plain = f'"{column}"::text'
    cast = {"jsonb": "::jsonb", "ARRAY": "::text[]"}.get(kind, "")
    found = session.execute(
        text(f'select ctid::text, {plain} from "{table}" where {plain} ~* :pattern for update'), known
    ).all()
    for place, said in found:
        session.execute(
            text(f'update "{table}" set "{column}" = cast(:new as text){cast} where ctid = cast(:place as tid)'),
            {"new": person.mask(said), "place": place},
        )
    return len(found)


def _in_sql(person: Person) -> str:
    """Return the pattern of a person's address and names as PostgreSQL writes it."""
    either = "|".join(
        re.sub(r"\s+", lambda _: r"\s+", re.sub(r"([^\w\s])", r"\\\1", word))
        for word in sorted(person.words, key=len, reverse=True)
    )
    return rf"(?<![[:alnum:]_.+-])(?:{either})(?![[:alnum:]_-]|\.[[:alnum:]])" if either else _NEVER
