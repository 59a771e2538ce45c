"""How likely texts are after a prompt, against a model that reads each alone."""

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.generation import likelihood
from models.generation.gemma_batch import GemmaNetwork
from models.generation.likelihood import likelihoods
from models.skills import reply
from models.weights.base import BaseModel
from tests.unit.models.generation.small_gemma import network

pytestmark = pytest.mark.usefixtures("one_thread")
PROMPT = "Ticket: how long is the link valid?\nJSON: "
TEXTS = [reply.continued(text) for text in ("It is valid for 60 minutes.", "No.", 'Open "Settings".')]


@pytest.fixture(scope="module")
def tiny(tiny_base: BaseModel):  # type: ignore[no-untyped-def]
    return AutoModelForCausalLM.from_pretrained(tiny_base.path).eval(), AutoTokenizer.from_pretrained(tiny_base.path)


def alone(model, tokenizer, begun: str, text: str, kept: torch.Tensor | None) -> float:  # type: ignore[no-untyped-def]
    prompt = tokenizer(PROMPT).input_ids
    answer = tokenizer(begun + text, add_special_tokens=False).input_ids
    head = tokenizer(begun, add_special_tokens=False).input_ids
    start = next((n for n, pair in enumerate(zip(head, answer, strict=False)) if pair[0] != pair[1]), len(head))
    with torch.inference_mode():
        logits = model(torch.tensor([prompt + answer])).logits[0, len(prompt) + start - 1 : -1].float()
    if kept is not None:
        hidden = torch.ones(logits.shape[-1], dtype=torch.bool)
        hidden[kept] = False
        logits = logits.masked_fill(hidden, -torch.inf)
    return float(logits.log_softmax(-1).gather(1, torch.tensor(answer[start:])[:, None]).sum())


@pytest.mark.parametrize("together", [likelihood.TOGETHER, 1])
def test_they_are_what_each_text_alone_would_get(tiny, together: int, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    model, tokenizer = tiny
    monkeypatch.setattr(likelihood, "TOGETHER", together)
    own: GemmaNetwork = network(model)
    begun = reply.begun("en")
    made = likelihoods(own, tokenizer, PROMPT, TEXTS, begun=begun, shortlist=None)
    assert made == pytest.approx([alone(model, tokenizer, begun, text, None) for text in TEXTS], rel=1e-4)
    ids = {token for text in (PROMPT, *(begun + text for text in TEXTS)) for token in tokenizer(text).input_ids}
    kept = torch.tensor(sorted(ids))
    short = likelihoods(own, tokenizer, PROMPT, TEXTS, begun=begun, shortlist=kept)
    assert short == pytest.approx([alone(model, tokenizer, begun, text, kept) for text in TEXTS], rel=1e-4)


def test_a_prompt_is_read_as_it_is_for_an_answer(tiny) -> None:  # type: ignore[no-untyped-def]
    model, tokenizer = tiny
    own, begun = network(model), reply.begun("en")

    def said(prompt: str) -> list[float]:
        return likelihoods(own, tokenizer, prompt, TEXTS, begun=begun, shortlist=None)

    assert said(f"<eos>{PROMPT}") == said(f"< eos>{PROMPT}") != said(PROMPT)


def test_no_texts_need_no_model(tiny) -> None:  # type: ignore[no-untyped-def]
    model, tokenizer = tiny
    assert likelihoods(network(model), tokenizer, PROMPT, [], begun="", shortlist=None) == []
