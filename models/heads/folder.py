"""This module keeps heads on disk: a file of tensors, and a manifest that names its hash and the encoder.

The manifest is written last. A folder that was altered or half written is refused before its tensors are opened.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from models.errors import AdapterError
from models.evaluation.calibrators import compare
from models.evaluation.track_record import count
from models.heads.features import Layout
from models.heads.fit import Fitted, OutOfFold
from models.heads.head import Head
from models.heads.neighbours import Neighbours
from models.weights.base import sha256_of
from models.weights.manifest import HEADS, HEADS_FILE

MANIFEST = HEADS_FILE
TENSORS = "heads.safetensors"
FORMAT = 1  # raise it when the meaning of a column or of a tensor changes


@dataclass(frozen=True)
class HeadsManifest:
    """The manifest says where heads came from and what they read."""

    id: str
    format: int
    encoder: str  # hash of the weights of the encoder whose vectors they read
    company: str
    data_sha256: str  # of the labelled tickets
    tickets: int
    heads: Mapping[
        str, Mapping[str, Any]
    ]  # name -> classes, blocks, temperature, strength, tickets, out-of-fold figures
    skipped: Mapping[str, str]
    facts: tuple[tuple[str, str], ...]
    thresholds: Mapping[str, float]  # "escalate", "alarm": probabilities
    code_version: str
    created_at: str
    files: Mapping[str, str] = field(default_factory=dict)  # name -> sha256
    sha256: str = ""  # of the rest of the manifest


@dataclass(frozen=True)
class Heads:
    """Heads are what triage asks. `layout` and `heads` fit each other."""

    manifest: HeadsManifest
    layout: Layout
    heads: Mapping[str, Head]

    @property
    def id(self) -> str:
        return self.manifest.id


def in_memory(
    fitted: Fitted, *, encoder: str, company: str, data_sha256: str, thresholds: Mapping[str, float]
) -> Heads:
    """Return heads that no folder keeps, for a comparison."""
    manifest = HeadsManifest(
        id=HEADS,
        format=FORMAT,
        encoder=encoder,
        company=company,
        data_sha256=data_sha256,
        tickets=len(fitted.layout.neighbours.vectors),
        heads={name: _about(fitted, head) for name, head in fitted.heads.items()},
        skipped=dict(fitted.skipped),
        facts=fitted.layout.facts,
        thresholds=dict(thresholds),
        code_version=version("deskhand"),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return Heads(manifest, fitted.layout, fitted.heads)


def save(
    folder: Path, fitted: Fitted, *, encoder: str, company: str, data_sha256: str, thresholds: Mapping[str, float]
) -> Heads:
    """Write heads into a new folder and return them."""
    folder.mkdir(parents=True)
    save_file(_tensors(fitted), folder / TENSORS)
    digest = sha256_of(folder / TENSORS)
    heads = in_memory(fitted, encoder=encoder, company=company, data_sha256=data_sha256, thresholds=thresholds)
    whole = hashlib.sha256(f"{digest} {data_sha256}".encode()).hexdigest()  # other data may make the same tensors
    name = f"{HEADS}-{datetime.now(UTC):%Y%m%d}-{whole[:8]}"
    manifest = replace(heads.manifest, id=name, files={TENSORS: digest})
    manifest = replace(manifest, sha256=_hash(asdict(manifest)))
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n")
    return replace(heads, manifest=manifest)


def read_manifest(folder: Path) -> HeadsManifest:
    """Return the manifest. Raises `AdapterError` if it is missing or unreadable, or of another format."""
    try:
        known = HeadsManifest(**json.loads((folder / MANIFEST).read_text()))
    except FileNotFoundError as error:
        raise AdapterError(f"{folder} has no {MANIFEST}: train heads with `deskhand models heads`") from error
    except (ValueError, TypeError) as error:
        raise AdapterError(f"{folder / MANIFEST} cannot be read: {error}") from error
    if known.sha256 != _hash(asdict(known)):
        raise AdapterError(f"{folder / MANIFEST} was altered: train the heads again with `deskhand models heads`")
    if known.format != FORMAT:
        raise AdapterError(f"{folder} has heads of format {known.format}, not {FORMAT}: train them again")
    return known


def _hash(manifest: Mapping[str, Any]) -> str:
    """Return the hash of a manifest without its own hash."""
    rest = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def load(folder: Path) -> Heads:
    """Return the heads of a folder. Raises `AdapterError` if it was altered, or is not complete."""
    manifest = read_manifest(folder)
    path = folder / TENSORS
    if not path.exists():
        raise AdapterError(f"{path} is missing")
    if sha256_of(path) != manifest.files.get(TENSORS):
        raise AdapterError(f"{path} does not match its hash in the manifest")
    try:
        tensors = load_file(path)
        heads = {name: _head(name, about, tensors) for name, about in manifest.heads.items()}
        labels = {name: tensors[f"labels.{name}"] for name in heads}
        neighbours = Neighbours(tensors["vectors"].astype(np.float32), tensors["keys"], tensors["evidence"], labels)
        facts = tuple((str(name), str(value)) for name, value in manifest.facts)
        layout = Layout(facts, tensors["anchors"], tensors["rarity"], neighbours)
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise AdapterError(f"{path} does not hold what its manifest says: {error}") from error
    return Heads(manifest, layout, heads)


def _tensors(fitted: Fitted) -> dict[str, Any]:
    neighbours = fitted.layout.neighbours
    tensors: dict[str, Any] = {
        "vectors": neighbours.vectors.astype(np.float16),
        "evidence": np.ascontiguousarray(neighbours.evidence),
        "keys": np.ascontiguousarray(neighbours.keys),
        "anchors": np.ascontiguousarray(fitted.layout.anchors, np.float32),
        "rarity": fitted.layout.rarity,
    }
    for name, head in fitted.heads.items():
        tensors |= {f"weights.{name}": np.ascontiguousarray(head.weights), f"offsets.{name}": head.offsets}
        tensors[f"labels.{name}"] = np.ascontiguousarray(neighbours.labels[name])
    return tensors


def _about(fitted: Fitted, head: Head) -> dict[str, Any]:
    known = fitted.out_of_fold[head.name]
    return {
        "classes": list(head.classes),
        "blocks": list(head.blocks),
        "strength": head.strength,
        "temperature": round(head.temperature, 4),
        "tickets": len(known.labels),
        "out_of_fold": {"accuracy": round(known.accuracy, 4), "loss": round(known.loss, 4)},
        "calibration": _calibration(known),
        "record": count(known.probabilities.max(axis=1).tolist(), known.right.tolist()).as_json(),
    }


def _calibration(known: OutOfFold) -> dict[str, dict[str, Any]]:
    """Return how well each method would calibrate the likeliest class, cross-fitted. The temperature serves; on the demo
    nothing beats it."""
    fits = compare(known.probabilities.max(axis=1).tolist(), known.right.tolist())
    return {
        method: {
            "log_loss": round(fit.log_loss, 4),
            "brier": round(fit.brier, 4),
            "error": round(fit.calibration_error, 4),
            "band": [round(edge, 4) for edge in fit.band],
        }
        for method, fit in fits.items()
    }


def _head(name: str, about: Mapping[str, Any], tensors: Mapping[str, Any]) -> Head:
    if len(tensors[f"weights.{name}"]) != len(about["classes"]) or len(tensors[f"offsets.{name}"]) != len(
        about["classes"]
    ):
        raise ValueError(f"{name} has weights for other classes than it names")
    return Head(
        name,
        tuple(about["classes"]),
        tuple(about["blocks"]),
        tensors[f"weights.{name}"],
        tensors[f"offsets.{name}"],
        float(about["temperature"]),
        float(about["strength"]),
    )
