"""This module knows the layers of a base without its weights."""

from typing import Any

from models.weights.base import BaseModel


def skeleton(base: BaseModel) -> Any:
    """Return a base's network without memory for its weights. No code from the model's folder is run."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained(base.path, trust_remote_code=False)
    make: Any = AutoModelForCausalLM
    with torch.device("meta"):
        return make.from_config(config, trust_remote_code=False)


def linear_layers(base: BaseModel) -> dict[str, tuple[int, int]]:
    """Return outputs and inputs of each linear layer by its name, such as "model.layers.0.mlp.up_proj". The output layer is
    none of them: it is computed for some words only, so nothing may change it."""
    import torch

    network = skeleton(base)
    head = network.get_output_embeddings()
    return {
        name: (module.out_features, module.in_features)
        for name, module in network.named_modules()
        if isinstance(module, torch.nn.Linear) and module is not head
    }
