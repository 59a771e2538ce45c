from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from models.errors import BaseModelError
from models.weights import base
from worker.bootstrap import make_model_engine
from worker.settings import Settings


def test_a_worker_that_converts_the_base_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def ensure(_name: str, _home: Path, progress: Callable[[str], None]) -> base.BaseModel:
        progress("unpacking the weights")
        raise BaseModelError("no more is needed")

    monkeypatch.setattr(base, "ensure", ensure)
    with capture_logs() as lines, pytest.raises(BaseModelError):
        make_model_engine(Settings(), {})
    assert [(line["event"], line["step"]) for line in lines] == [("base model", "unpacking the weights")]
