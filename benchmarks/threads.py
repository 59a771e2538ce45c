"""This benchmark measures what is made of the next message of a thread: what is searched for, who comes back, what is thanks.

    deskhand up && deskhand knowledge sync && python -m benchmarks.threads
    python -m benchmarks.threads --set test --errors
    python -m benchmarks.threads --no-search          only what needs no knowledge: thanks, rejections

search       recall@3 on follow-ups and on new questions after an answer, of the newest words alone, of the newest words
             behind or before the question, and of the product's query: the newest words, then the question if they need
             it; each with the ticket's subject, which mostly names the topic, and without a subject, as in a chat
came back    follow-ups and rejections go to a person, plainly new questions do not
thanks       messages that only say thanks, and messages that say more

Sets: benchmarks/sets/threads_dev.jsonl (by the rules' author, over the demo's knowledge) and threads_test.jsonl.
A line has an id, a kind (follow_up, new, rejection, thanks, no_thanks) and the newest message as `turn`; where there is an
answer before it, also subject, question, answer, `cited` (its passages), `passages` (right ones now) and language.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from knowledge.json_lines import read_lines
from models.evaluation.scores import Share
from worker.bootstrap import make_finder, opened
from worker.domain import Author, Fate, Handled, Message, Retrieved, Thread, Ticket
from worker.mail.thanks import is_thanks
from worker.mail.thread.follow_up import rejects
from worker.pipeline.coming_back import came_back
from worker.pipeline.retrieve import SHOWN, Find
from worker.settings import Settings

SETS = Path("benchmarks/sets")
PRODUCT = "product"
SEARCHED = ("follow_up", "new")
AT = datetime(2026, 11, 1, tzinfo=UTC)
Row = dict[str, Any]


def load(name: str) -> list[Row]:
    """Return the rows of a set."""
    return read_lines(SETS / f"threads_{name}.jsonl", lambda _, row: row)


def as_ticket(row: Row) -> Ticket:
    """Return a row as the claim would make it: the question was answered in public, and the turn came after."""
    hour = timedelta(hours=1)
    thread = Thread(
        turn=(Message(Author.CUSTOMER, AT + 2 * hour, row["turn"], version=2),),
        before=(
            Message(Author.CUSTOMER, AT, row["question"], version=1),
            Message(Author.OURSELVES, AT + hour, row["answer"]),
        ),
        handled=(
            Handled(1, AT + hour, "send", "grounded", Fate.DELIVERED, True, row["answer"], refs=tuple(row["cited"])),
        ),
    )
    return Ticket(
        id=0, version=2, lease_token=0, external_id=row["id"], source="benchmark", account=None, plan=None, tier=None,
        requester_email=None, requester_name=None, verified=False, subject=row["subject"], body=row["turn"],
        language=row["language"], automatic=False, late=False, received_at=AT, thread=thread,
    )  # fmt: skip


def queries(row: Row) -> dict[str, Ticket]:
    """Return what each contender searches for. Without a thread, a query is subject and body."""
    made = as_ticket(row)
    alone = replace(made, thread=Thread())
    asked = {
        "newest alone": alone,
        "question, newest": replace(alone, body=f"{row['question']}\n{row['turn']}"),
        "newest, question": replace(alone, body=f"{row['turn']}\n{row['question']}"),
        PRODUCT: made,
    }
    return asked | {f"{name}, no subject": replace(ticket, subject="") for name, ticket in asked.items()}


def search(rows: Sequence[Row], find: Find) -> dict[str, dict[str, list[str]]]:
    """Return the references found, per contender and row, best first."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in queries(rows[0]):
        results = find([queries(row)[name] for row in rows])
        for row, result in zip(rows, results, strict=True):
            if result.error is not None:
                raise result.error
            found.setdefault(name, {})[row["id"]] = [p.ref for p in result.passages]
    return found


def is_hit(row: Row, refs: Sequence[str]) -> bool:
    return bool(set(row["passages"]) & set(refs[:SHOWN]))


def recall(rows: Sequence[Row], found: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, Share]]:
    return {
        name: {
            kind: Share.of(is_hit(row, results[row["id"]]) for row in rows if row["kind"] == kind) for kind in SEARCHED
        }
        for name, results in found.items()
    }


