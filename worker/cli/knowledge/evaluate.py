"""`deskhand knowledge evaluate` measures the search on questions with known passages."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()

HELP = """Measure the search on questions with known passages, and say why passages were missed.

Each stage (lexical, dense, fused, reranked) is measured with 95 % intervals. With --data, the documents of a folder
(documents.jsonl and questions.jsonl) are indexed in a temporary database of their own. The exit code is 1 if so little
is found that a model would learn to guess.

Examples:

    deskhand knowledge evaluate --questions tickets/test.jsonl --misses 20

    deskhand knowledge evaluate --data my/folder --json
"""


def register(app: typer.Typer) -> None:
    app.command(help=HELP)(evaluate)


def evaluate(
    questions: Annotated[Path | None, typer.Option(help="Questions or handled tickets, JSON Lines.")] = None,
    data: Annotated[Path | None, typer.Option(help="A folder with documents.jsonl and questions.jsonl.")] = None,
    misses: Annotated[int, typer.Option(help="Number of misses to show.", min=0)] = 10,
    as_json: AS_JSON = False,
) -> None:
    from worker import bootstrap, embedded
    from worker.learning import question_file, search_evaluation
    from worker.library.owner import ready_owner

    if (questions is None) is (data is None):
        raise Refused(
            "name what to ask: --questions FILE for your own knowledge, or --data FOLDER with documents of its own"
        )
    settings = Settings()
    translate = bootstrap.make_translate(settings)
    results: dict[str, Any] = {}
    with progress.step("evaluate the search", unit="questions") as step:
        if questions is not None:
            asked = question_file.load(settings, questions)
            step.begin(f"asking {questions}", len(asked), "questions")
            with ready_owner(settings, reads=True) as owner, bootstrap.opened(settings) as engine:
                finder = bootstrap.make_finder(settings, engine, translate)
                results[str(questions)] = search_evaluation.evaluate_search(finder, owner, asked, step.advance)
        elif data is not None:
            from knowledge.measure.dataset_folder import load_folder

            dataset = load_folder(data)
            urls = embedded.connection_urls(settings)
            step.begin(f"indexing {len(dataset.documents):,} documents of {dataset.name}")
            with search_evaluation.indexed(
                dataset,
                urls.database,
                urls.admin_database,
                bootstrap.make_maker(settings),
                lambda app: bootstrap.make_finder(settings, app, translate, own=False),
            ) as (finder, owner):
                step.begin(f"asking {dataset.name}", len(dataset.questions), "questions")
                results[dataset.name] = search_evaluation.evaluate_search(
                    finder, owner, dataset.questions, step.advance
                )
    if as_json:
        typer.echo(json.dumps({name: _as_json(result) for name, result in results.items()}, indent=2))
    else:
        for name, result in results.items():
            _print(name, result, misses)
    if any(result.warning for result in results.values()):
        raise typer.Exit(1)


def _print(name: str, result: Any, misses: int) -> None:
    stages = list(result.figures)
    table = Table("measure", *stages, title=f"{name}: {result.questions} questions, mean [95 % interval]")
    for measure in result.figures[stages[0]]:
        table.add_row(measure, *(str(result.figures[stage][measure]) for stage in stages))
    console.print(table)
    kinds = Table("kind", "questions", "recall@5", "answered@5", "MRR", title=f"{stages[-1]}, by kind")
    for kind, figures in result.by_kind.items():
        cells = (str(figures[m]) for m in ("recall@5", "answered@5", "MRR"))
        kinds.add_row(kind or "-", str(figures["MRR"].questions), *cells)
    console.print(kinds)
    if result.empty is not None:
        console.print(f"nothing returned where nothing answers: {result.empty}")
    for cause, count in result.causes.most_common():
        console.print(f"{count:4} missed: {cause}")
    for miss in result.misses[:misses]:
        place = f"place {miss.place}" if miss.place else "no candidate"
        console.print(f"  {miss.question.id}: {escape(miss.ref)} ({place}): {escape(miss.question.text[:90])}")
    if result.warning:
        console.print(f"[yellow]{result.warning}[/]")


def _as_json(result: Any) -> dict[str, Any]:
    def plain(figures: Any) -> dict[str, Any]:
        return {name: vars(figure) for name, figure in figures.items()}

    return {
        "questions": result.questions,
        "stages": {stage: plain(figures) for stage, figures in result.figures.items()},
        "by_kind": {kind: plain(figures) for kind, figures in result.by_kind.items()},
        "causes": {str(cause): count for cause, count in result.causes.items()},
        "misses": [
            {"question": m.question.id, "ref": m.ref, "cause": m.cause, "place": m.place} for m in result.misses
        ],
    }
