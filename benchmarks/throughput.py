"""This benchmark measures tickets per second at batch 1, 4 and 16, beside a plain loop over the same tickets in the
same run; the time of each step; and the engine's prompts again without its optimisations.

    deskhand up && deskhand knowledge sync && python -m benchmarks.throughput [--tickets 16] [--engine-only] [--json]

The batches are the worker's own round: claim from the queue, triage, search, reply, check, commit. The plain loop is
the simplest program: float32 `generate` of transformers with the same adapters, one ticket at a time, free decoding up
to the same number of tokens, then `json.loads` and a check of the fields. It does triage, search and reply as the
worker does, but neither checks nor stores.

It uses only the embedded servers, and leaves no ticket behind.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import text
from transformers import logging

from benchmarks.engines import Call, Plain, Replay, arithmetic, peak, replay, variants
from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.languages.registry import LANGUAGES
from models.errors import InvalidOutput
from models.generation.engine import Generation
from models.generation.gemma_batch import GemmaReading
from models.generation.local import TransformersEngine
from models.hardware import processor, threads
from models.skills import reply, translation, triage
from models.weights import base
from worker import bootstrap, learned_assets
from worker.cli.demo.rehearsal import require_harmless
from worker.company import load_company
from worker.db import tickets as queue
from worker.db.inbox import accept
from worker.db.session import transaction
from worker.domain import Ticket
from worker.errors import DeskhandError, NotReady, Refused
from worker.incoming import IncomingTicket
from worker.mail.answerable import is_answerable
from worker.pipeline import reply as reply_step
from worker.pipeline import triage as triage_step
from worker.pipeline.render import updates
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.settings import Settings

BATCHES = (1, 4, 16)
LOOP = "loop"
SOURCE = HOLDER = "throughput"
LEASE_SECONDS = 7200.0  # nothing renews these leases
STEPS = ("tokenise", "prefill", "decode", "choose", "search", "check", "database")


@dataclass
class Spent:
    """This counts the seconds of one run by step; `choose` is the output layer and, in a batch, the grammar's mask."""

    tickets: int
    total: float = 0.0
    steps: dict[str, float] = field(default_factory=dict)
    outputs: int = 0  # requested from the model
    valid: int = 0  # of these outputs
    paused: bool = False  # whether the current work is counted elsewhere

    @property
    def rate(self) -> float:
        return self.tickets / self.total

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        if not self.paused:
            self.steps[step] = self.steps.get(step, 0.0) + time.perf_counter() - start


class TimedTokenizer:
    """This tokenizer counts its time, in both directions."""

    def __init__(self, tokenizer: Any, spent: Spent) -> None:
        self._tokenizer, self._spent = tokenizer, spent

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with self._spent.on("tokenise"):
            return self._tokenizer(*args, **kwargs)

    def decode(self, *args: Any, **kwargs: Any) -> Any:
        with self._spent.on("tokenise"):
            return self._tokenizer.decode(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tokenizer, name)


@contextmanager
def timed(engine: TransformersEngine, spent: Spent, calls: list[Call] | None = None) -> Iterator[None]:
    """Count the engine's time by step, and record in `calls` what it was asked. The time of `generate` outside
    tokenizer and network is `choose`."""
    tokenizer, generate = engine._tokenizer, engine.generate
    start, step = GemmaReading.start, GemmaReading.step

    def timed_start(self: GemmaReading) -> Any:
        with spent.on("prefill"):
            return start(self)

    def timed_step(self: GemmaReading, written: Sequence[Sequence[int]]) -> Any:
        with spent.on("decode"):
            return step(self, written)

    def timed_generate(prompts: Sequence[str], *, skill: str, schema: Any, max_tokens: int) -> list[Generation]:
        if calls is not None:
            calls.append(Call(tuple(prompts), skill, schema, max_tokens))
        if skill == translation.NAME:  # it is part of the search, which is timed as a whole
            spent.paused = True
            try:
                return generate(prompts, skill=skill, schema=schema, max_tokens=max_tokens)
            finally:
                spent.paused = False
        inside = ("tokenise", "prefill", "decode")
        before = sum(spent.steps.get(step, 0.0) for step in inside)
        began = time.perf_counter()
        made = generate(prompts, skill=skill, schema=schema, max_tokens=max_tokens)
        seconds = time.perf_counter() - began
        beyond = seconds - (sum(spent.steps.get(step, 0.0) for step in inside) - before)
        spent.steps["choose"] = spent.steps.get("choose", 0.0) + beyond
        return made

    engine._tokenizer = TimedTokenizer(tokenizer, spent)
    engine.generate = timed_generate  # type: ignore[method-assign]
    GemmaReading.start, GemmaReading.step = timed_start, timed_step  # type: ignore[method-assign]
    try:
        yield
    finally:
        engine._tokenizer = tokenizer
        del engine.generate  # type: ignore[method-assign] - the class has its own
        GemmaReading.start, GemmaReading.step = start, step  # type: ignore[method-assign]


