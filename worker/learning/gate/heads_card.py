"""The card of heads has what that of an adapter has: what they were trained on, how good they are, and who let them serve."""

from pathlib import Path
from typing import Any

from models.errors import AdapterError
from models.heads import folder as heads_folder
from models.heads.folder import HeadsManifest
from worker import learned_assets
from worker.learning.gate import ledger, states
from worker.learning.gate.ledger import Entry, Kind

NAME = "heads"


def state(folder: Path, manifest: HeadsManifest) -> str:
    """Return in words what the heads in a folder do."""
    known = {manifest.encoder: states.SERVES, f"{manifest.encoder}{learned_assets.CANDIDATE}": states.CANDIDATE}
    return known.get(folder.name, states.BEFORE if folder.name.endswith(learned_assets.PREVIOUS) else states.NOT_USED)


def card(place: Path, name: str) -> dict[str, Any]:
    """Return the card of heads by their id or its beginning; `heads` are those that serve. `place`: the folder of all heads.
    Raises `AdapterError`."""
    folders = sorted(path.parent for path in place.glob(f"*/{heads_folder.MANIFEST}") if path.parent.name[0] != ".")
    known = [(folder, heads_folder.read_manifest(folder)) for folder in folders]
    found = [(folder, own) for folder, own in known if own.id.startswith(name)]
    if name == NAME:
        found = [(folder, own) for folder, own in known if state(folder, own) == states.SERVES]
    if not found:
        raise AdapterError(f"there are no heads {name!r}: `deskhand models list` shows those that there are")
    exact = [one for one in found if one[1].id == name] or found
    if len({own.id for _, own in exact}) > 1 and name != NAME:
        told = ", ".join(sorted(own.id for _, own in exact))
        raise AdapterError(f"several heads begin with {name!r}: {told}")
    folder, manifest = exact[0]
    changes = [_change(entry) for entry in ledger.of(ledger.read(place), manifest.id, Kind.PROMOTION)]
    return {
        "id": manifest.id,
        "skill": NAME,
        "company": manifest.company,
        "created_at": manifest.created_at,
        "code_version": manifest.code_version,
        "state": state(folder, manifest),
        "base": {"name": "the encoder", "sha256": manifest.encoder},
        "data": {"sha256": manifest.data_sha256, "files": []},
        "config": {"tickets": manifest.tickets, **manifest.thresholds},
        "lineage": [{"depth": 0, "id": manifest.id, "made": "trained on the vectors of the encoder"}],
        "scores": {
            f"{name} right, out of fold": own["out_of_fold"]["accuracy"] for name, own in manifest.heads.items()
        },
        "evaluations": [],
        "comparisons": [],
        "openings": [],
        "changes": changes,
        "forced": bool(changes) and changes[-1]["forced"],
        "files": dict(manifest.files),
        "bytes": states.size(folder),
        "folder": str(folder),
    }


def _change(entry: Entry) -> dict[str, Any]:
    known = entry.result
    who = {"by": str(known.get("by", "")), "reason": str(known.get("reason", ""))}
    was = entry.against[0] if entry.against else None
    return {"action": "promote", "id": entry.candidate, "was": was, "forced": entry.forced, "at": entry.at, **who}
