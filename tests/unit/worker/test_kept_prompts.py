"""A kept prompt serves where the settings let the model work, no adapter does, and the base is the one it was chosen for."""

from pathlib import Path
from typing import Any

import pytest

from models.errors import AdapterError
from models.evaluation.scores import Share
from models.skills.reply import Form, ReplyInput
from models.skills.triage import TriageInput
from tests.support.paths import DEMO
from worker import bootstrap, kept_prompts, learned_assets
from worker.cli.doctor.diagnosis import Level
from worker.cli.doctor.prompts import prompts
from worker.company import load_company
from worker.db.erasures import Subject
from worker.erasure import prompts as erasure
from worker.erasure.learned import learned
from worker.erasure.person import Person
from worker.errors import ForeignAsset
from worker.kept_prompts import Kept, Origin
from worker.learning import lineage
from worker.learning.prompting import bar
from worker.pipeline.prompting import Choice, Prompt, Shot
from worker.settings import Settings

SHOTS = (
    Shot("standard:T-1", ReplyInput("s", "Anna's question", ("A passage.",)), "theirs"),
    Shot("standard:T-2", ReplyInput("s", "Like Anna Kowalski asked", ("A passage.",)), "Dear anna@firma.example"),
)
ANNA = Person(
    Subject.EMAIL,
    "anna@firma.example",
    frozenset({"anna@firma.example"}),
    frozenset({"Anna Kowalski"}),
    past=frozenset({("standard", "T-1")}),
)


def settings(tmp_path: Path, **changes: Any) -> Settings:
    server = {"engine_url": "http://127.0.0.1:1", "engine_model": "qwen", "triage": "model", "reply": "grammar"}
    known = {"home": tmp_path, "company": DEMO / "company.toml", "knowledge": DEMO / "knowledge.toml"}
    return Settings(**{**known, "adapters": tmp_path / "adapters", **server, **changes}, _env_file=None)


def keep(tmp_path: Path, skill: str, company: str = "krumio", base: str = "server:qwen") -> Kept[Any]:
    own = (
        Prompt("", "Route.", 0, Choice.FIXED, temperatures={"queue": 2.0})
        if skill == "triage"
        else Prompt("", "Answer.", 2, Choice.FIXED, SHOTS, form=Form.GRAMMAR)
    )
    origin = Origin(company, base, "d" * 64, 2, 21, "replies right", "first statements")
    kept = kept_prompts.made(Kept(own, skill, origin, Share(6, 10), Share(3, 10)))
    kept_prompts.save(kept, tmp_path / "adapters")
    return kept


@pytest.fixture
def company() -> str:
    return load_company(DEMO / "company.toml").id


def test_workers_get_the_prompts_that_were_chosen_for_their_base(tmp_path: Path, company: str) -> None:
    triage, reply = keep(tmp_path, "triage", company), keep(tmp_path, "reply", company)
    own = settings(tmp_path)
    found = learned_assets.load_prompts(own, "server:qwen")
    assert (found.triage, found.reply) == (triage.prompt, reply.prompt)
    assert learned_assets.temperatures(own) == {"queue": 2.0}
    assert learned_assets.reply_adapter(own) == reply.prompt.id  # what a confidence was learned with
    assert [one.level for one in prompts(own)] == [Level.GOOD, Level.GOOD]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"engine_model": "llama"}, "chosen for server:qwen, and the model is server:llama"),
        ({"triage": None, "reply": "chosen"}, "set DESKHAND_"),
        ({"triage": "encoder", "reply": "free"}, "chosen for DESKHAND_REPLY=grammar"),
    ],
)
def test_a_prompt_that_does_not_fit_is_not_used_and_the_doctor_says_why(
    tmp_path: Path, company: str, changes: dict[str, Any], why: str
) -> None:
    for skill in kept_prompts.SKILLS:
        keep(tmp_path, skill, company)
    own = settings(tmp_path, **changes)
    found = learned_assets.load_prompts(own, learned_assets.base_id(own))
    assert (found.triage, found.reply) == (None, None)
    told = list(prompts(own))
    assert [one.level for one in told] == [Level.NOTE, Level.NOTE]
    assert why in told[1].message


def test_without_a_prompt_and_an_adapter_the_doctor_says_what_to_run(tmp_path: Path) -> None:
    triage, _ = prompts(settings(tmp_path))
    assert "run `deskhand models prompt triage --data FILE --examples FILE`" in triage.message
    assert list(prompts(settings(tmp_path, triage=None, reply="chosen"))) == []


def test_another_companys_prompt_is_refused(tmp_path: Path) -> None:
    keep(tmp_path, "triage", "another")
    with pytest.raises(ForeignAsset, match='learned for the company "another"'):
        learned_assets.load_prompts(settings(tmp_path), "server:qwen")


