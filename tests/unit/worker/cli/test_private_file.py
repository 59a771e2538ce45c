"""Files with customers' words: only their owner reads them, and a place that cannot be written is told before the work."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from worker.cli import private_file
from worker.cli.main import app
from worker.errors import Refused


def test_a_file_is_written_whole_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    path.chmod(0o644)
    private_file.write(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_and_a_place_in_none_are_refused(tmp_path: Path) -> None:
    private_file.require_place(tmp_path / "page.html")
    with pytest.raises(Refused, match="is a folder: name a file in it"):
        private_file.require_place(tmp_path)
    with pytest.raises(Refused, match="is no folder: make it first"):
        private_file.require_place(tmp_path / "gone" / "page.html")


@pytest.mark.parametrize(
    "command",
    [
        ("replay",),
        ("report", "outcomes"),
        ("history", "gaps"),
        ("models", "evaluate", "--data", "t.jsonl", "--no-baseline"),
    ],
)
def test_a_command_says_it_before_it_works(command: tuple[str, ...], tmp_path: Path) -> None:
    given = {"DESKHAND_HOME": str(tmp_path / "home")}
    result = CliRunner().invoke(app, [*command, "--html", str(tmp_path / "gone" / "page.html")], env=given)
    assert result.exit_code == 1
    assert "make it first" in result.stderr
