"""What counts when a model learns to choose: only what the grammar leaves open, among what it allows."""

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.generation.grammar import Grammar
from models.skills import reply
from models.training import lora
from models.training.examples import Example, data_sha256, tokenise
from models.training.run import LoraRun, Progress
from models.weights.base import BaseModel

pytestmark = pytest.mark.usefixtures("one_thread")
STATEMENTS = ["A link is valid for 60 minutes.", "A link is sent by mail.", "Open Settings."]
SCHEMA = reply.schema(["en"], STATEMENTS)


def example(*statements: str, schema: Any = SCHEMA) -> Example:
    return Example("How long?\nJSON: ", reply.answer("answer", "en", statements), schema)


@pytest.fixture(scope="module")
def tokenizer(tiny_base: BaseModel) -> Any:
    return AutoTokenizer.from_pretrained(tiny_base.path)


@pytest.fixture(scope="module")
def grammar(tokenizer: Any) -> Grammar:
    return Grammar(tokenizer, len(tokenizer))


def test_only_what_is_left_open_counts(tokenizer: Any, grammar: Grammar) -> None:
    row = tokenise(example(STATEMENTS[0], STATEMENTS[2]), tokenizer, 1024, grammar)
    assert row.choices is not None
    words = [tokenizer.decode([row.ids[place]]) for place in row.counted]
    assert "answer" in words[0]  # or hand_over
    assert " valid" in words  # or " sent"
    assert not {" minutes", " Settings", " for"} & set(words)
    assert all(row.ids[place] in row.choices[place] for place in row.counted)
    assert all(len(tokens) > 1 for tokens in row.choices.values())


def test_a_free_answer_and_one_that_the_schema_does_not_name_count_as_a_whole(tokenizer: Any, grammar: Grammar) -> None:
    for one in (example(STATEMENTS[0], schema=None), example("Something else.")):
        row = tokenise(one, tokenizer, 1024, grammar)
        assert row.counted == list(range(row.answer_start, len(row.ids)))


def test_other_choices_are_other_data() -> None:
    assert len({data_sha256([example(STATEMENTS[0], schema=s)]) for s in (None, SCHEMA, reply.schema(["de"], []))}) == 3


def test_a_model_learns_what_to_choose(tiny_base: BaseModel, tokenizer: Any, tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_pretrained(tiny_base.path)
    told: list[Progress] = []
    run = LoraRun(rank=4, alpha=8, learning_rate=5e-2, epochs=20, batch=2, seed=3)
    examples = [example(STATEMENTS[1]), example(STATEMENTS[1])]
    lora.train(model, tokenizer, examples, run, tmp_path, checkpoint=tmp_path / "kept", report=told.append)
    assert told[-1].loss < told[0].loss / 2
