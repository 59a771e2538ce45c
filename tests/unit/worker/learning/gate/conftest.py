"""The folder of versions that the tests of the gate work with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.weights.base import BaseModel, sha256_of
from tests.unit.worker.learning.gate.desk import Desk, write_tickets
from worker.learning.gate import measures
from worker.learning.gate.contestants import Contestant
from worker.learning.gate.measures import Outcomes
from worker.learning.gate.trial import Cases, Trial
from worker.settings import Settings

COMPANY = Path("demo/company.toml")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    base = tmp_path / "base"
    base.mkdir()
    (base / "config.json").write_text("{}")
    (base / "model.safetensors").write_text("base")
    tickets = write_tickets(tmp_path / "validation.jsonl", 40)
    settings = Settings(
        home=tmp_path / "home", company=COMPANY, adapters=tmp_path / "adapters", base_model=str(base), triage="model"
    )
    made = Desk(settings, BaseModel(str(base), str(base), sha256_of(base / "model.safetensors")), tickets)

    def outcomes(
        self: Trial, cases: Cases, progress: Callable[[int, int], None] = lambda *_: None
    ) -> dict[Contestant, Outcomes]:
        made.asked.append([one.name for one in self.contestants])
        return {
            one: {
                measure.name: made.right.get(one.name, [False] * len(cases)) for measure in measures.OF_SKILL["triage"]
            }
            for one in self.contestants
        }

    monkeypatch.setattr(Trial, "outcomes", outcomes)
    return made
