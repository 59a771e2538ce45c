"""This benchmark prints what people said of drafts that they read (benchmarks/sets/drafts_read.jsonl).

    python -m benchmarks.drafts

The drafts answered tickets of demo/tickets/sealed-test.jsonl on 29 November 2026, drawn at random from those that pass the
check. Two readers judged 60 apart: as_is (could be sent unchanged), edit, no (does not answer). A third one read 100 for what
its passage does not say, another subject than the customer's, and what cannot be understood.
"""

from collections import Counter
from pathlib import Path

from rich.console import Console

from knowledge.json_lines import read_lines
from models.evaluation.scores import Share

SET = Path("benchmarks/sets/drafts_read.jsonl")


def main() -> None:
    console = Console()
    rows = list(read_lines(SET, lambda _, row: row))
    judged = [row for row in rows if "first" in row]
    for reader in ("first", "second"):
        counts = Counter(row[reader] for row in judged)
        shares = ", ".join(f"{name} {Share(counts[name], len(judged))}" for name in ("as_is", "edit", "no"))
        console.print(f"{reader} reader: {shares}", soft_wrap=True)
    agreed = Share.of(row["first"] == row["second"] for row in judged)
    chance = (
        sum(
            sum(row["first"] == name for row in judged) * sum(row["second"] == name for row in judged)
            for name in ("as_is", "edit", "no")
        )
        / len(judged) ** 2
    )
    kappa = ((agreed.value or 0.0) - chance) / (1 - chance)
    console.print(f"they agree on {agreed}, kappa {kappa:.2f}", soft_wrap=True)
    for fault in ("unsupported", "wrong_subject", "unreadable"):
        console.print(
            f"third reader, {fault.replace('_', ' ')}: {Share.of(row[fault] for row in rows)}", soft_wrap=True
        )


if __name__ == "__main__":
    main()
