"""This benchmark plays a newcomer's afternoon with public data: a folder of Markdown, a CSV of past tickets, and every command of
docs/guides/own-company.md in its order. It prints the minutes and the exit code of each.

    python -m benchmarks.afternoon --data ../shared/data --folder /tmp/afternoon

The pages are those of tau2-banking, the tickets 2,000 questions of sixteen intents of banking77, each intent a queue. They have
no answers and no dates, so they teach triage only; nobody on the project wrote them.
"""

import argparse
import csv
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

PAGES = 60
TICKETS = 2_000
QUEUES = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with tau2-banking/ and banking77/")
    parser.add_argument("--folder", type=Path, required=True, help="a new folder for everything")
    parser.add_argument("--encoder", help="DESKHAND_ENCODER, where the large one is not wanted")
    options = parser.parse_args()
    if not (options.data / "banking77" / "train.csv").is_file():
        sys.exit(f"{options.data} has no banking77/train.csv: the public data is not here")
    folder = options.folder.resolve()
    folder.mkdir(parents=True)
    queues = prepare(options.data, folder)
    named = [part for queue in queues for part in ("--queue", f"{queue}={queue.replace('-', ' ')}")]
    steps = [
        [
            "init",
            "bank",
            "--name",
            "Example Bank",
            "--language",
            "en",
            "--docs",
            str(folder / "pages"),
            *named,
            "--yes",
        ],
        ["doctor"],
        ["up"],
        ["knowledge", "sync"],
        ["history", "import", str(folder / "tickets.csv"), "--yes"],
        ["history", "review", "--out", "labels.csv"],
        ["history", "examples", "--out", "tickets", "--unreviewed"],
        ["history", "gaps"],
        ["dataset", "check", "tickets/train.jsonl", "--limit", "5"],
        ["models", "heads", "--data", "tickets/train.jsonl"],
        ["models", "evaluate", "--only", "triage", "--data", "tickets/test.jsonl", "--train", "tickets/train.jsonl"],
        ["replay", "--since", "all", "--limit", "200", "--html", "replay.html"],
        ["doctor"],
        ["status"],
        ["down"],
    ]
    log = folder / "log.txt"
    whole = time.monotonic()
    for number, step in enumerate(steps):
        began = time.monotonic()
        code, last = run(step, folder if number == 0 else folder / "bank", log, options.encoder)
        shown = re.sub(r"(--queue \S+=[^-]*)+", "--queue ... ", " ".join(step))
        print(
            f"{(time.monotonic() - began) / 60:5.1f} min  exit {code}  deskhand {shown[:70]:70}  {last[:90]}",
            flush=True,
        )
    print(f"{(time.monotonic() - whole) / 60:5.1f} min in all; what each command printed is in {log}")


def prepare(data: Path, folder: Path) -> list[str]:
    """Write pages and tickets, and return the names of the queues."""
    pages = folder / "pages"
    pages.mkdir()
    with (data / "tau2-banking" / "documents.jsonl").open(encoding="utf-8") as lines:
        for line in list(lines)[:PAGES]:
            page = json.loads(line)
            name = re.sub(r"[^a-z0-9]+", "-", page["title"].lower()).strip("-")[:60] or page["id"]
            (pages / f"{name}.md").write_text(f"# {page['title']}\n\n{page['content']}\n", encoding="utf-8")
    with (data / "banking77" / "train.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = [category for category, _ in Counter(row["category"] for row in rows).most_common(QUEUES)]
    kept = [row for row in rows if row["category"] in chosen]
    random.Random(7).shuffle(kept)  # the file is in the order of its intents
    with (folder / "tickets.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["question", "team"])
        writer.writerows([row["text"], row["category"]] for row in kept[:TICKETS])
    return sorted(category.replace("_", "-").rstrip("?").lower() for category in chosen)


def run(step: list[str], folder: Path, log: Path, encoder: str | None) -> tuple[int, str]:
    """Run a command as a newcomer would, and return its exit code and its last line."""
    command = Path(sys.executable).with_name("deskhand")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
    environment = clean | {"COLUMNS": "120"} | ({"DESKHAND_ENCODER": encoder} if encoder else {})
    done = subprocess.run(
        [str(command), *step],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ deskhand {' '.join(step)}\n{done.stdout}{done.stderr}[{done.returncode}]\n\n")
    lines = [line for line in (done.stdout or done.stderr).splitlines() if line.strip()]
    return done.returncode, lines[-1].strip() if lines else ""


if __name__ == "__main__":
    main()
