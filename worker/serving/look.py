"""This module tells whether anything that tools are made of has changed in the adapters' folder, by a look at the files, which
takes less than a millisecond."""

from pathlib import Path

from knowledge.search import evidence
from models.heads import folder as heads
from models.weights import registry, versions
from worker import assets, kept_prompts, reply_promise
from worker.learned_assets import SKILLS

_FILES = (assets.SELECTOR, assets.CONFIDENCE, reply_promise.FILE, evidence.FILE)
_FOLDERS = (f"heads/*/{heads.MANIFEST}", f"{kept_prompts.FOLDER}/*.json")

Look = tuple[tuple[str, int, int, int], ...]
"""It has the path, the time of the last change, the size and the number of each file that is there."""


def look(adapters: Path) -> Look:
    """Return what the files look like now. Each of them is replaced in one step, so a change of it changes its number."""
    paths = [adapters / name for name in _FILES]
    for skill in SKILLS:
        folder = adapters / skill
        paths += [folder / versions.POINTER, folder / registry.MANIFEST, *folder.glob(f"*/{registry.MANIFEST}")]
    for pattern in _FOLDERS:
        paths += adapters.glob(pattern)
    found = []
    for path in sorted(paths):
        try:
            about = path.stat()
        except OSError:
            continue
        found.append((str(path), about.st_mtime_ns, about.st_size, about.st_ino))
    return tuple(found)
