"""This module spells tokenised examples as texts, for trainers that read texts.

Those trainers tokenise each text alone and add nothing to it. The tokens of the texts, joined, are the ones that
`models.training.examples.tokenise` gives; a text that would give others is never returned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from models.generation.turns import as_read, prompt_ids, prompt_text, text_of
from models.training.examples import Example, Tokenised

_MOST_LOST = 16  # tokens on each side of a cut that may go, where a sign's bytes were divided


@dataclass(frozen=True)
class Part:
    """A part of an answer counts in the loss, or does not."""

    text: str
    counted: bool


@dataclass(frozen=True)
class Spelled:
    """A spelled example is texts; the tokens of one never join those of the next."""

    prompt: tuple[str, ...]  # one, or two where its middle was cut out
    answer: str  # with what ends it
    parts: tuple[Part, ...]  # the answer again, divided by what counts
    tokens: int
    lost: int = 0  # tokens that it has less than `tokenise` gives: a cut went through a sign
    divided: bool = True  # the parts count the same tokens as `tokenise` says; otherwise all do


def spelled(example: Example, row: Tokenised, tokenizer: Any, *, turns: bool) -> Spelled | None:
    """Return the texts of a tokenised example; None where no text gives its tokens."""
    ids = list(row.ids)
    prompt, said = ids[: row.answer_start], ids[row.answer_start :]
    found = _prompt(example, prompt, tokenizer, turns=turns)
    answer = _text(tokenizer, said, example.answer + text_of(tokenizer, said[len(_ids(tokenizer, example.answer)) :]))
    if found is None or answer is None:
        return None
    texts, lost = tuple(filter(None, found[0])), found[1]
    counted = set(row.counted)
    flags = [row.answer_start + place in counted for place in range(len(said))]
    parts = (Part(answer, counted=True),) if all(flags) else _parts(tokenizer, said, flags)
    return Spelled(texts, answer, parts or (Part(answer, counted=True),), len(ids) - lost, lost, bool(parts))


def _prompt(example: Example, ids: list[int], tokenizer: Any, *, turns: bool) -> tuple[tuple[str, ...], int] | None:
    """Return the texts of a prompt, and how many tokens at its cut are missing from them."""
    whole = prompt_text(tokenizer, example.prompt, turns=turns)
    one = _text(tokenizer, ids, whole)
    if one is not None:
        return (one,), 0
    [full] = prompt_ids(tokenizer, [example.prompt], turns=turns)
    if full == ids:  # nothing was cut: what begins the sequence is a text of its own
        read = as_read(tokenizer, example.prompt)
        begun = len(ids) - len(_ids(tokenizer, read))
        texts = (_text(tokenizer, ids[:begun]), _text(tokenizer, ids[begun:], read))
        return ((texts[0], texts[1]), 0) if texts[0] is not None and texts[1] is not None else None
    return _halves(tokenizer, whole, full, ids)


def _halves(tokenizer: Any, whole: str, full: list[int], ids: list[int]) -> tuple[tuple[str, ...], int] | None:
    """Return the texts of what a cut has left of the prompt `whole`, and how many tokens are missing from them."""
    cut, spans = len(ids) // 2, _spans(tokenizer, whole, full)
    rest = len(full) - (len(ids) - cut)  # place in `full` where the second half begins
    begun = ended = None
    for less in range(min(cut, _MOST_LOST) + 1):
        end = cut - less
        begun = _text(tokenizer, full[:end], whole[: spans[end - 1][1]] if spans and end else None)
        if begun is not None:
            break
    for more in range(min(len(ids) - cut, _MOST_LOST + 1)):
        ended = _text(tokenizer, full[rest + more :], whole[spans[rest + more][0] :] if spans else None)
        if ended is not None:
            break
    return ((begun, ended), less + more) if begun is not None and ended is not None else None


def _spans(tokenizer: Any, text: str, ids: Sequence[int]) -> Sequence[tuple[int, int]]:
    """Return where each token stands in a text; nothing for a tokenizer that cannot say."""
    try:
        found = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    except (NotImplementedError, TypeError):
        return ()
    return found.offset_mapping if found.input_ids == list(ids) else ()


def _parts(tokenizer: Any, ids: Sequence[int], counted: Sequence[bool]) -> tuple[Part, ...]:
    """Return the parts of an answer; none where they cannot be told apart as texts."""
    made = []
    for flag, places in groupby(range(len(ids)), key=lambda place: counted[place]):
        text = _text(tokenizer, [ids[place] for place in places])
        if text is None:
            return ()
        made.append(Part(text, flag))
    return tuple(made)


def _text(tokenizer: Any, ids: Sequence[int], known: str | None = None) -> str | None:
    """Return a text that gives the ids: the one that is known, or as the tokenizer writes them."""
    wanted = list(ids)
    if known is not None and _ids(tokenizer, known) == wanted:
        return known
    text = text_of(tokenizer, wanted)
    return text if _ids(tokenizer, text) == wanted else None


def _ids(tokenizer: Any, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False).input_ids) if text else []
