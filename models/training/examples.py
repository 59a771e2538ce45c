"""This module defines a training example of the language model: a prompt, and the answer that a perfect model gives to
it.

Only the tokens of the answer count in the loss. Of an answer that is one of those that a schema names, only those count
that the schema leaves open, each among the tokens that it allows there: the others are forced when the model serves.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.generation.turns import end_ids, prompt_ids

if TYPE_CHECKING:
    from models.generation.grammar import Grammar


@dataclass(frozen=True)
class Source:
    """A source is the ticket or the question that an example was made of."""

    id: str
    account: str | None = None
    requester: str | None = None
    is_question: bool = False


@dataclass(frozen=True)
class Example:
    """An example is one prompt with its answer."""

    prompt: str
    answer: str
    schema: Mapping[str, Any] | None = field(default=None, hash=False)  # the answers that the model chose among
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Tokenised:
    """A tokenised example holds the token ids."""

    ids: list[int]  # prompt, answer, end of sequence
    answer_start: int
    choices: Mapping[int, Sequence[int]] | None = (
        None  # place in `ids` -> tokens allowed there; None: all, at every place
    )
    cut: bool = False  # its prompt lost its middle

    @property
    def counted(self) -> list[int]:
        """Return the places that count in the loss."""
        return sorted(self.choices) if self.choices else list(range(self.answer_start, len(self.ids)))


def tokenise(
    example: Example, tokenizer: Any, max_tokens: int, grammar: "Grammar | None" = None, *, turns: bool = False
) -> Tokenised:
    """Return the token ids of prompt and answer, joined as they are when serving.

    Each part is tokenised separately, because when serving the prompt is complete before the answer begins. A prompt
    that is too long loses its middle; the answer is never cut. With a `grammar` the choices of an example with a schema
    are known. `turns`: in the turns of the base's chat template.
    """
    [prompt] = prompt_ids(tokenizer, [example.prompt], turns=turns)
    said = tokenizer(example.answer, add_special_tokens=False).input_ids
    answer = [*said, *end_ids(tokenizer, turns=turns)]
    room = max(2, max_tokens - len(answer))  # what begins the sequence and what comes before the answer stay
    cut = len(prompt) > room
    if cut:
        prompt = prompt[: room // 2] + prompt[-(room - room // 2) :]
    choices = None
    if grammar is not None and example.schema is not None:
        found = grammar.choices(example.schema, said)
        choices = {len(prompt) + place: tokens for place, tokens in found.items()}
    return Tokenised([*prompt, *answer], len(prompt), choices, cut)


def data_sha256(examples: Sequence[Example]) -> str:
    """Return the hash of the rendered examples, in order."""
    digest = hashlib.sha256()
    for example in examples:
        digest.update(example.prompt.encode() + b"\0" + example.answer.encode() + b"\n")
        if example.schema is not None:
            digest.update(json.dumps(example.schema, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()
