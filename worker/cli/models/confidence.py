"""`deskhand models confidence` learns how sure a reply is, and says whether that is better than what costs nothing."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.learning.reply_confidence import Compared

console = Console()
HELP = """Learn the confidence of a reply: how likely it stands on nothing but passages that answer.

It is learned from replies to tickets and questions whose right passages are known: those of handled tickets that training
held out, and all of a file of questions (with "passages"; none for a question that nothing answers). A reply costs seconds;
each is kept in DESKHAND_HOME, and an interrupted run goes on where it stopped.

The table shows how well each feature parts right from wrong replies on folds that it was not fitted on (area under the
curve: 0.5 is chance, 1 is perfect), with its interval of 95 %. All features together are used only if they beat the best
single one beyond chance, and a single one only if it beats the probability of the tokens beyond chance. Otherwise that
probability stays the confidence.

Nothing is written without --save. A send threshold holds only for the confidence that it was proven for, so run
`deskhand models threshold --save` afterwards, on tickets that the confidence has not learned from.

Examples:

    deskhand models confidence --data questions.jsonl

    deskhand models confidence --data my/questions.jsonl --data my/handled.jsonl --save

    deskhand models confidence --data my/reviewed.jsonl --unseen --json | jq .areas
"""


def confidence(
    data: Annotated[list[Path], typer.Option(help="Handled tickets or questions, JSON Lines; may be repeated.")],
    unseen: Annotated[
        bool, typer.Option("--unseen", help="No training saw any of the handled tickets: use all.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Write all replies again, as after a sync.")] = False,
    save: Annotated[
        bool, typer.Option("--save", help="Keep what was learned; workers use it from their next batch.")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    from models.evaluation import confidence as confidences
    from worker import assets
    from worker.learning import labelled_replies, reply_confidence

    settings = Settings()
    tickets = [ticket for path in data for ticket in labelled_replies.load(settings, path, unseen=unseen)]
    if not tickets:
        raise Refused(f"{', '.join(map(str, data))} holds no question, and no ticket that is held out of training")
    with progress.step("reply to what the right passages are known of", unit="tickets", total=len(tickets)) as step:
        written = reply_confidence.write(settings, tickets, again=again, progress=step.advance)
    compared = reply_confidence.compare(written.replies)
    made = reply_confidence.learn(settings, written, compared.chosen) if compared.chosen else None
    path = settings.adapters_path / assets.CONFIDENCE
    if save and made is not None:
        confidences.save(made, path)
    if as_json:
        learned = made.as_json() if made else None
        typer.echo(json.dumps({**compared.as_json(), "learned": learned, "saved": save and made is not None}, indent=2))
        return
    console.print(_table(compared))
    for line in told(compared):
        console.print(line, soft_wrap=True)
    if made is not None:
        kept = f"is kept in {path}; workers use it from their next batch" if save else "is not kept: add --save"
        console.print(f"[green]{made.id}[/] {kept}", soft_wrap=True)
    elif save and path.exists():
        console.print(f"{path} stays as it is; remove it to return to the probability of the tokens", soft_wrap=True)


def _table(compared: "Compared") -> Table:
    title = f"{compared.replies} replies that pass the check, {compared.right} of them right; out of fold"
    table = Table("confidence", "area under the curve", title=title)
    for name, area in sorted(compared.areas.items(), key=lambda item: -item[1].value):
        table.add_row(name, str(area))
    return table


def told(compared: "Compared") -> list[str]:
    """Return what was compared, and what follows, in sentences."""
    lines = [
        f"all together, against {compared.best}: {compared.all_over_best}",
        f"all together, against the tokens: {compared.all_over_tokens}",
        f"{compared.best}, against the tokens: {compared.best_over_tokens} (the interval allows for its having been chosen)",
    ]
    if len(compared.chosen) > 1:
        return [*lines, "all features together are better beyond chance"]
    if compared.chosen:
        return [*lines, f"all features together are not better beyond chance than {compared.best}, which is enough"]
    return [*lines, "nothing is better beyond chance than the probability of the tokens, which stays the confidence"]
