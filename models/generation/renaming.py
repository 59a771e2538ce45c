"""This engine asks another one under other names, so that several adapters of one skill are asked as if each served it."""

from collections.abc import Callable, Mapping, Sequence

from models.generation.engine import Engine, Generation, Schema


class RenamingEngine:
    def __init__(self, engine: Callable[[], Engine], names: Mapping[str, str]) -> None:
        """`engine` is asked for with the first question. `names`: skill -> the name of the adapter that does its work."""
        self._engine, self._names = engine, names

    @property
    def base_id(self) -> str:
        return self._engine().base_id

    def adapter_id(self, skill: str) -> str | None:
        return self._engine().adapter_id(self._name(skill))

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        return self._engine().generate(prompts, skill=self._name(skill), schema=schema, max_tokens=max_tokens)

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> list[float] | None:
        return self._engine().likelihoods(prompt, texts, skill=self._name(skill), begun=begun)

    def _name(self, skill: str) -> str:
        return self._names.get(skill, skill)
