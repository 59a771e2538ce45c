"""What a grammar of statements lets a model write, whatever the model prefers."""

import json
import random
from typing import Any

import llguidance.numpy
import pytest
from transformers import AutoTokenizer

from models.generation import closed
from models.generation.grammar import KEPT, Grammar
from models.skills import reply
from models.weights.base import BaseModel

STATEMENTS = [
    "A password reset link is valid for 60 minutes.",
    "A password reset link is valid for one address only.",
    "A password",
    'Open "Settings > Billing" and click C:\\Export\\new.',
    "Le prix est de 1\u202f450\u00a0€ par an.",
    "🙏 Straße café cafe\u0301",
    "<eos> and <end_of_turn> and <start_of_image>",
    "\u2581 a block",
    "a line\nand\ta tab \u0007\u007f",
    '"]}',
    '","sentences":["x"]}',
]
QUESTION = "Which invoice do you mean?"
SCHEMA = reply.schema(["en"], STATEMENTS, [QUESTION])


@pytest.fixture(scope="module")
def grammar(tiny_base: BaseModel) -> Grammar:
    tokenizer = AutoTokenizer.from_pretrained(tiny_base.path)
    return Grammar(tokenizer, len(tokenizer))


def written(grammar: Grammar, schema: dict[str, Any], choose: random.Random) -> tuple[str, int]:
    """What a model writes that prefers tokens at random; and how many of them."""
    compiled = grammar.compiled(schema)
    matcher, ids = grammar.matcher(compiled), list[int]()
    words = grammar._tokenizer.vocab_size
    mask = llguidance.numpy.allocate_token_bitmask(1, words)
    while not matcher.is_stopped():
        forced = matcher.compute_ff_tokens()
        forced = forced[: matcher.validate_tokens(forced)]
        if not forced:
            llguidance.numpy.fill_next_token_bitmask(matcher, mask)
            bits = mask[0].tolist()
            forced = [choose.choice([n for n in range(words) if bits[n // 32] >> (n % 32) & 1])]
        for token in forced:
            assert matcher.consume_token(token)
            ids.append(token)
    assert not matcher.is_error()
    said = [token for token in ids if not grammar._tokenizer.is_special_token(token)]
    return grammar._tokenizer.decode_bytes(said).decode(), len(ids)


@pytest.mark.parametrize("seed", range(25))
def test_it_says_some_of_the_statements_none_twice_in_valid_json(grammar: Grammar, seed: int) -> None:
    text, tokens = written(grammar, SCHEMA, random.Random(seed))
    said = reply.parse(text, (), ["en"], dict.fromkeys(STATEMENTS, "docs/x.md#A") | {QUESTION: ""})
    sentences = json.loads(text)["sentences"]
    assert len(set(sentences)) == len(sentences) == len(said.sentences) <= reply.MAX_SENTENCES
    most = grammar.compiled(SCHEMA).most
    assert most is not None and tokens <= most


@pytest.mark.parametrize("statement", STATEMENTS, ids=range(len(STATEMENTS)))
def test_every_statement_can_be_written_exactly(grammar: Grammar, statement: str) -> None:
    [answering, _] = reply.schema(["en"], [statement])["anyOf"]
    text, _ = written(grammar, answering, random.Random(0))
    assert json.loads(text)["sentences"] == [statement]


def test_statements_come_in_any_order_and_up_to_the_limit(grammar: Grammar) -> None:
    texts = [written(grammar, SCHEMA, random.Random(seed))[0] for seed in range(60)]
    chosen = [sentences for text in texts if len(sentences := json.loads(text)["sentences"]) > 1]
    places = [[STATEMENTS.index(sentence) for sentence in sentences] for sentences in chosen]
    assert any(own != sorted(own) for own in places)
    assert max(map(len, places)) == reply.MAX_SENTENCES


def test_it_needs_no_more_memory_for_the_schemas_of_thousands_of_tickets(grammar: Grammar) -> None:
    for number in range(KEPT * 3):
        grammar.compiled(reply.schema(["en"], [f"Invoice {number} is paid."]))
    assert grammar._compiled.cache_info().currsize == KEPT


def test_more_statements_than_bits_are_allowed_and_may_repeat(grammar: Grammar) -> None:
    many = [f"Room {number} is open." for number in range(closed.MOST_ITEMS + 1)]
    text, _ = written(grammar, reply.schema(["en"], many), random.Random(3))
    assert set(json.loads(text)["sentences"]) <= set(many)


def test_a_schema_with_free_texts_is_not_closed() -> None:
    assert not closed.is_closed(reply.schema(["en"]))
    assert closed.is_closed(SCHEMA)


def test_the_tokens_of_the_statements_are_known_beforehand(grammar: Grammar) -> None:
    needed = set(grammar.compiled(SCHEMA).words)
    plain = grammar._tokenizer.tokenize_str(reply.answer("answer", "en", STATEMENTS[:2]))
    assert {grammar._tokenizer.decode_str([word]) for word in plain[-9:]} <= {
        grammar._tokenizer.decode_str([word]) for word in needed
    }
