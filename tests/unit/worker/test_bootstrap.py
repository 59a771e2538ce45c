import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from knowledge.search import evidence
from knowledge.search.evidence import FEATURES, Evidence
from models.errors import BaseModelError
from models.weights import base
from tests.support.paths import DEMO
from worker.bootstrap import make_model_engine
from worker.errors import ForeignAsset
from worker.learned_assets import load_evidence
from worker.settings import Settings


def test_a_worker_that_converts_the_base_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def ensure(_name: str, _home: Path, progress: Callable[[str], None]) -> base.BaseModel:
        progress("unpacking the weights")
        raise BaseModelError("no more is needed")

    monkeypatch.setattr(base, "ensure", ensure)
    with capture_logs() as lines, pytest.raises(BaseModelError):
        make_model_engine(Settings(), {})
    assert [(line["event"], line["step"]) for line in lines] == [("base model", "unpacking the weights")]


def test_an_evidence_threshold_serves_only_the_company_that_it_was_learned_for(tmp_path: Path) -> None:
    settings = Settings(adapters=tmp_path, company=DEMO / "company.toml")
    assert load_evidence(settings) is None
    ours = Evidence("abc", (1.0,) * FEATURES, 0.0, 0.5, "ferrowick")
    evidence.save(tmp_path / evidence.FILE, ours)
    assert load_evidence(settings) == ours
    evidence.save(tmp_path / evidence.FILE, replace(ours, company="another"))
    with pytest.raises(ForeignAsset, match=r'learned for the company "another".*deskhand knowledge threshold'):
        load_evidence(settings)
    before = {name: value for name, value in asdict(ours).items() if name != "company"}
    (tmp_path / evidence.FILE).write_text(json.dumps(before))  # as a version of before wrote it
    with pytest.raises(ForeignAsset, match=r"does not say whose it is.*deskhand models claim"):
        load_evidence(settings)
