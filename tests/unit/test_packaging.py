"""The locks, the image and the compose file say what they must; Docker itself is not needed to see it."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_group

from tests.support.paths import ROOT
from worker import demo_home
from worker.cli.main import app
from worker.settings import Settings

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "deskhand"}


def names(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text().splitlines()
    return {line.partition("==")[0].lower().replace("_", "-") for line in lines if not line.startswith("#")}


def wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~]", requirement)[0] for requirement in requirements}


def test_what_the_product_needs_and_what_development_adds_are_locked_apart() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime, development = names("requirements.lock"), names("requirements-dev.lock")

    assert not runtime & development
    assert wanted(project["dependencies"]) <= runtime
    assert wanted(project["optional-dependencies"]["dev"]) - runtime <= development
    assert {"pytest", "mypy", "ruff", "import-linter", "hypothesis"} <= development


def test_a_wheel_holds_every_file_of_the_packages_and_nothing_else_of_ours(tmp_path: Path) -> None:
    packages = ("worker", "models", "knowledge", "migrations")
    for package in packages:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tmp_path)
    files = {
        str(path.relative_to(tmp_path)) for name in packages for path in (tmp_path / name).rglob("*") if path.is_file()
    }
    build = "from setuptools import build_meta; print(build_meta.build_wheel('.'))"
    told = subprocess.run(
        [sys.executable, "-c", build], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    with zipfile.ZipFile(tmp_path / told.splitlines()[-1]) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert held == files
    assert "knowledge/search/candidates.sql" in held


def test_the_image_holds_no_development_tools_and_names_no_index() -> None:
    written = (ROOT / "Dockerfile").read_text()

    assert "requirements-dev" not in written
    assert "ARG TORCH_INDEX=\n" in written
    assert not re.search(
        r"https?://", written + (ROOT / "docker-compose.yml").read_text().replace("http://127.0.0.1", "")
    )


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_runs_a_command_there_is_on_settings_there_are(name: str) -> None:
    service, command = OURS[name], get_group(app)
    words = list(service["command"])
    while hasattr(command, "commands"):
        command = command.get_command(None, words.pop(0))
    command.make_context(name, words)  # raises where an option is unknown
    for variable in service["environment"]:
        assert variable.removeprefix("DESKHAND_").lower() in Settings.model_fields


def test_services_wait_for_services_and_keep_their_data_in_volumes_there_are() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for volume in service.get("volumes", ()):
            if isinstance(volume, str) and not volume.startswith("."):
                assert volume.partition(":")[0] in COMPOSE["volumes"]


def test_the_database_counts_as_healthy_only_once_it_answers_by_tcp() -> None:
    """The server that runs the init scripts answers on its socket alone, and then goes away."""
    assert "pg_isready --host 127.0.0.1 " in SERVICES["postgres"]["healthcheck"]["test"][1]


def test_the_companys_files_come_from_a_folder_outside_the_image_by_default_the_demos() -> None:
    for service in OURS.values():
        whole, adapters = (volume for volume in service["volumes"] if isinstance(volume, dict))
        assert (whole["source"], whole["target"], whole["read_only"]) == ("${COMPANY_FOLDER:-./demo}", "/company", True)
        assert adapters["source"].removesuffix("/adapters") == whole["source"]
        for field, path in demo_home.files().items():
            assert service["environment"][f"DESKHAND_{field.upper()}"] == f"/company/{path.relative_to('demo')}"


def test_the_knowledge_is_synced_once_the_schema_is_there() -> None:
    assert OURS["sync"]["command"] == ["knowledge", "sync"]
    assert OURS["sync"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert OURS["sync"]["restart"] == "no"
