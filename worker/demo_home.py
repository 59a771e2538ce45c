"""This module knows the files of the demo company, and which homes are the demo's.

`deskhand demo` marks the home that it makes. A command that finds such a home and no company in its settings works with the
demo's files, so that `make demo` can be looked at without a setting. In every other home a company must be named.
"""

from pathlib import Path

MARK = "demo-company"  # in the home
_EARLIER = "demo.json"  # in homes that an earlier version's demo made, which wrote no mark
_SAYS = "`deskhand demo` made this home. Commands without DESKHAND_COMPANY use the files of the demo company here.\n"
_FILES = {"company": "company.toml", "knowledge": "knowledge.toml", "adapters": "adapters"}  # setting -> name


def folder() -> Path:
    """Return the folder of the demo company: that of the working directory, else that beside this package."""
    here = Path("demo")
    return here if (here / _FILES["company"]).is_file() else Path(__file__).parents[1] / "demo"


def files() -> dict[str, Path]:
    """Return the values of the settings that name a company's files."""
    return {setting: folder() / name for setting, name in _FILES.items()}


def is_marked(home: Path) -> bool:
    return bool(marks(home))


def marks(home: Path) -> list[Path]:
    """Return the files that say that a home is the demo's."""
    return [home / name for name in (MARK, _EARLIER) if (home / name).is_file()]


def mark(home: Path) -> None:
    (home / MARK).write_text(_SAYS, encoding="utf-8")
