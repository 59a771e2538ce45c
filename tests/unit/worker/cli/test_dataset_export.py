"""`deskhand dataset export` says what its folder holds already, before it takes minutes."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.paths import DEMO
from worker.cli.main import app
from worker.learning.exports import record


@pytest.mark.parametrize(
    ("held", "date"),
    [('{"created_at": "2026-11-29T10:00:00+00:00"}', "2026-11-29T10:00:00+00:00"), ("{", "an unknown date")],
)
@pytest.mark.parametrize(
    ("flags", "said"),
    [((), "will be replaced, and other files there stay"), (("--dry-run",), "would be replaced; this is a dry run")],
)
def test_the_export_that_a_new_one_replaces_is_told(
    tmp_path: Path, held: str, date: str, flags: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "out"
    asked = ["dataset", "export", "--for", "axolotl", "--skill", "triage", "--data", str(tmp_path / "none.jsonl")]
    home = {"DESKHAND_HOME": str(tmp_path), "DESKHAND_COMPANY": str(DEMO / "company.toml")}
    first = CliRunner().invoke(app, [*asked, "--out", str(out), *flags], env=home)
    assert "holds an export" not in first.stderr
    out.mkdir()
    (out / record.FILE).write_text(held, encoding="utf-8")
    again = CliRunner().invoke(app, [*asked, "--out", str(out), *flags], env=home)
    assert f"{out} holds an export of {date}, which {said}" in again.stderr
    assert again.exit_code == 1  # there are no such tickets
