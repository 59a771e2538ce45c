"""This module knows the layers of a base without its weights."""

from typing import TYPE_CHECKING, Any

from models.weights.base import BaseModel, require_there

if TYPE_CHECKING:
    from torch import Tensor


def skeleton(base: BaseModel) -> Any:
    """Return a base's network without memory for its weights. No code from the model's folder is run. Raises `BaseModelError`."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    require_there(base)
    config = AutoConfig.from_pretrained(base.path, trust_remote_code=False)
    make: Any = AutoModelForCausalLM
    with torch.device("meta"):
        return make.from_config(config, trust_remote_code=False)


def linear_layers(base: BaseModel) -> dict[str, tuple[int, int]]:
    """Return outputs and inputs of each linear layer by its name, such as "model.layers.0.mlp.up_proj". The output layer is
    none of them: it is computed for some words only, so nothing may change it."""
    network = skeleton(base)
    head = network.get_output_embeddings()
    return {
        name: shape
        for name, module in network.named_modules()
        if module is not head and (shape := _shape(module)) is not None
    }


def oriented_weights(network: Any) -> dict[str, "Tensor"]:
    """Return the weight of each linear layer by its name, such as "model.layers.0.mlp.up_proj.weight", with outputs as rows."""
    from transformers.pytorch_utils import Conv1D

    return {
        f"{name}.weight": module.weight.detach().T if isinstance(module, Conv1D) else module.weight.detach()
        for name, module in network.named_modules()
        if _shape(module) is not None
    }


def _shape(module: Any) -> tuple[int, int] | None:
    """Return outputs and inputs of a linear layer, which GPT-2 has as a convolution; None for any other module."""
    import torch
    from transformers.pytorch_utils import Conv1D

    if isinstance(module, Conv1D):
        return module.nf, module.nx
    return (module.out_features, module.in_features) if isinstance(module, torch.nn.Linear) else None
