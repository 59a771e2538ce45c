"""This module draws a chart as a PNG, with no library for pictures: lines twice as large, made smooth when they are made
smaller, and letters of five by seven points."""

import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.learning.report.chart import HEIGHT, WIDTH, Chart, Line, Words

Pixels = NDArray[np.uint8]
_FINE = 2  # times as large while the lines are drawn
_SCALE = 2  # of the picture, as screens are fine
_LETTER = 6  # points from one letter to the next
_COLUMNS = {  # five columns per letter, the lowest bit is its top
    "0": "3e5149453e", "1": "00427f4000", "2": "4261514946", "3": "2141454b31", "4": "1814127f10", "5": "2745454539",
    "6": "3c4a494930", "7": "0171090503", "8": "3649494936", "9": "064949291e", "a": "2054545478", "b": "7f48444438",
    "c": "3844444420", "d": "384444487f", "e": "3854545418", "f": "087e090102", "g": "0c5252523e", "h": "7f08040478",
    "i": "00447d4000", "j": "2040443d00", "k": "7f10284400", "l": "00417f4000", "m": "7c04180478", "n": "7c08040478",
    "o": "3844444438", "p": "7c14141408", "q": "081414187c", "r": "7c08040408", "s": "4854545420", "t": "043f444020",
    "u": "3c4040207c", "v": "1c2040201c", "w": "3c4030403c", "x": "4428102844", "y": "0c5050503c", "z": "4464544c44",
    ".": "0060600000", ",": "0050300000", "-": "0808080808", "+": "08083e0808",
}  # fmt: skip


def png(drawn: Chart) -> bytes:
    """Return the chart as a PNG."""
    fine = np.full((HEIGHT * _SCALE * _FINE, WIDTH * _SCALE * _FINE, 3), 255, dtype=np.uint8)
    for line in drawn.lines:
        _line(fine, line)
    for (x, y), colour in drawn.dots:
        _disc(fine, x * _SCALE * _FINE, y * _SCALE * _FINE, 3.0 * _SCALE * _FINE, _rgb(colour))
    parts = [fine[row::_FINE, column::_FINE].astype(np.uint16) for row in range(_FINE) for column in range(_FINE)]
    pixels = np.ascontiguousarray((np.sum(parts, axis=0) // len(parts)).astype(np.uint8))
    for words in drawn.words:
        _words(pixels, words)
    return _encoded(pixels)


def _line(pixels: Pixels, line: Line) -> None:
    size = _SCALE * _FINE
    radius = max(1, round(line.wide * size / 2))
    points = [np.empty((0, 2))]
    for start, end in zip(line.points, line.points[1:], strict=False):
        if np.isfinite([start, end]).all():
            amount = int(np.abs(np.subtract(end, start)).max() * size) + 1
            points.append(np.linspace(start, end, amount + 1) * size)
    across, down = np.concatenate(points).T
    for left in range(-radius, radius + 1):
        for up in range(-radius, radius + 1):
            if left * left + up * up <= radius * radius:
                _paint(pixels, down + up, across + left, _rgb(line.colour))


def _disc(pixels: Pixels, x: float, y: float, radius: float, colour: Pixels) -> None:
    span = np.arange(-int(radius), int(radius) + 1)
    across, down = np.meshgrid(span, span)
    inside = across**2 + down**2 <= radius**2
    _paint(pixels, y + down[inside], x + across[inside], colour)


def _paint(pixels: Pixels, down: NDArray[np.floating[Any]], across: NDArray[np.floating[Any]], colour: Pixels) -> None:
    rows = np.clip(down.round().astype(int), 0, pixels.shape[0] - 1)
    columns = np.clip(across.round().astype(int), 0, pixels.shape[1] - 1)
    pixels[rows, columns] = colour


def _words(pixels: Pixels, words: Words) -> None:
    wide = len(words.text) * _LETTER * _SCALE
    x, y = (round(one * _SCALE) for one in words.at)
    x -= {"end": wide, "middle": wide // 2}.get(words.anchor, 0)
    for place, letter in enumerate(words.text.lower()):
        for column, bits in enumerate(bytes.fromhex(_COLUMNS.get(letter, ""))):
            for row in range(7):
                if bits >> row & 1:
                    left, top = x + (place * _LETTER + column) * _SCALE, y + (row - 7) * _SCALE
                    pixels[max(0, top) : top + _SCALE, max(0, left) : left + _SCALE] = _rgb(words.colour)


def _rgb(colour: str) -> Pixels:
    return np.frombuffer(bytes.fromhex(colour.removeprefix("#")), dtype=np.uint8)


def _encoded(pixels: Pixels) -> bytes:
    """Return pixels as a PNG: eight bits per colour, each row without a filter."""
    high, wide, _ = pixels.shape
    raw = np.concatenate([np.zeros((high, 1), np.uint8), pixels.reshape(high, -1)], axis=1).tobytes()
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*parts, strict=True)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
