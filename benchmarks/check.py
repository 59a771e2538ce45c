"""This benchmark measures what the check lets through: true replies of the handled tickets, and wrong ones.

    python -m benchmarks.check [--data demo/tickets/train.jsonl]

true      the sentences that agents sent, against the passages that they cited and three others
foreign   the same sentences against passages that were not cited: must fail
number    one digit of a fact changed: must fail
negated   a "not" inserted after the first verb-like word: must fail
appended  a second sentence after the true one, in the same item: must fail
joined    the same after "and", in the same sentence: must fail
asked     the questions that agents asked; a search would find more of their words than three random passages have
posed     the foreign sentences as questions: must fail
"""

import argparse
import random
import re
from pathlib import Path

from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.index.changes import gather
from knowledge.index.splitter import split
from models.skills.reply import Action, Reply
from worker.company import Company, load_company
from worker.domain import Passage
from worker.learning.received import as_ticket
from worker.library.sources import open_sources
from worker.pipeline.check.check import MIN_SUPPORT, check
from worker.settings import Settings

DISTRACTORS = 3
CLAIM = "we have refunded your whole subscription and deleted your account."


def all_passages(settings: Settings) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    with open_sources(settings) as sources:
        documents = gather(sources, {}).documents.values()
    for document in documents:
        for number, draft in enumerate(split(document, lambda text: len(text.split()), 10_000)):
            found[draft.ref] = Passage(
                number, draft.ref, document.kind, draft.title, document.url, draft.text, document.version,
                document.account, None, None, 0.0,
            )  # fmt: skip
    return found


def passes(
    ticket: HandledTicket,
    sentence: str,
    passages: list[Passage],
    company: Company,
    action: Action = Action.ANSWER,
) -> bool:
    reply = Reply(action=action, language=ticket.language, sentences=(sentence,), probabilities={})
    findings = check(as_ticket(ticket), reply, passages, company.protected_names, company.contacts).findings
    return not [f for f in findings if f.code != "wrong_language"]  # one sentence is too short to tell a language from


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("demo/tickets/train.jsonl"))
    settings, source, chance = Settings(), random.Random(7), random.Random(7)
    company = load_company(settings.company)
    passages = all_passages(settings)
    public = [p for p in passages.values() if p.account is None]
    names = ("true", "foreign", "number", "negated", "appended", "joined", "asked", "posed")
    counts: dict[str, list[bool]] = {name: [] for name in names}
    for ticket in load_handled(parser.parse_args().data):
        if ticket.action == Action.ASK:
            shown = chance.sample(public, DISTRACTORS)
            counts["asked"] += [
                passes(ticket, sentence, shown, company, Action.ASK)
                for sentence in ticket.sentences
                if sentence.endswith("?")
            ]
        if ticket.action != Action.ANSWER:
            continue
        cited = [passages[ref] for ref in ticket.passages]
        others = [p for p in source.sample(public, DISTRACTORS + 3) if p.ref not in ticket.passages][:DISTRACTORS]
        for sentence in ticket.sentences:
            shown = [*cited, *others]
            counts["true"].append(passes(ticket, sentence, shown, company))
            counts["foreign"].append(passes(ticket, sentence, others, company))
            open_end = sentence.rstrip(".;! ")
            for name, item in (("appended", f"{sentence} {CLAIM}"), ("joined", f"{open_end} and {CLAIM}")):
                counts[name].append(passes(ticket, item, shown, company))
            counts["posed"].append(passes(ticket, f"{open_end}?", others, company, Action.ASK))
            if re.search(r"\d", sentence):
                changed = re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), sentence, count=1)
                counts["number"].append(passes(ticket, changed, shown, company))
            turned = re.sub(r" (is|are|can|may|will|ist|sind|est|sont|es|son) ", r" \1 not ", sentence, count=1)
            if turned != sentence and " not " not in sentence:
                counts["negated"].append(passes(ticket, turned, shown, company))
    print(f"minimum support {MIN_SUPPORT}, {DISTRACTORS} distractors, seed 7")
    for name, outcomes in counts.items():
        wanted = "high" if name in {"true", "asked"} else "low"
        print(
            f"{name:8} {sum(outcomes):4} of {len(outcomes):4} pass ({sum(outcomes) / len(outcomes):.1%}), wanted {wanted}"
        )


if __name__ == "__main__":
    main()
