"""This module defines the engine protocol: prompts in, constrained texts with token probabilities out. An engine knows
tokens, not tickets."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from models.skills.fields import TokenLogprob

Schema = Mapping[str, Any]
"""A JSON schema. Lists with `uniqueItems` never repeat an item where this process decodes; a server may repeat one."""


@dataclass(frozen=True)
class Generation:
    text: str
    tokens: tuple[TokenLogprob, ...]  # of the text, in order; empty when the engine gives none
    prompt_tokens: int
    finished: bool  # False: cut at max_tokens, so the text is not valid output


def per_prompt(schema: Schema | Sequence[Schema], prompts: Sequence[str]) -> list[Schema]:
    """Return one schema per prompt."""
    own = [schema] * len(prompts) if isinstance(schema, Mapping) else list(schema)
    if len(own) != len(prompts):
        raise ValueError(f"{len(own)} schemas for {len(prompts)} prompts")
    return own


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
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        """Run one batch through one adapter, greedily; the results are in the order of the prompts. `schema` is one for
        all prompts, or one per prompt. Raises `EngineUnavailable` if the engine cannot be reached or is too busy, anything
        else if it cannot process one of these prompts."""
        ...

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> list[float] | None:
        """Return the logarithm of the probability of each text after the prompt and what is `begun` of the answer; None
        from an engine that cannot say it."""
        ...


def context_of(engine: Engine) -> int | None:
    """Return how many tokens a prompt and its answer may have together; None from an engine that does not know it."""
    known = getattr(engine, "context", None)
    return known if isinstance(known, int) else None


@contextmanager
def closing(engine: Engine) -> Iterator[Engine]:
    """Close the connections of an engine at the end, if it has some."""
    try:
        yield engine
    finally:
        close = getattr(engine, "close", None)
        if callable(close):
            close()


class ScriptedEngine:
    """This engine answers from a queue, for unit tests of the code around a model."""

    base_id = "scripted"

    def __init__(self, answers: Sequence[str | Exception]) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []
        self.schemas: list[Schema] = []

    def adapter_id(self, skill: str) -> str | None:
        return f"scripted-{skill}"

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        del skill, max_tokens
        results = []
        for prompt, own in zip(prompts, per_prompt(schema, prompts), strict=True):
            self.prompts.append(prompt)
            self.schemas.append(own)
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            results.append(Generation(text=answer, tokens=(), prompt_tokens=len(prompt.split()), finished=True))
        return results

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> list[float] | None:
        del prompt, texts, skill, begun
        return None
