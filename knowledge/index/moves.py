"""This module follows sections that have another reference now: a page was renamed, moved or given to another source, or a
heading was renamed, and the text is the same.

Handled tickets and approved wording name sections. Theirs follow; the files that they come from keep the old references,
so whoever reads these asks `Moves`. Only public sections are followed, because an account's reference names the account.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import md5

from sqlalchemy import Connection, text

from knowledge.passages import PassageDraft, section_of

LEAST = 20  # characters: a shorter text says too little to tell one section from another

_LIVE = "p.account is null and p.index_id = (select id from indexes where state = 'live')"
_SECTIONS = (
    "select p.section, md5(string_agg(p.text, E'\\n' order by p.id)) from passages p "
    "join documents d on d.id = p.document_id where {live} and {which} group by p.section "
    "having sum(length(p.text)) >= :least"
)
_BACK = text("delete from moved_sections where old = any(:there)")
_MOVE = text(
    "insert into moved_sections (old, new) values (:old, :new) "
    "on conflict (old) do update set new = excluded.new, moved_at = now()"
)
_ON = text("update moved_sections m set new = next.new from moved_sections next where m.new = next.old")
_PRECEDENTS = text(
    "update precedents p set answers = array(select distinct coalesce(m.new, a.answer) from unnest(p.answers) a (answer) "
    "left join moved_sections m on m.old = a.answer) where p.answers && array(select cast(old as text) from moved_sections)"
)
_NOWHERE = text(
    f"select a.answer, array_agg(distinct p.ticket order by p.ticket) from precedents p, unnest(p.answers) a (answer) "  # noqa: S608
    f"where p.index_id = (select id from indexes where state = 'live') and a.answer not like '%/*#%' "
    f"and not exists (select from passages p where {_LIVE} and p.section = a.answer) group by 1 order by 1"
)

Sections = Mapping[str, str]
"""Reference of a section -> hash of its text."""


@dataclass(frozen=True)
class Moves:
    """Moves say where sections stand now that stood elsewhere."""

    new: Mapping[str, str] = field(default_factory=dict)

    def ref(self, ref: str) -> str:
        """Return the reference under which a passage, or its section, stands now."""
        return self.new.get(section_of(ref), ref)

    def refs(self, refs: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.ref, refs)))


def load(connection: Connection) -> Moves:
    return Moves({row.old: row.new for row in connection.execute(text("select old, new from moved_sections"))})


def of_documents(connection: Connection, ids: Collection[int]) -> Sections:
    return _sections(connection, "d.id = any(:chosen)", ids)


def of_drafts(drafts: Iterable[PassageDraft]) -> dict[str, str]:
    """Return the sections that some documents are about to have."""
    texts: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        texts[section_of(draft.ref)].append(draft.text)
    return {
        section: md5("\n".join(said).encode(), usedforsecurity=False).hexdigest() for section, said in texts.items()
    }


def of_sources(connection: Connection, sources: Collection[str], *, but: bool = False) -> Sections:
    """Return the sections of some sources, or with `but` those of all others."""
    return _sections(connection, "d.source <> all(:chosen)" if but else "d.source = any(:chosen)", sources)


def found(old: Sections, new: Sections) -> dict[str, str]:
    """Return where each of the old sections stands now, of those whose text is among the new ones. Where several have the
    text, the one with the same heading is meant, or else the one in the same document; where several have that, nobody
    knows."""
    of: dict[str, list[str]] = defaultdict(list)
    for section, said in new.items():
        if old.get(section) != said:  # not one that had this text before
            of[said].append(section)
    moves: dict[str, str] = {}
    for section, said in old.items():
        if section in new:
            continue
        path, _, heading = section.partition("#")
        same = [s for s in of[said] if s.partition("#")[2] == heading]
        beside = [s for s in of[said] if s.partition("#")[0] == path]
        for some in (of[said], same, beside):
            if len(some) == 1:
                moves[section] = some[0]
                break
    return moves


def record(connection: Connection, moves: Mapping[str, str], there: Collection[str] = ()) -> None:
    """Remember these moves, and let precedents follow them. `there`: sections that are there again, or still."""
    connection.execute(_BACK, {"there": list(there)})
    if moves:
        connection.execute(_MOVE, [{"old": old, "new": new} for old, new in moves.items()])
        connection.execute(_ON)
    follow(connection)


def follow(connection: Connection) -> None:
    """Let the precedents of all indexes name the sections where they stand now."""
    connection.execute(_PRECEDENTS)


def nowhere(connection: Connection) -> dict[str, list[str]]:
    """Return the public sections that handled tickets name and that are not in the live index, each with the tickets."""
    return {row[0]: list(row[1]) for row in connection.execute(_NOWHERE)}


def _sections(connection: Connection, which: str, chosen: Collection[object]) -> Sections:
    query = text(_SECTIONS.format(live=_LIVE, which=which))
    return {row[0]: row[1] for row in connection.execute(query, {"chosen": list(chosen), "least": LEAST})}
