"""The figures of `deskhand models evaluate`, on engines that answer from a script."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from knowledge.handled_tickets import HandledTicket
from knowledge.statements import Statement
from models.errors import InvalidOutput
from models.evaluation.resampling import Mean
from models.evaluation.scores import Share
from models.generation.engine import Generation, ScriptedEngine
from models.skills import reply, triage
from worker.company import load_company
from worker.domain import Passage, Retrieved, Ticket, Triage
from worker.learning.evaluation import (
    BASE_SKILL,
    Contender,
    Report,
    calibration_band,
    calibration_error,
    evaluate,
    figures,
    retrieved_for,
)
from worker.learning.prompting.usual import few_shot
from worker.learning.report.row import PARTS
from worker.pipeline import reply as pipeline_reply

COMPANY = replace(load_company(Path("demo/company.toml")), queues={"billing": "money", "access": "log in"})


def stated(number: int, ref: str, title: str, text: str, score: float) -> Passage:
    made = (Statement(text, text),)
    return Passage(number, ref, "docs", title, "", text, "v", None, number, number, score, statements=made)


REFUNDS = stated(1, "docs/refunds.md#Refunds", "Refunds", "A refund takes five working days.", 1.0)
LOGIN = stated(2, "docs/login.md#Login", "Login", "A reset link is valid for one hour.", 0.5)


def handled(number: int, *, escalate: bool = False, queue: str = "billing", **changes: Any) -> HandledTicket:
    values: dict[str, Any] = {
        "id": f"T-{number}", "subject": "s", "body": "When does my refund come?", "language": "en", "account": None,
        "requester": "a@a.example", "queue": queue, "priority": "normal", "escalate": escalate,
        "reason": "asks_for_person" if escalate else None, "passages": (REFUNDS.ref,),
        "action": "hand_over" if escalate else "answer",
        "sentences": () if escalate else ("A refund takes five working days.",),
    }  # fmt: skip
    return HandledTicket(**{**values, **changes})


def routed(queue: str = "billing", reason: str | None = None) -> str:
    return triage.answer(queue, "normal", reason is not None, reason)


def said(*sentences: str) -> str:
    return reply.answer("answer" if sentences else "hand_over", "en", sentences)


def score(
    tickets: Sequence[HandledTicket], answers: Sequence[str], shown: Sequence[Passage] = (REFUNDS, LOGIN)
) -> Report:
    """`answers`: the triages in order, then the replies of those a person answered."""
    contender = Contender("scripted", ScriptedEngine(answers))
    return evaluate(tickets, {t.id: Retrieved(tuple(shown)) for t in tickets}, contender, COMPANY, {})


def test_every_figure_counts_what_its_name_says() -> None:
    tickets = [handled(1), handled(2, queue="access"), handled(3, escalate=True), handled(4, escalate=True), handled(5)]
    report = score(
        tickets,
        [
            routed(),  # right
            routed("billing"),  # wrong queue
            routed("billing", "asks_for_person"),  # right, with its reason
            routed(),  # an escalation that was missed: the dangerous one
            routed("billing", "angry_or_at_risk"),  # one that was not needed
            said("A refund takes five working days."),  # right, and cited
            said("A refund takes six working days."),  # no passage says so
            said(),  # handed over
        ],
    )

    means = {name: figure for name, figure in report.figures.items() if isinstance(figure, Mean)}
    assert means["queue macro-F1"].value == pytest.approx(((2 * 4 / 9) + 0) / 2)
    assert {name: figure for name, figure in report.figures.items() if name not in means} == {
        "valid output": Share(8, 8),
        "queue right": Share(4, 5),
        "surer half: queue right": Share(1, 2),
        "priority right": Share(5, 5),
        "escalation precision": Share(1, 2),
        "escalation recall": Share(1, 2),
        "escalation recall at precision 0.80": Share(0, 2),
        "explicit requests escalated": Share(1, 2),
        "the same with the rule for requests": Share(1, 2),
        "precision of hand-overs with the rule": Share(1, 2),
        "recall of hand-overs with the rule": Share(1, 2),
        "security escalated": Share(0, 0),
        "reason right where escalated": Share(1, 1),
        "escalation missed": Share(1, 2),
        "urgent called low or normal": Share(0, 0),
        "invalid triage": Share(0, 5),
        "a cited passage was shown": Share(3, 3),
        "a right reply could be chosen": Share(3, 3),
        "of those, replies right": Share(1, 3),
        "replies right": Share(1, 3),
        "answered where a person did": Share(2, 3),
        "replies that pass the check": Share(1, 2),
        "citations right, by sentence": Share(1, 1),
        "unsupported claim": Share(1, 3),
        "wrong language": Share(0, 3),
        "invalid reply": Share(0, 3),
    }
    assert [row.reply is None for row in report.rows] == [False, False, True, True, False]


def test_invalid_output_counts_as_wrong_and_never_disappears() -> None:
    report = score([handled(1), handled(2)], ["not JSON", routed(), "{", said("A refund takes five working days.")])

    assert report.figures["valid output"] == Share(2, 4)
    assert report.figures["queue right"] == Share(1, 2)
    assert report.figures["answered where a person did"] == Share(1, 2)
    assert isinstance(report.rows[0].triage, InvalidOutput)


class CutOff(ScriptedEngine):
    """Says of every text that it was cut off at its length limit."""

    def generate(self, prompts: Sequence[str], **options: Any) -> list[Generation]:
        return [replace(made, finished=False) for made in super().generate(prompts, **options)]


def test_a_reply_that_was_cut_off_is_invalid_as_it_is_in_serving() -> None:
    whole = said("A refund takes five working days.")
    contender = Contender("cut off", CutOff([routed(), whole]))
    [row] = evaluate([handled(1)], {"T-1": Retrieved((REFUNDS,))}, contender, COMPANY, {}).rows
    [(served, _)] = pipeline_reply.run([pipeline_reply.Task("…")], CutOff([whole]))

    assert isinstance(row.reply, InvalidOutput)
    assert isinstance(served, InvalidOutput)
    assert str(row.reply) == str(served)
    assert figures([row])["valid output"] == Share(1, 2)


def test_an_invalid_triage_of_an_escalated_ticket_is_an_escalation_missed() -> None:
    assert score([handled(1, escalate=True)], ["nonsense"]).figures["escalation recall"] == Share(0, 1)


def test_a_citation_is_right_only_if_the_agent_used_that_passage() -> None:
    report = score([handled(1, passages=(LOGIN.ref,))], [routed(), said("A refund takes five working days.")])
    assert report.figures["citations right, by sentence"] == Share(0, 1)
    assert report.figures["a cited passage was shown"] == Share(1, 1)
    missed = score([handled(1, passages=("docs/other.md#X",))], [routed(), said()])
    assert missed.figures["a cited passage was shown"] == Share(0, 1)


def test_a_field_without_probabilities_has_no_calibration_error_to_speak_of() -> None:
    assert calibration_error(score([handled(1)], [routed(), said()]).rows) == {
        "queue": 0.0, "priority": 0.0, "escalate": 0.0,
    }  # fmt: skip


def test_a_calibration_error_stands_beside_what_chance_gives_a_perfect_model() -> None:
    sure = score([handled(1)], [routed(), said()]).rows[0]
    assert isinstance(sure.triage, Triage)
    rows = [replace(sure, triage=replace(sure.triage, probabilities={"queue": 0.8}))] * 30
    low, high = calibration_band(rows)["queue"]
    assert 0 <= low < high < calibration_error(rows)["queue"] == pytest.approx(0.2)  # all of 30 right, not 24
    assert calibration_band(rows)["priority"] == (0.0, 0.0)


def test_batches_change_nothing_and_progress_is_told() -> None:
    tickets, told = [handled(n) for n in range(5)], list[int]()
    answers = []
    for size in (2, 2, 1):
        answers += [routed()] * size + [said("A refund takes five working days.")] * size
    contender = Contender("scripted", ScriptedEngine(answers))
    report = evaluate(tickets, {}, contender, COMPANY, {}, batch=2, progress=told.append)
    assert told == [2, 2, 1]
    assert report.figures["queue right"] == Share(5, 5)


def finds(tickets: Sequence[Ticket]) -> list[Retrieved]:
    return [Retrieved((REFUNDS,)) for _ in tickets]


def test_the_baseline_is_the_bare_base_with_examples_half_of_which_were_escalated() -> None:
    examples = [handled(n) for n in range(4)] + [handled(10 + n, escalate=True) for n in range(4)]
    engine = ScriptedEngine([routed(), said()])
    contender = few_shot(engine, examples, finds, {}, PARTS)
    assert contender.skill("triage") == contender.skill("reply") == BASE_SKILL
    evaluate([handled(99, body="And mine?")], {}, contender, COMPANY, {})
    triage_prompt, reply_prompt = engine.prompts
    assert triage_prompt.count("JSON: {") == 6
    assert triage_prompt.count('"escalate":true') == 3
    assert reply_prompt.count("JSON: {") == 2


def test_the_baseline_runs_no_adapter_even_where_no_ticket_was_escalated() -> None:
    engine = ScriptedEngine([routed()])
    contender = few_shot(engine, [handled(1)], finds, {}, frozenset({"triage"}))
    evaluate([handled(99, body="And mine?")], {}, contender, COMPANY, {})
    assert contender.skill("triage") == BASE_SKILL
    assert engine.prompts[0].count("JSON: {") == 1


def test_an_evaluation_swallows_no_search_error() -> None:
    with pytest.raises(LookupError):
        retrieved_for([handled(1)], lambda _: [Retrieved(error=LookupError("down"))])


def test_figures_of_nothing_are_no_figures() -> None:
    assert all(figure.value is None or isnan(figure.value) for figure in figures([]).values())
