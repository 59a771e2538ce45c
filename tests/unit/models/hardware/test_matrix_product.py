"""A product is what `linear` computes, with or without oneDNN's operator."""

import pytest
import torch
from torch.nn.functional import gelu, linear

from models.hardware import matrix_product
from models.hardware.matrix_product import Product


@pytest.mark.parametrize("with_operator", [True, False])
def test_weights_side_by_side_are_one_product(with_operator: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_operator:
        monkeypatch.setattr(matrix_product, "fused", lambda _: False)
    torch.manual_seed(5)
    weights, biases, states = (
        [torch.randn(6, 8), torch.randn(3, 8)],
        [torch.randn(6), torch.randn(3)],
        torch.randn(5, 8),
    )
    wanted = linear(states, torch.cat(weights), torch.cat(biases))
    made = Product(weights, torch.float32, biases=biases)
    torch.testing.assert_close(made(states), wanted, rtol=1e-5, atol=1e-5)
    activated = Product(weights, torch.float32, biases=biases, activated=True)
    torch.testing.assert_close(activated(states), gelu(wanted), rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(
        Product(weights, torch.float32)(states), wanted - torch.cat(biases), rtol=1e-5, atol=1e-5
    )


def test_a_format_that_the_operator_refuses_here_is_computed_the_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("bf16 path needs other instructions")

    matrix_product.fused.cache_clear()
    monkeypatch.setattr(torch.ops.mkldnn, "_reorder_linear_weight", refuse)
    try:
        assert not matrix_product.fused(torch.bfloat16)
        made = Product([torch.eye(8)], torch.bfloat16)(torch.ones((2, 8), dtype=torch.bfloat16))
        assert torch.equal(made, torch.ones((2, 8), dtype=torch.bfloat16))
    finally:
        matrix_product.fused.cache_clear()
