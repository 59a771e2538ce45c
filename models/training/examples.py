"""This module defines a training example of the language model: a prompt, and the answer that a perfect model gives to
it.

Only the tokens of the answer count in the loss.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Example:
    """An example is one prompt with its answer."""

    prompt: str
    answer: str


@dataclass(frozen=True)
class Tokenised:
    """A tokenised example holds the token ids."""

    ids: list[int]  # prompt, answer, end of sequence
    answer_start: int


def tokenise(example: Example, tokenizer: Any, max_tokens: int) -> Tokenised:
    """Return the token ids of prompt and answer, joined as they are when serving.

    Each part is tokenised separately, because when serving the prompt is complete before the answer begins. A prompt
    that is too long loses its middle; the answer is never cut.
    """
    prompt = tokenizer(example.prompt).input_ids
    answer = [*tokenizer(example.answer, add_special_tokens=False).input_ids, tokenizer.eos_token_id]
    room = max_tokens - len(answer)
    if len(prompt) > room:
        prompt = prompt[: room // 2] + prompt[-(room - room // 2) :]
    return Tokenised(ids=[*prompt, *answer], answer_start=len(prompt))


def data_sha256(examples: Sequence[Example]) -> str:
    """Return the hash of the rendered examples, in order."""
    digest = hashlib.sha256()
    for example in examples:
        digest.update(example.prompt.encode() + b"\0" + example.answer.encode() + b"\n")
    return digest.hexdigest()
