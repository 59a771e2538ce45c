"""This module chooses the number format that every model in this process computes in."""

import platform
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import torch

Precision = Literal["auto", "float32", "bfloat16"]
_chosen: list[Precision] = ["auto"]  # one per process, like torch's number of threads


def set_precision(precision: Precision) -> None:
    """Choose the format for models that are loaded from now on; `auto` asks the processor."""
    _chosen[0] = precision


def computes_in_bf16() -> bool:
    """Return whether models on the processor compute in bf16: where it has AVX-512 bf16 or AMX. Emulated, bf16 is
    several times slower than float32 (docs/decisions/0003)."""
    import torch

    if _chosen[0] != "auto":
        return _chosen[0] == "bfloat16"
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def best_dtype() -> "torch.dtype":
    """Return bf16 on a GPU and where the processor computes in it, else float32."""
    import torch

    return torch.bfloat16 if torch.cuda.is_available() or computes_in_bf16() else torch.float32


def dtype_of(precision: str) -> "torch.dtype":
    """Return the number format of a name; `auto` is the best one here."""
    import torch

    return {"float32": torch.float32, "bfloat16": torch.bfloat16}.get(precision) or best_dtype()


def use_threads(count: int) -> None:
    """Set the number of threads for the models of this process. A number that is already set is not set again, because
    torch would make a new pool."""
    import torch

    if torch.get_num_threads() != count:
        torch.set_num_threads(count)


def describe(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """Return the processor's name, and the widest instructions it has for the arithmetic of models."""
    import torch

    widest = (
        ("AMX", torch.cpu._is_amx_tile_supported()),
        ("AVX-512 bf16", torch.cpu._is_avx512_bf16_supported()),
        ("AVX-512", torch.cpu._is_avx512_supported()),
        ("AVX2", torch.cpu._is_avx2_supported()),
    )
    features = next((name for name, is_there in widest if is_there), "no AVX2")
    return f"{_name(cpuinfo) or platform.processor() or platform.machine()} with {features}"


def _name(cpuinfo: Path) -> str:
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
