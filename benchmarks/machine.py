"""This module describes the machine that is measured, and measures how fast it multiplies."""

import os
import time
from pathlib import Path

import torch
from torch.nn.functional import linear

from models.hardware.processor import best_dtype

_SHAPE = (2048, 768, 3072)  # rows, width, outputs: like the largest products of the encoder
_SECONDS = 1.0


def named() -> str:
    """Return processor, cores, vector extensions, number format and threads, for the head of a table."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    about = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    flags = set(about.get("flags", "").split())
    has = [flag for flag in ("avx2", "avx512_bf16", "avx512_vnni", "amx_bf16") if flag in flags]
    limits = {name: os.environ[name] for name in ("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA") if name in os.environ}
    kept = f", kernels limited by {limits}" if limits else ""
    return (
        f"{about.get('model name', 'unknown processor')} (family {about.get('cpu family', '?')} model "
        f"{about.get('model', '?')}), {os.cpu_count()} cores, {' '.join(has)}{kept}; "
        f"{str(best_dtype()).removeprefix('torch.')}, {torch.get_num_threads()} threads"
    )


def peak() -> float:
    """Return the floating point operations per second of a matrix product in the models' number format, best of some."""
    rows, width, outputs = _SHAPE
    state, weight = (torch.randn(size, width).to(best_dtype()) for size in (rows, outputs))
    best, end = float("inf"), time.perf_counter() + _SECONDS
    with torch.inference_mode():
        while time.perf_counter() < end:
            start = time.perf_counter()
            linear(state, weight)
            best = min(best, time.perf_counter() - start)
    return 2 * rows * width * outputs / best
