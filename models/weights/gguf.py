"""This module reads a GGUF file: its names with their values, and its tensors in float32.

GGUF is the format of llama.cpp: a header of names and values, a table of tensors, then the tensors. The reader of the
package `gguf` makes several numpy arrays of each string, which takes ten seconds for a vocabulary of 262,144, so the
header is read here. Unpacking a quantised block is left to that package.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, dequantize
from numpy.typing import NDArray

from models.errors import GgufError

_FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_BEGINNING = b"GGUF" + struct.pack("<I", 3)
_PIECE = 1 << 18  # elements unpacked at once: a megabyte, which fits a processor's cache


@dataclass(frozen=True)
class Tensor:
    name: str
    shape: tuple[int, ...]  # the last dimension changes fastest, as in torch
    type: GGMLQuantizationType
    data: NDArray[np.uint8]  # its blocks, one after the other

    def pieces(self) -> Iterator["Tensor"]:
        """Yield flat parts of at most `_PIECE` elements, in order."""
        elements, size = GGML_QUANT_SIZES[self.type]
        step = _PIECE // elements * size
        for start in range(0, len(self.data), step):
            data = self.data[start : start + step]
            yield Tensor(self.name, (len(data) // size * elements,), self.type, data)

    def values(self) -> NDArray[np.float32]:
        # One row is passed: the package takes sixteen rows at a time, and its loop over short ones is slower than unpacking.
        unpacked: NDArray[np.float32] = dequantize(self.data.reshape(1, -1), self.type)
        return unpacked.reshape(self.shape)


@dataclass(frozen=True)
class Gguf:
    fields: dict[str, Any]  # an array of strings, which is a vocabulary, is only its length
    tensors: tuple[Tensor, ...]


def read(path: Path) -> Gguf:
    """Read the header and map the tensors. Raises `GgufError`."""
    with path.open("rb") as file:
        if file.read(8) != _BEGINNING:
            raise GgufError(f"{path} is not a GGUF file of version 3")
    cursor = _Cursor(np.memmap(path, mode="r", dtype=np.uint8))
    _, tensors, fields = cursor.take("8sQQ")
    header = {cursor.string(): cursor.value(*cursor.take("I")) for _ in range(fields)}
    table = [(cursor.string(), cursor.take(f"{cursor.take('I')[0]}Q"), *cursor.take("IQ")) for _ in range(tensors)]
    alignment = header.get("general.alignment", 32)
    start = -(-cursor.place // alignment) * alignment
    return Gguf(header, tuple(_tensor(cursor.data[start:], *row) for row in table))


def _tensor(data: NDArray[np.uint8], name: str, dimensions: tuple[int, ...], kind: int, offset: int) -> Tensor:
    form = GGMLQuantizationType(kind)
    elements, size = GGML_QUANT_SIZES[form]
    length = prod(dimensions) // elements * size
    return Tensor(name, dimensions[::-1], form, data[offset : offset + length])


class _Cursor:
    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data, self.place = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.data.data, self.place)
        self.place += struct.calcsize(f"<{form}")
        return values

    def string(self) -> str:
        (length,) = self.take("Q")
        return bytes(self.take(f"{length}s")[0]).decode()

    def value(self, kind: int) -> Any:
        if kind == _STRING:
            return self.string()
        if kind != _ARRAY:
            return self.take(_FORMATS[kind])[0]
        of, count = self.take("IQ")
        if of != _STRING:
            return self.take(f"{count}{_FORMATS[of]}")
        for _ in range(count):
            (length,) = self.take("Q")
            self.place += length
        return count
