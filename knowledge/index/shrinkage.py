"""This module decides whether a sync would take too much from a source.

An unmounted folder and a file with a header only look like a source whose documents were deleted. So a source that would
lose more than a share of its documents, of its text or of the rows of its accounts, or all of them, stands still: nothing
of it is changed until a person consents. One or two documents may go, up to half of the source.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from knowledge.passages import Document, Kind

SHARE = 0.2
FEW = 2  # documents that may go whatever share they are, up to half
_NEARLY_NOTHING = 0.1  # of its text: who is left with less is lost
_NAMED = 3  # documents that a reason names

_TEXT = "coalesce(sum(length(b.value->>1)), 0)"
_PARTS = (
    "documents d left join lateral jsonb_array_elements(d.body->'sections') s on true "
    "left join lateral jsonb_array_elements(s.value->2) b on true"
)
_OF_DOCUMENTS = text(f"select d.id, {_TEXT} from {_PARTS} where d.id = any(:ids) group by d.id")  # noqa: S608
_OF_SOURCES = text(f"select d.source, {_TEXT} from {_PARTS} where d.source = any(:sources) group by d.source")  # noqa: S608
_ROWS = (
    "select {owner}, split_part(s.value->>0, ' ', 1), count(*) from documents d "
    "cross join jsonb_array_elements(d.body->'sections') s where {owner} = any(:chosen) group by 1, 2"
)


@dataclass(frozen=True)
class Consent:
    """Consent says what a source may lose. `given`: the sources of which a person consented to lose whatever is lost."""

    share: float = SHARE
    shares: Mapping[str, float] = field(default_factory=dict)  # of sources that have their own
    given: Collection[str] = ()

    def refuses(self, source: str, before: int, lost: int) -> bool:
        """Return whether a source that had `before` documents or rows may not lose `lost` of them."""
        if source in self.given or not lost:
            return False
        much = lost > self.shares.get(source, self.share) * before
        return lost >= before or (much and (lost > FEW or lost > before / 2))


DEFAULT = Consent()


@dataclass(frozen=True)
class Changed:
    """A document that the index has and that a sync changes, with what is left of it: nothing where it is gone."""

    id: int
    path: str
    source: str
    content: str  # hash of what the index has
    characters: int | None = None  # None: it is gone
    rows: Mapping[str, int] = field(default_factory=dict)  # of an account, by kind: "invoice" -> 3

    @classmethod
    def of(cls, id_: int, now: Document, content: str) -> "Changed":
        characters = sum(len(block.text) for section in now.sections for block in section.blocks)
        headings = (section.heading for section in now.sections if now.kind is Kind.ACCOUNT)
        rows = Counter(heading.partition(" ")[0] for heading in headings)
        return cls(id_, now.path, now.source, content, characters, rows)


@dataclass
class _Loss:
    documents: list[str] = field(default_factory=list)  # paths: gone, or left with nearly no text
    shorter: int = 0  # documents that have less text than before
    characters: int = 0


def refused(
    connection: Connection,
    changed: Sequence[Changed],
    added: Iterable[str],
    had: Mapping[str, int],
    consent: Consent,
    reasons: Mapping[str, str],
) -> dict[str, str]:
    """Return the sources that would lose too much, with the reason for a person.

    `added`: hashes of new documents: one that is gone is not lost if a new one has its text. `had`: documents per source.
    `reasons`: of sources that may not change because of something else, such as their contacts.
    """
    moved = Counter(added)
    losses: dict[str, _Loss] = {}
    before = dict(map(tuple, connection.execute(_OF_DOCUMENTS, {"ids": [one.id for one in changed]})))
    for one in changed:
        if one.characters is None and moved[one.content] > 0:
            moved[one.content] -= 1
            continue
        left = one.characters or 0
        less = before.get(one.id, 0) - left
        loss = losses.setdefault(one.source, _Loss())
        if one.characters is None or left < _NEARLY_NOTHING * before.get(one.id, 0):
            loss.documents.append(one.path)
        loss.shorter += less > 0
        loss.characters += less
    found = dict(reasons)
    for source, loss in losses.items():
        if consent.refuses(source, had[source], len(loss.documents)):
            found.setdefault(source, _told(loss.documents, had[source]))
    found |= _less_text(connection, {s: loss for s, loss in losses.items() if s not in found}, consent)
    return found | _fewer_rows(connection, [one for one in changed if one.source not in found], consent)


def reason(source: str, what: str) -> str:
    """Return why a source stands still, and what to do."""
    return (
        f"{what}; nothing of this source is changed, it stands at its last good state. Look at the source; if this is meant, "
        f"run `deskhand knowledge sync {source} --allow-shrink`"
    )


def _told(paths: Sequence[str], before: int) -> str:
    names = ", ".join(sorted(paths)[:_NAMED]) + (", ..." if len(paths) > _NAMED else "")
    return f"{len(paths)} of its {before} documents would go or lose nearly all of their text ({names})"


def _less_text(connection: Connection, losses: Mapping[str, _Loss], consent: Consent) -> dict[str, str]:
    """Return the sources whose documents stay, with much less text in them."""
    several = [source for source, loss in losses.items() if loss.shorter > FEW]
    had = dict(map(tuple, connection.execute(_OF_SOURCES, {"sources": several}))) if several else {}
    return {
        source: f"{losses[source].shorter} documents would lose {losses[source].characters:,} of its {before:,} characters"
        for source, before in had.items()
        if losses[source].characters > 0 and consent.refuses(source, before, losses[source].characters)
    }


def _fewer_rows(connection: Connection, changed: Sequence[Changed], consent: Consent) -> dict[str, str]:
    """Return the sources of accounts that would lose the rows of a file or query: all invoices, for example."""
    sources = {one.source for one in changed if one.rows}
    if not sources:
        return {}
    mine = [one for one in changed if one.source in sources]
    lost: Counter[tuple[str, str]] = Counter()
    of = {one.id: one.source for one in mine}
    for id_, part, count in _rows(connection, "id", of):
        lost[of[id_], part] += count
    for one in mine:
        for part, count in one.rows.items():
            lost[one.source, part] -= count
    found: dict[str, str] = {}
    for source, part, before in _rows(connection, "source", sources):
        gone = lost[source, part]
        if gone > 0 and consent.refuses(source, before, gone):
            found.setdefault(source, f"{gone} of its {before} rows of the kind {part!r} would go")
    return found


def _rows(connection: Connection, owner: str, chosen: Collection[int | str]) -> Iterable[tuple[Any, str, int]]:
    query = text(_ROWS.format(owner=f"d.{owner}"))
    return [(row[0], row[1], row[2]) for row in connection.execute(query, {"chosen": list(chosen)})]
