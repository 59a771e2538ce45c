"""This module knows which heads serve with which encoder, and lets some serve without a comparison."""

from pathlib import Path

from knowledge.search.evidence import identity
from models.heads import folder as heads_on_disk
from models.heads.folder import Heads
from models.weights import versions
from models.weights.manifest import HEADS
from models.weights.pointer import Change, Serving
from worker import bootstrap, learned_assets
from worker.company import load_company
from worker.errors import Refused
from worker.settings import Settings


def live_encoder(settings: Settings) -> str:
    """Return the hash of the weights of the encoder that the search uses. Raises `NotReady` without an index."""
    with bootstrap.opened(settings) as database:
        return identity(bootstrap.make_finder(settings, database, list).index().encoder)


def place_of(settings: Settings, encoder: str) -> Path:
    """Return the folder with the versions of the heads of an encoder, whether there are any or not."""
    return settings.adapters_path / HEADS / encoder


def place(settings: Settings) -> Path:
    """Return the folder with the versions of the heads that a person means who names no encoder: those of the only one, or else
    of the live index. Raises `Refused` without any, and `NotReady` without an index."""
    known = versions.places(settings.adapters_path, HEADS)
    if not known:
        raise Refused("there are no heads: `deskhand models heads --data FILE` trains some")
    return known[0] if len(known) == 1 else place_of(settings, live_encoder(settings))


def folder_of(settings: Settings, encoder: str) -> Path | None:
    """Return the folder of the heads of this company that serve with an encoder, or None."""
    own = versions.serving_folder(place_of(settings, encoder))
    company = load_company(settings.company_path).id
    return own if own is not None and heads_on_disk.read_manifest(own).company == company else None


def load(settings: Settings, encoder: str) -> Heads | None:
    """Return the heads of this company that serve with an encoder, or None."""
    own = folder_of(settings, encoder)
    return None if own is None else learned_assets.load_own_heads(settings, own)


def serve(settings: Settings, heads: Heads, reason: str, by: str = "deskhand", *, forced: bool = False) -> None:
    """Let heads serve that are among the versions of their encoder. Workers take them between two batches."""

    def change(known: Serving) -> Serving:
        made = Change("promote", heads.id, known.current, by, reason, forced)
        return known.changed(made, current=heads.id, canary=None)

    versions.update(place_of(settings, heads.manifest.encoder), change)
