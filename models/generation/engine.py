"""This module defines the engine protocol: prompts in, constrained texts with token probabilities out. An engine knows
tokens, not tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from models.skills.fields import TokenLogprob


@dataclass(frozen=True)
class Generation:
    text: str
    tokens: tuple[TokenLogprob, ...]  # of the text, in order; empty when the engine gives none
    prompt_tokens: int
    finished: bool  # False: cut at max_tokens, so the text is not valid output


class Engine(Protocol):
    """An engine generates texts. `TransformersEngine` (in this process), `ServerEngine` (any OpenAI-compatible server)
    and, for unit tests, `ScriptedEngine` implement it."""

    @property
    def base_id(self) -> str:
        """Return the name and hash of the base model, which are stored with every run."""
        ...

    def adapter_id(self, skill: str) -> str | None:
        """Return the identity of the adapter that serves `skill`; None means the base model without an adapter."""
        ...

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Mapping[str, Any], max_tokens: int
    ) -> list[Generation]:
        """Run one batch through one adapter, greedily; the results are in the order of the prompts. Raises
        `EngineUnavailable` if the engine cannot be reached or is too busy, anything else if it cannot process one of
        these prompts."""
        ...


class ScriptedEngine:
    """This engine answers from a queue, for unit tests of the code around a model."""

    base_id = "scripted"

    def __init__(self, answers: Sequence[str | Exception]) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []

    def adapter_id(self, skill: str) -> str | None:
        return f"scripted-{skill}"

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Mapping[str, Any], max_tokens: int
    ) -> list[Generation]:
        del skill, schema, max_tokens
        results = []
        for prompt in prompts:
            self.prompts.append(prompt)
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            results.append(Generation(text=answer, tokens=(), prompt_tokens=len(prompt.split()), finished=True))
        return results
