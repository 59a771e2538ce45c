"""This benchmark trains the same adapter on the same examples by Deskhand and by `transformers.Trainer`, each in a process of its
own, in turns, and prints examples per second, peak memory, and the mean loss on examples that neither saw.

    python -m benchmarks.training --examples 96 --rounds 3

The Trainer pads its batches to the longest example, groups examples of similar length, and computes the whole output layer, as
it does by default. Number format, rank, learning rate, examples per step and order of magnitude of the warm-up are the same.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from knowledge.handled_tickets import load_handled
from models.hardware import processor
from models.training.examples import Example, tokenise
from models.training.run import LoraRun
from models.weights import base
from worker.company import load_company
from worker.learning.examples import triage_examples

DATA = Path("demo/tickets/train.jsonl")
COMPANY = Path("demo/company.toml")
UNSEEN = 32  # examples for the loss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--home", type=Path, default=Path(".deskhand"), help="with the converted base")
    parser.add_argument("--child", choices=["ours", "trainer"])
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options)))
        return
    print(processor.describe(), f"{options.threads} threads, {options.examples} examples, one epoch", sep=", ")
    told: dict[str, list[dict[str, float]]] = {"ours": [], "trainer": []}
    for _ in range(options.rounds):
        for name, known in told.items():
            known.append(_run(name, options))
            print(
                f"{name:8} {known[-1]['per_second']:6.2f} examples/s {known[-1]['memory']:6.2f} GB  loss {known[-1]['loss']:.4f}"
            )
    for name, known in told.items():
        print(
            f"{name}: median {median(k['per_second'] for k in known):.2f} examples/s, {median(k['memory'] for k in known):.2f} GB"
        )
    ratios = [o["per_second"] / t["per_second"] for o, t in zip(told["ours"], told["trainer"], strict=True)]
    print(f"ratio per round: {', '.join(f'{ratio:.2f}' for ratio in ratios)}; median {median(ratios):.2f}")


def _run(name: str, options: argparse.Namespace) -> dict[str, float]:
    flags = [f"--{key}={getattr(options, key)}" for key in ("examples", "threads", "home")]
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
    learned, unseen = examples[: options.examples], examples[-UNSEEN:]
    run = LoraRun(epochs=1.0)
    began = time.monotonic()
    train = _ours if options.child == "ours" else _trainer
    train(network, tokenizer, learned, run)
    seconds = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    rows = [tokenise(example, tokenizer, run.max_tokens) for example in unseen]
    loss = validation_loss(network, rows, build_shortlist(rows, tokenizer))
    return {"per_second": len(learned) / seconds, "memory": memory, "loss": loss}


def _ours(network: Any, tokenizer: Any, examples: list[Example], run: LoraRun) -> None:
    from models.training import lora

    with tempfile.TemporaryDirectory() as folder:
        lora.train(network, tokenizer, examples, run, Path(folder) / "made", checkpoint=Path(folder) / "checkpoint")


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
