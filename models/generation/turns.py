"""This module puts a prompt into the turns of a chat, for a base that has a chat template of its own.

A prompt's first line is the instruction, which becomes the system's turn; the rest is the user's. A base without a template,
such as the packaged one, reads the prompt as it is. An adapter is served as it was trained: its manifest says which.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateError

from models.generation import marks
from models.generation.marks import USUAL, Marks

# An answer is JSON and nothing else, so nobody thinks aloud. And Llama 3 writes today's date into the system's turn: a model
# would be trained on the tokens of one day, go on with those of another, and serve with a third. All get the day that its
# template falls back to.
TEMPLATE_OPTIONS: Mapping[str, Any] = {"enable_thinking": False, "date_string": "26 Jul 2024"}
_ANSWER = "\N{WHITE SQUARE}answer\N{WHITE SQUARE}"  # stands for the answer while the end of its turn is looked for


def has_turns(tokenizer: Any) -> bool:
    """Return whether a base has a chat template."""
    return bool(getattr(tokenizer, "chat_template", None))


def messages(prompt: str, known: Marks = USUAL) -> list[dict[str, str]]:
    """Return the turns of a prompt, without the marks that would control the model, as chat templates and servers read them."""
    instruction, _, ticket = known.harmless(prompt).partition("\n")
    if not ticket.strip():
        return [{"role": "user", "content": known.harmless(prompt)}]
    return [{"role": "system", "content": instruction.strip()}, {"role": "user", "content": ticket.strip()}]


def without_system(turns: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the turns with the system's words at the beginning of the user's, for a template that knows no system's turn."""
    if turns[0]["role"] != "system":
        return list(turns)
    first = {"role": "user", "content": f"{turns[0]['content']}\n{turns[1]['content']}"}
    return [first, *turns[2:]]


def as_read(tokenizer: Any, prompt: str) -> str:
    """Return a prompt as a base without turns reads it, without the marks that would control the model."""
    return marks.of(tokenizer).harmless(prompt)


def prompt_ids(tokenizer: Any, prompts: Sequence[str], *, turns: bool) -> list[list[int]]:
    """Return the token ids of each prompt, as the answer follows them. `turns`: in those of the base's chat template, which
    writes the beginning of the sequence by itself."""
    if not turns:
        return list(tokenizer([as_read(tokenizer, prompt) for prompt in prompts]).input_ids)
    rendered = [_rendered(tokenizer, prompt) for prompt in prompts]
    return list(tokenizer(rendered, add_special_tokens=False).input_ids)


def prompt_text(tokenizer: Any, prompt: str, *, turns: bool) -> str:
    """Return a prompt as the text that gives its token ids (`prompt_ids`) where a tokenizer adds nothing: with the tokens that
    begin a sequence, or with `turns` as the chat template writes it."""
    if turns:
        return _rendered(tokenizer, prompt)
    [ids] = prompt_ids(tokenizer, [prompt], turns=False)
    text = as_read(tokenizer, prompt)
    bare = tokenizer(text, add_special_tokens=False).input_ids
    for begun in range(len(ids) - len(bare) + 1):
        ended = begun + len(bare)
        if ids[begun:ended] == bare:
            return text_of(tokenizer, ids[:begun]) + text + text_of(tokenizer, ids[ended:])
    return text


def text_of(tokenizer: Any, ids: Sequence[int]) -> str:
    """Return token ids as text, also those that control a model."""
    return str(tokenizer.decode(list(ids), skip_special_tokens=False, clean_up_tokenization_spaces=False))


def end_ids(tokenizer: Any, *, turns: bool) -> list[int]:
    """Return the token ids that end an answer: the end of the sequence, or with `turns` what ends the assistant's turn, where
    the template writes one. None for a base that knows no end: its answers end with their grammar."""
    ended = [] if tokenizer.eos_token_id is None else [int(tokenizer.eos_token_id)]
    if not turns:
        return ended
    whole = _applied(tokenizer, [*messages("Say it.\nNow."), {"role": "assistant", "content": _ANSWER}], begun=False)
    ending = whole.rpartition(_ANSWER)[2].strip()
    found: list[int] = tokenizer(ending, add_special_tokens=False).input_ids if ending else []
    return found or ended


def _rendered(tokenizer: Any, prompt: str) -> str:
    return _applied(tokenizer, messages(prompt, marks.of(tokenizer)), begun=True)


def _applied(tokenizer: Any, turns: Sequence[dict[str, str]], *, begun: bool) -> str:
    """Return the turns as text. A template that knows no system's turn, and says so or leaves it out without a word, gets its
    words at the beginning of the user's. A model that thinks aloud is asked not to: an answer is JSON and nothing else."""
    try:
        text = _apply(tokenizer, turns, begun)
    except TemplateError:
        return _apply(tokenizer, without_system(turns), begun)
    is_left_out = turns[0]["role"] == "system" and turns[0]["content"] not in text
    return _apply(tokenizer, without_system(turns), begun) if is_left_out else text


def _apply(tokenizer: Any, turns: Sequence[dict[str, str]], begun: bool) -> str:
    return str(
        tokenizer.apply_chat_template(list(turns), tokenize=False, add_generation_prompt=begun, **TEMPLATE_OPTIONS)
    )
