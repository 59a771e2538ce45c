"""This module copies vectors between machines in a file: safetensors, half precision, each with the hash of its text.

The file holds no text. It names the space of its vectors and has a hash over all of it, so a file that was cut short,
altered or made by another encoder is refused before anything is stored.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from sqlalchemy import Engine

from knowledge.errors import VectorFileError
from knowledge.index import vectors
from knowledge.index.locks import Lock, alone
from knowledge.index.passage_maker import Maker
from knowledge.index.transaction import transaction
from knowledge.index.vectors import HALF, Vector

FORMAT = "deskhand vectors 1"
KEY_BYTES = 32
UNIT = 0.01  # how far the length of a vector may be from 1: half precision keeps three digits
CHUNK = 4_096  # vectors checked or stored at once


@dataclass(frozen=True)
class VectorFile:
    space: str
    encoder: str  # its name, for people
    precedents: bool  # whether it includes handled tickets
    keys: NDArray[np.uint8]  # one row per vector: the hash of its text
    vectors: NDArray[np.float16]  # of unit length

    @property
    def about(self) -> dict[str, str | bool]:
        return {"space": self.space, "encoder": self.encoder, "precedents": self.precedents}

    @property
    def sha256(self) -> str:
        """Return the hash of all that it holds."""
        digest = hashlib.sha256(json.dumps(self.about).encode())
        for array in (self.keys, self.vectors):
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()

    def chunks(self) -> Iterator[dict[bytes, Vector]]:
        for start in range(0, len(self.keys), CHUNK):
            keys, made = self.keys[start : start + CHUNK], self.vectors[start : start + CHUNK].astype(np.float32)
            yield dict(zip(map(bytes, keys), made, strict=True))


def export(engine: Engine, maker: Maker, path: Path, *, precedents: bool) -> VectorFile:
    """Write the vectors of all public texts to `path`, and with `precedents` those of handled tickets.

    Raises `VectorFileError` if there are none, `OSError` if the file cannot be written.
    """
    with engine.connect() as connection:
        found = vectors.public(connection, maker.space, precedents=precedents)
    if not found:
        raise VectorFileError(
            "there are no vectors to export: run `deskhand knowledge sync`, or `deskhand knowledge reindex` where an earlier "
            "version made the index"
        )
    name = Path(maker.encoder.rpartition("@")[0]).name
    made = VectorFile(maker.space, name, precedents, *_arrays(found))
    write(path, made)
    return made


def _arrays(found: Mapping[bytes, bytes]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    keys = np.frombuffer(b"".join(found), np.uint8).reshape(len(found), KEY_BYTES)
    return keys, np.frombuffer(b"".join(found.values()), HALF).reshape(len(found), -1)


def write(path: Path, made: VectorFile) -> None:
    """Write the file whole or not at all: an interrupted write leaves the previous file."""
    metadata = {
        FORMAT: json.dumps({**made.about, "sha256": made.sha256})
    }  # one entry, because several would have a random order
    if path.is_dir() or not path.name:
        raise VectorFileError(f"{path} is a folder: name a file")
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch()  # raises an OSError that names the file, which the library's errors do not
        save_file({"keys": made.keys, "vectors": made.vectors}, part, metadata=metadata)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path) -> VectorFile:
    """Read and check a file that `write` made. Raises `VectorFileError`, and `OSError` if it cannot be opened."""
    path.open("rb").close()  # raises an OSError that names the file
    try:
        with safe_open(path, framework="np") as file:
            about = dict(json.loads((file.metadata() or {})[FORMAT]))
            sha256 = str(about.pop("sha256"))
            made = VectorFile(**about, keys=file.get_tensor("keys"), vectors=file.get_tensor("vectors"))
    except (SafetensorError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise VectorFileError(f"{path} is no file of vectors, or was cut short: copy or export it again") from error
    _check(path, made, sha256)
    return made


def _check(path: Path, made: VectorFile, sha256: str) -> None:
    keys, halves = made.keys, made.vectors
    shaped = keys.ndim == halves.ndim == 2 and len(keys) == len(halves) > 0 and keys.shape[1] == KEY_BYTES
    if not shaped or keys.dtype != np.uint8 or halves.dtype != np.float16 or made.sha256 != sha256:
        raise VectorFileError(f"{path} was altered after it was exported: copy or export it again")
    for start in range(0, len(halves), CHUNK):
        lengths = np.linalg.norm(halves[start : start + CHUNK].astype(np.float32), axis=1)
        if not np.all(np.abs(lengths - 1) <= UNIT):  # false for NaN and infinity as well
            raise VectorFileError(
                f"{path} has vectors that are not of unit length, which no encoder makes: export it again"
            )


def fits(made: VectorFile, maker: Maker) -> bool:
    """Return whether the encoder of `maker` would make the same vectors."""
    return made.space == maker.space and made.vectors.shape[1] == maker.dimensions


def store(engine: Engine, made: VectorFile) -> int:
    """Cache the vectors, at least until a whole sync has ended. Return how many were new. Raises `BusyError`."""
    with alone(engine, Lock.SYNC), transaction(engine) as connection:  # a sync that ended now would delete them
        return sum(vectors.keep(connection, made.space, chunk, imported=True) for chunk in made.chunks())
