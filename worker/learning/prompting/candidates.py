"""This module lists the prompts among which one is chosen: each instruction with no example, and with some numbers of fixed and
of nearest ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Generic

from models.skills.reply import Form
from worker.pipeline.prompting import Choice, Input, Prompt, Shot

COUNTS = (2, 4, 8)


@dataclass(frozen=True)
class Pool(Generic[Input]):
    """A pool is what all candidates choose their examples from."""

    shots: tuple[Shot[Input], ...]  # the first ones cover what can be answered
    encoder: str
    form: Form | None = None
    most_characters: int | None = None  # of a prompt, so that it fits the model

    def ways(self, most: int) -> list[tuple[int, Choice]]:
        """Return the numbers of examples that are there and that mostly fit, each with how they can be chosen: the nearest ones
        only with vectors, and among more examples than a prompt has."""
        usual = median(map(_length, self.shots)) if self.shots else 0
        room = float("inf") if self.most_characters is None else self.most_characters
        known: list[tuple[int, Choice]] = [(0, Choice.FIXED)]
        for count in COUNTS:
            if count <= min(len(self.shots), most) and count * usual <= room:
                known.append((count, Choice.FIXED))
                known += [(count, Choice.NEAREST)] if self.encoder and len(self.shots) > count else []
        return known


@dataclass(frozen=True)
class Candidate(Generic[Input]):
    number: int  # of the instruction, from 1
    prompt: Prompt[Input]

    @property
    def name(self) -> str:
        own = self.prompt
        return f"instruction {self.number}, {f'{own.count} {own.choice} examples' if own.count else 'no examples'}"


def candidates(instructions: Sequence[str], pool: Pool[Input], most: int = COUNTS[-1]) -> list[Candidate[Input]]:
    """Return the candidates with at most so many examples, those with the shorter prompts first."""
    shown, encoder, fits = pool.shots, pool.encoder, pool.most_characters
    return [
        Candidate(number, Prompt("", text, count, choice, shown, encoder, fits, form=pool.form))
        for count, choice in pool.ways(most)
        for number, text in enumerate(instructions, start=1)
    ]


def _length(shot: Shot[Input]) -> int:
    shown = shot.shown
    passages = sum(map(len, getattr(shown, "passages", ())))
    return len(shown.subject) + len(shown.body) + len(shown.earlier) + passages + len(shot.answer)


def trimmed(prompt: Prompt[Input]) -> Prompt[Input]:
    """Return a prompt with those examples alone that it can have: what is kept holds no words that nobody reads. One more than
    it has makes up for a ticket that is its own example."""
    if prompt.choice is Choice.NEAREST and prompt.count:
        return prompt
    shots = tuple(replace(shot, vector=None) for shot in prompt.shots[: prompt.count + 1 if prompt.count else 0])
    return replace(prompt, shots=shots, encoder="")
