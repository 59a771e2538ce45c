"""This module says what of the knowledge is not as the settings and the knowledge file say: sources that stand at their last
good state, sources that are not named any more, an encoder that is not in effect. `sync`, `status` and `doctor` tell it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from knowledge.index import forgetting, moves
from knowledge.index.forgetting import Holding
from knowledge.index.indexes import LIVE, find
from worker import bootstrap
from worker.library.knowledge_file import load
from worker.retrieval.trust import untrusted_sources
from worker.settings import Settings

_NAMED_TICKETS = 3  # that a line about a section names
# A page for colleagues that a reply may say word for word. Words of four languages, each whole in a path or a title.
_INTERNAL = text(
    "select source, count(*), min(path) from documents where account is null and source = any(:sources) "
    "and kind = any(array['docs', 'macros']) and (path || ' ' || title) ~* "
    "'\\y(internal|internals|confidential|staff only|intern|interne|internes|vertraulich|confidentiel|interno|interna|"
    "internos|confidencial)\\y' group by source order by source"
)


@dataclass(frozen=True)
class Held:
    """A source that stands at its last good state."""

    source: str
    reason: str
    since: datetime

    @property
    def told(self) -> str:
        return f"{self.source} stands at its last good state since {self.since:%d %b %Y %H:%M} UTC: {self.reason}"


@dataclass(frozen=True)
class Standing:
    held: Sequence[Held] = ()
    unnamed: Sequence[Holding] = ()
    encoders: tuple[str, str] | None = None  # that of the settings and that of the live index, where they differ
    nowhere: Mapping[str, Sequence[str]] = field(default_factory=dict)  # section that is gone -> tickets that name it
    internal: Mapping[str, tuple[int, str]] = field(
        default_factory=dict
    )  # trusted source -> internal pages, one of them

    def lines(self) -> Iterator[str]:
        """Yield all that somebody should know."""
        yield from (held.told for held in self.held)
        yield from (line for _, line in self.notes())

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield what somebody should know besides the sources that stand, each with what it is about."""
        for one in self.unnamed:
            yield "source", told(one)
        if self.encoders:
            wanted, serving = self.encoders
            yield (
                "encoder",
                f"the settings say {wanted}, and the live index is made by {serving}, which goes on searching: run "
                "`deskhand knowledge reindex`, or correct DESKHAND_ENCODER",
            )
        for source, (count, path) in self.internal.items():
            yield (
                "internal pages",
                f"{count} pages of {source} are called internal ({path}), and replies to customers may say their sentences: put "
                "them into a source of their own with trusted = false, which only colleagues are shown",
            )
        for section, tickets in self.nowhere.items():
            names = ", ".join(tickets[:_NAMED_TICKETS]) + (", ..." if len(tickets) > _NAMED_TICKETS else "")
            yield "handled tickets", f"{section} is not in the knowledge any more, and handled tickets name it: {names}"


def told(one: Holding) -> str:
    """Return what a person is told of a source that is not named."""
    renamed = (
        f"; {one.alike} of its {one.documents} documents are those of {one.renamed}, so it seems to be renamed"
        if one.renamed
        else ""
    )
    return (
        f"{one.source} is not in the knowledge file any more: its {one.passages} passages are not used{renamed}; "
        f"`deskhand knowledge forget {one.source}` deletes them"
    )


def standing(settings: Settings, owner: Engine) -> Standing:
    """Return how the knowledge stands. Raises `NotReady`."""
    named = frozenset(load(settings.knowledge_path).sources)
    trusted = named - frozenset(untrusted_sources(settings.knowledge_path))
    with owner.connect() as connection:
        return Standing(
            tuple(_held(connection, named)),
            forgetting.unnamed(connection, named),
            _encoders(settings, connection),
            moves.nowhere(connection),
            {row[0]: (row[1], row[2]) for row in connection.execute(_INTERNAL, {"sources": sorted(trusted)})},
        )


def _held(connection: Connection, named: frozenset[str]) -> Iterator[Held]:
    for row in connection.execute(text("select source, reason, held_since from source_states order by source")):
        if row.source in named:
            yield Held(row.source, row.reason, row.held_since)


def _encoders(settings: Settings, connection: Connection) -> tuple[str, str] | None:
    """Return the encoder that the settings ask for and that of the live index, if they are two."""
    live = find(connection, LIVE)
    if live is None:
        return None
    wanted, serving = bootstrap.encoder_name(settings), live.encoder.rpartition("@")[0]
    return None if _place(wanted) == _place(serving) else (wanted, serving)


def _place(name: str) -> str:
    return str(Path(name).resolve()) if Path(name).exists() else name
