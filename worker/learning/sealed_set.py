"""This module keeps the sealed set closed: nothing is learned from its tickets, and nothing is chosen or measured on them, until
a promotion opens it (`worker.learning.gate.sealed`).

A file shares tickets with it by its path, by their ids or by their texts.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from knowledge.handled_tickets import HandledTicket
from worker.errors import Refused
from worker.learning import lineage
from worker.settings import Settings

_OPENED = "only `deskhand models promote` opens it, once per candidate"


def refuse(settings: Settings, paths: Collection[Path], sealed: Path | None = None) -> None:
    """Raise `Refused` if a file is the sealed set or has a ticket of it. `sealed`: a sealed set beside that of the settings."""
    for own in dict.fromkeys(one for one in (settings.sealed, sealed) if one is not None):
        _require_there(own)
        for path in dict.fromkeys(paths):
            _refuse_shared(path, own)


def left(settings: Settings, tickets: Sequence[HandledTicket]) -> list[HandledTicket]:
    """Return those of some tickets that are not in the sealed set, for what learns by itself from all that there is."""
    if settings.sealed is None:
        return list(tickets)
    _require_there(settings.sealed)
    kept = lineage.keys_of([settings.sealed])
    return [ticket for ticket in tickets if kept.isdisjoint({ticket.id, lineage.text_key(ticket)})]


def opened(settings: Settings) -> Settings:
    """Return the settings for whoever may read the sealed set: nothing is sealed under them."""
    return settings.model_copy(update={"sealed": None})


def _require_there(sealed: Path) -> None:
    if not sealed.is_file():
        raise Refused(f"the sealed set {sealed} is not there: correct --sealed or DESKHAND_SEALED")


def _refuse_shared(path: Path, sealed: Path) -> None:
    if path.exists() and path.samefile(sealed):
        raise Refused(f"{path} is the sealed set: {_OPENED}. Give other tickets")
    if found := lineage.shared([path], [sealed]):
        tickets = f"tickets in common: {len(found.ids)}, such as {min(found.ids)}" if found.ids else ""
        texts = f"texts in common, in rows without an id or with another one: {len(found.texts)}"
        raise Refused(
            f"{path} and the sealed set {sealed} have {tickets or texts}; {_OPENED}. Take them out of {path} "
            f"(`deskhand dataset check {path} {sealed} --only leak` lists them)"
        )
