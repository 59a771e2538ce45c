"""`deskhand company check` looks for mistakes in the company file, and shows which rules apply to a ticket."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from worker.cli.options import AS_JSON
from worker.company import Company, Effect, Rule, load_company
from worker.company.mistakes import quoted
from worker.company.reading import examine
from worker.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Check the company file, and try its rules.")

CHECK_HELP = """Check the company file (DESKHAND_COMPANY), and show which of its rules apply to a ticket.

All mistakes are listed, each with its line and what is allowed; then the exit code is 1. A ticket is a row as in
demo/tickets/inbound.jsonl, with "channel", "brand", "plan", "tier" and "fields" if you like; what else it has is not read.
Plan and tier are those of its account in your knowledge file. What stands above every rule, such as a request for a
person, is not looked at.

Examples:

    deskhand company check

    deskhand company check --ticket ticket.json

    head -5 demo/tickets/inbound.jsonl | deskhand company check --ticket - --json
"""


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="company")


@app.callback()
def _group() -> None:
    """Keep `check` a command of its own while it is the only one."""


@app.command(help=CHECK_HELP)
def check(
    ticket: Annotated[
        Path | None, typer.Option(help="A JSON file with one or several tickets; - is the standard input.")
    ] = None,
    as_json: AS_JSON = False,
) -> None:
    settings = Settings()
    if as_json and not isinstance(found := examine(settings.company_path), Company):
        typer.echo(json.dumps({"file": str(settings.company_path), "errors": [asdict(one) for one in found]}, indent=2))
        raise typer.Exit(1)
    company = load_company(settings.company_path)
    tried = _tried(ticket, company, settings) if ticket is not None else []
    if as_json:
        counts = {"queues": len(company.queues), "fields": len(company.fields), "rules": len(company.rules)}
        said = {
            "file": str(settings.company_path),
            "errors": [],
            "id": company.id,
            "company": company.name,
            **counts,
            "tickets": tried,
        }
        typer.echo(json.dumps(said, indent=2))
        return
    typer.echo(
        f"{settings.company_path} has no mistake: {company.name}, {len(company.queues)} queues, {len(company.fields)} "
        f"fields, {len(company.rules)} rules"
    )
    for row in tried:
        typer.echo("\n".join(["", *_lines(row)]))


def _tried(path: Path, company: Company, settings: Settings) -> list[dict[str, Any]]:
    """Return what each rule makes of each ticket of a file."""
    from worker.cli.company.trial_tickets import read_rows, trials
    from worker.pipeline.rules import first, judge

    rows = read_rows(path)
    tried = []
    for trial in trials(rows, company, settings, note=lambda said: typer.echo(f"deskhand: {said}", err=True)):
        judged = judge(company, trial.ticket, trial.fields)
        applying = [one for one in judged if one.unmet is None]
        counting = {effect: one.rule for effect in Effect if (one := first(applying, effect)) is not None}
        rules = [
            {
                "name": one.rule.name,
                "effect": str(one.rule.effect),
                "applies": one.unmet is None,
                "because": list(one.met),
                "unmet": one.unmet,
                "does": _does(one.rule, counting) if one.unmet is None else None,
            }
            for one in judged
        ]
        tried.append({"ticket": trial.ticket.external_id, "language": trial.ticket.language, "rules": rules})
    return tried


def _does(rule: Rule, counting: dict[Effect, Rule]) -> str:
    """Return what a rule that applies does, beside the others that apply."""
    if (earlier := counting[rule.effect]) is not rule:
        return f'nothing: the rule "{earlier.name}" comes first'
    always, never = counting.get(Effect.ALWAYS_ESCALATE), counting.get(Effect.NEVER_SEND)
    match rule.effect:
        case Effect.NEVER_SEND:
            return "nothing is sent by itself: a reply is a draft, held for a person (rule)"
        case Effect.ALWAYS_ESCALATE if never:
            return f'a person takes it ({rule.reason}) if no draft can be held: the rule "{never.name}" is stronger'
        case Effect.ALWAYS_ESCALATE:
            return f"a person takes it ({rule.reason})"
        case Effect.NEVER_ESCALATE if always:
            return f'nothing: the rule "{always.name}" is stronger'
        case Effect.NEVER_ESCALATE:
            return "what triage says about a person is overruled"
    return f"it goes to the queue {rule.queue}"


def _lines(row: dict[str, Any]) -> list[str]:
    lines = [f"ticket {quoted(row['ticket'])} ({row['language'] or 'language unknown'})"]
    for rule in row["rules"]:
        if rule["applies"]:
            lines += [f'  applies: "{rule["name"]}" ({rule["effect"]})', f"    why: {', '.join(rule['because'])}"]
            lines.append(f"    then: {rule['does']}")
        else:
            lines.append(f'  does not apply: "{rule["name"]}" ({rule["effect"]}): {_one_line(rule["unmet"])}')
    return lines if row["rules"] else [*lines, "  the file has no rules"]


def _one_line(text: str) -> str:
    return text if text.isprintable() else repr(text)
