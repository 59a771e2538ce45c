"""Where the promise about replies is kept."""

import json
from pathlib import Path

import pytest

from models.errors import AdapterError
from models.evaluation.promise import Promise
from models.evaluation.scores import Share
from worker import learned_assets, reply_promise
from worker.settings import Settings

PROMISE = Promise(0.1, 0.95, 0.8, Share(40, 60), 0.09, 40, 0, Share(0, 29), 0, "confidence-1")


def test_chosen_replies_have_a_file_and_need_no_adapter(tmp_path: Path) -> None:
    assert reply_promise.load(tmp_path, chosen=True) is None
    reply_promise.keep(PROMISE, tmp_path, "ferrowick", chosen=True)
    assert reply_promise.load(tmp_path, chosen=True) == PROMISE
    assert [path.name for path in tmp_path.iterdir()] == [reply_promise.FILE]
    assert reply_promise.load(tmp_path, chosen=False) is None  # what was proven of chosen replies is none of a model's


def test_a_threshold_counts_for_the_confidence_that_it_was_proven_for(tmp_path: Path) -> None:
    reply_promise.keep(PROMISE, tmp_path, "ferrowick", chosen=True)
    assert learned_assets.send_threshold(Settings(adapters=tmp_path)) is None  # replies have no learned confidence here


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    reply_promise.keep(PROMISE, tmp_path, "ferrowick", chosen=True)
    path = tmp_path / reply_promise.FILE
    known = json.loads(path.read_text())
    known["promise"]["threshold"] = 0.1
    path.write_text(json.dumps(known))
    with pytest.raises(AdapterError, match="altered"):
        reply_promise.load(tmp_path, chosen=True)
