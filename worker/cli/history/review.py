"""`deskhand history review` shows a person a sample of the labels that rules made, and keeps what is said of them."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from worker.cli import private_file, progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from worker.company import Company
    from worker.db.past_reviews import Review
    from worker.history.preparing import Prepared
    from worker.history.redaction import Redactor

console = Console()
HELP = """Look at a sample of the labels that your rules made of past tickets, before anything learns from them.

The rules (`[[history.escalation]]` of the company file) say which past tickets a person had to take, and why. The sample has some
of each rule, and some without a label. Say of each: right, wrong, or the reason that would have been right. Your corrections
stay when the examples are made again. Without a terminal, write the sample into a file, fill in its column `verdict`, and give
it back with --answers.

Examples:

    deskhand history review

    deskhand history review --out labels.csv

    deskhand history review --answers labels.csv --json
"""
_ASK = "[r]ight, [w]rong, a reason by its number, [s]kip, [q]uit"


def register(app: typer.Typer) -> None:
    app.command(name="review", help=HELP)(review)


def review(
    sample: Annotated[int, typer.Option(help="How many labels to look at in all.", min=1)] = 50,
    out: Annotated[Path | None, typer.Option(help="Write the sample into this CSV or JSON Lines file.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Read the verdicts of such a file.")] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker.company import load_company
    from worker.db.session import transaction
    from worker.history import preparing, review_file, reviewing
    from worker.history.redaction import Gazetteer, Redactor
    from worker.history.rows import row_id
    from worker.library.owner import ready_owner

    settings = Settings()
    company = load_company(settings.company_path)
    with ready_owner(settings) as owner:
        with progress.step("label the past tickets") as step:
            prepared = preparing.read_labels(owner, company, step)
        if not prepared.labelled:
            raise Refused("there are no past tickets to look at: run `deskhand history import`")
        if answers is not None:
            ids = {row_id(example): row for row, example in prepared.labelled.items()}
            _keep(owner, review_file.read(answers, ids, company))
        with transaction(owner) as session:
            redactor = Redactor(Gazetteer.of(session, company))
        reviews = _reviews(owner)
        rows = reviewing.sample(prepared.labelled, reviews, sample)
        if out is not None:
            shown = [review_file.shown(prepared.labelled[row], redactor) for row in rows]
            private_file.write(out, review_file.as_text(shown, json_lines=out.suffix == ".jsonl"))
        elif answers is None and not as_json and rows and sys.stdin.isatty():
            _ask(owner, prepared, rows, company, redactor)
        reviews = _reviews(owner)
    left = reviewing.sample(prepared.labelled, reviews, sample)
    _tell(prepared, reviews, left, redactor, out, as_json=as_json)


def _tell(
    prepared: "Prepared",
    reviews: "Mapping[int, Review]",
    left: Sequence[int],
    redactor: "Redactor",
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    from worker.history import card, review_file, reviewing

    agreed = reviewing.agreement(prepared.labelled, reviews)
    counts = {rule: sum(reviewing.rule_of(e) == rule for e in prepared.labelled.values()) for rule in _rules(prepared)}
    if as_json:
        said: dict[str, Any] = {
            "labels": counts,
            "looked_at": sum(one.total for one in agreed.values()),
            "left": len(left),
            "rules": {rule: card.share(one) for rule, one in agreed.items()},
            "sample": [review_file.shown(prepared.labelled[row], redactor) for row in left],
        }
        typer.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    columns = (
        Column("rule", ratio=3),
        Column("tickets", justify="right"),
        Column("right, of those looked at", ratio=2),
    )
    table = Table(*columns, box=box.SIMPLE_HEAD)
    for rule, count in counts.items():
        table.add_row(Text(rule), f"{count:,}", str(agreed[rule]) if rule in agreed else "-")
    console.print(table)
    if out is not None:
        console.print(Text(f"{len(left)} labels are in {out}: fill in its column verdict, then give it to --answers"))
    elif left or reviewing.left_to_do(prepared.labelled, reviews):
        left = left or reviewing.sample(prepared.labelled, reviews)
        console.print(
            Text(
                f"{len(left)} labels are still to be looked at: run `deskhand history review` on a terminal, or --out FILE"
            )
        )
    else:
        console.print(Text("all of the sample was looked at: `deskhand history examples --out FOLDER` is next"))


def _ask(owner: "Engine", prepared: "Prepared", rows: Sequence[int], company: "Company", redactor: "Redactor") -> None:
    from worker.history import review_file

    reasons = list(company.escalation)
    for number, row in enumerate(rows, 1):
        shown = review_file.shown(prepared.labelled[row], redactor)
        console.print(Text(f"\n{number} of {len(rows)}   {shown['id']}   {shown['subject']}", style="bold"))
        console.print(Text(shown["question"]))
        if shown["answer"]:
            console.print(Text(f"\nanswered:\n{shown['answer']}", style="dim"))
        if shown["happened"]:
            console.print(Text(shown["happened"], style="dim"))
        label = (
            "nobody had to take it"
            if shown["label"] == review_file.NOBODY
            else f"a person had to take it: {shown['label']}"
        )
        console.print(Text(f"label: {label} (by {shown['rule']})", style="yellow"))
        console.print(Text("  ".join(f"{n} {reason}" for n, reason in enumerate(reasons, 1)), style="dim"))
        given = _verdict(shown, reasons, company)
        if given is None:
            return
        if given:
            _keep(owner, {row: given[0]})


def _verdict(shown: Mapping[str, str], reasons: Sequence[str], company: "Company") -> "tuple[Review, ...] | None":
    """Return a person's answer; nothing for a skipped label, None to stop."""
    from worker.history import review_file

    words = {"r": review_file.RIGHT, "w": review_file.WRONG}
    while True:
        said = typer.prompt(_ASK, default="s").strip().lower()
        if said[:1] == "q":
            return None
        if said[:1] == "s":
            return ()
        if said.isdecimal() and 0 < int(said) <= len(reasons):
            said = reasons[int(said) - 1]
        try:
            reason = None if shown["label"] == review_file.NOBODY else shown["label"]
            return (review_file.answer(words.get(said, said), reason, shown["rule"], company),)
        except ValueError as error:
            console.print(Text(str(error), style="red"))


def _keep(owner: "Engine", answers: "Mapping[int, Review]") -> None:
    from worker.db import past_reviews
    from worker.db.session import transaction

    with transaction(owner) as session:
        for row, given in answers.items():
            past_reviews.keep(session, row, given)


def _reviews(owner: "Engine") -> "dict[int, Review]":
    from worker.db import past_reviews
    from worker.db.session import transaction

    with transaction(owner) as session:
        return past_reviews.every(session)


def _rules(prepared: "Prepared") -> list[str]:
    from worker.history import reviewing

    rules = {reviewing.rule_of(example) for example in prepared.labelled.values()}
    return sorted(rules, key=lambda rule: (rule == reviewing.NO_RULE, rule))
