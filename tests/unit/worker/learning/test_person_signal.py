import json

import pytest

from tests.support.json_lines import write_json_lines
from worker.learning import person_signal
from worker.learning.person_signal import Example, choose_threshold, learn, load_examples, rate_unseen, scenario_folds
from worker.mail.clauses import PERSON, clauses
from worker.mail.person import signal


def example(text: str, asks: bool) -> Example:
    return Example(text, "en", asks, tuple(clauses(text, PERSON)))


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return load_examples(person_signal.EXAMPLES)


def test_the_weights_that_are_kept_are_those_of_the_examples_that_are_kept(examples: list[Example]) -> None:
    held = json.loads(signal.WEIGHTS.read_text())
    made = learn(examples, choose_threshold(examples, rate_unseen(examples, scenario_folds(examples))))
    assert made.threshold == held["threshold"]
    assert made.weights == pytest.approx(held["weights"], abs=0.01)


def test_a_clause_of_a_long_message_is_what_is_learned() -> None:
    asking = [example(f"The export {word} is empty. Nothing else. Give me a human.", True) for word in "abcdef"]
    calm = [example(f"The export {word} is empty. Nothing else.", False) for word in "abcdef"]
    made = learn([*asking, *calm], 0.5)
    assert made.find(tuple(clauses("Give me a human", PERSON))) is not None
    assert made.find(tuple(clauses("The export is empty", PERSON))) is None


def test_the_threshold_is_the_lowest_that_is_precise_enough() -> None:
    unseen = [example("The export is empty", asks) for asks in (True, True, False, False)]
    assert choose_threshold(unseen, [0.9, 0.5, 0.4, 0.1]) == 0.41


def test_scenarios_that_share_a_rare_word_are_in_one_fold() -> None:
    made = [example(f"Error {word} again", False) for word in ("0x8004", "17", "E7", "0x8004", "49", "88", "0x8004")]
    fold_of = scenario_folds(made)
    assert fold_of(0) == fold_of(3) == fold_of(6)
    assert len({fold_of(n) for n in range(len(made))}) > 1


def test_a_line_that_is_wrong_is_named(tmp_path) -> None:
    folder = write_json_lines(tmp_path, examples=[{"text": "x", "language": "en", "label": "maybe"}])
    with pytest.raises(Exception, match=r"examples\.jsonl, line 1"):
        load_examples(folder / "examples.jsonl")
