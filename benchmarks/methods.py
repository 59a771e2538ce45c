"""This benchmark trains triage by every method on the same tickets, merges some of the adapters, and scores all of them, and what
is simpler, on the same other tickets. It prints scores with intervals, minutes and peak memory of each training.

    python -m benchmarks.methods --folder /tmp/methods

It works by the commands of the product, each in a process of its own, on the demo company; `deskhand up` and
`deskhand knowledge sync` come first. Without bitsandbytes QLoRA is left out. What is done is kept in the folder, and a
second call goes on from there. The tickets that score are none of the sealed ones, and nothing is chosen by them.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.machine import named
from models.weights import pointer, versions

DEMO = Path("demo")
RUNS = {
    "lora r 4": ("lora", 4),
    "lora r 16": ("lora", 16),
    "lora r 64": ("lora", 64),
    "dora r 16": ("dora", 16),
    "qlora r 16": ("qlora", 16),
}
PARENTS = ("lora r 16", "dora r 16")
MERGES = ("cat", "linear", "ties", "dare_ties")
SHOWN = ("queue right", "priority right", "escalation recall", "escalation precision")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--train", type=int, default=192, help="tickets to train on")
    parser.add_argument("--score", type=int, default=180, help="tickets to score on")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--only", action="append", choices=RUNS, help="train by this method alone, and merge nothing")
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    divide(folder, options.train, options.score)
    known: dict[str, dict[str, Any]] = {}

    def done(name: str, work: Callable[[], dict[str, Any]]) -> None:
        file = folder / f"{name.replace(' ', '-')}.json"
        if not file.exists():
            file.write_text(json.dumps(work()))
        known[name] = json.loads(file.read_text())
        print(name, line(known[name]), sep=": ", flush=True)

    done("baselines", lambda: baselines(folder))
    done("chosen prompt", lambda: prompted(folder))
    for name, (method, rank) in RUNS.items():
        if options.only and name not in options.only:
            continue
        if method == "qlora" and find_spec("bitsandbytes") is None:
            print("qlora: bitsandbytes is not installed")
            continue
        done(name, lambda m=method, r=rank: trained(folder, m, r, options.epochs))  # type: ignore[misc]
    for method in () if options.only else MERGES:
        parents = [known[name]["id"] for name in PARENTS]
        done(f"{method} of {' and '.join(PARENTS)}", lambda m=method, p=parents: merged(folder, m, p))  # type: ignore[misc]
    print(named(), f"{options.train} tickets, {options.epochs:g} epochs, scored on {options.score}", sep="; ")
    for report in known["baselines"]["reports"]:
        print(f"{report['name']:36} {figures(report)}")
    for name, one in known.items():
        if name != "baselines":
            print(f"{name:36} {figures(one['report'])}  {line(one)}")


def divide(folder: Path, train: int, score: int) -> None:
    """Write the tickets to learn from and those to score on, which share none."""
    rows = (DEMO / "tickets/train.jsonl").read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(rows)
    test = (DEMO / "tickets/test.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "train.jsonl").write_text("\n".join(rows[:train]) + "\n", encoding="utf-8")
    (folder / "score.jsonl").write_text("\n".join([*test, *rows[train:]][:score]) + "\n", encoding="utf-8")


def baselines(folder: Path) -> dict[str, Any]:
    """Return the scores of what is simpler: heads, words, neighbours, the majority, and examples in the prompt."""
    empty = folder / "nothing"
    empty.mkdir(exist_ok=True)
    data = ("--train", folder / "train.jsonl", "--data", folder / "score.jsonl")
    _, seconds, memory = deskhand(empty, "models", "heads", "--data", folder / "train.jsonl", "--json")
    told, _, _ = deskhand(empty, "models", "evaluate", "--only", "triage", *data, "--few-shot", "--json")
    return {"reports": told, "minutes": seconds / 60, "memory": memory}


def prompted(folder: Path) -> dict[str, Any]:
    """Return the scores of the bare base with the prompt that `deskhand models prompt` chooses: examples from two thirds of the
    tickets to learn from, chosen on the last third."""
    rows = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
    parts = {"examples": rows[: 2 * len(rows) // 3], "validation": rows[2 * len(rows) // 3 :]}
    for name, own in parts.items():
        (folder / f"{name}.jsonl").write_text("\n".join(own) + "\n", encoding="utf-8")
    adapters = folder / "prompt"
    adapters.mkdir(exist_ok=True)
    files = ("--data", folder / "validation.jsonl", "--examples", folder / "examples.jsonl")
    _, seconds, memory = deskhand(adapters, "models", "prompt", "triage", *files, "--json")
    return {"minutes": seconds / 60, "memory": memory, "report": evaluated(folder, adapters)}


def trained(folder: Path, method: str, rank: int, epochs: float) -> dict[str, Any]:
    adapters = folder / "adapters"
    size = ("--method", method, "--rank", rank, "--epochs", epochs)
    told, seconds, memory = deskhand(
        adapters, "models", "train", "triage", "--data", folder / "train.jsonl", *size, "--json"
    )
    return {"id": told["id"], "minutes": seconds / 60, "memory": memory, "report": scored(folder, told["id"])}


def merged(folder: Path, method: str, parents: list[str]) -> dict[str, Any]:
    adapters, out = folder / "adapters", folder / f".{method}"
    places = [versions.find(adapters / "triage", parent) for parent in parents]
    told, seconds, memory = deskhand(adapters, "models", "merge", *places, "--method", method, "--out", out, "--json")
    place = versions.add(adapters / "triage", out)
    known = {"minutes": seconds / 60, "memory": memory, "lost": told["config"]["lost"], "rank": told["config"]["rank"]}
    return {"id": place.name, **known, "report": scored(folder, place.name)}


def scored(folder: Path, version: str) -> dict[str, Any]:
    """Return the scores of a version, which serves while it is scored."""
    change = pointer.Change("promote", version, None, "a benchmark", forced=True)
    versions.update(folder / "adapters/triage", lambda known: known.changed(change, current=version))
    return evaluated(folder, folder / "adapters")


def evaluated(folder: Path, adapters: Path) -> dict[str, Any]:
    """Return the scores of the model with what is kept in a folder."""
    data = ("--data", folder / "score.jsonl", "--no-baseline", "--json")
    [told], _, _ = deskhand(adapters, "models", "evaluate", "--only", "triage", *data, env={"DESKHAND_TRIAGE": "model"})
    return dict(told)


def deskhand(adapters: Path, *arguments: object, env: dict[str, str] | None = None) -> tuple[Any, float, float]:
    """Return what a command prints as JSON, its seconds, and the peak of its memory in GB."""
    own = {
        "DESKHAND_ADAPTERS": str(adapters),
        "DESKHAND_COMPANY": "demo/company.toml",
        "DESKHAND_KNOWLEDGE": "demo/knowledge.toml",
    }
    command = [sys.executable, "-m", "worker.cli.main", *map(str, arguments)]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **own, **(env or {})}) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"deskhand {' '.join(map(str, arguments))} ended with {process.returncode}")
    return json.loads(said), time.monotonic() - began, usage.ru_maxrss / 1e6


def figures(report: dict[str, Any]) -> str:
    told = []
    for name in SHOWN:
        figure = report["figures"].get(name)
        if figure is not None and figure.get("total"):
            low, high = figure["interval"]
            told.append(f"{name} {figure['hits']}/{figure['total']} [{low:.2f}-{high:.2f}]")
    return ", ".join(told)


def line(known: dict[str, Any]) -> str:
    lost = f", rank {known['rank']}, {known['lost']:.1%} of the energy lost" if "lost" in known else ""
    return f"{known['minutes']:.1f} min, {known['memory']:.1f} GB{lost}"


if __name__ == "__main__":
    main()
