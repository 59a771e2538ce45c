"""`deskhand knowledge search | evaluate` query the search by hand and measure it."""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.cli.progress import Step
from worker.errors import Refused
from worker.settings import Settings

console = Console()

SEARCH_HELP = """Search the index by hand, as for a ticket.

Examples:

    deskhand knowledge search "reset link never arrives" --explain

    deskhand knowledge search "is my invoice paid" --account acc-edelgrat --json

    deskhand knowledge search "reset link" --statements
"""
EVALUATE_HELP = """Measure the search on questions with known passages, and say why passages were missed.

Each stage (lexical, dense, fused, reranked) is measured with 95 % intervals. With --data, the documents of a folder
(documents.jsonl and questions.jsonl) are indexed in a temporary database of their own. The exit code is 1 if so little
is found that a model would learn to guess.

Examples:

    deskhand knowledge evaluate --questions tickets/test.jsonl --misses 20

    deskhand knowledge evaluate --data my/folder --json
"""


def register(app: typer.Typer) -> None:
    app.command(help=SEARCH_HELP)(search)
    app.command(help=EVALUATE_HELP)(evaluate)


def search(
    query: Annotated[str, typer.Argument(help="As a customer would write it.")],
    account: Annotated[str | None, typer.Option(help="Search the history of this account as well.")] = None,
    limit: Annotated[int, typer.Option(help="Maximum number of passages.", min=1, max=50)] = 8,
    explain: Annotated[bool, typer.Option(help="Show rank and score at each stage, and the time each takes.")] = False,
    statements: Annotated[
        bool, typer.Option("--statements", help="Show the sentences that a reply may say of each passage.")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    from worker import bootstrap
    from worker.db.session import transaction
    from worker.db.tables import AccountRow
    from worker.retrieval.query import Query
    from worker.retrieval.trust import is_trusted, untrusted_sources

    settings = Settings()
    with bootstrap.opened(settings) as engine:
        with transaction(engine, account=account) as session:  # before the encoder is loaded, which takes seconds
            if account is not None and session.get(AccountRow, account) is None:
                raise Refused(f"there is no account {account!r}: the accounts file holds the ids")
        with progress.step("load the models and search", usually="5 to 20 s"):
            finder = bootstrap.make_finder(settings, engine)
            if explain or as_json:
                finder.find([Query(query)])  # loads the models, which must not count as time of the search
            [found] = finder.find([Query(query, account)], limit=limit, details=statements or as_json)
    if found.error is not None:
        raise found.error
    untrusted = untrusted_sources(settings.knowledge_path)
    if as_json:
        rows = [
            vars(ranked.hit)
            | {"rank": ranked.rank, "relevance": ranked.relevance, "trusted": is_trusted(ranked.hit.ref, untrusted)}
            | _said(found.details[ranked.hit.id])
            for ranked in found.ranked
        ]
        typer.echo(
            json.dumps(
                {
                    "searched": found.text,
                    "evidence": found.evidence,
                    "passages": rows,
                    "milliseconds": found.milliseconds,
                },
                indent=2,
            )
        )
        return
    _print_found(found.ranked, untrusted, explain=explain)
    if statements:
        for ranked in found.ranked:
            _tell(ranked.hit, found.details[ranked.hit.id])
    if explain:
        if found.text != query:
            console.print(f"searched for: {escape(found.text.removesuffix(query).strip())}, and the query as it is")
        if found.evidence is not None:
            console.print(f"probability that one of them answers: {found.evidence:.0%}")
        console.print(", ".join(f"{step} {ms:.0f} ms" for step, ms in found.milliseconds.items()))


def _print_found(found: Any, untrusted: Collection[str], *, explain: bool) -> None:
    from worker.retrieval.trust import is_trusted

    if not found:
        console.print("nothing found: every passage is too weak a match")
    elif not explain:
        console.print(_listed(found))
    else:
        console.print(_explained(found))
    for ranked in found:
        if not is_trusted(ranked.hit.ref, untrusted):
            console.print(f"{escape(ranked.hit.ref)} is of a less trusted source: only people are shown it")


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


def judge(settings: Settings, questions: Path, step: Step, *, force: bool) -> Callable[[Any], dict[str, Any]]:
    """Return a function that measures a new index and the live one on the questions of a file. `step` shows its progress."""
    from worker import bootstrap
    from worker.learning import question_file, search_evaluation
    from worker.library.owner import ready_owner

    asked = question_file.load(settings, questions)
    translate = bootstrap.make_translate(settings)

    def scores(index: Any) -> dict[str, Any]:
        step.begin("measuring the new index beside the live one", 2 * len(asked), "questions")
        with ready_owner(settings, reads=True) as owner, bootstrap.opened(settings) as engine:
            new, live = (
                search_evaluation.evaluate_search(
                    bootstrap.make_finder(settings, engine, translate, index=which), owner, asked, step.advance
                )
                for which in (index, None)
            )
        return search_evaluation.compare(new, live, force=force)

    return scores


def _listed(found: Any) -> Table:
    table = Table("", "kind", "passage", "relevance", "text")
    for ranked in found:
        sure = "-" if ranked.relevance is None else f"{ranked.relevance:.0%}"
        table.add_row(str(ranked.rank), ranked.hit.kind, escape(ranked.hit.ref), sure, escape(ranked.hit.text[:90]))
    return table


def _said(details: Any) -> dict[str, Any]:
    return {
        "statements": [statement.to_json() for statement in details.statements],
        "fields": dict(details.fields),
        "public": details.public,
    }


def _tell(hit: Any, details: Any) -> None:
    """Print the statements of a passage, what they only carry in grey."""
    seen = "customers can open it" if details.public else "customers cannot open it"
    console.print(f"\n[bold]{escape(hit.ref)}[/] ({seen})")
    for one in details.statements:
        lead = f"[dim]{escape(one.lead)}[/] " if one.lead else ""
        about = [] if one.kind == "sentence" else [str(one.kind)]
        about += [one.language] if one.language else []
        console.print(
            f"- {lead}{escape(one.own)}" + (f" [dim]({', '.join(about)})[/]" if about else ""), soft_wrap=True
        )


def _explained(found: Any) -> Table:
    stages = ("lexical", "document", "dense", "precedents", "fused")
    table = Table("", "passage", "language", *stages, "relevance", title="rank (score) at each stage")
    for ranked in found:
        hit = ranked.hit
        table.add_row(
            str(ranked.rank),
            escape(hit.ref),
            hit.language or "-",
            _stage(hit.lexical_rank, hit.lexical_score),
            f"{hit.document_score:.2f}",
            _stage(hit.dense_rank, hit.dense_score),
            _stage(hit.precedent_rank, hit.precedent_score),
            _stage(hit.fused_rank, hit.score),
            _score(ranked.relevance),
        )
    return table


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.3f}"


def _stage(rank: int | None, score: float | None) -> str:
    return "-" if score is None else f"{rank or '-'} ({score:.2f})"


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
