"""Texts for other trainers give the tokens that we train on, whatever a tokenizer does around them, or there is no text."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from models.training.examples import Example, tokenise
from models.training.spelling import Spelled, spelled

LETTERS = "abcdefghijklmnopqrstuvwxyz.,:{}\"'0123456789ä\n"
LONG = Example("read: " + "ab c äbc 12 " * 20, '{"a":"ä"}')
SHORT = Example("read: abc", '{"a":"b"}')


def of_bytes(ends: bool) -> PreTrainedTokenizerFast:
    """Return a tokenizer of bytes, as of GPT-2. `ends`: it ends every text that it is given, as some do."""
    words = {"<s>": 0, "</s>": 1} | {sign: n for n, sign in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()), 2)}
    made = Tokenizer(models.BPE(words, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    whole = "<s> $A </s>" if ends else "<s> $A"
    made.post_processor = processors.TemplateProcessing(single=whole, special_tokens=[("<s>", 0), ("</s>", 1)])
    return PreTrainedTokenizerFast(tokenizer_object=made, bos_token="<s>", eos_token="</s>")


def of_words() -> PreTrainedTokenizerFast:
    """Return a tokenizer that puts a space before each text, as of the first Llama."""
    signs = dict.fromkeys(["<s>", "</s>", "<unk>", "\N{LOWER ONE EIGHTH BLOCK}", *LETTERS])
    made = Tokenizer(models.BPE({sign: n for n, sign in enumerate(signs)}, [], unk_token="<unk>"))
    space = "\N{LOWER ONE EIGHTH BLOCK}"
    made.normalizer = normalizers.Sequence([normalizers.Prepend(space), normalizers.Replace(" ", space)])
    made.decoder = decoders.Sequence([decoders.Replace(space, " "), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    made.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 0)])
    return PreTrainedTokenizerFast(tokenizer_object=made, bos_token="<s>", eos_token="</s>", unk_token="<unk>")


class OfLengths:
    """This tokenizer writes down how long a text is, so no half of a text gives half of its tokens."""

    eos_token_id, added_tokens_decoder, chat_template = 0, {}, None

    def __len__(self) -> int:
        return 0

    def __call__(self, text: Any, **_: Any) -> Any:
        ids = [self._ids(one) for one in text] if isinstance(text, list) else self._ids(text)
        return SimpleNamespace(input_ids=ids, offset_mapping=None)

    def decode(self, ids: list[int], **_: Any) -> str:
        return "".join(map(chr, ids)).replace("\0", "")

    def _ids(self, text: str) -> list[int]:
        return [ord(sign) + len(text) * 1_000 for sign in text]


def read(one: Spelled, tokenizer: Any) -> list[int]:
    texts = [*one.prompt, *(part.text for part in one.parts)]
    return [token for text in texts for token in tokenizer(text, add_special_tokens=False).input_ids]


@pytest.mark.parametrize("make", [lambda: of_bytes(False), lambda: of_bytes(True), of_words], ids=["s", "s/s", "words"])
def test_the_texts_give_the_tokens(make: Callable[[], Any]) -> None:
    tokenizer = make()
    row = tokenise(SHORT, tokenizer, 400)
    one = spelled(SHORT, row, tokenizer, turns=False)
    assert one is not None
    assert (read(one, tokenizer), one.lost) == (row.ids, 0)
    assert one.prompt[0].startswith("<s>read")


@pytest.mark.parametrize("make", [lambda: of_bytes(False), of_words], ids=["bytes", "words"])
def test_of_a_cut_prompt_only_a_few_tokens_at_the_cut_may_be_missing(make: Callable[[], Any]) -> None:
    tokenizer = make()
    lost = set()
    for most in range(60, 84):
        row = tokenise(LONG, tokenizer, most)
        one = spelled(LONG, row, tokenizer, turns=False)
        assert one is not None
        found = read(one, tokenizer)
        assert len(found) == len(row.ids) - one.lost == one.tokens
        assert (found == row.ids) is (one.lost == 0)
        assert found[-30:] == row.ids[-30:]
        lost.add(one.lost)
    assert 0 in lost
    assert max(lost) in {1, 2, 3, 4, 5, 6}


def test_without_a_text_there_is_no_row() -> None:
    tokenizer = OfLengths()
    assert spelled(LONG, tokenise(LONG, tokenizer, 60), tokenizer, turns=False) is None


def test_an_answer_longer_than_an_example_may_be_stays_whole_after_the_ends_of_its_prompt() -> None:
    tokenizer = of_bytes(False)
    long = Example("read: abc", "x" * 50)
    whole = tokenise(long, tokenizer, 400)
    row = tokenise(long, tokenizer, 50)
    assert row.ids == [whole.ids[0], *whole.ids[whole.answer_start - 1 :]]
    just = tokenise(long, tokenizer, len(whole.ids))
    assert [one.cut for one in (whole, just, row)] == [False, False, True]
    one = spelled(long, row, tokenizer, turns=False)
    assert one is not None
    assert read(one, tokenizer) == row.ids
