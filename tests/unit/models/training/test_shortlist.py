"""Which tokens an adapter's output layer is computed for."""

from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import PreTrainedTokenizerFast

from models.training.examples import Example, Tokenised, tokenise
from models.training.loss import build_shortlist

PIECES = ["<eos>", "a", "<0x41>", "\u2581the", "word", "▁größer", "▁x1", "▁rare", "answer"]


class Pieces:
    eos_token_id = 0

    def get_vocab(self) -> dict[str, int]:
        return {piece: place for place, piece in enumerate(PIECES)}


def shortlist(common: int) -> set[Any]:
    rows = [Tokenised(ids=[5, 7, 8], answer_start=2)]
    return {PIECES[place] for place in build_shortlist(rows, Pieces(), common).tolist()}


def test_answers_bytes_characters_and_the_end_are_always_there() -> None:
    assert shortlist(0) == {"<eos>", "a", "<0x41>", "answer"}


def test_the_common_english_words_are_there_for_a_skill_that_writes_about_anything() -> None:
    assert shortlist(7) - shortlist(0) == {"\u2581the", "word"}
    assert "▁rare" in shortlist(8)


def test_a_base_that_knows_no_end_of_a_sequence_learns_answers_without_one() -> None:
    words = Tokenizer(WordLevel({"ask": 0, "it": 1, "yes": 2, "[UNK]": 3}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words)
    row = tokenise(Example("ask\nit", "yes"), tokenizer, 20)
    assert (row.ids, row.answer_start) == ([0, 1, 2], 2)
    assert build_shortlist([row], tokenizer).tolist() == [2]
