"""The engine protocol: prompts in, constrained texts with token probabilities out. It knows tokens, not tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from models.skills.fields import TokenLogprob


@dataclass(frozen=True)
class Generation:
    text: str
    tokens: tuple[TokenLogprob, ...]  # of the text, in order; empty when the engine cannot tell
    prompt_tokens: int
    finished: bool  # False: cut at max_tokens, so the text is not valid output


class Engine(Protocol):
    """Implemented by `TransformersEngine` (in this process), `ServerEngine` (any OpenAI-compatible server) and, for
    unit tests, `ScriptedEngine`."""

    @property
    def base_id(self) -> str:
        """Name and hash of the base model, stored with every run."""
        ...

    def adapter_id(self, skill: str) -> str | None:
        """Identity of the adapter that serves `skill`; None means the bare base model."""
        ...

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Mapping[str, Any], max_tokens: int
    ) -> list[Generation]:
        """One batch through one adapter, greedily; the order of the results is that of the prompts. Raises
        `EngineUnavailable` if the engine cannot be had, anything else if one of these prompts is too much for it."""
        ...


class ScriptedEngine:
    """Answers from a queue. For unit tests of what stands around a model."""

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
