"""This benchmark trains the same adapter on the same examples by Deskhand and by `transformers.Trainer`, each in a process of its
own, in turns, and prints examples per second, peak memory, the mean loss on examples that neither saw, and the ratio of each
pair with its interval. On a machine with other work the ratio per second of a core says more than the one per second.

    python -m benchmarks.training --examples 96 --rounds 3
    python -m benchmarks.training --ways ours,alone       # several short examples at once against one at a time

The Trainer pads its batches to the longest example, groups examples of similar length, and computes the whole output layer, as
it does by default. Number format, rank, learning rate, examples per step and order of magnitude of the warm-up are the same.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from math import exp, log, sqrt
from pathlib import Path
from statistics import fmean, median, stdev
from typing import Any

from knowledge.handled_tickets import load_handled
from models.hardware import memory, processor
from models.training.examples import Example, tokenise
from models.training.run import LoraRun
from models.weights import base
from worker.company import load_company
from worker.learning.examples import triage_examples

DATA = Path("demo/tickets/train.jsonl")
COMPANY = Path("demo/company.toml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--unseen", type=int, default=32, help="examples for the loss")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--home", type=Path, default=Path(".deskhand"), help="with the converted base")
    parser.add_argument(
        "--ways", default="ours,trainer", help="of ours, alone and trainer; the first is compared with each"
    )
    parser.add_argument("--child", choices=["ours", "alone", "trainer"])
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options)))
        return
    ways = options.ways.split(",")
    print(processor.describe(), f"{options.threads} threads, {options.examples} examples, one epoch", sep=", ")
    told: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for number in range(options.rounds):
        for name in ways if number % 2 == 0 else reversed(ways):  # what comes first is not always the same
            told[name].append(_run(name, options))
            print(name.ljust(8), _shown(told[name][-1]), flush=True)
    for name, known in told.items():
        print(f"{name}: median", _shown({key: median(one[key] for one in known) for key in known[0]}))
    for name in ways[1:]:
        for key in ("per_second", "per_cpu_second"):
            pairs = [a[key] / b[key] for a, b in zip(told[ways[0]], told[name], strict=True)]
            print(f"{ways[0]} against {name}, {key.replace('_', ' ')}: {_ratio(pairs)}")


def _shown(known: dict[str, float]) -> str:
    return (
        f"{known['per_second']:.3f} examples/s, {known['per_cpu_second']:.3f} per second of a core, {known['memory']:.2f} GB, "
        f"loss {known['loss']:.4f}"
    )


def _ratio(pairs: list[float]) -> str:
    """Return the geometric mean of the ratios, with Student's 95 % interval, and in how many pairs it is above one."""
    from scipy.stats import t

    logs = [log(ratio) for ratio in pairs]
    middle, above = fmean(logs), sum(ratio > 1 for ratio in pairs)
    wide = t.ppf(0.975, len(logs) - 1) * stdev(logs) / sqrt(len(logs)) if len(logs) > 1 else float("nan")
    found = ", ".join(f"{ratio:.2f}" for ratio in pairs)
    interval = f"{exp(middle):.2f} [{exp(middle - wide):.2f} to {exp(middle + wide):.2f}]"
    return f"{interval}, above 1 in {above} of {len(pairs)} pairs ({found})"


def _run(name: str, options: argparse.Namespace) -> dict[str, float]:
    flags = [f"--{key}={getattr(options, key)}" for key in ("examples", "unseen", "threads", "home")]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.training", f"--child={name}", *flags],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def child(options: argparse.Namespace) -> dict[str, float]:
    from models.generation.local import load_base
    from models.training.loss import build_shortlist, validation_loss

    processor.use_threads(options.threads)
    model = base.ensure(base.PACKAGED, options.home.resolve())
    network, tokenizer = load_base(model)
    tickets = load_handled(DATA)
    examples = triage_examples(tickets, load_company(COMPANY).queues, {})
    learned, unseen = examples[: options.examples], examples[-options.unseen :]
    run = LoraRun(epochs=1.0)
    began, worked = time.monotonic(), time.process_time()
    {"ours": _ours, "alone": _alone, "trainer": _trainer}[options.child](network, tokenizer, learned, run)
    seconds, busy = time.monotonic() - began, time.process_time() - worked
    used = memory.peak() / 1e9
    rows = [tokenise(example, tokenizer, run.max_tokens) for example in unseen]
    loss = validation_loss(network, rows, build_shortlist(rows, tokenizer))
    rates = {"per_second": len(learned) / seconds, "per_cpu_second": len(learned) / busy}
    return {**rates, "memory": used, "loss": loss}


def _ours(network: Any, tokenizer: Any, examples: list[Example], run: LoraRun, together: int = 0) -> None:
    from models.training import lora

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        lora.train(
            network, tokenizer, examples, run, place / "made",
            checkpoint=place / "checkpoint", together=together or lora.TOGETHER,
        )  # fmt: skip


def _alone(network: Any, tokenizer: Any, examples: list[Example], run: LoraRun) -> None:
    """Train one example at a time, as Deskhand did until decision 0034."""
    _ours(network, tokenizer, examples, run, together=1)


def _trainer(network: Any, tokenizer: Any, examples: list[Example], run: LoraRun) -> None:
    import torch
    from transformers import Trainer, TrainingArguments

    from models.training.network import adapted

    peft = adapted(network, run)
    rows = [tokenise(example, tokenizer, run.max_tokens) for example in examples]
    data = [{"input_ids": row.ids, "labels": [-100] * row.answer_start + row.ids[row.answer_start :]} for row in rows]

    def collate(batch: list[dict[str, list[int]]]) -> dict[str, Any]:
        longest = max(len(row["input_ids"]) for row in batch)

        def padded(key: str, value: int) -> Any:
            return torch.tensor([[*row[key], *[value] * (longest - len(row[key]))] for row in batch])

        ids = padded("input_ids", tokenizer.pad_token_id)
        mask = torch.tensor([[1] * len(r["input_ids"]) + [0] * (longest - len(r["input_ids"])) for r in batch])
        return {"input_ids": ids, "labels": padded("labels", -100), "attention_mask": mask}

    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            num_train_epochs=run.epochs,
            per_device_train_batch_size=run.batch,
            learning_rate=run.learning_rate,
            lr_scheduler_type="cosine",
            seed=run.seed,
            report_to=[],
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
            use_cpu=not torch.cuda.is_available(),
            remove_unused_columns=False,
            train_sampling_strategy="group_by_length",
            bf16=processor.computes_in_bf16(),
        )
        Trainer(model=peft, args=arguments, train_dataset=data, data_collator=collate).train()  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