def rounds(database: DatabaseEngine, tools: Tools, batch: int, spent: Spent) -> None:
    """Claim, handle and commit tickets, as `worker.process.loop` does, until all are decided."""
    left = spent.tickets
    while left:
        with spent.on("database"):
            claimed = queue.claim(database, HOLDER, batch, LEASE_SECONDS, max_attempts=3)
        if not claimed:
            raise Refused("another worker took tickets of this benchmark: stop it first")
        left -= len(claimed)
        handled = handle_batch(claimed, tools)
        for one in handled:
            if "retrieve" in one.failures:  # less work than was asked for: the figures would be too good
                raise NotReady(f"the search does not work: {one.failures['retrieve']}; run `deskhand doctor`")
            for step, told in (("retrieve", "search"), ("check", "check")):
                spent.steps[told] = spent.steps.get(told, 0.0) + one.milliseconds.get(step, 0.0) / 1000
            spent.outputs += sum(f"{step}.prompt" in one.tokens for step in ("triage", "reply"))
            spent.valid += sum(value is not None for value in (one.triage, one.reply))
            with spent.on("database"):
                queue.commit(database, one, HOLDER, updates(one, tools.company))


def plain_loop(tickets: Sequence[Ticket], tools: Tools, plain: Plain, spent: Spent) -> None:
    """Handle one ticket after the other. Output that does not parse goes to a person, as in the worker."""
    queues = list(tools.company.queues)
    for ticket in tickets:
        if not is_answerable(ticket.body or ticket.subject) or ticket.automatic:
            continue
        made = _generate(plain, triage.NAME, triage_step.prompt(ticket, tools.company), triage.MAX_TOKENS, spent)
        with spent.on("search"):
            [found] = tools.find([ticket])
            passages = found.passages
        if found.error is not None:
            raise NotReady(f"the search does not work: {type(found.error).__name__}; run `deskhand doctor`")
        try:
            escalate = triage.parse(made, (), queues).escalate
            spent.valid += 1
            if not escalate and passages:
                prompt = reply_step.prompt(ticket, passages)
                reply.parse(_generate(plain, reply.NAME, prompt, reply.MAX_TOKENS, spent), (), LANGUAGES)
                spent.valid += 1
        except InvalidOutput:
            continue


def _generate(plain: Plain, skill: str, prompt: str, limit: int, spent: Spent) -> str:
    """Generate, and count all the time as `decode`, because the loop of transformers is one call."""
    spent.outputs += 1
    with spent.on("decode"):
        return plain.generate(skill, prompt, limit)


@contextmanager
def filled(database: DatabaseEngine, handled: Sequence[HandledTicket]) -> Iterator[None]:
    """Put these tickets into the queue, as a webhook does; delete them afterwards with all that was made of them."""
    waiting = "select count(*) from tickets where state in ('queued', 'running')"
    with transaction(database, see_all=True) as session:
        if session.scalar(text(waiting)):
            raise Refused("tickets are waiting in this database: the benchmark would handle them")
    try:
        for number, one in enumerate(handled):
            incoming = IncomingTicket(
                source=SOURCE,
                call_id=str(number),
                external_id=one.id,
                version="1",
                occurred_at=datetime.now(UTC),
                subject=one.subject,
                body=one.body,
                requester_email=one.requester,
                requester_name=None,
                requester_verified=one.account is not None,
                channel="benchmark",
            )
            accept(database, incoming, str(number))
        yield
    finally:
        with transaction(database, see_all=True) as session:
            for name in ("tickets", "inbox", "helpdesk_memory"):
                session.execute(text(f"delete from {name} where source = :source"), {"source": SOURCE})


@dataclass
class Measured:
    runs: dict[str, Spent]
    replays: dict[str, Replay]
    differing: dict[str, int]  # outputs of a replay that differ from those of the first
    outputs: int
    floor: float  # seconds that the prompts' arithmetic takes at the peak of a bare matrix product
    peak: float  # operations per second of that product, in this run
    processor: str


