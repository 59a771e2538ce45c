"""This module makes rows of examples, and counts those that a tool would read otherwise."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.generation.turns import has_turns
from models.training.examples import Example, Source, Tokenised
from models.training.spelling import spelled
from worker.learning.exports.trainer import Trainer


@dataclass(frozen=True)
class Rows:
    """Rows of a file, as a tool reads them, what each was made of, and how many examples are not like the others."""

    rows: Sequence[Mapping[str, Any]]
    sources: Sequence[Source | None]
    longest: int  # tokens
    counts: Counter[str]

    @property
    def keys(self) -> set[str]:
        return {key for row in self.rows for key in row}

    def lines(self) -> list[str]:
        """Return them as JSON Lines."""
        return [as_line(row) for row in self.rows]


def rows_of(
    examples: Sequence[Example],
    tokens: Sequence[Tokenised],
    tokenizer: Any,
    trainer: Trainer,
    progress: Callable[[int], None],
) -> Rows:
    """Return the rows of some examples, and how many could not be written as they are."""
    turns = has_turns(tokenizer)
    controls = {place for place, token in tokenizer.added_tokens_decoder.items() if token.special}
    rows: list[dict[str, Any]] = []
    sources: list[Source | None] = []
    longest = 0
    counts: Counter[str] = Counter()
    for done, (example, row) in enumerate(zip(examples, tokens, strict=True), 1):
        one = spelled(example, row, tokenizer, turns=turns)
        line = trainer.row(one) if one is not None else None
        if one is None or line is None:
            counts["left_out"] += 1
        else:
            counts["shortened"] += one.lost > 0
            counts["undivided"] += not one.divided
            rows.append(line)
            sources.append(example.source)
            longest = max(longest, one.tokens)
        said = tokenizer(example.answer, add_special_tokens=False).input_ids  # of a prompt all are made harmless
        counts["controls"] += not controls.isdisjoint(said)
        progress(done)
    keys = {key for row in rows for key in row}
    whole = [{**dict.fromkeys(sorted(keys - set(row)), ""), **row} for row in rows]
    return Rows(whole, sources, longest, counts)


def as_line(row: Mapping[str, Any]) -> str:
    """Return a row as it stands in a file."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def told(counts: Mapping[str, int], trainer: Trainer) -> list[str]:
    """Return what became of the rows that are not like the others."""
    sentences = {
        "left_out": f"left out, because no text gives {trainer.NAME} the same tokens",
        "shortened": "cut by a few tokens more than in training here, because the cut went through a sign",
        "undivided": "with all tokens of the answer in the loss, because those that count are no texts of their own",
        "controls": "with a text such as <eos> in the answer, which the tokenizer reads as a control token, there as here",
    }
    return [f"{counts[name]} examples {said}" for name, said in sentences.items() if counts.get(name)]
