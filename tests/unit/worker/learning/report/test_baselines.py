"""The cheap baselines learn from handled tickets at that moment, and copy from the passages that were found."""

from dataclasses import replace

from models.evaluation.scores import Share
from models.heads.fit import FROZEN
from tests.unit.worker.learning.report.exams import COMPANY, Encoder, found, known, tickets
from tests.unit.worker.learning.test_evaluation import LOGIN, REFUNDS, handled
from worker.domain import Action, Retrieved
from worker.learning.evaluation import evaluate
from worker.learning.received import as_ticket
from worker.learning.report import baselines
from worker.learning.report.curve import Lesson, curve, fits, sizes

TRAIN, ASKED = tickets(120), tickets(40, first=1000)


def test_every_baseline_of_triage_is_trained_and_the_vector_beats_the_majority() -> None:
    made = baselines.of_triage(TRAIN, COMPANY, {}, known(TRAIN))
    assert [one.name for one in made] == ["majority", "words", "vector", "neighbours"]
    reports = {one.name: evaluate(ASKED, found(ASKED), one, COMPANY, {}) for one in made}
    assert reports["majority"].figures["queue right"] == Share(20, 40)
    assert reports["vector"].figures["queue right"] == reports["words"].figures["queue right"] == Share(40, 40)
    assert reports["vector"].figures["escalation recall"] == Share(10, 10)
    assert "replies right" not in reports["vector"].figures
    assert all(row.reply is None for row in reports["vector"].rows)


def test_too_few_tickets_make_no_baseline() -> None:
    few = tickets(20)
    assert baselines.of_triage(few, COMPANY, {}, known(few)) == []


def test_the_first_passage_is_copied_up_to_what_agents_mostly_write() -> None:
    long = replace(REFUNDS, text="One thing is so. Two things are so. Three things are so.")
    write = baselines.first_passage(2)
    reply = write(as_ticket(handled(1)), (long, LOGIN), Retrieved())
    assert reply.sentences == ("One thing is so.", "Two things are so.")
    nothing = write(as_ticket(handled(1)), (), Retrieved())
    assert (nothing.action, nothing.sentences) == (Action.HAND_OVER, ())


def test_the_nearest_sentences_of_all_passages_are_copied_in_their_order() -> None:
    first = replace(REFUNDS, text="The invoice comes by mail. Nothing else matters here.")
    second = replace(LOGIN, text="The login is blue. An invoice has a number.")
    result = Retrieved(vector=Encoder().encode(["invoice"])[0])
    reply = baselines.nearest_sentences(2, Encoder().encode)(as_ticket(handled(1)), (first, second), result)
    assert reply.sentences == ("The invoice comes by mail.", "An invoice has a number.")


def test_replies_of_a_baseline_run_through_the_check_as_the_adapter_s() -> None:
    asked = [handled(1), handled(2, language="de"), handled(3, escalate=True)]
    [_, first, _] = baselines.of_replies(asked, Encoder().encode)
    report = evaluate(asked, found(asked), first, COMPANY, {})
    assert report.figures["replies right"] == Share(1, 2)
    assert report.figures["wrong language"] == Share(1, 2)
    assert report.figures["citations right, by sentence"] == Share(2, 2)


def test_the_curve_goes_from_50_to_all_and_rises_to_what_all_tickets_give() -> None:
    assert sizes(484) == [50, 100, 200, 400, 484]
    assert (sizes(40), fits(120)) == ([40], 11)
    told = list[int]()
    lesson = Lesson(TRAIN, known(TRAIN), (FROZEN,))
    asked = {"test": (ASKED, found(ASKED))}
    points = curve(lesson, asked, COMPANY, {}, told.append)["test"]
    assert sum(told) == 11
    assert [(point.tickets, point.draws) for point in points] == [(50, 5), (100, 5), (120, 1)]
    assert points[-1].values["queue right"] == (1.0, 1.0, 1.0)


def test_the_curve_leaves_out_draws_with_too_little_to_learn_from() -> None:
    few = tickets(20)
    asked = {"test": (ASKED, found(ASKED))}
    assert curve(Lesson(few, known(few), (FROZEN,)), asked, COMPANY, {}) == {"test": ()}
