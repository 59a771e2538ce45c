"""This module tells what learned from tickets of an erased person. It changes none of it: only learning again, without their
rows, makes it forget."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.handled_tickets import HandledTicket
from models.encoding import versions as encoders
from models.errors import AdapterError
from models.heads import folder as heads_folder
from models.weights import registry, versions
from models.weights.manifest import HEADS
from worker import assets, kept_prompts, learned_assets
from worker.learning import heads, labelled_replies, lineage
from worker.settings import Settings

_COMMANDS = {
    "triage": "deskhand models train triage --data FILE",
    "reply": "deskhand models train reply --data FILE",
    "translation": "deskhand models train translation --data FILE",
    "encoder": "deskhand knowledge tune encoder --data FILE, then deskhand knowledge reindex",
    HEADS: "deskhand models heads --data FILE",
    "selector": "deskhand models selector --data FILE",
    "confidence": "deskhand models confidence --data FILE --save",
    "prompt triage": "deskhand models prompt triage --data FILE --examples FILE",
    "prompt reply": "deskhand models prompt reply --data FILE --examples FILE",
    "training": "delete the folder: an interrupted training is in it",
}


@dataclass(frozen=True)
class Learned:
    """Something may have learned from a person's tickets. `tickets`: from how many; None: it does not say, and may have."""

    what: str
    id: str
    path: str
    tickets: int | None

    @property
    def command(self) -> str:
        again = _COMMANDS[self.what]
        if self.what in learned_assets.VERSIONED:
            return f"{again}, then deskhand models promote{' heads' * (self.what == HEADS)} and deskhand models prune {self.id}"
        return f"{again}, then deskhand models prune {self.id}" if self.what == "encoder" else again

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "id": self.id, "path": self.path, "tickets": self.tickets, "command": self.command}


def learned(settings: Settings, ids: Sequence[str], rows: Sequence[HandledTicket]) -> list[Learned]:
    """Return what learned from the tickets with these ids, or may have. `rows`: those of them that stood in files. Nobody who
    has no row in a file of handled tickets, and none in an import, was learned from."""
    if not ids and not rows:
        return []
    named = sorted({*ids, *(row.id for row in rows)})
    return [one for one in _all(settings, named, rows) if one.tickets != 0]


def _all(settings: Settings, ids: Sequence[str], rows: Sequence[HandledTicket]) -> Iterator[Learned]:
    folder = settings.adapters_path
    for what in (*learned_assets.SKILLS, "encoder"):
        listed = encoders.list_versions if what == "encoder" else versions.list_versions
        for place in listed(folder / what):
            name = place.name  # also of one whose manifest cannot be read
            with suppress(AdapterError):
                name = registry.read_manifest(place).id
            yield Learned(what, name, str(place), lineage.learned(folder, name, ids))
    keys = {heads.key(row) for row in rows}
    for path in sorted((folder / HEADS).rglob(heads_folder.MANIFEST)):  # every version, and what was left half done
        yield Learned(HEADS, *_of_heads(path.parent, keys if rows else None))
    if selector := _json(folder / assets.SELECTOR):
        name = str(selector.get("id", ""))
        yield Learned("selector", name, str(folder / assets.SELECTOR), lineage.learned(folder, name, ids))
    for skill in kept_prompts.SKILLS:
        if prompt := _json(place := kept_prompts.place(folder, skill)).get("prompt"):
            name = str(prompt.get("id", ""))
            yield Learned(f"prompt {skill}", name, str(place), lineage.learned(folder, name, ids))
    if confidence := _json(folder / assets.CONFIDENCE):
        replied = {labelled_replies.key(row) for row in rows}
        told = json.dumps(confidence)
        known_keys = sum(f'"{key}"' in told for key in replied)
        yield Learned(
            "confidence",
            str(confidence.get("id", "")),
            str(folder / assets.CONFIDENCE),
            known_keys if rows else None,
        )
    for path in sorted(folder.glob(".*.training")):
        yield Learned("training", path.name, str(path), None)


def _of_heads(place: Path, keys: set[bytes] | None) -> tuple[str, str, int | None]:
    """Return id and folder of heads, and from how many of some texts they learned; None where they cannot be read."""
    try:
        known = heads_folder.load(place)
    except (AdapterError, OSError):
        return place.name, str(place), None
    held = {bytes(key) for key in known.layout.neighbours.keys}
    return known.id, str(place), None if keys is None else len(held & keys)


def _json(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        known = json.loads(path.read_text(encoding="utf-8"))
        return known if isinstance(known, dict) else {}
    return {}
