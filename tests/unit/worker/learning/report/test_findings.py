"""All that was measured on one file, as JSON and on a terminal of 80 columns."""

import json
from io import StringIO

import pytest
from rich.console import Console

from tests.unit.worker.learning.report.exams import DATA, of_rows, perfect, tickets, triaged
from tests.unit.worker.learning.report.test_page import findings
from worker.cli.models import scoreboard
from worker.domain import Triage
from worker.learning.report.curve import Point
from worker.learning.report.findings import Findings
from worker.learning.report.row import Row

ASKED = tickets(118)
CONTENDERS = (
    "model",
    "majority",
    "words",
    "vector",
    "neighbours",
    "first passage",
    "nearest sentences",
    "few-shot gemma3",
)
VALUES = (0.512, 0.401, 0.613)
CURVE = tuple(
    Point(size, 5, {"queue right": VALUES, "priority right": VALUES, "escalation recall at precision 0.80": VALUES})
    for size in (50, 100, 118)
)


def many() -> Findings:
    def rows(given: "list[Triage]") -> list[Row]:
        return [Row(t, one) for t, one in zip(ASKED, given, strict=True)]

    serving = of_rows("adapters (heads, reply, translation, and some)", rows([perfect(t) for t in ASKED]))
    copies = {"first passage", "nearest sentences"}
    made = [
        of_rows(
            name,
            rows([triaged("billing", sure=0.5) for _ in ASKED]),
            frozenset({"replies"}) if name in copies else frozenset({"triage"}),
        )
        for name in CONTENDERS
    ]
    return Findings(DATA, (serving, *made), seen=3, curve=CURVE)


def shown(found: Findings, width: int = 80) -> list[str]:
    console = Console(width=width, file=StringIO())
    scoreboard.show(console, found)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined, no-any-return]


def test_all_of_it_fits_a_terminal_of_80_columns() -> None:
    lines = shown(many())
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for word in (
        "118/118 [97-100]",
        "escalation missed",
        "calibration error",
        "draws",
        "queue, wanted > given: no mistake",
    ):
        assert word in text
    assert "…" not in text


def test_marks_say_what_is_worse_beyond_chance() -> None:
    [line] = [line for line in shown(many()) if line.startswith("queue right")]
    assert line.split() == ["queue", "right", "118/118", "[97-100]", *["50-"] * 6]
    [danger] = [line for line in shown(many()) if line.startswith("! escalation")]
    assert danger.count("100-") == 6


def test_a_hostile_queue_is_neither_markup_nor_a_command_of_the_terminal() -> None:
    text = "\n".join(shown(findings(), 400))
    assert "[31m" in text  # to be read
    assert "\x1b" not in text


def test_the_keys_of_before_are_there_and_the_first_is_what_serves() -> None:
    known = json.loads(json.dumps(findings().as_json()))
    assert [{"name", "figures", "calibration_error", "calibration_band"} <= own.keys() for own in known] == [True, True]
    assert known[0]["figures"]["queue right"]["hits"] == 17
    assert known[0]["figures"]["queue right"]["total"] == 18
    assert known[0]["serves"] is True
    assert set(known[0]["by_language"]) == {"en", '"><script>'}
    assert known[0]["curve"][0]["values"]["queue right"] == [0.5, 0.4, 0.6]
    assert known[0]["rows"][0]["triage"] is None
    assert known[0]["confusion"]["escalate"]["names"] == ["no", "yes", "(invalid)"]
    assert known[0]["confusion"]["escalate"]["wanted_by_given"] == [[13, 0, 1], [0, 4, 0], [0, 0, 0]]
    assert known[1]["compared"]["queue right"]["test"] == "McNemar"
    assert "escalation missed" in known[1]["compared"]


def test_json_has_no_number_that_json_does_not_have() -> None:
    assert "NaN" not in json.dumps(findings().as_json())
    json.dumps(many().as_json(), allow_nan=False)


@pytest.mark.parametrize("name", ["queue", "language"])
def test_each_slice_is_shown(name: str) -> None:
    assert any(line.startswith(name) for line in shown(many()))