def coming_back(rows: Sequence[Row], find: Find | None) -> tuple[dict[str, Share], list[str]]:
    """Return how many of each kind go to a person; without a search every turn that is no rejection is left out."""
    chosen = [row for row in rows if row["kind"] in {*SEARCHED, "rejection"}]
    tickets = [as_ticket(row) for row in chosen]
    results = find(tickets) if find else [Retrieved() for _ in tickets]
    passages = [result.passages for result in results]
    to_person = [came_back(one, found) is not None for one, found in zip(tickets, passages, strict=True)]
    shares = {
        kind: Share.of(flag for flag, row in zip(to_person, chosen, strict=True) if row["kind"] == kind)
        for kind in (*SEARCHED, "rejection")
    }
    wrong = [row["id"] for flag, row in zip(to_person, chosen, strict=True) if flag is (row["kind"] == "new")]
    return shares, wrong


def words(rows: Sequence[Row]) -> tuple[dict[str, Share], list[str]]:
    """Return what is told by words alone."""
    by_kind = {
        kind: [row for row in rows if row["kind"] == kind] for kind in ("thanks", "no_thanks", "rejection", "new")
    }
    shares = {
        "thanks told": Share.of(is_thanks(row["turn"]) for row in by_kind["thanks"]),
        "taken for thanks": Share.of(is_thanks(row["turn"]) for row in by_kind["no_thanks"]),
        "rejection told": Share.of(rejects(row["turn"], row["language"]) for row in by_kind["rejection"]),
        "new taken for a rejection": Share.of(rejects(row["turn"], row["language"]) for row in by_kind["new"]),
    }
    wrong = [row["id"] for row in by_kind["thanks"] if not is_thanks(row["turn"])]
    return shares, wrong + [row["id"] for row in by_kind["no_thanks"] if is_thanks(row["turn"])]


def measure(rows: Sequence[Row], find: Find | None) -> dict[str, Any]:
    told, wrong = words(rows)
    result: dict[str, Any] = {"words": told, "wrong": wrong}
    if find is None:
        return result
    searched = [row for row in rows if row["kind"] in SEARCHED]
    found = search(searched, find)
    back, misjudged = coming_back(rows, find)
    missed = [row["id"] for row in searched if not is_hit(row, found[PRODUCT][row["id"]])]
    return result | {"recall@3": recall(searched, found), "to a person": back, "wrong": [*wrong, *misjudged, *missed]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=("dev", "test"), help="only this one")
    parser.add_argument("--no-search", action="store_true", help="only what needs no knowledge")
    parser.add_argument("--errors", action="store_true", help="print the messages that are judged wrongly")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    names = [chosen.set] if chosen.set else [n for n in ("dev", "test") if (SETS / f"threads_{n}.jsonl").exists()]
    settings = Settings()
    results: dict[str, Any] = {}
    for name in names:
        rows = load(name)
        if chosen.no_search:
            results[name] = measure(rows, None)
        else:
            with opened(settings) as database:
                results[name] = measure(rows, make_finder(settings, database).tickets)
        if not chosen.json:
            report(name, rows, results[name], errors=chosen.errors)
    if chosen.json:
        print(
            json.dumps(results, indent=2, default=lambda s: {"hits": s.hits, "total": s.total, "interval": s.interval})
        )


def report(name: str, rows: Sequence[Row], result: dict[str, Any], *, errors: bool) -> None:
    print(f"{name}: {len(rows)} messages")
    for contender, shares in result.get("recall@3", {}).items():
        print(f"  recall@3 {contender:28}", "   ".join(f"{kind} {share}" for kind, share in shares.items()))
    for kind, share in result.get("to a person", {}).items():
        print(f"  to a person {kind:15} {share}")
    for what, share in result["words"].items():
        print(f"  {what:27} {share}")
    if errors:
        turns = {row["id"]: row["turn"] for row in rows}
        print("\n".join(f"  {row_id}: {turns[row_id]}" for row_id in result["wrong"]))


if __name__ == "__main__":
    main()
