"""This benchmark measures what the check lets through, and what it holds: true sentences, and sentences that say what no
passage says.

    python -m benchmarks.check [--data demo/tickets/train.jsonl] [--pairs benchmarks/sets/check_dev.jsonl] [--show KIND]

true      the sentences that agents sent, against the passages that they cited and three others: should pass
foreign   the same sentences against passages that were not cited: must fail
another   the same sentences against the passages beside those cited: other sections of the document, other invoices
digit …   the sentences with one thing changed (benchmarks/check_changes.py): must fail
appended  a second sentence after the true one, in the same item: must fail
joined    the same after "and", in the same sentence; and a clause of a passage that is not shown: must fail
asked     the questions that agents asked; a search would find more of their words than three random passages have
posed     the foreign sentences as questions: must fail

The pairs are hand-made: a passage, and a sentence that is true or false by it, in JSON Lines with passage_title, passage,
sentence, language, true and kind.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.check_changes import CHANGES
from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.index.changes import gather
from knowledge.index.splitter import split
from knowledge.json_lines import read_lines
from models.evaluation.scores import Share
from models.skills.reply import Action, Reply
from worker.company import Company, load_company
from worker.domain import Finding, Passage, Ticket
from worker.learning.received import as_ticket
from worker.library.sources import open_sources
from worker.pipeline.check.check import check
from worker.settings import Settings

DISTRACTORS = 3
CLAIM = "we have refunded your whole subscription and deleted your account."
SHOULD_PASS = {"true", "asked"}
AND = {"en": "and", "de": "und", "fr": "et", "es": "y"}
# One sentence is too short to tell a language from, and a pair may name its company's addresses.
NOT_MEANT = {"wrong_language", "foreign_contact"}
_HANDLED = {
    "id": "P-1", "subject": "", "account": None, "requester": "a@x.example", "queue": "billing", "priority": "normal",
    "escalate": False, "reason": None, "passages": [], "reply": {"action": "answer", "sentences": ["-"]},
}  # fmt: skip
Outcome = tuple[bool, str]  # it passed; what was said, and why it was held


def all_passages(settings: Settings) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    with open_sources(settings) as sources:
        documents = gather(sources, {}).documents.values()
    for document in documents:
        for number, draft in enumerate(split(document, lambda text: len(text.split()), 10_000)):
            found[draft.ref] = Passage(
                number, draft.ref, document.kind, draft.title, document.url, draft.text, document.version,
                document.account, None, None, 0.0, fields=draft.fields, statements=draft.statements,
            )  # fmt: skip
    return found


def outcome(
    ticket: Ticket,
    language: str,
    said: str,
    passages: Sequence[Passage],
    company: Company,
    action: Action = Action.ANSWER,
) -> Outcome:
    reply = Reply(action=action, language=language, sentences=(said,), probabilities={})
    found = check(ticket, reply, passages, company.protected_names, company.contacts).findings
    held = [finding for finding in found if finding.code not in NOT_MEANT]
    return not held, f"{said}\n    {_why(held)}"


def beside(cited: Sequence[Passage], passages: Mapping[str, Passage]) -> list[Passage]:
    """Return the passages of the same documents, and of an account's rows those of the same kind."""
    refs = {passage.ref for passage in cited}
    groups = {_group(passage) for passage in cited}
    return [p for p in passages.values() if p.ref not in refs and _group(p) in groups][: 2 * DISTRACTORS]


def of_tickets(tickets: Sequence[HandledTicket], settings: Settings) -> dict[str, list[Outcome]]:
    source, chance = random.Random(7), random.Random(7)
    company = load_company(settings.company_path)
    passages = all_passages(settings)
    public = [p for p in passages.values() if p.account is None]
    counts: dict[str, list[Outcome]] = defaultdict(list)
    for ticket in tickets:
        received, language = as_ticket(ticket), ticket.language
        if ticket.action == Action.ASK:
            shown = chance.sample(public, DISTRACTORS)
            asked = [sentence for sentence in ticket.sentences if sentence.endswith("?")]
            counts["asked"] += [outcome(received, language, s, shown, company, Action.ASK) for s in asked]
        if ticket.action != Action.ANSWER:
            continue
        cited = [passages[ref] for ref in ticket.passages]
        others = [p for p in source.sample(public, DISTRACTORS + 3) if p.ref not in ticket.passages][:DISTRACTORS]
        shown, near = [*cited, *others], beside(cited, passages)
        strange = _clause(source.choice([p for p in public if p.ref not in {q.ref for q in shown}]))
        for sentence in ticket.sentences:
            open_end = sentence.rstrip(".;! ")
            counts["true"].append(outcome(received, language, sentence, shown, company))
            counts["foreign"].append(outcome(received, language, sentence, others, company))
            if near:
                counts["another"].append(outcome(received, language, sentence, near, company))
            for name, item in (
                ("appended", f"{sentence} {CLAIM}"),
                ("joined", f"{open_end} {AND[language]} {CLAIM}"),
                ("joined", f"{open_end}, {AND[language]} {strange}"),
            ):
                counts[name].append(outcome(received, language, item, shown, company))
            counts["posed"].append(outcome(received, language, f"{open_end}?", others, company, Action.ASK))
            for name, change in CHANGES.items():
                if (changed := change(sentence, language, chance)) and changed != sentence:
                    counts[name].append(outcome(received, language, changed, shown, company))
    return counts


def of_pairs(path: Path, company: Company) -> dict[str, list[Outcome]]:
    counts: dict[str, list[Outcome]] = defaultdict(list)
    for row in read_lines(path, lambda _, value: value):
        passage = Passage(1, "pair#1", "docs", row["passage_title"], "", row["passage"], "1", None, None, None, 1.0)
        handled = HandledTicket.model_validate({**_HANDLED, "body": row["sentence"], "language": row["language"]})
        result = outcome(as_ticket(handled), row["language"], row["sentence"], [passage], company)
        counts["true" if row["true"] else row["kind"]].append(result)
        counts[f"{'true' if row['true'] else 'false'} in {row['language']}"].append(result)
    return counts


def told(counts: Mapping[str, Sequence[Outcome]], title: str, shown: Sequence[str]) -> None:
    print(title)
    for name, outcomes in counts.items():
        wanted = "pass" if name in SHOULD_PASS or name.startswith("true") else "fail"
        print(f"  {name:10} {Share.of(passed for passed, _ in outcomes)} pass; they should {wanted}")
        if name in shown:
            print("\n".join(f"    {said}" for passed, said in outcomes if passed is not (wanted == "pass")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append")
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    parser.add_argument("--show", action="append", default=[], help="a kind whose wrong outcomes are printed")
    arguments = parser.parse_args()
    settings = Settings()
    for path in arguments.data if arguments.data is not None else [Path("demo/tickets/train.jsonl")]:
        told(of_tickets(load_handled(path), settings), f"{path}, {DISTRACTORS} distractors, seed 7", arguments.show)
    for path in arguments.pairs:
        told(of_pairs(path, load_company(settings.company_path)), str(path), arguments.show)


def _clause(passage: Passage) -> str:
    """Return the first sentence of a passage as a clause."""
    return passage.text.split(". ")[0].rstrip(".") + "."


def _group(passage: Passage) -> str:
    document, _, section = passage.ref.partition("#")
    return f"{document}#{section.split(' ')[0]}" if passage.account else document if section else passage.kind


def _why(held: Sequence[Finding]) -> str:
    return "; ".join(f"{finding.code}: {finding.detail}" for finding in held) or "passed"


if __name__ == "__main__":
    main()
