"""`deskhand models show` finds a kept prompt by its id, or the beginning of it, and `deskhand models list` names it so."""

import json

import pytest

from models.errors import AdapterError
from models.evaluation.scores import Share
from tests.unit.worker.learning.gate.desk import Desk
from worker import kept_prompts
from worker.cli.models import show
from worker.kept_prompts import Kept, Origin
from worker.learning.gate.inventory import inventory
from worker.pipeline.prompting import Choice, Prompt


@pytest.fixture
def kept(desk: Desk) -> str:
    """The id of a prompt that is kept for triage."""
    origin = Origin("ferrowick", "server:qwen", "d" * 64, 9, 21, "queue right", "most frequent answer")
    own = Prompt[object]("", "Route it.\nBe brief.", 0, Choice.FIXED)
    made = kept_prompts.made(Kept(own, "triage", origin, Share(6, 10), Share(3, 10)))
    kept_prompts.save(made, desk.settings.adapters_path)
    return made.prompt.id


def test_a_kept_prompt_is_listed_by_its_id_and_shown(
    desk: Desk, kept: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(show, "Settings", lambda: desk.settings)
    assert [one.id for one in inventory(desk.settings)] == [kept]
    show.show(kept[:-3], as_json=False)
    told = capsys.readouterr().out
    assert told.startswith(f"{kept}: kept")
    for said in ("examples 0\n", "queue right 6/10 [31-83]", "base server:qwen", "d" * 64, "page none", "  Be brief."):
        assert said in told
    show.show(kept, as_json=True)
    assert json.loads(capsys.readouterr().out)["score"] == {"hits": 6, "total": 10, "interval": [0.313, 0.832]}


def test_a_prompt_that_is_not_kept_is_a_sentence(desk: Desk, kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(show, "Settings", lambda: desk.settings)
    for name, said in (("triage-prompt-1", kept), ("reply-prompt-1", "deskhand models prompt reply")):
        with pytest.raises(AdapterError, match=f"no prompt '{name}' is kept.*{said}"):
            show.show(name, as_json=False)
