"""The measures of triage and replies that are no plain counts."""

from dataclasses import replace

import pytest

from models.evaluation.resampling import Mean
from models.evaluation.scores import Share
from tests.unit.worker.learning.report.exams import of_rows, perfect, report, tickets, triaged
from tests.unit.worker.learning.test_evaluation import LOGIN, REFUNDS, handled
from worker.domain import Action, Attribution, CheckResult, Finding, Reply
from worker.learning.report.row import Row

ASKED = tickets(16)


def test_the_surer_half_has_the_tickets_that_triage_was_surest_of() -> None:
    given = [perfect(t, 0.9) if n < 8 else triaged("access", sure=0.4) for n, t in enumerate(ASKED)]
    assert report("heads", ASKED, given).figures["surer half: queue right"] == Share(8, 8)


def test_recall_at_a_precision_orders_tickets_by_their_alarm_whatever_was_decided() -> None:
    # Nobody is escalated, but triage is less sure of the calm of those that should be.
    given = [replace(triaged(t.queue), probabilities={"escalate": 0.6 if t.escalate else 0.95}) for t in ASKED]
    figures = report("heads", ASKED, given).figures
    assert figures["escalation recall"] == Share(0, 4)
    assert figures["escalation recall at precision 0.80"] == Share(4, 4)


def test_macro_f1_counts_a_rare_queue_like_a_frequent_one() -> None:
    asked = [handled(n, queue="billing") for n in range(9)] + [handled(9, queue="access")]
    figure = report("majority", asked, [triaged("billing") for _ in asked]).figures["queue macro-F1"]
    assert isinstance(figure, Mean)
    assert figure.value == pytest.approx((2 * 9 / 19) / 2)
    assert figure.low < figure.value < figure.high


def row(*cited: object, sentences: tuple[str, ...] = ("A refund takes five working days.",), **changes: object) -> Row:
    reply = Reply(Action.ANSWER, "en", sentences, {})
    found = tuple(Attribution("s", passage, 1.0) for passage in cited)  # type: ignore[arg-type]
    return Row(handled(1, **changes), None, (REFUNDS,), reply, CheckResult(found, ()))


def test_a_right_reply_stands_on_passages_that_answer_and_has_the_facts_in_few_words() -> None:
    assert row(REFUNDS).is_right
    assert not row(REFUNDS, LOGIN).is_right
    assert row(REFUNDS, LOGIN, answers=(LOGIN.ref,)).is_right
    assert not row().is_right  # it cites nothing
    assert row(REFUNDS, facts=("FIVE  working days",)).is_right
    assert not row(REFUNDS, facts=("ten working days",)).is_right
    assert not row(REFUNDS, sentences=("A refund takes five working days. " * 2,)).is_right


def test_each_danger_of_a_reply_is_told_by_its_finding() -> None:
    good = row(REFUNDS)
    found = {
        code: replace(good, check=CheckResult((), (Finding(code, "", ""),)))
        for code in ("unsupported", "invented_fact", "wrong_language", "markup")
    }
    figures = of_rows("x", [good, *found.values()]).figures
    assert figures["unsupported claim"] == Share(2, 5)
    assert figures["wrong language"] == Share(1, 5)
    assert figures["replies right"] == Share(1, 5)
