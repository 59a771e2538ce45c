"""What a training run says of itself, and after a Ctrl-C."""

import json
from pathlib import Path

import pytest

from models.training.run import Progress
from worker.cli.models.calibrated import told
from worker.cli.models.train_language import too_short
from worker.cli.models.training_steps import Shown
from worker.cli.progress import step


@pytest.mark.parametrize(
    ("saved", "resumes", "said"),
    [
        (25, True, "step 29 of 46; the same command goes on after step 25"),
        (25, False, "step 29 of 46; the same command without --restart goes on after step 25"),
        (None, True, "step 29 of 46, before the first checkpoint: the same command begins anew"),
        (40, True, "step 29 of 46, before the first checkpoint: the same command begins anew"),
    ],
)
def test_an_interrupted_run_says_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], saved: int | None, resumes: bool, said: str
) -> None:
    if saved is not None:
        (tmp_path / "state.json").write_text(json.dumps({"step": saved}))
    with step("train", unit="steps") as under_way, pytest.raises(KeyboardInterrupt):
        shown = Shown(under_way)
        with shown.saying_what_is_kept(tmp_path, resumes=resumes):
            shown(Progress(29, 46, 0.5))
            raise KeyboardInterrupt
    assert said in capsys.readouterr().err.splitlines()


def test_temperatures_from_few_tickets_are_said_to_mean_little() -> None:
    few, many = ({"held_out": count, "temperatures": {"queue": 1.5}} for count in (1, 20))
    assert told(few).splitlines() == [
        "temperatures from 1 held-out ticket: queue 1.5",
        "temperatures from 1 held-out ticket mean little: at least 20 are needed",
    ]
    assert told(many) == "temperatures from 20 held-out tickets: queue 1.5"


def test_examples_that_lose_their_middle_are_a_warning_where_they_are_most() -> None:
    warning = too_short(6, 10, 64)
    assert warning is not None
    assert warning.startswith("warning: 6 of 10 examples are longer than max_tokens (64)")
    assert too_short(5, 10, 64) is None
