import json

import pytest

from tests.support.json_lines import write_json_lines
from worker.learning import secret_signal
from worker.learning.secret_signal import Example, choose_threshold, learn, load_examples
from worker.pipeline.check.secrets import signal


def example(text: str, bad: bool, scenario: str = "") -> Example:
    return Example(text, "en", "otp", bad, text, scenario or text)


def test_the_weights_that_are_kept_are_those_of_the_examples_that_are_kept() -> None:
    held = json.loads(signal.WEIGHTS.read_text())
    made = learn(load_examples(secret_signal.EXAMPLES), held["threshold"])
    assert made.bias == pytest.approx(held["bias"], abs=0.05)
    assert made.weights == pytest.approx(held["weights"], abs=0.05)


def test_groups_of_words_are_what_is_learned() -> None:
    asking = [example(f"Send your {noun} to our agent", True) for noun in ("password", "PIN", "token", "passphrase")]
    calm = [example(f"Change your {noun} under Settings", False) for noun in ("password", "PIN", "token", "passphrase")]
    made = learn([*asking, *calm])
    assert made.find("Send your CVV to our agent")
    assert made.find("Change your CVV under Settings") is None


def test_the_examples_of_a_scenario_stand_in_one_fold() -> None:
    assert example("one", True, "scenario").fold == example("two", True, "scenario").fold
    assert len({example(str(number), True).fold for number in range(50)}) == secret_signal.FOLDS


def test_the_threshold_is_the_lowest_with_few_false_alarms() -> None:
    examples = [example(f"all is well {number}", False) for number in range(40)]
    assert choose_threshold(examples, [0.9, 0.8] + [0.1] * 38) == 0.81  # one of forty is 2.5 %
    demo = [Example(e.id, "en", secret_signal.DEMO, False, e.text, e.id) for e in examples]
    assert choose_threshold(demo, [0.6] * (secret_signal.MOST_DEMO_ALARMS + 1) + [0.1] * 29) == 0.61


def test_a_line_that_is_wrong_is_named(tmp_path) -> None:
    folder = write_json_lines(
        tmp_path, examples=[{"id": "1", "kind": "x", "text": "x", "language": "en", "label": "?"}]
    )
    with pytest.raises(Exception, match=r"examples\.jsonl, line 1"):
        load_examples(folder / "examples.jsonl")
