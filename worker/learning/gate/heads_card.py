"""The card of heads has what that of an adapter has: what they were trained on, and how good they are."""

from pathlib import Path
from typing import Any

from models.heads import folder as heads_folder
from models.heads.folder import HeadsManifest


def of(folder: Path) -> dict[str, Any]:
    """Return what the manifest says. Raises `AdapterError`."""
    known = heads_folder.read_manifest(folder)
    return {
        "company": known.company,
        "code_version": known.code_version,
        "base": {"name": "the encoder", "sha256": known.encoder},
        "data": {"examples_sha256": known.data_sha256, "files": [], "files_sha256": []},
        "config": {"tickets": known.tickets, **known.thresholds},
        "lineage": [{"depth": 0, "id": known.id, "made": "trained on the vectors of the encoder"}],
        "scores": scores(known),
        "files": dict(known.files),
    }


def scores(known: HeadsManifest) -> dict[str, float]:
    """Return how often each head was right, on tickets that it had not seen."""
    return {f"{name} right, out of fold": own["out_of_fold"]["accuracy"] for name, own in known.heads.items()}
