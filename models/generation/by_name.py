"""This module lets one engine serve several adapters per skill: each has a name, and a view of the engine says which name a
skill has."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from models.generation.engine import Engine, Generation, Schema


class AdapterEngine(Engine, Protocol):
    """An adapter engine takes adapters by name while it works. `TransformersEngine` and `AdapterServer` implement it."""

    def load(self, name: str, folder: Path) -> None:
        """Take in an adapter under a name. Raises `AdapterError` for one that may not serve here, `EngineError` for one that the
        engine refuses, `EngineUnavailable` if the engine cannot be reached; then nothing has changed."""
        ...

    def drop(self, name: str) -> None:
        """Let go of an adapter. One that is not there is gone already."""
        ...


class NamedAdapters:
    """This view of an engine has one adapter per skill: the one whose name it was given. A skill without a name has the base."""

    def __init__(self, engine: Engine, names: Mapping[str, str]) -> None:
        self._engine, self._names = engine, dict(names)

    @property
    def base_id(self) -> str:
        return self._engine.base_id

    def adapter_id(self, skill: str) -> str | None:
        return self._engine.adapter_id(self._names.get(skill, skill))

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        name = self._names.get(skill, skill)
        return self._engine.generate(prompts, skill=name, schema=schema, max_tokens=max_tokens)

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> list[float] | None:
        return self._engine.likelihoods(prompt, texts, skill=self._names.get(skill, skill), begun=begun)


def named(skill: str, version: str) -> str:
    """Return the name of a version of a skill's adapter."""
    return f"{skill}@{version}"
