"""Values of the company's select fields: the heads choose them, the rules look at them, the update carries them."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.generation.engine import ScriptedEngine
from models.heads.folder import Heads
from models.heads.seen import Seen
from models.skills import reply as reply_skill
from tests.support.select_fields import ENCODER, FILE, SEVERITY, company, heads, vector
from tests.unit.worker.pipeline.builders import passage, ticket, triage
from worker.domain import Decision, Outcome, Retrieved, Run
from worker.pipeline import heads as step
from worker.pipeline.policy import Policy
from worker.pipeline.render import updates
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools

ANSWER = reply_skill.answer("answer", "en", ["A reset link is valid for 60 minutes."])


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Heads:
    return heads(tmp_path_factory.mktemp("heads") / ENCODER)


def test_a_field_gets_the_value_that_its_head_is_sure_of(known: Heads, tmp_path: Path) -> None:
    [seen] = step.triage(known, [Seen(vector("web", None), "x")], company(tmp_path), 0.7)
    assert seen.fields == {"area": "web"}
    assert seen.probabilities["field.area"] > 0.7 > seen.probabilities["field.severity"]


def test_a_value_that_the_company_file_no_longer_has_is_not_chosen(known: Heads, tmp_path: Path) -> None:
    fewer = company(tmp_path, FILE.replace('web = "the web site", ', ""))
    [seen] = step.triage(known, [Seen(vector("web", "low"), "x")], fewer, 0.7)
    assert seen.fields == {"severity": "low"}
    assert seen.probabilities["field.area"] < 0.3


def test_a_field_without_a_head_is_left_alone(known: Heads, tmp_path: Path) -> None:
    more = company(tmp_path, FILE + '\n[fields.mood]\noptions = { good = "calm", bad = "not calm" }\n')
    [seen] = step.triage(known, [Seen(vector("web", "low"), "x")], more, 0.0)
    assert set(seen.fields) == {"area", "severity"}
    assert "field.mood" not in seen.probabilities


@pytest.mark.parametrize(
    ("area", "sure", "by"),
    [("app", 0.7, "rule: the app is ours"), ("web", 0.7, None), (None, 0.7, None), ("app", 1.1, None)],
)
def test_a_rule_on_a_value_applies_where_triage_is_sure_of_it(
    known: Heads, tmp_path: Path, area: str | None, sure: float, by: str | None
) -> None:
    found = Retrieved((passage("A reset link is valid for 60 minutes."),), vector(area, "low"), ENCODER)
    tools = Tools(
        engine=ScriptedEngine([ANSWER]),
        find=lambda tickets: [found for _ in tickets],
        company=company(tmp_path),
        policy=Policy("send", sure, None),
        heads={ENCODER: known},
    )
    [run] = handle_batch([ticket()], tools)
    assert (run.decision.made_by == by) is (by is not None)
    assert (run.decision.reason == "security_or_legal") is (by is not None)
    assert run.triage is not None and ("area" in run.triage.fields) is (area is not None and sure < 1)


def test_an_update_has_the_tag_and_the_custom_field_of_each_value(tmp_path: Path) -> None:
    run = Run(ticket(), Decision(Outcome.HOLD, "draft_mode", "x"), triage(fields={"area": "app", "severity": "low"}))
    [(_, update)] = updates(run, company(tmp_path))
    assert update.tags == ("deskhand", "deskhand_hold", "deskhand_reason_draft_mode", "area_app")
    assert update.choices == (("area_app", "area_web", "area_api"),)
    assert update.fields == {SEVERITY: "low"}


@pytest.mark.parametrize(
    "run",
    [
        Run(ticket(), Decision(Outcome.HOLD, "draft_mode", "x"), triage(fields={"unknown": "app"})),
        Run(ticket(), Decision(Outcome.HOLD, "draft_mode", "x"), triage()),
        Run(ticket(), Decision(Outcome.HAND_OVER, "triage_failed", "x")),
        Run(ticket(), Decision(Outcome.NOTHING_TO_DO, "not_support", "x"), triage(fields={"area": "app"})),
    ],
)
def test_an_update_without_a_value_sets_no_field(run: Run, tmp_path: Path) -> None:
    [(_, update)] = updates(replace(run), company(tmp_path))
    assert (len(update.tags), update.choices, dict(update.fields)) == (3, (), {})
