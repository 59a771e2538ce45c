"""The inventory lists everything that was learned: versions of adapters, heads, the tuned encoder, and what lies beside them."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from models.encoding import versions as encoders
from models.errors import AdapterError, ModelError
from models.heads import folder as heads_folder
from models.weights import base, pointer, registry, versions
from models.weights.manifest import HEADS
from models.weights.pointer import Serving
from worker import assets, learned_assets
from worker.errors import DeskhandError
from worker.learning.gate import card, heads_card, states
from worker.settings import Settings

ENCODER_FILES = ("adapter_config.json", registry.WEIGHTS)
_DECIDES = {
    "triage": "queue right",
    "reply": "replies right",
    "heads": "queue right, out of fold",
}  # the score that a list shows


@dataclass(frozen=True)
class Item:
    skill: str  # or "heads", "encoder", "selector", …
    id: str
    state: str  # what it does
    created_at: str
    fits: str = "yes"  # else why not
    company: str = ""
    base: str = ""
    scores: Mapping[str, Any] = field(default_factory=dict)
    bytes: int = 0
    forced: bool = False
    config: Mapping[str, Any] = field(default_factory=dict)
    idle: str = (
        ""  # why it has no work, where the pointer lets it serve and the settings give its work to something else
    )

    @property
    def score(self) -> str:
        """Return the one score that says most."""
        name = _DECIDES.get(self.skill) or next(iter(self.scores), "")
        value = self.scores.get(name)
        return "" if value is None else f"{name.partition(',')[0]} {float(value):.0%}".replace("%", " %")

    def as_json(self) -> dict[str, Any]:
        named = {
            name: getattr(self, name) for name in ("skill", "id", "state", "created_at", "fits", "company", "base")
        }
        rest = {
            "serves": self.state == states.SERVES,
            "idle": self.idle,
            "scores": dict(self.scores),
            "bytes": self.bytes,
            "forced": self.forced,
        }
        return {**self.config, **named, **rest}


def inventory(settings: Settings) -> list[Item]:
    """Return all that was learned, in the order in which a ticket meets it."""
    versioned = (_without_work(settings, one) for one in (*_heads(settings), *_adapters(settings)))
    return [*versioned, *_encoders(settings), *_others(settings)]


def _without_work(settings: Settings, one: Item) -> Item:
    """Return an item with the reason why it has no work, if it is one that the pointer gives some."""
    if one.state in {states.CANDIDATE, states.BEFORE, states.PRUNED, states.UNREADABLE}:
        return one
    with suppress(ModelError, DeskhandError):  # heads that cannot be read: their own line says so
        if not learned_assets.is_asked(settings, one.skill):
            return replace(one, idle=learned_assets.why_not_asked(one.skill))
    return one


def _adapters(settings: Settings) -> Iterator[Item]:
    ready = base.is_ready(settings.base_model, settings.home_path)
    model = base.ensure(settings.base_model, settings.home_path) if ready else None
    fits = "yes" if model else "base not converted yet"
    for skill in learned_assets.SKILLS:
        yield from _versions(
            settings.adapters_path / skill,
            skill,
            lambda folder, known: _adapter(folder, None, fits, model, registry.FILES, known),
        )


def _encoders(settings: Settings) -> Iterator[Item]:
    folder = learned_assets.encoder_folder(settings)
    for place in encoders.list_versions(folder):
        yield _adapter(place, states.of_encoder(place, settings), "yes", None, ENCODER_FILES, None)
    for one in card.pruned(folder):
        yield Item("encoder", str(one["id"]), states.PRUNED, str(one["created_at"]), "")


def _adapter(
    folder: Path,
    state: str | None,
    fits: str,
    model: base.BaseModel | None,
    files: tuple[str, ...],
    known: Serving | None,
) -> Item:
    try:
        manifest = registry.read_manifest(folder)
    except AdapterError as error:
        return Item(folder.parent.name, folder.name, states.UNREADABLE, "", str(error))
    try:
        registry.load_manifest(folder, base=model, files=files)
    except AdapterError as error:
        fits = str(error)
    return Item(
        manifest.skill,
        manifest.id,
        states.of(known, manifest.id) if known is not None else state or "",
        manifest.created_at,
        fits,
        manifest.company,
        manifest.base,
        dict(manifest.scores),
        states.size(folder),
        known is not None and states.is_forced(known, manifest.id),
        dict(manifest.config),
    )


def _heads(settings: Settings) -> Iterator[Item]:
    for place in versions.places(settings.adapters_path, HEADS):
        yield from _versions(place, HEADS, _of_heads)


def _versions(place: Path, skill: str, item: Callable[[Path, Serving], Item]) -> Iterator[Item]:
    """Yield the versions in a folder, those that the pointer names and that are not there, and those that were pruned."""
    there = versions.list_versions(place)
    try:
        known = versions.read(place)
    except AdapterError as error:
        yield Item(skill, f"{place.name}/{pointer.POINTER}", states.UNREADABLE, "", str(error))
        known = Serving()
    at_work = {known.current, known.canary.id if known.canary else None, *known.named.values()}
    gone = [name for name in at_work - {one.name for one in there} if name is not None]
    for name in sorted(gone) if not versions.is_flat(place) else ():
        yield Item(skill, name, states.of(known, name), "", f"it is not in {place} any more")
    yield from (item(folder, known) for folder in there)
    for one in card.pruned(place):
        yield Item(skill, str(one["id"]), states.PRUNED, str(one["created_at"]), "", scores=one.get("scores") or {})


def _of_heads(folder: Path, pointer: Serving) -> Item:
    try:
        known = heads_folder.read_manifest(folder)
    except AdapterError as error:
        return Item(HEADS, folder.name, states.UNREADABLE, "", str(error))
    fits = "yes"
    try:
        heads_folder.load(folder)
    except AdapterError as error:
        fits = str(error)
    return Item(
        HEADS,
        known.id,
        states.of(pointer, known.id),
        known.created_at,
        fits,
        known.company,
        "",
        heads_card.scores(known),
        states.size(folder),
        states.is_forced(pointer, known.id),
        {"tickets": known.tickets, "encoder": known.encoder},
    )


def _others(settings: Settings) -> Iterator[Item]:
    """Yield the files that are no adapters: selector, confidence, thresholds and whatever else carries an owner."""
    for asset in assets.assets_of(settings.adapters_path):
        if asset.file.name in {registry.MANIFEST, heads_folder.MANIFEST}:
            continue
        values = json.loads(asset.file.read_text(encoding="utf-8"))
        origin = values.get("origin") if isinstance(values.get("origin"), dict) else values
        made = str(origin.get("created_at") or "")
        chosen = values.get("prompt") if isinstance(values.get("prompt"), dict) else values
        name = str(chosen.get("id") or asset.file.name)
        yield Item(asset.file.stem, name, states.KEPT, made, company=asset.company, bytes=asset.file.stat().st_size)
