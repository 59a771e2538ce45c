"""The command line's boundary: a sentence and an exit code, no traceback, nothing secret."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from worker import embedded
from worker.cli.main import MODULE_OF, app
from worker.errors import NotReady

NEVER_FOR_A_LIGHT_COMMAND = ("torch", "transformers", "sqlalchemy", "celery", "fastapi", "httpx")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("DESKHAND_BATCH", "0", "DESKHAND_BATCH: Input should be greater than or equal to 1"),
        ("DESKHAND_STANDARD_SECRETS", "canary", "DESKHAND_STANDARD_SECRETS is not JSON"),
        ("DESKHAND_HELPDESK", "canary", "DESKHAND_HELPDESK: Input should be 'memory' or '"),
        ("DESKHAND_PORT", "canary", "DESKHAND_PORT: Input should be a valid integer"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_shown(variable: str, value: str, said: str) -> None:
    result = CliRunner().invoke(app, ["status"], env={variable: value})

    assert result.exit_code == 1
    assert said in result.stderr
    assert "canary" not in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tickets", "show", "abc"), "'abc' is no whole number"),
        (("models", "train", "triage", "--rank", "2.5"), "'2.5' is no whole number"),
        (("models", "train", "triage", "--epochs", "many"), "'many' is no number"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_told_in_plain_words(arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app, arguments)

    assert result.exit_code == 2
    assert said in result.stderr
    assert "parse" not in result.stderr


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (NotReady("run `deskhand up`"), 1, "deskhand: run `deskhand up`\n"),
        (KeyboardInterrupt(), 130, "deskhand: interrupted\n"),
        (FileNotFoundError(2, "No such file or directory", "x.jsonl"), 1, "deskhand: x.jsonl: No such file"),
    ],
)
def test_what_a_person_can_mend_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: BaseException, code: int, said: str
) -> None:
    def fails(*_: Any) -> None:
        raise raised

    monkeypatch.setattr(embedded, "down", fails)
    result = CliRunner().invoke(app, ["down"], env={"DESKHAND_HOME": str(tmp_path)})

    assert result.exit_code == code
    assert said in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "line 1: is not JSON"), ("[]", "line 1: is no object"), ('{"id": "1"}', "line 1: 'subject' is missing")],
)
def test_a_file_of_tickets_that_cannot_be_used_is_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "inbound.jsonl").write_text(content)
    result = CliRunner().invoke(
        app, ["demo", "--data", str(tmp_path / "inbound.jsonl")], env={"DESKHAND_HOME": str(tmp_path)}
    )

    assert result.exit_code == 1
    assert f"inbound.jsonl, {said}" in result.stderr.replace("\n", " ")


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(embedded, "down", fails)

    assert isinstance(CliRunner().invoke(app, ["down"]).exception, KeyError)


def test_every_command_of_the_help_page_can_be_asked_for_help() -> None:
    page = CliRunner().invoke(app, ["--help"]).stdout

    assert all(f" {name} " in page for name in MODULE_OF)
    for name in MODULE_OF:
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


@pytest.mark.parametrize("at", ["worker.cli.main", "typer", "worker.settings"])
def test_a_ctrl_c_while_modules_are_imported_is_told_in_a_word(at: str) -> None:
    code = f"""
import sys
from worker.cli import entry

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == {at!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
sys.argv = ["deskhand", "status"]
entry.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (130, "deskhand: interrupted\n")


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["nonsense"]).exit_code == 2


def test_a_light_command_does_not_wait_for_the_heavy_libraries() -> None:
    code = f"""
import sys
from typer.testing import CliRunner
from worker.cli.main import app
CliRunner().invoke(app, ["up", "--help"])
print([m for m in {NEVER_FOR_A_LIGHT_COMMAND} if m in sys.modules])
"""
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed == "[]\n"
