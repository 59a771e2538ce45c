"""This module keeps the promise about replies: that of chosen ones in a file of its own, that of a model's in its adapter's
manifest. So a company without a reply adapter can prove a threshold, and training an adapter loses none."""

from dataclasses import replace
from pathlib import Path

from models import hashed_file
from models.errors import AdapterError
from models.evaluation.promise import Promise
from models.weights import registry, versions

FILE = "reply_promise.json"  # in the adapters' folder
FORMAT = 1
ADAPTER = "reply"


def place(adapters: Path, *, chosen: bool) -> Path:
    """Return the file or the folder that keeps the promise: a version's, or that of the skill where none serves. `chosen`: no
    model writes the replies."""
    return adapters / FILE if chosen else versions.serving_folder(adapters / ADAPTER) or adapters / ADAPTER


def load(adapters: Path, *, chosen: bool) -> Promise | None:
    """Return the promise; None if there is none. Raises `AdapterError` for a file that was altered."""
    where = place(adapters, chosen=chosen)
    if not chosen:
        return registry.read_manifest(where).promise if (where / registry.MANIFEST).exists() else None
    known = hashed_file.read(where, FORMAT)
    try:
        return None if known is None else Promise.from_json(known["promise"])
    except (KeyError, TypeError, ValueError) as error:
        raise AdapterError(f"{where} cannot be read: {error}") from error


def keep(promise: Promise, adapters: Path, company: str, *, chosen: bool) -> None:
    """Keep the promise; workers follow it from their next batch. `company`: the id of the one whose replies these were."""
    where = place(adapters, chosen=chosen)
    if chosen:
        hashed_file.write(where, {"format": FORMAT, "company": company, "promise": promise.as_json()})
    else:
        registry.write_manifest(where, replace(registry.read_manifest(where), promise=promise))
