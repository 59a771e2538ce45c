"""This module tells whether anything that tools are made of has changed in the adapters' folder, by a look at the files, which
takes less than a millisecond."""

from pathlib import Path

from knowledge.search import evidence
from models.weights import manifest, pointer, versions
from worker import assets, kept_prompts, reply_promise
from worker.learned_assets import VERSIONED

_FILES = (assets.SELECTOR, assets.CONFIDENCE, reply_promise.FILE, evidence.FILE)

Look = tuple[tuple[str, int, int, int], ...]
"""It has the path, the time of the last change, the size and the number of each file that is there."""


def look(adapters: Path) -> Look:
    """Return what the files look like now. Each of them is replaced in one step, so a change of it changes its number."""
    paths = [adapters / name for name in _FILES]
    for folder in (place for skill in VERSIONED for place in versions.places(adapters, skill)):
        paths += [folder / pointer.POINTER]
        for name in manifest.FILES:
            paths += [folder / name, *folder.glob(f"*/{name}")]
    paths += adapters.glob(f"{kept_prompts.FOLDER}/*.json")
    found = []
    for path in sorted(paths):
        try:
            about = path.stat()
        except OSError:
            continue
        found.append((str(path), about.st_mtime_ns, about.st_size, about.st_ino))
    return tuple(found)
