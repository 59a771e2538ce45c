"""This module writes the data card of a folder of examples: what is in it, what it was made of, and what is not in it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.evaluation.scores import Share

FORMAT = 1


def of_file(text: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a card says of one file."""
    days = sorted(row["at"] for row in rows if row["at"])
    return {
        "rows": len(rows),
        "tickets": sum(row["copies"] for row in rows),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "from": days[0] if days else None,
        "to": days[-1] if days else None,
        "escalated": sum(row["escalate"] for row in rows),
        **{name: _counts(row[key] for row in rows) for name, key in _COUNTED.items()},
        "reasons": _counts(row["reason"] for row in rows if row["reason"]),
        "replies": _counts(row["reply"]["action"] for row in rows),
        "kinds": _counts(row["kind"] for row in rows if row.get("kind")),
    }


def share(known: Share) -> dict[str, Any]:
    low, high = known.interval
    return {"right": known.hits, "of": known.total, "from": round(low, 3), "to": round(high, 3)}


def as_json(card: Mapping[str, Any]) -> str:
    return json.dumps(card, indent=2, ensure_ascii=False) + "\n"


def as_markdown(card: Mapping[str, Any]) -> str:
    """Return the card as a page for people."""
    lines = [
        f"# Examples of {card['company']['name']}",
        "",
        f"Made on {card['made_at'][:10]} by Deskhand {card['code']}.",
        "",
    ]
    lines += [f"- {said}" for said in told(card)]
    lines += ["", "| file | rows | tickets | from | to | escalated | SHA-256 |", "|---|---|---|---|---|---|---|"]
    for name, one in card["files"].items():
        period = f"{one['from'] or '-'} | {one['to'] or '-'}"
        lines.append(
            f"| {name} | {one['rows']} | {one['tickets']} | {period} | {one['escalated']} | `{one['sha256'][:16]}` |"
        )
    for title in ("queues", "priorities", "languages", "reasons", "replies", "kinds"):
        lines += ["", *_table(title, {name: one[title] for name, one in card["files"].items()})]
    if card["imports"]:
        lines += ["", "## Imports", ""]
        lines += [f"- {i['source']} ({i['kind']}), last changed {i['changed_at'][:10]}" for i in card["imports"]]
    lines += ["", f"Index: {card['index'] or 'none'}. Encoder: `{card['encoder'] or 'none'}`.", ""]
    return "\n".join(lines)


def told(card: Mapping[str, Any]) -> list[str]:
    """Return sentences about a card, as the command and the page have them."""
    rows = sum(one["rows"] for one in card["files"].values())
    copies, gaps, review = card["copies"], card["gaps"], card["review"]
    said = [
        f"{card['tickets']:,} past tickets gave {rows:,} rows; {copies['removed']:,} more were copies of others.",
        *(f"{count:,} left out: {why}." for why, count in card["left_out"].items()),
        *(f"{count:,} teach triage only: {why}." for why, count in card["unanswered"].items()),
        f"Of {gaps['sentences']:,} sentences of agents, {gaps['carried']:,} are carried by the knowledge.",
    ]
    if card["unmapped"]:
        names = ", ".join(f"{name} ({count:,})" for name, count in list(card["unmapped"].items())[:8])
        said.append(f"These groups are no queue: {names}. Name them in [history].groups of the company file.")
    if copies["disagree"]:
        said.append(f"{copies['disagree']:,} copies had other labels than most of the same words.")
    if card["split"]["test_since"]:
        said.append(f"The test has the newest tickets: those of people who wrote since {card['split']['test_since']}.")
    else:
        said.append("No ticket has a date, so chance decides which are the test.")
    if card["split"]["shared_addresses"]:
        many = f"{card['split']['shared_addresses']} addresses or accounts have too many tickets to be one person's"
        said.append(f"{many}: their tickets were parted.")
    if card["problems"]:
        said.append(
            "`deskhand dataset check` finds " + ", ".join(f"{n:,} {kind}" for kind, n in card["problems"].items()) + "."
        )
    said += [f"{sentence[:1].upper()}{sentence[1:]}." for sentence in card["not_checked"]]
    if review["done"]:
        said.append(f"A person looked at {review['looked_at']} labels and corrected {review['corrected']}.")
    else:
        said.append(f"The labels are UNREVIEWED: a person looked at {review['looked_at']} of {review['wanted']}.")
    for rule, one in review["rules"].items():
        said.append(f"Right by {rule}: {one['right']} of {one['of']} [{one['from']:.0%} to {one['to']:.0%}].")
    return said


def _counts(values: Iterable[Any]) -> dict[str, int]:
    return {
        str(value): count for value, count in sorted(Counter(values).items(), key=lambda one: (-one[1], str(one[0])))
    }


def _table(title: str, files: Mapping[str, Mapping[str, int]]) -> list[str]:
    names = list(dict.fromkeys(name for counts in files.values() for name in counts))
    if not names:
        return []
    head = [
        f"## {title.capitalize()}",
        "",
        f"| | {' | '.join(file.removesuffix('.jsonl') for file in files)} |",
        "|---" * (len(files) + 1) + "|",
    ]
    return head + [
        f"| {name} | {' | '.join(str(counts.get(name, 0)) for counts in files.values())} |" for name in names
    ]


_COUNTED = {"queues": "queue", "priorities": "priority", "languages": "language"}
