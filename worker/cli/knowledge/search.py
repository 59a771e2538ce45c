"""`deskhand knowledge search` queries the search by hand."""

import json
from collections.abc import Collection
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

HELP = """Search the index by hand, as for a ticket.

Examples:

    deskhand knowledge search "reset link never arrives" --explain

    deskhand knowledge search "is my invoice paid" --account acc-edelgrat --json

    deskhand knowledge search "reset link" --statements
"""


def register(app: typer.Typer) -> None:
    app.command(help=HELP)(search)


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


def _listed(found: Any) -> Table:
    table = Table("", "kind", "passage", "relevance", "text")
    for ranked in found:
        sure = "-" if ranked.relevance is None else f"{ranked.relevance:.0%}"
        table.add_row(str(ranked.rank), ranked.hit.kind, escape(ranked.hit.ref), sure, escape(ranked.hit.text[:90]))
    return table


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


def _stage(rank: int | None, score: float | None) -> str:
    return "-" if score is None else f"{rank or '-'} ({score:.2f})"


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.3f}"


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


def _said(details: Any) -> dict[str, Any]:
    return {
        "statements": [statement.to_json() for statement in details.statements],
        "fields": dict(details.fields),
        "public": details.public,
    }
