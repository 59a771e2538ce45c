"""`deskhand models compare` asks two contestants for the same handled tickets."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from worker.cli import progress
from worker.cli.models import names
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.gate.judging import Verdict

console = Console()
HELP = """Compare two versions on the same handled tickets: how often both are right, only the one, only the other.

Each may be the id of a version, a folder, `serving` (what does the work now), `heads`, `prompt` (the kept prompt),
`base` (the bare base model) or `simplest` (the most frequent answer, the first statements, no translation). The comparison is
remembered: it counts among the candidates that were tried on these tickets when one of them is promoted.

Examples:

    deskhand models compare reply-20261125-dc654061 reply-20261129-1a2b3c4d --data my/validation.jsonl

    deskhand models compare heads triage-20261129-1a2b3c4d --data my/validation.jsonl

    deskhand models compare base serving --skill reply --json
"""


def compare(
    first: Annotated[str, typer.Argument(help="A version, or serving, heads, base, simplest.", show_default=False)],
    second: Annotated[str, typer.Argument(help="Another one.", show_default=False)],
    data: names.DATA = None,
    skill: Annotated[str | None, typer.Option(help="Needed where neither is a version.", show_default=False)] = None,
    as_json: AS_JSON = False,
) -> None:
    from worker import learned_assets
    from worker.learning.gate import contestants, judging

    settings = Settings()
    validation = data or settings.gate
    if validation is None:
        raise Refused("name handled tickets that no training saw with --data FILE, or set DESKHAND_GATE")
    if skill is not None and skill not in learned_assets.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(learned_assets.SKILLS)}")
    own = skill or contestants.skill_of(settings, (first, second))
    one, other = (contestants.named(settings, own, name) for name in (first, second))
    if one == other:
        raise Refused(f"{first} and {second} are the same: {one.name}")
    with progress.step("ask both", unit="searches and answers") as step:
        verdict = judging.compare(settings, own, other, [one], validation, step.update)
    if as_json:
        typer.echo(json.dumps({"first": one.name, "second": other.name, **verdict.as_json()}, indent=2))
        return
    console.print(table(one.name, verdict))
    for line in in_words(verdict):
        console.print(line, soft_wrap=True, markup=False, highlight=False)
    for line in verdict.cautions:
        console.print(f"caution: {line}", soft_wrap=True, markup=False)
    console.print(verdict.tries(), soft_wrap=True)


def table(first: str, verdict: "Verdict") -> Table:
    from worker.learning.gate.measures import told_p

    made = Table("measure", "A", "B", "both", "only A", "only B", "p", caption=f"A: {first}\nB: {verdict.candidate}")
    made.title = f"{verdict.file}, {verdict.cases} tickets"
    for one in verdict.against[0].compared:
        pairs = one.pairs
        counts = (pairs.both, pairs.first, pairs.second)
        made.add_row(one.measure.name, str(one.other), str(one.candidate), *map(str, counts), told_p(pairs.p_value))
    return made


def in_words(verdict: "Verdict") -> list[str]:
    """Return, per measure, how B did beside A, in the words of the gate."""
    said = {"even": "no difference beyond chance"}
    hows = [(one.measure.name, one.how(verdict.level)) for one in verdict.against[0].compared]
    return [f"{name}: B is {how}" if how not in said else f"{name}: {said[how]}" for name, how in hows]
