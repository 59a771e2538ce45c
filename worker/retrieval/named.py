"""This module reads passages by their references, without a search: what an agent answered from is given to a reply as if it
had been found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, text

from knowledge.index.indexes import Index
from knowledge.passages import section_of
from knowledge.search.candidates import Hit
from knowledge.search.details import find_details
from knowledge.search.ranking import Ranked
from worker.db.session import transaction
from worker.domain import Passage
from worker.retrieval.passages import passage

_COLUMNS = "p.id, p.ref, p.kind, p.title, p.url, p.text, p.version, p.account, p.language, d.synced_at"
_FROM = "from passages p join documents d on d.id = p.document_id where p.index_id = :index"
_NAMED = text(
    f"select {_COLUMNS} {_FROM} and (p.section = any(:sections) or p.ref = any(:refs)) "
    "and (p.account is null or p.account = :account) order by p.id"
)
_EXPIRED = text(
    f"select {_COLUMNS} {_FROM} and p.account is null and p.valid_until < :today order by p.valid_until desc, p.ref limit 500"
)


@dataclass(frozen=True)
class Named:
    passage: Passage
    changed_at: datetime  # when the knowledge last took its document in


def named(database: Engine, index: Index, refs: Collection[str], account: str | None) -> list[Named]:
    """Return the passages with these references, in the order of the references; a section in its pieces. Of a customer's
    own rows only those of `account` are read."""
    sections = [ref for ref in refs if section_of(ref) == ref]
    found = _read(database, index, account, _NAMED, {"refs": list(refs), "sections": sections, "account": account})
    place = {ref: n for n, ref in enumerate(refs)}
    known = [(place.get(one.passage.ref, place.get(section_of(one.passage.ref), 0)), n) for n, one in enumerate(found)]
    return [found[n] for _, n in sorted(known)]


def expired(database: Engine, index: Index, today: date) -> list[Named]:
    """Return the public passages that are past their date, the newest first."""
    return _read(database, index, None, _EXPIRED, {"today": today})


def _read(database: Engine, index: Index, account: str | None, query: Any, told: Mapping[str, Any]) -> list[Named]:
    with transaction(database, account=account) as session:
        rows = session.execute(query, {**told, "index": index.id}).mappings().all()
        hits = [_hit({name: value for name, value in row.items() if name != "synced_at"}) for row in rows]
        details = find_details(session, hits, index=index, account=account)
    pairs = zip(rows, hits, strict=True)
    return [Named(passage(Ranked(hit, None, 1), details.get(hit.id)), row["synced_at"]) for row, hit in pairs]


def _hit(values: Mapping[str, Any]) -> Hit:
    """Return a hit that no search found."""
    return Hit(
        **values, lexical_rank=None, dense_rank=None, precedent_rank=None, lexical_score=0.0, document_score=0.0,
        cosine=0.0, dense_score=0.0, precedent_score=None, fused_rank=0, score=0.0,
    )  # fmt: skip
