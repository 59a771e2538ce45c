"""This module asks an engine for tickets of which it may refuse some, such as those that are too long for it: what is refused
counts as not answered, and does not end an evaluation. If most are refused, it is not the tickets."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import EngineError, EngineUnavailable, ModelNotServed
from models.generation.engine import Engine, Generation, Schema, per_prompt
from worker.errors import where, words

_ENOUGH = 8  # prompts, after which it is known whether most are refused
_OF_A_PROMPT = (EngineError, ValueError, IndexError, RuntimeError)  # a server's limit, memory, a tensor
_NOTHING = Generation(text="", tokens=(), prompt_tokens=0, finished=False)


@dataclass(frozen=True)
class Refusals:
    """These counts say how many prompts an engine refused, and its reason for the last of them."""

    prompts: int
    why: str

    def __add__(self, other: "Refusals | None") -> "Refusals":
        return self if other is None else Refusals(self.prompts + other.prompts, self.why)

    def __str__(self) -> str:
        return f"refused {self.prompts} prompts, which count as not answered: {self.why}"


class Answering:
    """This view of an engine answers a prompt that the engine refuses with nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked = self._refused = 0
        self._last = Exception()

    @property
    def refused(self) -> Refusals | None:
        return Refusals(self._refused, words(self._last) or where(self._last)) if self._refused else None

    def require_answers(self) -> None:
        """Raise why the engine refused the last prompt if it refused most of them."""
        if 2 * self._refused > self._asked:
            raise self._last

    @property
    def base_id(self) -> str:
        return self._engine.base_id

    def adapter_id(self, skill: str) -> str | None:
        return self._engine.adapter_id(skill)

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        """Return one answer per prompt, in order. Raises `EngineUnavailable`, `ModelNotServed`, and what the engine raises if it
        refuses most prompts."""
        self._asked += len(prompts)
        try:
            return self._engine.generate(prompts, skill=skill, schema=schema, max_tokens=max_tokens)
        except (EngineUnavailable, ModelNotServed):
            raise
        except _OF_A_PROMPT:  # of some prompt: each is asked alone
            schemas = per_prompt(schema, prompts)
            made = [self._alone(prompt, skill, own, max_tokens) for prompt, own in zip(prompts, schemas, strict=True)]
        if self._asked >= _ENOUGH:
            self.require_answers()
        return made

    def _alone(self, prompt: str, skill: str, schema: Schema, max_tokens: int) -> Generation:
        try:
            [made] = self._engine.generate([prompt], skill=skill, schema=schema, max_tokens=max_tokens)
        except (EngineUnavailable, ModelNotServed):
            raise
        except _OF_A_PROMPT as error:
            self._refused, self._last = self._refused + 1, error
            return _NOTHING
        return made

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> list[float] | None:
        return self._engine.likelihoods(prompt, texts, skill=skill, begun=begun)
