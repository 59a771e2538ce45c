"""This benchmark measures how the questions of a ticket are found, and whether a reply that leaves one open is noticed.

    python -m benchmarks.questions                    what is found, and which tickets are vague; no database
    python -m benchmarks.questions --search           open questions too: needs `deskhand up` and the demo's knowledge
    python -m benchmarks.questions --set dev --errors

found      benchmarks/sets/several_*.jsonl: tickets of one to three questions, by writers who saw no code; a found question
           counts for the one of the writer whose words it has most of
vague      benchmarks/sets/vague_*.jsonl: tickets that say nothing, and short but clear ones
noticed    for each question of a ticket, a reply that gives only the first passage that answers it: is a finding made, where
           another question has its passages in other documents?
in full    a reply with all passages of all questions: no finding is wanted
handled    tickets that agents answered (--data), with their replies and passages: no finding is wanted. The encoder of the
           demo has learned from train.jsonl, and variants of the rules were chosen by both files, so neither is held out.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.check import all_passages
from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.json_lines import read_lines
from models.evaluation.scores import Share
from models.skills.reply import Action, Reply
from worker.domain import Attribution, CheckResult, Passage, Ticket
from worker.learning.received import as_ticket
from worker.mail.asked.lexicon import tokens
from worker.mail.asked.questions import Question, find_questions
from worker.mail.asked.vague import is_vague
from worker.pipeline.check.open_questions import doubts, findings
from worker.pipeline.retrieve import Find
from worker.retrieval.batches import batches

SETS = Path("benchmarks/sets")
DATA = (Path("demo/tickets/train.jsonl"), Path("demo/tickets/test.jsonl"))
SAME = 0.6  # of the words of a writer's question
Row = Mapping[str, Any]


def rows(path: Path) -> list[Row]:
    return list(read_lines(path, lambda _, row: row))


def matched(found: Sequence[Question], wanted: Sequence[str]) -> list[int | None]:
    """Return for each question of the writer the number of the found one; each found one counts once."""
    left = list(range(len(found)))
    numbers: list[int | None] = []
    for text in wanted:
        best = max(left, key=lambda number: _share(found[number].text, text), default=None)
        if best is not None and _share(found[best].text, text) >= SAME:
            left.remove(best)
            numbers.append(best)
        else:
            numbers.append(None)
    return numbers


def found_figures(tickets: Sequence[Row], errors: bool) -> dict[str, Any]:
    hits = total = wanted = 0
    start = perf_counter()
    found = [find_questions(t["subject"], t["body"], t["language"]) for t in tickets]
    spent = perf_counter() - start
    for ticket, questions in zip(tickets, found, strict=True):
        texts = [q["text"] for q in ticket["questions"]]
        numbers = matched(questions, texts)
        hits += sum(number is not None for number in numbers)
        total += len(questions)
        wanted += len(texts)
        if errors:
            missed = [text for text, number in zip(texts, numbers, strict=True) if number is None]
            more = [q.text for n, q in enumerate(questions) if n not in numbers]
            if missed or more:
                print(f"  {ticket['id']}: missed {missed}, found besides {more}")
    one = [len(q) < 2 for t, q in zip(tickets, found, strict=True) if len(t["questions"]) == 1]
    return {
        "precision": Share(hits, total),
        "recall": Share(hits, wanted),
        "one question stays one": Share.of(one),
        "milliseconds": round(spent * 1000 / max(1, len(tickets)), 2),
    }


def vague_figures(tickets: Sequence[Row], errors: bool) -> dict[str, Any]:
    told = [(is_vague("", t["text"]), t["label"] == "vague", t["text"]) for t in tickets]
    if errors:
        print(
            "\n".join(
                f"  {'missed' if label else 'false alarm'}: {text}" for flag, label, text in told if flag != label
            )
        )
    return {
        "vague ones told": Share.of(flag for flag, label, _ in told if label),
        "clear ones told": Share.of(not flag for flag, label, _ in told if not label),
    }


def open_ones(ticket: Ticket, said: Sequence[str], cited: Sequence[Passage], find: Find) -> list[str]:
    """Return what is found open when a reply says the sentences and cites the passages."""
    questions = find_questions(ticket.subject, ticket.body, ticket.language)
    reply = Reply(action=Action.ANSWER, language=ticket.language or "en", sentences=tuple(said), probabilities={})
    check = CheckResult(tuple(Attribution("", passage, 1.0) for passage in cited), ())
    found = findings(doubts(ticket, questions, reply, check), find)
    return [finding.detail for finding in found if finding is not None]


def partial(tickets: Sequence[Row], passages: Mapping[str, Passage]) -> Iterator[tuple[Row, list[Passage], bool]]:
    """Yield replies to single questions (True) and to all of a ticket (False), as the passages they cite."""
    for ticket in tickets:
        refs = [[ref for ref in q["passages"] if ref in passages] for q in ticket["questions"]]
        for own in refs:
            others = [{_document(ref) for ref in other} for other in refs if other is not own]
            if own and any({_document(ref) for ref in own}.isdisjoint(other) for other in others):
                yield ticket, [passages[own[0]]], True
        if len(refs) > 1 and all(refs):
            yield ticket, [passages[ref] for own in refs for ref in own], False


def open_figures(tickets: Sequence[Row], passages: Mapping[str, Passage], find: Find, errors: bool) -> dict[str, Any]:
    noticed, full = [], []
    for row, cited, is_open in partial(tickets, passages):
        found = open_ones(_ticket(row), [passage.text for passage in cited], cited, find)
        (noticed if is_open else full).append(bool(found))
        if errors and bool(found) is not is_open:
            print(f"  {row['id']}: {'open, not noticed' if is_open else f'answered in full, {found}'}")
    return {"noticed": Share.of(noticed), "false when answered in full": Share.of(full)}


def handled_figures(
    tickets: Sequence[HandledTicket], passages: Mapping[str, Passage], find: Find, errors: bool
) -> dict[str, Any]:
    false, asked = [], []
    for group in batches([t for t in tickets if t.action == Action.ANSWER]):
        for ticket in group:
            cited = [passages[ref] for ref in ticket.passages if ref in passages]
            found = open_ones(as_ticket(ticket), ticket.sentences, cited, find)
            false.append(bool(found))
            asked.append(len(find_questions(ticket.subject, ticket.body, ticket.language)))
            if errors and found:
                print(f"  {ticket.id}: {found}")
    alone = [flag for flag, number in zip(false, asked, strict=True) if number < 2]
    several = [flag for flag, number in zip(false, asked, strict=True) if number > 1]
    return {
        "false findings": Share.of(false),
        "where one question was found": Share.of(alone),
        "where several were": Share.of(several),
    }


def make_find(translate: bool) -> Find:
    """Return the product's search over the index of DESKHAND_HOME. Without `translate` no language model is loaded."""
    from worker import bootstrap
    from worker.settings import Settings

    settings = Settings()
    return bootstrap.make_finder(settings, bootstrap.database(settings), None if translate else list).tickets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=("dev", "test"), help="only this one")
    parser.add_argument("--data", type=Path, nargs="*", default=DATA, help="handled tickets")
    parser.add_argument("--search", action="store_true", help="measure open questions, with the live index")
    parser.add_argument("--translate", action="store_true", help="search other languages in English too")
    parser.add_argument("--errors", action="store_true", help="print what is judged wrongly, with its text")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    results: dict[str, dict[str, Any]] = {}
    find = make_find(chosen.translate) if chosen.search else None
    passages: dict[str, Passage] = {}
    if find:
        from worker.settings import Settings

        passages = all_passages(Settings())
    for name in (chosen.set,) if chosen.set else ("dev", "test"):
        several, vague = SETS / f"several_{name}.jsonl", SETS / f"vague_{name}.jsonl"
        if several.exists():
            tickets = rows(several)
            results[f"{name}: {len(tickets)} tickets"] = found_figures(tickets, chosen.errors)
            if find:
                results[f"{name}: replies"] = open_figures(tickets, passages, find, chosen.errors)
        if vague.exists():
            results[f"{name}: vague"] = vague_figures(rows(vague), chosen.errors)
    for path in chosen.data if find else ():
        results[path.name] = handled_figures(load_handled(path), passages, find, chosen.errors) if find else {}
    if chosen.json:
        print(
            json.dumps(results, indent=2, default=lambda s: {"hits": s.hits, "total": s.total, "interval": s.interval})
        )
        return
    for part, figures in results.items():
        print(part)
        for figure, value in figures.items():
            print(f"  {figure:30} {value}")


def _share(text: str, wanted: str) -> float:
    there, words = set(tokens(text)), set(tokens(wanted))
    return len(there & words) / len(words) if words else 0.0


def _document(ref: str) -> str:
    return ref.partition("#")[0]


def _ticket(row: Row) -> Ticket:
    return as_ticket(
        HandledTicket.model_validate(
            {"queue": "other", "priority": "normal", "escalate": False, "account": None, "requester": "a@a.example"}
            | {"reason": None, "passages": [], "reply": {"action": "answer", "sentences": ["x"]}}
            | {name: row[name] for name in ("id", "subject", "body", "language")}
        )
    )


if __name__ == "__main__":
    main()
