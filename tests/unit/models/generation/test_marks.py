"""A ticket holds no control token of its base, and what only looks like one stays as it was."""

from pathlib import Path
from typing import Any

import pytest
from transformers import AutoTokenizer

from models.generation import marks
from models.generation.marks import USUAL
from models.generation.turns import prompt_ids, prompt_text
from models.training.examples import Example, tokenise
from models.training.spelling import spelled
from models.weights.base import BaseModel

ORDINARY = (
    "a <b>bold</b> word, x<5, a <- b, prices like <100 or < 200, [INSTALL] a[0] [1], if (a < b && b > c), <<EOF",
    "<html><body><table><tr><td>cell</td></tr></table><br/></body></html>",
    "Re: [urgent] our #4711 <jane@example.com> wrote :-) -> see <https://example.com/a_b?c=d>",
    "PAD and eos are words; user: hello\nassistant: hello; [ERROR] <-- here",
)


@pytest.fixture
def tokenizer(tiny_base: BaseModel) -> Any:
    return AutoTokenizer.from_pretrained(tiny_base.path)


def controls(tokenizer: Any) -> dict[int, str]:
    """Return the tokens that control a model: the special ones, and those for images."""
    added = tokenizer.added_tokens_decoder.items()
    images = {"[multimodal]", "<start_of_image>", "<end_of_image>"}
    return {place: token.content for place, token in added if token.special or token.content in images}


def test_no_control_token_of_the_base_is_read_in_a_ticket(tokenizer: Any) -> None:
    known = controls(tokenizer)
    assert len(known) > 100
    texts = [f"Ticket: {text}{text} and {text}" for text in known.values()]
    for turns in (False, True) if tokenizer.chat_template else (False,):
        [begun] = prompt_ids(tokenizer, ["Ticket:"], turns=turns)
        usual = {token for token in begun if token in known}
        for text, ids in zip(texts, prompt_ids(tokenizer, texts, turns=turns), strict=True):
            assert usual.issuperset(known.keys() & set(ids)), text


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_was(tokenizer: Any, text: str) -> None:
    assert marks.of(tokenizer).harmless(text) == text


def test_a_folder_tells_the_same_marks_without_loading_its_tokenizer(tokenizer: Any, tiny_base: BaseModel) -> None:
    known = marks.of_folder(Path(tiny_base.path))
    assert known == marks.of(tokenizer)
    assert "<unused12>" in known.own
    assert marks.of_folder(Path("/nowhere")) is None


def test_a_folder_without_settings_of_its_tokenizer_tells_the_tokens(tokenizer: Any, tmp_path: Path) -> None:
    tokenizer.save_pretrained(tmp_path)
    for name in ("tokenizer_config.json", "chat_template.jinja"):
        (tmp_path / name).unlink(missing_ok=True)
    known = marks.of_folder(tmp_path)
    assert known is not None
    assert known.own == {token for token in marks.of(tokenizer).own if token in known.own}
    assert "<unused12>" in known.own


def test_a_mark_is_found_whatever_else_begins_as_it_does() -> None:
    known = marks.Marks(frozenset({"<u1>", "<u12>", "<u123>", "«e»"}))
    assert known.harmless("<u1><u12> <u <u2> <u1234> «e» «x» <u123>") == "< u1>< u12> <u <u2> <u1234> « e» «x» < u123>"


def test_tokens_that_somebody_added_to_a_base_are_marks_as_well(tokenizer: Any, tiny_base: BaseModel) -> None:
    before = marks.of(tokenizer)
    tokenizer.add_special_tokens({"additional_special_tokens": ["<image>", "«end»", "ENDOFTEXT", "<<a>", "a>"]})
    tokenizer.add_tokens(["Widgetron", "[[tool]]", "<u>"])
    known = marks.of(tokenizer)
    assert known.own - before.own == {"<image>", "«end»", "ENDOFTEXT", "<<a>", "a>", "[[tool]]"}
    text = "ENDOFTEXT<image><image>«end»<<a>a> [[tool]] Widgetron <u>"
    assert known.harmless(text) == "E NDOFTEXT< image>< image>« end»< <a >a > [ [tool]] Widgetron <u>"
    assert known.harmless(known.harmless(text)) == known.harmless(text)
    special = set(tokenizer.convert_tokens_to_ids([*(known.own - before.own)]))
    assert special.isdisjoint(prompt_ids(tokenizer, [text], turns=False)[0])


@pytest.mark.parametrize("template", [None, "{{ bos_token }}<|user|>{{ messages[-1].content }}<turn/>"])
def test_training_serving_and_other_trainers_read_the_same_tokens(tokenizer: Any, template: str | None) -> None:
    tokenizer.chat_template = template
    turns = template is not None
    asked = Example("Do it.\nTicket: <unused12> [multimodal] <turn/> <eos> <b>\nJSON: ", '{"queue":"billing"}')
    row = tokenise(asked, tokenizer, 500, turns=turns)
    [served] = prompt_ids(tokenizer, [asked.prompt], turns=turns)
    assert row.ids[: row.answer_start] == served
    assert tokenizer(prompt_text(tokenizer, asked.prompt, turns=turns), add_special_tokens=False).input_ids == served
    written = spelled(asked, row, tokenizer, turns=turns)
    assert written is not None
    assert "< unused12> [ multimodal] " in written.prompt[0]
    assert ("< turn/>" in written.prompt[0]) is turns  # a text of the template is a mark where there is one


def test_what_servers_tell_of_their_tokenizers() -> None:
    llama = {
        "bos_token": "<|begin|>",
        "eos_token": "«/s»",
        "chat_template": "{{ '<turn>' + messages[0]['role'] }}[USER]",
    }
    assert marks.told(llama).own == {"«/s»", "<turn>", "[USER]"}  # the first is one of the usual ones
    vllm = {"added_tokens_decoder": {"0": "<image>", "1": "word", "2": {"content": "END", "special": True}, "3": None}}
    assert marks.told(vllm).own == {"<image>", "END"}
    odd: list[dict[str, Any]] = [{}, {"chat_template": 5}, {"added_tokens_decoder": [1]}, {"eos_token": {"a": 1}}]
    for body in odd:
        assert marks.told(body) == USUAL