def measure(
    settings: Settings, database: DatabaseEngine, handled: Sequence[HandledTicket], *, engine_only: bool
) -> Measured:
    tools = bootstrap.make_tools(settings, load_company(settings.company_path), database)
    engine = tools.engine
    if not isinstance(engine, TransformersEngine):
        raise Refused("this measures the engine in this process: unset DESKHAND_ENGINE_URL")
    runs: dict[str, Spent] = {}
    with filled(database, handled[:1]):  # warms up the grammar, the encoder, the database's plans
        rounds(database, tools, 1, Spent(1))
    calls: list[Call] = []
    for batch in BATCHES[-1:] if engine_only else BATCHES:
        spent = runs[f"batch {batch}"] = Spent(len(handled))
        calls.clear()  # those of the last batch are kept
        with filled(database, handled), timed(engine, spent, calls):
            start = time.perf_counter()
            rounds(database, tools, batch, spent)
            spent.total = time.perf_counter() - start
    model = base.ensure(settings.base_model, settings.home_path)
    adapters = learned_assets.adapter_folders(settings)
    if not engine_only:
        plain = Plain(model, adapters)
        spent = runs[LOOP] = Spent(len(handled))
        with filled(database, handled):
            tickets = queue.claim(database, HOLDER, len(handled), LEASE_SECONDS, max_attempts=3)
            start = time.perf_counter()
            plain_loop(tickets, tools, plain, spent)
            spent.total = time.perf_counter() - start
        del plain
    asked = {call.skill for call in calls}
    needed = {skill: folder for skill, folder in adapters.items() if skill in asked}
    replays = {name: replay(engine, networks, calls) for name, networks in variants(model, needed)}
    first = next(iter(replays.values())).texts
    differing = {name: sum(a != b for a, b in zip(first, one.texts, strict=True)) for name, one in replays.items()}
    tokens = sum(len(engine._tokenizer(prompt).input_ids) for call in calls for prompt in call.prompts)
    fastest = peak()
    return Measured(
        runs, replays, differing, len(first), arithmetic(model, tokens) / fastest, fastest, _processor(settings)
    )


def _processor(settings: Settings) -> str:
    chosen = threads.choose(settings.threads)
    number = str(processor.best_dtype()).removeprefix("torch.")
    kernels = torch.backends.cpu.get_cpu_capability()
    return f"{processor.describe()}, kernels of torch for {kernels}, {number}, threads: {chosen.count}"


def engines(measured: Measured) -> Table:
    """Return a table of the same prompts through each engine."""
    shown = Table(
        "the engine on the prompts of one run",
        "seconds",
        "times as fast",
        "prefill",
        "share of the floor",
        "other texts",
    )
    first = next(iter(measured.replays.values())).total
    for name, one in measured.replays.items():
        shown.add_row(
            name,
            f"{one.total:.2f}",
            f"{first / one.total:.2f}",
            f"{one.prefill:.2f}",
            f"{measured.floor / one.prefill:.0%}",
            f"{measured.differing[name]}/{measured.outputs}",
        )
    for column in shown.columns[1:]:
        column.justify = "right"
    return shown


def table(runs: Mapping[str, Spent]) -> Table:
    shown = Table("", *runs, title="seconds, and the share of the run")
    shown.add_row("tickets/s", *(f"{spent.rate:.3f}" for spent in runs.values()))
    shown.add_row("seconds", *(f"{spent.total:.1f}" for spent in runs.values()))
    for step in (*STEPS, "rest"):
        cells = []
        for spent in runs.values():
            rest = spent.total - sum(spent.steps.values())
            seconds = rest if step == "rest" else spent.steps.get(step, 0.0)
            cells.append(f"{seconds:.2f} {seconds / spent.total:4.0%}")
        shown.add_row(step, *cells)
    shown.add_row("valid outputs", *(f"{spent.valid}/{spent.outputs}" for spent in runs.values()))
    for column in shown.columns[1:]:
        column.justify = "right"
    return shown


def main() -> None:
    logging.set_verbosity_error()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=16)
    parser.add_argument("--data", type=Path, default=Path("demo/tickets/test.jsonl"))
    parser.add_argument("--engine-only", action="store_true", help="measure one batch size, and no loop")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    settings = Settings()
    require_harmless(settings)
    with bootstrap.opened(settings) as database:
        measured = measure(
            settings, database, load_handled(options.data)[: options.tickets], engine_only=options.engine_only
        )
    if options.json:
        sys.stdout.write(json.dumps(asdict(measured), indent=2) + "\n")
        return
    console = Console(width=120)
    console.print(measured.processor)
    console.print(table(measured.runs))
    console.print(engines(measured))
    console.print(
        f"The floor is {measured.floor:.2f} s: two operations per weight of the layers and token of the prompts, at "
        f"{measured.peak / 1e9:.0f} billion per second, which a bare matrix product reached in this run."
    )
    runs = measured.runs
    if LOOP not in runs:
        return
    many = runs[f"batch {BATCHES[-1]}"].rate
    over_one, over_loop = many / runs["batch 1"].rate, many / runs[LOOP].rate
    console.print(f"batch {BATCHES[-1]} is {over_one:.1f} times batch 1 and {over_loop:.1f} times the loop")


if __name__ == "__main__":
    try:
        main()
    except DeskhandError as error:
        raise SystemExit(f"benchmarks.throughput: {error}") from error
