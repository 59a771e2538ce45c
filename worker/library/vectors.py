"""This module carries vectors from one installation to another: out of the cache into a file, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from knowledge.errors import VectorFileError
from knowledge.index import vector_file, vectors
from knowledge.index.indexer import Progress, SyncReport
from knowledge.index.indexes import LIVE
from knowledge.index.passage_maker import Maker
from knowledge.index.vector_file import VectorFile
from worker.bootstrap import make_maker
from worker.errors import NotReady
from worker.library.owner import ready_owner
from worker.library.sync import find_index, live_maker, sync_all
from worker.settings import Settings

SHIPPED = "vectors.safetensors"  # beside the knowledge file


@dataclass(frozen=True)
class Imported:
    file: VectorFile
    new: int  # vectors that were not there yet


def export(settings: Settings, path: Path, *, precedents: bool) -> VectorFile:
    """Export the vectors of the public texts in the live index. Raises NotReady, VectorFileError or OSError."""
    with ready_owner(settings, reads=True) as owner:
        if find_index(owner, LIVE) is None:
            raise NotReady("there is no knowledge yet: run `deskhand knowledge sync`")
        return vector_file.export(owner, live_maker(settings, owner), path, precedents=precedents)


def load(settings: Settings, path: Path) -> Imported:
    """Load a file into the cache, for the next sync or reindex. It must fit the encoder of the settings or that of the
    live index.

    Raises NotReady, VectorFileError, BusyError or OSError.
    """
    file = vector_file.read(path)
    with ready_owner(settings) as owner:
        maker = make_maker(settings)
        if not vector_file.fits(file, maker) and not vector_file.fits(file, live_maker(settings, owner)):
            raise VectorFileError(
                f"{path} was made by another encoder: {file.encoder!r} ({file.space!r}), and here it is {maker.encoder} "
                f"({maker.space}). Export it again where the encoder is the same as here; or set DESKHAND_ENCODER to that "
                "one, import the file and run `deskhand knowledge reindex`"
            )
        return Imported(file, vector_file.store(owner, file))


def shipped(settings: Settings) -> Path:
    """Return where a company's own file of vectors may lie."""
    return settings.knowledge_path.parent / SHIPPED


def sync_shipped(
    settings: Settings,
    *,
    allow_shrink: bool = False,
    say: Callable[[str], None],
    progress: Callable[[Progress], None] = lambda _: None,
) -> SyncReport:
    """Run `sync_all`. Where no vector is kept yet, the vectors that are shipped beside the knowledge file are taken
    first, and `say` is told how many were useful."""
    spaces: list[str] = []  # the space that was taken

    def take(owner: Engine, maker: Maker) -> None:
        with owner.connect() as connection:
            if vectors.count(connection):
                return
        why = _take(owner, maker, shipped(settings))
        if why is None:
            spaces.append(maker.space)
        else:
            say(f"no shipped vectors are used, all texts are embedded here: {why}")

    report = sync_all(settings, allow_shrink=allow_shrink, before=take, say=say, progress=progress)
    for space in spaces:
        with ready_owner(settings) as owner, owner.connect() as connection:
            total = vectors.count(connection, space)
        say(
            f"{total - report.texts:,} of {total:,} vectors were shipped with the knowledge; "
            f"{report.texts:,} texts were embedded here"
        )
    return report


def _take(owner: Engine, maker: Maker, path: Path) -> str | None:
    """Return why the file cannot be used, or None if it was taken."""
    if not path.is_file():
        return f"{path} is not there"
    try:
        file = vector_file.read(path)
    except VectorFileError as error:
        return str(error)
    if not vector_file.fits(file, maker):
        return f"{path} is of another encoder"
    vector_file.store(owner, file)
    return None
