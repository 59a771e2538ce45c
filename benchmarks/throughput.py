"""Tickets a second at batch 1, 4 and 16, beside a plain loop over the same tickets in the same run.

    deskhand up && deskhand knowledge sync && python -m benchmarks.throughput [--tickets 16]

The plain loop is what one writes first: float32 `generate` of transformers with the same adapters, one ticket at a time,
free decoding up to the same number of tokens, then `json.loads`. It does triage, search and reply as the worker does.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import logging

from models import base
from models.local import TransformersEngine
from models.skills import reply, triage
from worker import bootstrap
from worker.company import load_company
from worker.domain import Handled, Ticket
from worker.evaluate import as_ticket
from worker.handled import load_handled
from worker.pipeline import reply as reply_step
from worker.pipeline import triage as triage_step
from worker.pipeline.run import Tools, handle_batch
from worker.settings import Settings

BATCHES = (1, 4, 16)


class Clock:
    """Where the model's time goes: wraps the tokenizer and the network of an engine and adds up their seconds."""

    def __init__(self, engine: TransformersEngine) -> None:
        self.seconds = {"tokenise": 0.0, "prefill": 0.0, "decode": 0.0}
        self._engine = engine
        self._tokenizer, self._forward = engine._tokenizer, engine._model.model.forward
        engine._model.model.forward = self._timed_forward

    def _timed_forward(self, *args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        output = self._forward(*args, **kwargs)
        step = "prefill" if kwargs.get("past_key_values") is None else "decode"
        self.seconds[step] += time.perf_counter() - start
        return output

    def restore(self) -> None:
        self._engine._model.model.forward = self._forward


def plain_loop(tickets: Sequence[Ticket], tools: Tools, engine: TransformersEngine) -> int:
    """Returns how many of the outputs were valid."""
    valid = 0
    for ticket in tickets:
        [passages] = tools.find([ticket])
        for skill, prompt, limit, parse in (
            (
                "triage",
                triage_step.prompt(ticket, tools.company),
                triage.MAX_TOKENS,
                _parse_triage(list(tools.company.queues)),
            ),
            ("reply", reply_step.prompt(ticket, list(passages)), reply.MAX_TOKENS, _parse_reply),  # type: ignore[arg-type]
        ):
            text = _generate(engine, skill, prompt, limit)
            try:
                escalate = parse(text)
                valid += 1
            except ValueError:
                break
            if skill == "triage" and escalate:
                break
    return valid


def _generate(engine: TransformersEngine, skill: str, prompt: str, limit: int) -> str:
    engine._select(skill)
    ids = engine._tokenizer(prompt, return_tensors="pt")
    with torch.inference_mode():
        output = engine._model.generate(**ids, max_new_tokens=limit, do_sample=False, pad_token_id=0)
    return str(engine._tokenizer.decode(output[0, ids.input_ids.shape[1] :], skip_special_tokens=True))


def _parse_triage(queues: list[str]) -> Callable[[str], bool]:
    def parse(text: str) -> bool:
        json.loads(text)
        return triage.parse(text, (), queues).escalate

    return parse


def _parse_reply(text: str) -> bool:
    json.loads(text)
    reply.parse(text, ())
    return False


def main() -> None:
    logging.set_verbosity_error()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=16)
    parser.add_argument("--data", type=Path, default=Path("demo/tickets/test.jsonl"))
    options = parser.parse_args()
    settings = Settings()
    company = load_company(settings.company)
    database = bootstrap.database(settings)
    tools = bootstrap.make_tools(settings, company, database)
    engine = tools.engine
    if not isinstance(engine, TransformersEngine):
        parser.error("this benchmark measures the engine in this process: unset DESKHAND_ENGINE_URL")
    tickets = [as_ticket(t) for t in load_handled(options.data)][: options.tickets]
    handle_batch(tickets[:1], tools)  # warm
    rates: dict[str, float] = {}
    for batch in BATCHES:
        clock, handled = Clock(engine), list[Handled]()
        start = time.perf_counter()
        for first in range(0, len(tickets), batch):
            handled += handle_batch(tickets[first : first + batch], tools)
        seconds = time.perf_counter() - start
        clock.restore()
        rates[f"batch {batch}"] = len(tickets) / seconds
        steps = {step: sum(h.milliseconds.get(step, 0.0) for h in handled) / 1000 for step in ("retrieve", "check")}
        parts = {**clock.seconds, **steps}
        shares = ", ".join(f"{name} {value / seconds:.0%}" for name, value in parts.items() if name != "tokenise")
        other = 1 - sum(v for k, v in parts.items() if k != "tokenise") / seconds
        print(f"batch {batch:2}: {len(tickets) / seconds:.3f} tickets/s ({seconds:.1f} s); {shares}, rest {other:.0%}")
    loop_engine = TransformersEngine(
        base.ensure(settings.base_model, settings.home_path), bootstrap.adapter_folders(settings)
    )
    loop_engine._model.float()
    start = time.perf_counter()
    valid = plain_loop(tickets, tools, loop_engine)
    seconds = time.perf_counter() - start
    rates["loop"] = len(tickets) / seconds
    print(f"loop    : {rates['loop']:.3f} tickets/s ({seconds:.1f} s); {valid} valid outputs")
    over_one, over_loop = rates["batch 16"] / rates["batch 1"], rates["batch 16"] / rates["loop"]
    print(f"batch 16 is {over_one:.1f} times batch 1 and {over_loop:.1f} times the loop")


if __name__ == "__main__":
    main()
