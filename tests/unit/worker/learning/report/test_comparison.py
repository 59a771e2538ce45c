"""A contender is compared with what serves, ticket by ticket; dangers by themselves."""

from models.errors import InvalidOutput
from tests.unit.worker.learning.report.exams import perfect, report, tickets, triaged
from worker.learning.report.comparison import standing, verdicts

ASKED = tickets(64)
PERFECT = [perfect(ticket) for ticket in ASKED]


def test_a_contender_that_is_plainly_better_is_said_to_beat_what_serves() -> None:
    serving = report("heads", ASKED, [triaged("billing") for _ in ASKED])
    standings = [standing(serving, report("words", ASKED, PERFECT))]
    [queue, escalation] = verdicts(serving, standings, "triage")

    assert queue == (
        "queue right: what serves has 32 of 64; words is the best one with 64 of 64; words beats it beyond chance"
    )
    assert "words beats it" in escalation
    assert standings[0].worse_dangers == []
    assert "no named danger is worse beyond chance" in standings[0].line()


def test_a_worse_danger_is_named_with_its_counts() -> None:
    serving = report("heads", ASKED, PERFECT)
    standings = [standing(serving, report("majority", ASKED, [triaged("billing") for _ in ASKED]))]

    assert standings[0].worse_dangers == ["escalation missed", "urgent called low or normal"]
    assert "worse danger: escalation missed 16 of 16 against 0 of 16, urgent called" in standings[0].line()
    assert "nothing beats what serves beyond chance" in verdicts(serving, standings, "triage")[0]


def test_a_small_difference_is_chance() -> None:
    nearly = [triaged("billing"), *PERFECT[1:-1], triaged("billing", "asks_for_person")]
    compared = standing(report("heads", ASKED, PERFECT), report("words", ASKED, nearly))
    assert not any(one.is_better or one.is_worse for one in compared.compared)
    assert "no measure differs beyond chance" in compared.line()


def test_invalid_output_is_a_danger_and_never_a_right_answer() -> None:
    serving = report("heads", ASKED, PERFECT)
    other = report("model", ASKED, [InvalidOutput("x") for _ in ASKED])
    compared = standing(serving, other)
    assert compared.worse_dangers == ["escalation missed", "invalid triage"]
    assert other.figures["queue right"].value == 0


def test_contenders_are_compared_only_in_the_parts_that_both_have() -> None:
    serving = report("heads", ASKED, PERFECT)
    other = report("first passage", ASKED, PERFECT, frozenset({"replies"}))
    assert standing(serving, other).compared == ()
    assert verdicts(serving, [standing(serving, other)], "triage")[0] == "queue right: what serves has 64 of 64"
    assert verdicts(serving, [], "replies") == []


def test_a_figure_that_says_nothing_is_no_difference() -> None:
    calm = [ticket for ticket in ASKED if not ticket.escalate]
    never = report("majority", calm, [triaged(t.queue) for t in calm])
    compared = standing(never, never)
    precision = compared.of("escalation precision")
    assert precision is not None
    assert precision.as_json() == {"better": False, "worse": False, "test": "paired bootstrap", "difference": None}
