"""A run continues from an adapter only where its weights mean the same in both."""

import json
from pathlib import Path
from typing import Any

import pytest

from models.errors import TrainingError
from models.training.run import LoraRun, require_shape

RUN = LoraRun(rank=4, alpha=8)
CONFIG = {"r": 4, "lora_alpha": 8, "use_rslora": False, "rank_pattern": {}, "alpha_pattern": {}, "lora_bias": False}


def start(folder: Path, **changes: Any) -> Path:
    (folder / "adapter_config.json").write_text(json.dumps({**CONFIG, **changes}))
    return folder


def test_one_of_the_same_shape_is_continued(tmp_path: Path) -> None:
    require_shape(start(tmp_path), RUN)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"r": 8}, "rank 8 and alpha 8"),
        ({"use_dora": True}, "is dora of rank 4"),
        ({"use_rslora": True}, "has use_rslora"),
        ({"alpha_pattern": {"up_proj": 32}}, "has alpha_pattern"),
        ({"rank_pattern": {"up_proj": 2}, "lora_bias": True}, "has rank_pattern, lora_bias"),
    ],
)
def test_one_whose_weights_mean_something_else_is_refused(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=said):
        require_shape(start(tmp_path, **changes), RUN)
