"""This benchmark compares one process with two threads with two processes of one thread each, quiet and beside other work.

    deskhand up && python -m benchmarks.processes [--texts 64]

Each process loads the search's encoder and encodes its share of the demo's handled tickets in batches of eight, as a worker
does. All begin together. The other work is a process that never rests, as the web process, Postgres or a second worker may
be. Each case is run three times in turn; the figures are texts per second, and their ratio within one round.
"""

import argparse
import multiprocessing as mp
import os
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import machine
from knowledge.handled_tickets import load_handled
from worker import bootstrap
from worker.settings import Settings

BATCH = 8
ROUNDS = 3
CASES = {
    "one process, two threads": (1, 2),
    "two processes, one thread each": (2, 1),
    "one process, one thread": (1, 1),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=64)
    options = parser.parse_args()
    console = Console()
    console.print(machine.named())
    texts = [t.body for t in load_handled(Path("demo/tickets/train.jsonl"))[: options.texts]]
    for busy in (0, 1):
        rounds: dict[str, list[float]] = {name: [] for name in CASES}
        for _ in range(ROUNDS):
            for name, (processes, threads) in CASES.items():
                rounds[name].append(len(texts) / measure(texts, processes, threads, busy))
        first = next(iter(CASES))
        title = "beside a process that never rests" if busy else "quiet"
        table = Table("case", "texts/s", "ratio to the first", title=title)
        for name, found in rounds.items():
            ratios = [own / base for own, base in zip(found, rounds[first], strict=True)]
            table.add_row(
                name, f"{median(found):.1f}", f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            )
        console.print(table)


def measure(texts: Sequence[str], processes: int, threads: int, busy: int) -> float:
    """Return the seconds until the last process has encoded its share."""
    context = mp.get_context("spawn")
    together = context.Barrier(processes + 1)
    stop = context.Event()
    others = [context.Process(target=_never_rest, args=(stop,)) for _ in range(busy)]
    shares = [list(texts[place::processes]) for place in range(processes)]
    own = [context.Process(target=_encode, args=(share, threads, together)) for share in shares]
    for one in (*others, *own):
        one.start()
    together.wait()
    start = time.perf_counter()
    for one in own:
        one.join()
    seconds = time.perf_counter() - start
    stop.set()
    for one in others:
        one.join()
    return seconds


def _encode(texts: Sequence[str], threads: int, together: Barrier) -> None:
    os.environ["OMP_WAIT_POLICY"] = "passive"
    settings = Settings().model_copy(update={"threads": threads})
    bootstrap.prepare(settings)
    encoder = bootstrap.make_encoder(settings, bootstrap.encoder_name(settings))
    encoder.encode(texts[:1])
    together.wait()
    for start in range(0, len(texts), BATCH):
        encoder.encode(texts[start : start + BATCH])


def _never_rest(stop: Any) -> None:
    while not stop.is_set():
        sum(n * n for n in range(10_000))


if __name__ == "__main__":
    main()
