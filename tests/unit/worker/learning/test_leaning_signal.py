import json

import pytest

from worker.learning import leaning_signal
from worker.learning.leaning_signal import Example, choose_threshold, inside_tickets, learn, load_examples
from worker.mail.clauses import LEANING
from worker.mail.leaning import signal


def example(text: str, leans: bool, number: int = 1, **known: bool) -> Example:
    return Example(f"x-{number}", "en", leans, text, **known)


def test_the_weights_that_are_kept_are_those_of_the_examples_that_are_kept() -> None:
    held = json.loads(signal.WEIGHTS.read_text())
    examples, tickets, made = leaning_signal.material()
    learned = learn([*examples, *tickets, *made], held["threshold"])
    assert {n: w for n, w in learned.weights.items() if abs(w) > 0.1} == pytest.approx(
        {n: w for n, w in held["weights"].items() if abs(w) > 0.1}, abs=0.01
    )


def test_what_the_rule_says_of_an_example_that_it_was_written_for_teaches_nothing() -> None:
    assert signal.RULE in example("See the screenshot", True).lesson
    assert signal.RULE not in example("See the screenshot", True, seen_by_rule=True).lesson


def test_an_example_stands_in_a_ticket_of_its_fold() -> None:
    tickets = [example("The export is empty since Monday.", False, number) for number in (1, 2)]
    made = list(inside_tickets([example("The arrow is on the second picture.", True, 6)], tickets))
    assert [e.text for e in made] == ["The arrow is on the second picture.\nThe export is empty since Monday."]
    assert made[0].fold == tickets[0].fold


def test_the_threshold_is_the_lowest_with_few_enough_false_alarms() -> None:
    calm = [example("The export is empty", False, number) for number in range(50)]
    rated = {id(e): 0.3 + 0.01 * number for number, e in enumerate(calm)}
    assert choose_threshold(calm, [], lambda e: rated[id(e)]) == 0.78


def test_a_line_that_is_wrong_is_named(tmp_path) -> None:
    path = tmp_path / "examples.jsonl"
    path.write_text('{"id": "a", "text": "x", "language": "en", "label": "maybe"}\n')
    with pytest.raises(Exception, match=r"examples\.jsonl, line 1"):
        load_examples(path)


def test_the_weights_name_known_groups() -> None:
    names = {part.removeprefix("before.") for name in signal.load().weights for part in name.split(" + ")}
    facts = {"asks", "one clause", "ends open", "rule", "no group", "nothing else", "link", "mark", "named", "time"}
    assert {name for name in names if not name.startswith(("up to", "more than"))} <= {*LEANING.groups, *facts}
