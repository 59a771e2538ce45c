"""A folder of examples is written whole or not at all, and only its owner can read it."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from worker.errors import Refused
from worker.private_folder import new_folder, write

OURS = frozenset({"train.jsonl", "card.json"})
NAMES = ("train.jsonl", "card.json")


def made(target: Path, text: str) -> None:
    with new_folder(target, OURS) as folder:
        write(folder, dict.fromkeys(NAMES, text))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_can_read_what_is_written(tmp_path: Path) -> None:
    os.umask(before := os.umask(0))
    made(target := tmp_path / "deep" / "tickets", "a")
    os.umask(before)
    assert mode(target) == 0o700
    assert {mode(target / name) for name in NAMES} == {0o600}
    assert [p.name for p in target.parent.iterdir()] == ["tickets"]


def test_a_folder_is_replaced_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    target = tmp_path / "tickets"
    target.mkdir()
    (target / "README.md").write_text("mine", encoding="utf-8")
    (target / "train.jsonl").write_text("old", encoding="utf-8")
    (target / "edge.jsonl").write_text("not ours", encoding="utf-8")
    made(target, "new")
    assert {p.name: p.read_text(encoding="utf-8") for p in target.iterdir()} == {
        "train.jsonl": "new", "card.json": "new", "README.md": "mine", "edge.jsonl": "not ours",
    }  # fmt: skip


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    made(target := tmp_path / "tickets", "old")
    with pytest.raises(RuntimeError), new_folder(target, OURS) as folder:
        write(folder, {"train.jsonl": "new"})
        raise RuntimeError
    assert {p.name: p.read_text(encoding="utf-8") for p in target.iterdir()} == dict.fromkeys(NAMES, "old")
    assert [p.name for p in tmp_path.iterdir()] == ["tickets"]


def test_a_folder_with_other_folders_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "company" / "docs").mkdir(parents=True)
    with pytest.raises(Refused, match="docs"):
        made(tmp_path / "company", "new")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="is no folder"):
        made(tmp_path / "file", "new")


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    target = tmp_path / "tickets"
    with new_folder(target, OURS) as folder:
        write(folder, {"train.jsonl": "one"})
        with pytest.raises(Refused, match="another process"):
            made(target, "two")
    assert (target / "train.jsonl").read_text(encoding="utf-8") == "one"


WRITES = """
import sys
from pathlib import Path
from worker.private_folder import new_folder, write
target, ours = Path(sys.argv[1]), frozenset({"train.jsonl", "card.json"})
print("ready", flush=True)
for n in range(1, 10_000):
    with new_folder(target, ours) as folder:
        write(folder, {"train.jsonl": f"{n}" * 20_000, "card.json": f"{n}" * 20_000})
"""


def test_a_run_that_is_killed_leaves_the_old_files_or_the_new_ones(tmp_path: Path) -> None:
    target = tmp_path / "tickets"
    for delay in (0.0, 0.003, 0.011, 0.02, 0.031, 0.047, 0.06, 0.083):
        process = subprocess.Popen([sys.executable, "-c", WRITES, str(target)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if target.exists():
            texts = {name: (target / name).read_text(encoding="utf-8") for name in NAMES}
            assert len(set(texts.values())) == 1
            assert {p.name for p in target.iterdir()} == set(NAMES)
    made(target, "after")  # what the killed runs left is in nobody's way
    assert [p.name for p in tmp_path.iterdir()] == ["tickets"]
