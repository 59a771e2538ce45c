"""What a person sees of a command: its own lines and nothing of the libraries it stands on."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models.weights.base import BaseModel
from tests.support.cli_tools import command, foreign, small_company

COLOURS, MOVES = re.compile(r"\x1b\[[0-9;]*m"), re.compile(r"\x1b\[[0-9;?]*[A-Zhlsu]|[\r\n]+")


@pytest.fixture
def environment(stack: Any, database: Any, tiny_base: BaseModel, tmp_path: Path) -> dict[str, str]:
    return {**stack.environment, **small_company(tmp_path), "DESKHAND_BASE_MODEL": tiny_base.name}


def test_every_line_on_standard_error_is_our_own(environment: dict[str, str]) -> None:
    for arguments in (
        ["knowledge", "sync", "--json"],
        ["knowledge", "search", "Der Link zum Zurücksetzen ist abgelaufen", "--json"],  # the base translates it
    ):
        done = subprocess.run(
            command(*arguments), env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr, arguments
        assert foreign(done.stderr.splitlines()) == []


def test_so_it_is_on_a_terminal(environment: dict[str, str]) -> None:
    shown = on_a_terminal(command("knowledge", "sync"), {**environment, "TERM": "xterm-256color"})
    lines = [line.strip() for line in MOVES.split(COLOURS.sub("", shown)) if line.strip()]
    assert lines[-1].startswith("sync the knowledge: 2 documents, ")
    moving = [line for line in lines if re.fullmatch(r"[⠀-⣿] sync the knowledge .*", line)]
    assert moving
    assert foreign([line for line in lines if line not in moving]) == []


def on_a_terminal(line: list[str], environment: dict[str, str]) -> str:
    """All that a command writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # Linux says so when the last writer has gone
        pass
    finally:
        os.close(ours)
    assert running.wait(60) == 0
    return shown.decode()


def test_bars_log_lines_and_warnings_of_libraries_are_off_before_they_are_imported() -> None:
    code = """
from models import quiet
quiet.libraries(); quiet.warnings_too()
import logging, warnings
from tqdm.auto import tqdm
list(tqdm(range(3), desc="Converting and de-quantizing GGUF tensors"))
from transformers.utils import logging as theirs
list(theirs.tqdm(range(3), desc="Loading weights"))
theirs.get_logger("transformers.modeling_utils").warning("newly initialized")
for name in ("sentence_transformers", "huggingface_hub.utils", "alembic.runtime.migration", "peft"):
    logging.getLogger(name).warning("about itself")
warnings.warn("about itself", FutureWarning)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (shown.stdout, shown.stderr) == ("", "")
