"""Which number format models compute in."""

import pytest
import torch

from models.hardware import processor
from worker import bootstrap
from worker.settings import Settings


@pytest.mark.parametrize(("chosen", "dtype"), [("float32", torch.float32), ("bfloat16", torch.bfloat16)])
def test_a_setting_overrides_what_the_processor_can_do(
    chosen: processor.Precision, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    bootstrap.prepare(Settings(precision=chosen))
    try:
        assert processor.best_dtype() == dtype
        assert processor.computes_in_bf16() is (dtype == torch.bfloat16)
    finally:
        bootstrap.prepare(Settings())


def test_without_a_setting_the_processor_decides() -> None:
    bootstrap.prepare(Settings(precision="auto"))
    native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    try:
        assert processor.computes_in_bf16() is bool(native)
    finally:
        bootstrap.prepare(Settings())
