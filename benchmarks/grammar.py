"""This benchmark measures what a grammar of statements costs, and how long a reply under it takes.

    python -m benchmarks.grammar [--prompts 16] [--threads 1]

The statements are the sentences of the demo's pages. It needs no database: a ticket asks about one of three pages.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import llguidance.numpy
import torch

from benchmarks.machine import named
from knowledge.languages.registry import LANGUAGES
from knowledge.sentences import sentences
from models.generation import closed, decoding
from models.generation.grammar import Grammar
from models.generation.local import TransformersEngine
from models.skills import reply
from models.weights import base, versions
from worker.settings import Settings

SIZES = (5, 15, 40, 60)
PAGE = 5  # sentences of a page that a passage has
PAGES = Path("demo/knowledge/docs")


def pages(most: int | None = PAGE) -> list[list[str]]:
    """Return the first sentences of each English page that has some."""
    made = []
    for path in sorted(PAGES.glob("[!def]*.md")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 40 and line[0].isalpha()]
        made.append(list(dict.fromkeys(said for line in lines for said in sentences(line)))[:most])
    return [page for page in made if len(page) > 2]


def cost(grammar: Grammar, statements: list[str], source: random.Random) -> dict[str, float]:
    """Return what one reply of three statements costs besides the model: milliseconds, and how many tokens are chosen."""
    schema = reply.schema(["en"], statements)
    start = time.perf_counter()
    compiled = grammar.compiled(schema)
    matcher = grammar.matcher(compiled)
    made = {"compile": (time.perf_counter() - start) * 1000}
    answer = grammar._words(reply.answer("answer", "en", source.sample(statements, 3)), add_special_tokens=False)
    mask = llguidance.numpy.allocate_token_bitmask(1, grammar._tokenizer.vocab_size)
    ids, chosen, start = answer.input_ids, 0, time.perf_counter()
    place = 0
    while place < len(ids):
        taken = matcher.compute_ff_tokens()
        if not taken:
            llguidance.numpy.fill_next_token_bitmask(matcher, mask)
            taken, chosen = [ids[place]], chosen + 1
        if ids[place : place + len(taken)] != taken:
            break  # the end of a sentence is written in other tokens than in the whole answer
        for token in taken:
            matcher.consume_token(token)
        place += len(taken)
    spent = (time.perf_counter() - start) * 1000
    return made | {"masks": spent, "tokens": len(ids), "chosen": chosen}


def asked(count: int, source: random.Random) -> list[tuple[str, list[str]]]:
    """Return prompts, each with the statements of its three pages."""
    made = []
    for _ in range(count):
        three = source.sample(pages(), 3)
        text = f"I have a question: {source.choice(three[0])[:60].lower()}? Is that so, and what else must I know?"
        shown = [" ".join(page)[: reply.PASSAGE_CHARACTERS] for page in three]
        made.append(
            (reply.render(reply.ReplyInput("Question", text, shown)), [said for page in three for said in page])
        )
    return made


def seconds(engine: TransformersEngine, prompts: list[str], schemas: list[Mapping[str, Any]], batch: int) -> str:
    chosen, start = 0, time.perf_counter()
    for begin in range(0, len(prompts), batch):
        part = slice(begin, begin + batch)
        made = engine.generate(prompts[part], skill=reply.NAME, schema=schemas[part], max_tokens=reply.MAX_TOKENS)
        chosen += sum(token.logprob < 0 for one in made for token in one.tokens)
    spent = time.perf_counter() - start
    return f"{spent / len(prompts):.2f} s per reply, {chosen / len(prompts):.1f} tokens chosen"


@contextmanager
def changed(owner: Any, name: str, value: Callable[..., Any]) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def without_jumps(row: Any) -> None:
    if row.matcher.is_stopped():
        row.done = row.finished = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prompts", type=int, default=16)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    print(named())
    model = base.ensure(base.PACKAGED, Settings().home_path)
    engine = TransformersEngine(model, {reply.NAME: versions.resolve(Path("demo/adapters"), [reply.NAME], reply.NAME)})
    source, every = random.Random(7), [said for page in pages(None) for said in page]
    for size in SIZES:
        rows = [cost(engine._grammar, source.sample(every, size), source) for _ in range(20)]
        told = {name: median(row[name] for row in rows) for name in rows[0]}
        print(f"{size} statements, medians: " + ", ".join(f"{name} {value:.2f}" for name, value in told.items()))
    tickets = asked(given.prompts, source)
    prompts = [prompt for prompt, _ in tickets]
    free: list[Mapping[str, Any]] = [reply.schema(LANGUAGES)] * len(tickets)
    own: list[Mapping[str, Any]] = [reply.schema(["en"], statements) for _, statements in tickets]
    for batch in (1, 16):
        print(f"batches of {batch}: free, {seconds(engine, prompts, free, batch)}")
        print(f"batches of {batch}: grammar, {seconds(engine, prompts, own, batch)}")
    with changed(decoding._Row, "jump_forward", without_jumps):
        print(f"batches of 1: grammar without jump-forward, {seconds(engine, prompts, own, 1)}")
    with changed(closed, "is_closed", lambda _: False):
        engine._grammar._compiled.cache_clear()
        print(f"batches of 1: enum of a JSON schema, which may repeat itself, {seconds(engine, prompts, own, 1)}")
    start = time.perf_counter()
    for prompt, statements in tickets:
        engine.likelihoods(prompt, [*map(reply.continued, statements)], skill=reply.NAME, begun=reply.begun("en"))
    mean = sum(len(statements) for _, statements in tickets) / len(tickets)
    print(f"likelihoods of {mean:.0f} statements: {(time.perf_counter() - start) / len(tickets):.2f} s per ticket")


if __name__ == "__main__":
    main()
