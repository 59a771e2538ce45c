"""This engine asks another one only what it has not asked before, for contenders that take long and never change.

What was generated is kept in a folder, a file per prompt, under the hash of all that it depends on: the base model, the
skill's adapter, the schema, the limit and the prompt, which has the ticket, the examples and the passages in it.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from models.generation.engine import Engine, Generation, Schema, per_prompt
from models.skills.fields import TokenLogprob


class RememberingEngine:
    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    @property
    def base_id(self) -> str:
        return self._engine.base_id

    def adapter_id(self, skill: str) -> str | None:
        return self._engine.adapter_id(skill)

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        model = [self.base_id, self.adapter_id(skill)]
        asked = list(zip(prompts, per_prompt(schema, prompts), strict=True))
        paths = [self._folder / f"{_hash([*model, own, max_tokens, prompt])}.json" for prompt, own in asked]
        known = {path: made for path in paths if (made := _read(path)) is not None}
        new = {path: one for path, one in zip(paths, asked, strict=True) if path not in known}
        if new:
            texts, schemas = zip(*new.values(), strict=True)
            answers = self._engine.generate(texts, skill=skill, schema=schemas, max_tokens=max_tokens)
            known |= dict(zip(new, answers, strict=True))
            for path in new:
                _write(path, known[path])
        return [known[path] for path in paths]

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> list[float] | None:
        return self._engine.likelihoods(prompt, texts, skill=skill, begun=begun)


def _hash(parts: Sequence[Any]) -> str:
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> Generation | None:
    """Return what was kept; None where nothing was, or where it cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        value = json.loads(path.read_text(encoding="utf-8"))
        tokens = tuple(TokenLogprob(str(text), float(p)) for text, p in value["tokens"])
        return Generation(value["text"], tokens, int(value["prompt_tokens"]), bool(value["finished"]))
    return None


def _write(path: Path, made: Generation) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    tokens = [(token.text, token.logprob) for token in made.tokens]
    kept = {"text": made.text, "tokens": tokens, "prompt_tokens": made.prompt_tokens, "finished": made.finished}
    half = path.with_suffix(".half")
    half.write_text(json.dumps(kept), encoding="utf-8")
    half.replace(path)
