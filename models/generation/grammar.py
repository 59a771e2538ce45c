"""This module compiles JSON schemas into grammars, which say token by token what may be written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from itertools import pairwise, takewhile
from typing import Any

import llguidance
import llguidance.hf
import llguidance.numpy
import numpy as np

from models.generation import closed
from models.skills.fields import compact

KEPT = 64  # compiled schemas: those of the skills, and those of a batch's tickets
_AROUND = 8  # tokens at most that the end of an item and the mark behind it are written in


@dataclass(frozen=True)
class Compiled:
    grammar: str  # as llguidance reads it
    words: tuple[int, ...] = ()  # the tokens that its named texts are written in
    most: int | None = None  # tokens that it can take; None: as many as the model writes


class Grammar:
    """A grammar compiles each JSON schema once, and reuses it for the rows of its batch and of the next ones. It forgets
    those that were not used for longest, because a schema may belong to one ticket."""

    def __init__(self, tokenizer: Any, vocabulary_size: int) -> None:
        self._words = tokenizer
        self._tokenizer = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary_size)
        self._compiled = lru_cache(KEPT)(self._compile)

    def compiled(self, schema: Mapping[str, Any]) -> Compiled:
        return self._compiled(json.dumps(schema))

    def matcher(self, compiled: Compiled) -> Any:
        return llguidance.LLMatcher(self._tokenizer, compiled.grammar)

    def choices(self, schema: Mapping[str, Any], answer: Sequence[int]) -> dict[int, list[int]]:
        """Return the places of an answer's tokens at which the schema allows several, with the tokens that it allows there;
        none at all for an answer that it does not allow."""
        matcher, found = self.matcher(self.compiled(schema)), dict[int, list[int]]()
        mask = llguidance.numpy.allocate_token_bitmask(1, self._tokenizer.vocab_size)
        place = 0
        while place < len(answer) and not matcher.is_stopped():
            forced = matcher.compute_ff_tokens()
            forced = forced[: matcher.validate_tokens(forced)]
            if not forced:
                llguidance.numpy.fill_next_token_bitmask(matcher, mask)
                found[place] = _tokens(mask)
            taken = forced or [answer[place]]
            if list(answer[place : place + len(taken)]) != taken or answer[place] not in found.get(place, taken):
                return {}
            for token in taken:
                matcher.consume_token(token)
            place += len(taken)
        return {at: tokens for at, tokens in found.items() if len(tokens) > 1}

    def _compile(self, key: str) -> Compiled:
        schema = json.loads(key)
        write = cache(self._write)
        items = list(closed.items(schema, write)) if closed.is_closed(schema) else []
        if items:
            made = llguidance.LLMatcher.grammar_from_lark(closed.grammar(schema, write))
            return Compiled(made, self._needed(items), closed.longest(schema, write, self._cost))
        options = {"whitespace_flexible": False, "item_separator": ",", "key_separator": ":"}
        return Compiled(
            llguidance.LLMatcher.grammar_from_json_schema(
                {**closed.without_unique_items(schema), "x-guidance": options}
            )
        )

    def _write(self, value: Any) -> str:
        """Return a value as JSON that the tokenizer has words for. It takes "<eos>" for a command, and has one word for a
        space and for a block: such a text is written with escapes, which mean the same."""
        text = compact(value)
        words = self._tokenizer.tokenize_str(text)
        as_it_stands = self._tokenizer.decode_bytes(words) == text.encode()
        if not isinstance(value, str) or (as_it_stands and not any(map(self._tokenizer.is_special_token, words))):
            return text
        plain = (c if c == " " or (c.isascii() and c.isalnum()) else _escaped(c) for c in value)
        return f'"{"".join(plain)}"'

    def _needed(self, items: Sequence[str]) -> tuple[int, ...]:
        """Return the tokens of the items with all that may stand before and after them, because a token may hold the end
        of an item and what follows."""
        around = [text for item in items for text in (f"[{item},", f",{item}]}}", f"[{item}]}}")]
        rows = self._words(around, add_special_tokens=False).input_ids
        return tuple({token for row in rows for token in row})

    def _cost(self, items: Sequence[str], most: int) -> int:
        """Return how many tokens `most` of the items can take. Each takes as many bytes as it begins with another, for a
        model may spell them, and then its tokens, because they are forced."""
        if not items:
            return 0
        ordered = sorted(item.encode() for item in items)
        shared = [0] * len(ordered)
        for place, pair in enumerate(pairwise(ordered)):
            length = _shared(*pair)
            shared[place], shared[place + 1] = max(shared[place], length), length
        rows = self._words([item.decode() for item in ordered], add_special_tokens=False).input_ids
        return sum(nlargest(most, (begin + len(row) + _AROUND for begin, row in zip(shared, rows, strict=True))))


def _tokens(mask: Any) -> list[int]:
    """Return the tokens whose bits are set in a mask of one row."""
    bits = (mask[0, :, None] >> np.arange(32, dtype=np.int32)) & 1
    return [int(token) for token in np.flatnonzero(bits)]


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if not character.isascii() else f"\\u{ord(character):04x}"


def _shared(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
