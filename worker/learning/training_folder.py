"""The workshop of an adapter is the hidden folder beside it, in which it is made until it is published.

<adapters>/.reply.training/checkpoint    the run so far; the same command continues from it
<adapters>/.reply.training/record.jsonl  what each step of the run did
<adapters>/.reply.training/adapter       the finished adapter, with its manifest and its calibration
<adapters>/reply/<id>                    the finished adapter, a candidate until it is promoted (`models.weights.versions`)
<adapters>/encoder/<id>                  a tuned encoder (`models.encoding.versions`)

With another `--out` an encoder is that folder, which is replaced at the very end, so that whoever starts in between finds the old
one or the new one, never none.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.encoding import versions as encoders
from models.weights import registry, versions
from models.weights.folders import replace_folder
from worker.errors import Refused


def begin(folder: Path) -> Path:
    """Return an empty folder in which the successor of the adapter `folder` is made."""
    made = _workshop(folder) / "adapter"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    return made


def checkpoint(folder: Path) -> Path:
    """Return where the run that makes the adapter `folder` keeps its state; nothing is there before the first save."""
    return _workshop(folder) / "checkpoint"


def record(folder: Path) -> Path:
    """Return where the run that makes the adapter `folder` writes down what its steps did."""
    return _workshop(folder) / "record.jsonl"


def discard(folder: Path) -> bool:
    """Delete what an interrupted run left, and return whether there was anything."""
    left = checkpoint(folder).exists() or record(folder).exists()
    shutil.rmtree(checkpoint(folder), ignore_errors=True)
    record(folder).unlink(missing_ok=True)
    return left


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Keep the workshop of `folder` for this run. Raises `Refused` while another one works there."""
    place = _workshop(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    # The lock lies beside the workshop: one that went with it would let two in, who each hold another file of that name.
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system drops it when its process dies
        except BlockingIOError as error:
            raise Refused(
                f"another command makes {folder.name} in {place}: wait for it, or give another --out"
            ) from error
        yield


def add_version(folder: Path) -> Path:
    """Move the adapter that was made for a skill's folder beside its other versions, and return its place."""
    place = versions.add(folder, _workshop(folder) / "adapter")
    shutil.rmtree(_workshop(folder))
    return place


def add_encoder(folder: Path) -> Path:
    """Move the encoder that was made for a folder of encoders beside the others, and return its place."""
    place = encoders.add(folder, _workshop(folder) / "adapter")
    shutil.rmtree(_workshop(folder))
    return place


def publish(folder: Path) -> registry.AdapterManifest:
    """Replace `folder` with the adapter that was made for it, and return its manifest."""
    replace_folder(folder, _workshop(folder) / "adapter")
    shutil.rmtree(_workshop(folder))
    return registry.read_manifest(folder)


def _workshop(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.training")
