"""This module keeps adapters on disk: what one is made of, where it came from, and whether it may be loaded.

An adapter changes the language model (one per skill) or the sentence encoder. Its folder holds safetensors, the PEFT
configuration and a manifest. The manifest is written last and names the hash of every other file, so a half-written or
altered folder is refused before any of its weights are opened.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from models.errors import AdapterError
from models.evaluation.promise import Promise
from models.weights.base import BaseModel, sha256_of

MANIFEST = "deskhand-adapter.json"
ENCODER = "encoder"  # the skill of a tuned encoder
RECORDS = "records"  # beside versions: the card of each one that was pruned, <id>.json
WEIGHTS = "adapter_model.safetensors"
OF_THE_RUN = (
    "run.json",
    "run.html",
    "curve.png",
)  # how it was trained: its options, what each step did, the learning curve
ALLOWED_FILES = frozenset(
    {
        "adapter_config.json",
        WEIGHTS,
        "shortlist.safetensors",
        "README.md",
        MANIFEST,
        *OF_THE_RUN,
    }
)
FILES = ("adapter_config.json", WEIGHTS, "shortlist.safetensors")  # of a language model's adapter
_UNPROVEN = "send_threshold"  # a key of older manifests: a bare number, chosen without a bound
# Keys of adapter_config.json through which code could be fetched or run (PEFT #2896, CVE-2026-4372).
FORBIDDEN_KEYS = frozenset(
    {"auto_map", "auto_mapping", "tokenizer_kwargs", "_attn_implementation", "_attn_implementation_internal"}
)


@dataclass(frozen=True)
class AdapterManifest:
    """The manifest says where an adapter came from."""

    id: str  # skill, date and the first digits of its weights' hash
    skill: str
    base: str
    base_sha256: str
    data_sha256: str  # of the training examples, in order, as they were rendered
    config: Mapping[
        str, Any
    ]  # the run: method, rank, epochs, learning rate, seed; of an adapter for replies also its form
    scores: Mapping[str, float]  # on the held-out set, filled by `deskhand models evaluate --save`
    temperatures: Mapping[str, float]  # calibration of each field, fitted on tickets held out of training
    code_version: str
    created_at: str
    files: Mapping[str, str] = field(default_factory=dict)  # name -> sha256
    promise: Promise | None = (
        None  # of an adapter for replies: the confidence from which one may be sent, with its proof
    )
    company: str = ""  # id of the company from whose tickets it was learned; "" in manifests of an earlier version


def write_new_manifest(
    folder: Path, skill: str, base: BaseModel, data_sha256: str, config: Mapping[str, Any], company: str
) -> AdapterManifest:
    """Write the first manifest of an adapter that was just trained into `folder`, and return it. It has no scores and no
    calibration yet. `company`: the id of the one from whose tickets it was learned."""
    name_base(folder, base.name)
    now = datetime.now(UTC)
    manifest = AdapterManifest(
        id=f"{skill}-{now:%Y%m%d}-{sha256_of(folder / WEIGHTS)[:8]}",
        skill=skill,
        base=base.name,
        base_sha256=base.sha256,
        data_sha256=data_sha256,
        config=config,
        scores={},
        temperatures={},
        code_version=version("deskhand"),
        created_at=now.isoformat(timespec="seconds"),
        company=company,
    )
    write_manifest(folder, manifest)
    return manifest


def name_base(folder: Path, name: str) -> None:
    """Write the name of the base into the PEFT configuration, in place of the folder it had on the machine that trained."""
    path = folder / "adapter_config.json"
    config = json.loads(path.read_text()) | {"base_model_name_or_path": name}
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def write_manifest(folder: Path, manifest: AdapterManifest) -> None:
    """Hash the files that the manifest does not name yet and write it, in one step, because a worker may be reading the old one.
    What it names keeps its hash: a new score makes no altered file a good one."""
    there = [p for p in sorted(folder.iterdir()) if p.name in ALLOWED_FILES - {MANIFEST, "README.md"}]
    files = {p.name: manifest.files.get(p.name) or sha256_of(p) for p in there}
    part = folder.with_name(f".{folder.name}.{MANIFEST}")  # not in the folder, which is refused with any other file
    part.write_text(json.dumps({**asdict(manifest), "files": files}, indent=2, sort_keys=True) + "\n")
    part.replace(folder / MANIFEST)


def read_manifest(folder: Path) -> AdapterManifest:
    """Return the manifest without any check of the other files. Raises `AdapterError` if it is missing or unreadable."""
    try:
        values = json.loads((folder / MANIFEST).read_text())
        values.pop(_UNPROVEN, None)
        if values.get("promise") is not None:
            values["promise"] = Promise.from_json(values["promise"])
        return AdapterManifest(**values)
    except FileNotFoundError as error:
        raise AdapterError(f"{folder} has no {MANIFEST}: it is not an adapter, or training did not finish") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise AdapterError(f"{folder / MANIFEST} cannot be read: {error}") from error


def has_unproven_threshold(folder: Path) -> bool:
    """Return whether a manifest names only a send threshold of the method that proved nothing. It counts as none."""
    try:
        values = json.loads((folder / MANIFEST).read_text())
        return values.get(_UNPROVEN) is not None and values.get("promise") is None
    except (OSError, ValueError, AttributeError):
        return False


def _own_entries(folder: Path, manifest: AdapterManifest) -> set[str]:
    """Return the names in an adapter's folder. Later encoders, what a kill left of one that was deleted, and the cards of pruned
    ones lie in the folder of one of before there were versions, which no index may lose (`models.encoding.versions`)."""
    named = [path for path in folder.iterdir() if manifest.skill != ENCODER or not _is_later(path)]
    return {path.name for path in named}


def _is_later(path: Path) -> bool:
    return path.is_dir() and ((path / MANIFEST).is_file() or path.name == RECORDS or path.name.startswith("."))


def load_manifest(folder: Path, *, base: BaseModel | None, files: Sequence[str] = FILES) -> AdapterManifest:
    """Return the manifest of an adapter that may be loaded onto this base. Raises `AdapterError` with the reason otherwise.

    `base`: None while the base is not there yet; then its fit is not checked. `files`: the files the adapter must have.
    """
    manifest = read_manifest(folder)
    strangers = _own_entries(folder, manifest) - ALLOWED_FILES
    if strangers:
        raise AdapterError(f"{folder} holds files that do not belong to an adapter: {', '.join(sorted(strangers))}")
    for name in dict.fromkeys([*files, *_also_there(folder, manifest)]):
        path = folder / name
        if not path.exists():
            raise AdapterError(f"{path} is missing")
        if sha256_of(path) != manifest.files.get(name):
            raise AdapterError(f"{path} does not match its hash in the manifest")
    try:
        config = json.loads((folder / "adapter_config.json").read_text())
        forbidden = FORBIDDEN_KEYS & {key for key, value in config.items() if value}
    except (ValueError, AttributeError) as error:
        raise AdapterError(f"{folder}/adapter_config.json cannot be read: {error}") from error
    if forbidden:
        raise AdapterError(f"{folder}/adapter_config.json sets {', '.join(sorted(forbidden))}, which is refused")
    if base is not None and not _fits(manifest, base):
        raise AdapterError(
            f"{folder} was trained on base {_shown(manifest.base, manifest.base_sha256)}, this base is "
            f"{_shown(base.name, base.sha256)}: train it again with `deskhand models train`, or set "
            "DESKHAND_BASE_MODEL back"
        )
    return manifest


def _also_there(folder: Path, manifest: AdapterManifest) -> list[str]:
    """Return the other files of an adapter that are there, or should be."""
    there = _own_entries(folder, manifest) - {MANIFEST, "README.md"}
    return sorted({*there, *manifest.files})


def _fits(manifest: AdapterManifest, base: BaseModel) -> bool:
    """Return whether the adapter was trained on this base. Their hashes decide, or their names if the adapter knows no hash, as
    of a base from a hub."""
    if manifest.base_sha256:
        return manifest.base_sha256 == base.sha256
    return manifest.base == base.name


def _shown(name: str, sha256: str) -> str:
    return f"{name}@{sha256[:12]}" if sha256 else name
