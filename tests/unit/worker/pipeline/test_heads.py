"""Triage by the heads, in the steps of a batch."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.generation.engine import ScriptedEngine
from models.heads import folder
from models.heads.fit import Recipe, fit
from models.heads.folder import Heads
from models.heads.seen import Seen
from models.skills import triage as triage_skill
from tests.unit.worker.pipeline.builders import COMPANY, passage, ticket
from tests.unit.worker.pipeline.test_run import ANSWER, CALM, tools
from worker.domain import Retrieved, Ticket
from worker.pipeline import heads as step
from worker.pipeline.run import handle_batch, handle_without_model
from worker.pipeline.tools import Tools

ENCODER = "abc"
FOUND = passage("A reset link is valid for 60 minutes.")
CASES = [("access", "normal", "none"), ("billing", "low", "none"), ("access", "urgent", "security_or_legal")]


def toward(place: int) -> np.ndarray:
    return np.eye(6, dtype=np.float32)[place]


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> Heads:
    source = np.random.default_rng(1)
    seen, labels = [], {"queue": [], "priority": [], "reason": []}
    for number in range(90):
        vector = toward(number % 3) + source.normal(0, 0.1, 6).astype(np.float32)
        seen.append(Seen(vector / np.linalg.norm(vector), f"{number}", {"plan": "team"}, (0.5,) * 5))
        for name, label in zip(labels, CASES[number % 3], strict=True):
            labels[name].append(label)
    fitted = fit(seen, labels, np.zeros((0, 6), np.float32), recipes=(Recipe(("vector", "evidence"), 10.0),))
    path: Path = tmp_path_factory.mktemp("heads") / ENCODER
    points = {"escalate": 0.5, "alarm": 0.5}
    return folder.save(path, fitted, encoder=ENCODER, company="X", data_sha256="", thresholds=points)


def with_heads(heads: Heads, engine: ScriptedEngine, *places: int | None, encoder: str = ENCODER) -> Tools:
    """The search finds the passage and a vector toward each place in turn; for None it fails."""

    def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
        return [
            Retrieved(error=RuntimeError("down"))
            if place is None
            else Retrieved((FOUND,), toward(place), encoder, (0.5,) * 5)
            for place in places[: len(tickets)]
        ]

    return replace(tools(engine), find=find, heads={ENCODER: heads})


def test_heads_decide_on_the_vector_of_the_search_and_no_model_is_asked_for_triage(heads: Heads) -> None:
    engine = ScriptedEngine([ANSWER, ANSWER])
    first, second, third = handle_batch([ticket(id=n) for n in (1, 2, 3)], with_heads(heads, engine, 0, 1, 2))
    assert [run.triage.queue for run in (first, second, third) if run.triage] == ["access", "billing", "access"]
    assert third.decision.reason == "security_or_legal" and third.triage and third.triage.priority == "urgent"
    assert len(engine.prompts) == 2
    assert first.adapter_ids["triage"] == heads.id
    assert set(first.tokens) == {"reply.prompt", "reply.output"}


def test_a_failed_search_leaves_nothing_to_decide_on_and_a_person_gets_the_ticket(heads: Heads) -> None:
    run, other = handle_batch([ticket(id=1), ticket(id=2)], with_heads(heads, ScriptedEngine([ANSWER]), None, 0))
    assert (run.decision.outcome, run.decision.reason) == ("hand_over", "retrieval_unavailable")
    assert other.triage is not None


def test_vectors_of_another_encoder_are_never_read_and_the_model_decides(heads: Heads) -> None:
    engine = ScriptedEngine([CALM, ANSWER])
    [run] = handle_batch([ticket()], with_heads(heads, engine, 2, encoder="other"))
    assert run.triage is not None and run.triage.reason is None
    assert run.adapter_ids["triage"] != heads.id


def test_without_a_model_the_person_gets_the_ticket_in_its_queue(heads: Heads) -> None:
    run = handle_without_model(ticket(), "nobody", with_heads(heads, ScriptedEngine([]), 1))
    assert run.decision.reason == "model_unavailable"
    assert run.queue == "billing"


def test_a_queue_that_the_company_dropped_is_never_chosen(heads: Heads) -> None:
    company = replace(COMPANY, queues={"access": "log in"})
    seen = step.seen(ticket(), Retrieved((), toward(1), ENCODER, (0.5,) * 5))
    assert seen is not None
    assert step.triage(heads, [seen], company)[0].queue == "access"


def test_probabilities_are_of_what_was_chosen(heads: Heads) -> None:
    rows = [step.seen(ticket(), Retrieved((), toward(place), ENCODER, (0.5,) * 5)) for place in (0, 2)]
    calm, grave = step.triage(heads, [row for row in rows if row], COMPANY)
    assert not calm.escalate and calm.probabilities["escalate"] > 0.8
    assert grave.escalate and grave.probabilities["escalate"] > 0.8
    assert set(calm.probabilities) == {"queue", "priority", "escalate", "reason"}


def test_a_stranger_who_names_an_account_does_not_get_its_facts() -> None:
    assert step.facts(ticket(plan="enterprise", tier="priority"))["tier"] == "priority"
    assert step.facts(ticket(plan="enterprise", tier="priority", verified=False)) == {
        "plan": "",
        "tier": "",
        "language": "en",
    }


def test_every_reason_that_a_head_may_give_is_known() -> None:
    assert step.NONE not in set(triage_skill.Reason)


def test_without_a_model_no_heads_of_another_encoder_are_asked_and_the_model_is_not_either(heads: Heads) -> None:
    run = handle_without_model(ticket(), "nobody", with_heads(heads, ScriptedEngine([]), 1, encoder="other"))
    assert (run.decision.reason, run.triage) == ("model_unavailable", None)


def test_heads_that_know_none_of_the_queues_are_a_failure_of_triage_and_no_crash(heads: Heads) -> None:
    made = replace(
        with_heads(heads, ScriptedEngine([]), 0), company=replace(COMPANY, queues={"new": "x", "other": "y"})
    )
    [run] = handle_batch([ticket()], made)
    assert run.decision.reason == "triage_failed"


@pytest.mark.parametrize("reason", [None, "not_covered", "not_support", "security_or_legal"])
def test_what_heads_say_after_a_failed_search_is_told_and_decides_nothing(reason: str | None) -> None:
    said = triage_skill.answer("billing", "high", reason is not None, reason)
    found = Retrieved((), toward(0), ENCODER, (0.0,) * 7, error=RuntimeError("down"))
    made = replace(tools(ScriptedEngine([said])), find=lambda tickets: [found for _ in tickets])
    [run] = handle_batch([ticket(verified=False)], made)
    assert (run.decision.outcome, run.decision.reason, run.queue) == ("hand_over", "retrieval_unavailable", "billing")
    assert reason is None or reason in run.decision.explanation
