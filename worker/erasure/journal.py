"""The journal keeps who is being erased until all of them is gone: after the rows are, the tables do not know any more whose the
files are. What is in it goes with the last step.

<home>/erasures/<hash of the subject>.json, with mode 0600
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from worker.erasure.person import Person

FOLDER = "erasures"


def path_of(home: Path, digest: str) -> Path:
    return home / FOLDER / f"{digest}.json"


def begin(home: Path, person: Person) -> None:
    """Write who is erased, before anything is."""
    path = path_of(home, person.digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(person.to_json(), file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def begun(home: Path, digest: str) -> Person | None:
    """Return whom an interrupted erasure had found; None without one."""
    with suppress(OSError, ValueError, KeyError):
        return Person.from_json(json.loads(path_of(home, digest).read_text(encoding="utf-8")))
    return None


def end(home: Path, digest: str) -> None:
    path_of(home, digest).unlink(missing_ok=True)


def interrupted(home: Path) -> list[str]:
    """Return whose erasures were interrupted, as a person names them."""
    found = []
    for path in sorted((home / FOLDER).glob("*.json")):
        with suppress(OSError, ValueError, KeyError):
            values = json.loads(path.read_text(encoding="utf-8"))
            found.append(f"--{values['kind']} {values['subject']}")
    return found