def test_an_altered_prompt_is_refused_and_stops_nothing_where_an_adapter_serves(
    tmp_path: Path, company: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, "triage", company)
    own = settings(tmp_path)
    place = kept_prompts.place(own.adapters_path, "triage")
    place.write_text(place.read_text().replace("Route.", "Route all to sales."))
    with pytest.raises(AdapterError, match="it was altered"):
        learned_assets.load_prompts(own, "server:qwen")
    monkeypatch.setattr(learned_assets, "adapter_folders", lambda _: {"triage": tmp_path})
    assert learned_assets.load_prompts(own, "server:qwen").triage is None


def test_the_gate_gets_the_bar_and_the_prompt_as_a_contender(tmp_path: Path, company: str) -> None:
    own, kept = settings(tmp_path), keep(tmp_path, "reply", company)
    found = bar.bar(own, "reply")
    assert found is not None
    assert (found.prompt, found.score) == (kept.prompt.id, Share(6, 10))
    assert bar.bar(own, "triage") is None
    engine = bootstrap.make_server_engine(own, own.engine_url or "", {})
    try:
        who = bar.contender(own, "reply", engine)
        keep(tmp_path, "reply", company, "server:llama")
        assert bar.contender(own, "reply", engine) is None
    finally:
        engine.close()
    assert who is not None
    assert (who.bare, who.form, who.parts) == (True, Form.GRAMMAR, {"replies"})
    assert who.prompts.reply == kept.prompt


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_erasure_takes_a_person_out_of_the_examples(tmp_path: Path, company: str, dry_run: bool) -> None:
    kept, own = keep(tmp_path, "reply", company), settings(tmp_path)
    lineage.record(own.adapters_path, kept.prompt.id, ["standard:T-1", "standard:T-2"])
    [change] = erasure.changes(own.adapters_path, ANNA, dry_run=dry_run)
    assert (change.removed, change.masked) == (1, 1)
    known = kept_prompts.load(own.adapters_path, "reply")
    assert known is not None
    assert known.erased == (0 if dry_run else 1)
    if not dry_run:
        [left] = known.prompt.shots
        assert (left.shown.body, left.answer) == ("Like ************* asked", "Dear ******************")
        assert change.path.stat().st_mode & 0o777 == 0o600
        assert erasure.changes(own.adapters_path, ANNA, dry_run=False) == []
        [_, told] = prompts(own)
        assert "lost 1 examples to an erasure" in told.message
    [one] = learned(own, ["standard:T-1"], [])
    assert (one.what, one.tickets) == ("prompt reply", 1)


@pytest.mark.parametrize(
    ("held", "goes"),
    [
        ('{"shots": [{"ticket": "standard:T-1"}]}', True),
        ('{"shots": [{"shown": "M\\u00fcller and Anna Kowalski"}]}', True),
        ('{"shots": [{"ticket": "standard:T-10"}]}', False),
        ('{"shots": [', True),
    ],
)
def test_an_altered_prompt_that_may_name_an_erased_person_goes_as_a_whole(
    tmp_path: Path, held: str, goes: bool
) -> None:
    place = kept_prompts.place(tmp_path, "reply")
    place.parent.mkdir()
    place.write_text(held)
    assert [change.removed for change in erasure.changes(tmp_path, ANNA, dry_run=True)] == [1] * goes
    assert place.exists()
    erasure.changes(tmp_path, ANNA, dry_run=False)
    assert place.exists() is not goes


def test_triage_has_a_prompt_of_its_own_inputs(tmp_path: Path, company: str) -> None:
    shot = Shot("T-1", TriageInput("s", "b", "unknown", "before"), "{}")
    own: Prompt[TriageInput] = Prompt("", "Route.", 1, Choice.FIXED, (shot,))
    kept_prompts.save(Kept(own, "triage", keep(tmp_path, "triage", company).origin, Share(1, 2), Share(1, 2)), tmp_path)
    known = kept_prompts.load(tmp_path, "triage")
    assert known is not None
    assert known.prompt.shots == (shot,)


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("page", "goes"),
    [
        ("<p>T-1, en: Login</p>", True),
        ("<pre>Like anna@firma.example asked</pre>", True),
        ("<p>of somebody else</p>", False),
    ],
)
def test_a_page_that_shows_a_person_goes_with_them(tmp_path: Path, page: str, goes: bool, dry_run: bool) -> None:
    own = settings(tmp_path)
    place = kept_prompts.page_place(own.adapters_path, "triage")
    place.parent.mkdir(parents=True)
    place.write_text(page)
    changes = erasure.changes(own.adapters_path, ANNA, dry_run=dry_run)
    assert [(change.path, change.removed) for change in changes] == ([(place, 1)] if goes else [])
    assert place.exists() is (dry_run or not goes)
