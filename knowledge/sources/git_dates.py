"""This module finds the day of each file's last commit, because a fresh clone gives every file the day of the clone."""

import os
import subprocess
from datetime import date
from pathlib import Path

SECONDS = 60.0  # for git; if the history takes longer, the files' own dates are used
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "log.showSignature=false")
_DAY = "\x01"  # stands before a commit's day; no file name begins with it


def committed(folder: Path) -> dict[str, date]:
    """Return path below `folder` to the day of its last commit; files that are changed or not committed are missing.

    One `git log` serves all files. The result is empty if there is no git, no checkout, or no answer in time.
    """
    try:
        log = _run(folder, "log", "--no-renames", "--no-merges", f"--format={_DAY}%cs", "--name-only", "-z")
        changed = _run(folder, "diff", "HEAD", "--no-ext-diff", "--no-renames", "--name-only", "-z")
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[str, date] = {}
    day = date.min
    for part in log.replace("\n", "\0").split("\0"):
        if part.startswith(_DAY):
            day = date.fromisoformat(part[1:])
        elif part:
            found.setdefault(part, day)  # newest first
    for path in changed.split("\0"):
        found.pop(path, None)
    return found


def _run(folder: Path, command: str, *arguments: str) -> str:
    done = subprocess.run(
        [*_GIT, command, *arguments, "--relative", "--", "."],
        cwd=folder,
        env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    return done.stdout.decode(errors="surrogateescape")
