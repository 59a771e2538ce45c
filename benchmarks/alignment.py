"""This benchmark measures how agents' sentences are mapped to the statements that they came from.

    python -m benchmarks.alignment [--errors]

The set is benchmarks/sets/alignment.jsonl: 120 sentences that agents wrote in demo/tickets/train.jsonl, drawn at random, each
with the sentences of the passages that its ticket cites. Two readers who saw no code wrote down which of these it came from;
an empty list is a gap. The thresholds were chosen on other sentences of the same file.

links      pairs of a sentence and a statement: precision and recall against each reader
gaps       sentences that came from no statement: the same. The readers found none
foreign    the sentences with the statements of another ticket: all of them are gaps
withheld   the sentences without the statements that a reader named: nearly all of them are gaps, but a passage may say a thing
           twice
same       sentences for which exactly the reader's statements were found; for the readers, the same of each other
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.json_lines import read_lines
from models.evaluation.scores import Share, precision_recall
from worker.company import load_company
from worker.learning.alignment import Rarity, align
from worker.settings import Settings

SET = Path("benchmarks/sets/alignment.jsonl")
Answer = frozenset[int]


def report(name: str, found: Sequence[Answer], wanted: Sequence[Answer]) -> None:
    pairs = zip(found, wanted, strict=True)
    links = [(n in f, n in w) for f, w in pairs for n in sorted(f | w)]
    gaps = [(not f, not w) for f, w in zip(found, wanted, strict=True)]
    same = Share.of(f == w for f, w in zip(found, wanted, strict=True))
    for what, told in (("links", links), ("gaps", gaps)):
        precision, recall = precision_recall(told)
        print(f"{name:22} {what:6} precision {precision}  recall {recall}")
    print(f"{name:22} same   {same}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print where a reader says otherwise")
    errors = parser.parse_args().errors
    names = load_company(Settings().company).protected_names
    rows: list[dict[str, Any]] = read_lines(SET, lambda _, row: row)
    rarity = Rarity.of({text for row in rows for text in row["statements"]})
    found = []
    for row in rows:
        links = align(row["sentence"], row["statements"], rarity, names, row["language"])
        found.append(frozenset(link.statement + 1 for link in links))
    distinct = [frozenset(row["statements"]) for row in rows]
    others = [next(o for o in (*distinct[n + 1 :], *distinct[:n]) if not o & own) for n, own in enumerate(distinct)]

    def is_gap(row: dict[str, Any], statements: Sequence[str]) -> bool:
        return not align(row["sentence"], statements, rarity, names, row["language"])

    first, second = ([frozenset(row["labels"][reader]) for row in rows] for reader in (0, 1))
    print(f"{len(rows)} sentences, {len(rarity.counts)} different words in {rarity.total} statements")
    report("against reader A", found, first)
    report("against reader B", found, second)
    report("reader B against A", second, first)
    foreign = Share.of(is_gap(row, sorted(other)) for row, other in zip(rows, others, strict=True))
    without = [
        [text for n, text in enumerate(row["statements"], 1) if n not in a | b]
        for row, a, b in zip(rows, first, second, strict=True)
    ]
    withheld = Share.of(is_gap(row, left) for row, left in zip(rows, without, strict=True) if left)
    print(f"{'foreign':22} gaps   recall {foreign}")
    print(f"{'withheld':22} gaps   recall {withheld}")
    for row, own, a, b in zip(rows, found, first, second, strict=True):
        if errors and not own == a == b:
            print(f"\n{row['id']}  found {sorted(own)}, A {sorted(a)}, B {sorted(b)}: {row['sentence']}")
            for number in sorted(own | a | b):
                print(f"    {number} {row['statements'][number - 1]}")


if __name__ == "__main__":
    main()
