"""A base is known by its weights, in one file or in parts, and not by the name of its folder."""

import json
import os
from pathlib import Path

import pytest

from models.errors import AdapterError, BaseModelError
from models.generation.local import load_network
from models.weights import base, registry

PARTS = {"model-00001-of-00002.safetensors": b"one", "model-00002-of-00002.safetensors": b"two"}


def divided(folder: Path) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    for name, held in PARTS.items():
        (folder / name).write_bytes(held)
    places = dict(zip(("a.weight", "b.weight", "c.weight"), (*PARTS, next(iter(PARTS))), strict=True))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    return folder


def test_the_hash_of_weights_in_parts_is_that_of_all_parts(tmp_path: Path) -> None:
    one, other = divided(tmp_path / "one"), divided(tmp_path / "other")
    known = base.ensure(str(one), tmp_path)
    assert len(known.sha256) == 64
    assert known.sha256 == base.ensure(str(other), tmp_path).sha256
    (other / "model-00002-of-00002.safetensors").write_bytes(b"tow")
    assert known.sha256 != base.ensure(str(other), tmp_path).sha256


def test_weights_are_hashed_once_in_a_process_until_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, hashed, real = divided(tmp_path / "one"), list[str](), base.sha256_of

    def counted(path: Path) -> str:
        hashed.append(path.name)
        return real(path)

    monkeypatch.setattr(base, "sha256_of", counted)
    base.ensure(str(folder), tmp_path)
    base.ensure(str(folder), tmp_path)
    assert hashed == [*PARTS, *PARTS], "files that were just written may still change"
    for name in PARTS:
        os.utime(folder / name, (1, 1))
    known = {base.ensure(str(folder), tmp_path).sha256 for _ in range(3)}
    assert hashed[4:] == [*PARTS]
    (folder / next(iter(PARTS))).write_bytes(b"eno")
    os.utime(folder / next(iter(PARTS)), (2, 2))
    assert base.ensure(str(folder), tmp_path).sha256 not in known
    assert hashed[6:] == [next(iter(PARTS))]


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = divided(tmp_path / "one")
    (folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(BaseModelError, match="model-00002-of-00002"):
        base.ensure(str(folder), tmp_path)
    (folder / "model.safetensors.index.json").write_text("[]")
    with pytest.raises(BaseModelError, match="cannot be read"):
        base.ensure(str(folder), tmp_path)


def test_weights_that_are_not_safetensors_are_never_opened(tmp_path: Path) -> None:
    config = {
        "model_type": "llama",
        "hidden_size": 8,
        "num_attention_heads": 1,
        "num_hidden_layers": 1,
        "vocab_size": 9,
    }
    (tmp_path / "config.json").write_text(json.dumps({**config, "intermediate_size": 8}))
    (tmp_path / "pytorch_model.bin").write_bytes(b"what could run code")
    with pytest.raises(BaseModelError, match=r"cannot be loaded: .*safetensors"):
        load_network(base.ensure(str(tmp_path), tmp_path), "auto")


def test_an_adapter_is_refused_by_another_base_in_the_same_folder(tmp_path: Path) -> None:
    folder = divided(tmp_path / "one")
    known = base.ensure(str(folder), tmp_path)
    (made := tmp_path / "adapter").mkdir()
    (made / "adapter_config.json").write_text("{}")
    (made / registry.WEIGHTS).write_bytes(b"weights")
    (made / "shortlist.safetensors").write_bytes(b"words")
    registry.write_new_manifest(made, "triage", known, "d", {}, "acme")
    assert registry.load_manifest(made, base=known).base_sha256 == known.sha256
    renamed = base.ensure(str(folder.rename(tmp_path / "renamed")), tmp_path)
    assert registry.load_manifest(made, base=renamed).base_sha256 == known.sha256
    other = divided(folder)
    (other / "model-00001-of-00002.safetensors").write_bytes(b"another")
    with pytest.raises(AdapterError, match="was trained on base"):
        registry.load_manifest(made, base=base.ensure(str(other), tmp_path))


def test_an_adapter_of_before_parts_had_a_hash_goes_by_the_name(tmp_path: Path) -> None:
    folder = divided(tmp_path / "one")
    (made := tmp_path / "adapter").mkdir()
    (made / "adapter_config.json").write_text("{}")
    (made / registry.WEIGHTS).write_bytes(b"weights")
    (made / "shortlist.safetensors").write_bytes(b"words")
    registry.write_new_manifest(made, "triage", base.BaseModel(str(folder), str(folder), ""), "d", {}, "acme")
    registry.load_manifest(made, base=base.ensure(str(folder), tmp_path))
    with pytest.raises(AdapterError, match="was trained on base"):
        registry.load_manifest(made, base=base.ensure(str(divided(tmp_path / "other")), tmp_path))
