"""A prompt has the examples that fit a ticket, and what they say stays data."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from models.skills.triage import TriageInput
from worker.domain import Retrieved
from worker.pipeline.prompting import Choice, Prompt, Shot

ANGLES = (0.0, 0.5, 1.0, 1.5)


def vector(angle: float) -> np.ndarray:
    return np.array([np.cos(angle), np.sin(angle)], np.float32)


SHOTS = tuple(
    Shot(f"T-{n}", TriageInput("s", f"body {n}", "unknown"), f"answer {n}", vector(a)) for n, a in enumerate(ANGLES)
)
NEAREST: Prompt[TriageInput] = Prompt("p", "Do it.", 2, Choice.NEAREST, SHOTS, "enc")
ASKED = TriageInput("s", "mine", "unknown")


def write(instruction: str, shown: TriageInput, shots: Sequence[tuple[TriageInput, str]]) -> str:
    return " | ".join([instruction, *(answer for _, answer in shots), shown.body])


def rendered(prompt: Prompt[TriageInput], angle: float = 1.4, encoder: str = "enc", ticket: str = "") -> str:
    return prompt.render(write, ASKED, Retrieved(vector=vector(angle), encoder=encoder), ticket)


def test_the_nearest_examples_stand_nearest_to_the_question() -> None:
    assert rendered(NEAREST) == "Do it. | answer 2 | answer 3 | mine"
    assert rendered(NEAREST, 0.1) == "Do it. | answer 1 | answer 0 | mine"


@pytest.mark.parametrize("found", [Retrieved(), Retrieved(vector=vector(1.4), encoder="another")])
def test_without_a_vector_of_the_same_encoder_the_fixed_ones_are_taken(found: Retrieved) -> None:
    assert NEAREST.render(write, ASKED, found) == "Do it. | answer 1 | answer 0 | mine"


def test_no_ticket_is_an_example_of_itself() -> None:
    assert rendered(NEAREST, ticket="T-3") == "Do it. | answer 1 | answer 2 | mine"
    twin = replace(SHOTS[3], ticket="another id", shown=TriageInput("s", " mine", "known"))
    assert "answer 3" not in rendered(replace(NEAREST, shots=(*SHOTS[:3], twin)))


def test_what_does_not_fit_is_left_out_the_farthest_first() -> None:
    whole = rendered(NEAREST)
    assert rendered(replace(NEAREST, most_characters=len(whole))) == whole
    assert rendered(replace(NEAREST, most_characters=len(whole) - 1)) == "Do it. | answer 3 | mine"
    assert rendered(replace(NEAREST, most_characters=1)) == "Do it. | mine"


def test_without_examples_the_prompt_is_the_instruction_and_the_ticket() -> None:
    assert rendered(replace(NEAREST, count=0)) == "Do it. | mine"
