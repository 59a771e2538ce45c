"""This module adds an adapter to the weights it changes: kept beside them, it costs two more matrix products for
each."""

from pathlib import Path
from typing import Any

from peft import PeftModel
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import Tensor, float32

from models.quiet import quiet_peft


def merged_weights(model: Any, folder: Path) -> dict[str, Tensor]:
    """Return the changed weights by their name in `model`, in float32, so that they are rounded once more only where
    they are used. `model` itself stays unchanged."""
    weights: dict[str, Tensor] = {}
    with quiet_peft():
        peft: Any = PeftModel.from_pretrained(model, folder)
        for name, module in peft.base_model.model.named_modules():
            if isinstance(module, BaseTunerLayer):
                merging: Any = module
                layer = merging.get_base_layer()
                own = layer.weight.data
                layer.weight.data = own.to(float32, copy=True)
                merging.merge()
                weights[f"{name}.weight"], layer.weight.data = layer.weight.data, own
                merging.merged_adapters.clear()
        peft.unload()
    return weights
