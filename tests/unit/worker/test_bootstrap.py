import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import BaseModelError
from models.weights import base
from worker.bootstrap import make_model_engine
from worker.settings import Settings


def test_a_worker_that_converts_the_base_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def ensure(_name: str, _home: Path, progress: Callable[[str], None]) -> base.BaseModel:
        progress("unpacking the weights")
        raise BaseModelError("no more is needed")

    monkeypatch.setattr(base, "ensure", ensure)
    with caplog.at_level(logging.INFO), pytest.raises(BaseModelError):
        make_model_engine(Settings(), {})
    assert "base model: unpacking the weights" in caplog.messages
