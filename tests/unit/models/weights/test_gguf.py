"""A GGUF file is read as the package that wrote it meant it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, quantize

from models.errors import GgufError
from models.weights import gguf

NUMBERS = np.random.default_rng(1)
TYPES = {"one.weight": GGMLQuantizationType.Q8_0, "two.weight": GGMLQuantizationType.Q5_0}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    writer = GGUFWriter(path, "gemma3")
    writer.add_name("Ein Name, drei Wörter")
    writer.add_float32("gemma3.rope.freq_base", 10000.0)
    writer.add_bool("tokenizer.ggml.add_bos_token", True)
    writer.add_token_list(["<pad>", "ä", "日本"])
    writer.add_array("tokenizer.ggml.token_type", [3, 1, 1])
    for name, kind in TYPES.items():
        writer.add_tensor(name, quantize(NUMBERS.standard_normal((700, 640)).astype(np.float32), kind), raw_dtype=kind)
    writer.add_tensor("three_norm.weight", NUMBERS.standard_normal(7).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_names_have_their_values_and_a_vocabulary_its_length(file: Path) -> None:
    fields: dict[str, Any] = gguf.read(file).fields

    assert fields == {
        "general.architecture": "gemma3",
        "general.name": "Ein Name, drei Wörter",
        "gemma3.rope.freq_base": 10000.0,
        "tokenizer.ggml.add_bos_token": True,
        "tokenizer.ggml.tokens": 3,
        "tokenizer.ggml.token_type": (3, 1, 1),
    }


def test_tensors_are_those_of_the_packages_own_reader(file: Path) -> None:
    ours, theirs = gguf.read(file).tensors, GGUFReader(file).tensors

    assert [tensor.name for tensor in ours] == ["one.weight", "two.weight", "three_norm.weight"]
    for tensor, other in zip(ours, theirs, strict=True):
        assert tensor.shape == tuple(other.shape[::-1])
        np.testing.assert_array_equal(tensor.values(), gguf.dequantize(other.data, other.tensor_type))


def test_the_pieces_of_a_tensor_are_the_tensor(file: Path) -> None:
    for tensor in gguf.read(file).tensors:
        pieces = [piece.values() for piece in tensor.pieces()]
        assert len(pieces) == (1 if tensor.name == "three_norm.weight" else 2)
        np.testing.assert_array_equal(np.concatenate(pieces), tensor.values().ravel())


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(40), b"GGUF" + bytes(40), b""])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(GgufError, match="is not a GGUF file of version 3"):
        gguf.read(path)
