"""`deskhand models merge` makes one adapter of several, or a plain model of the base and an adapter."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from worker.cli import progress
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()
HELP = """Merge adapters of the language model into a new one, by what they add to the weights of their base.

**cat** is the weighted sum, exactly; its rank is the sum of their ranks. **linear** is the same sum with --rank of your choice.
**ties** keeps the largest entries of each and lets them vote on signs; **dare_ties** and **dare_linear** drop entries at
random. What the chosen rank loses is said, as a share of the energy. DoRA, rank-stabilised LoRA and a LoRA bias are merged as
what they do. A merge is a candidate like any other: only `deskhand models promote` says whether it is any good.

With --into-base the base itself gets the adapter, as a plain model for servers that know no LoRA.

Examples:

    deskhand models merge reply-20261125-dc654061 reply-20261129-1a2b3c4d

    deskhand models merge a b --method ties --density 0.3 --weight 0.7 --weight 0.3 --rank 32 --out c --json

    deskhand models merge reply --into-base --out my/reply-model
"""


def merge(
    adapters: Annotated[
        list[str],
        typer.Argument(
            help="Adapters of one base: ids, folders, or a skill for the one that serves.", show_default=False
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="The new folder; without it the merge is a candidate.", show_default=False)
    ] = None,
    method: Annotated[str, typer.Option(help="cat, linear, ties, dare_ties or dare_linear")] = "cat",
    weight: Annotated[
        list[float] | None, typer.Option(help="Of each adapter, in order; default: the mean of all.")
    ] = None,
    density: Annotated[float, typer.Option(help="Share of entries that ties and dare keep.")] = 0.5,
    rank: Annotated[int | None, typer.Option(help="Of the merge; default: the sum of the ranks.")] = None,
    seed: Annotated[int, typer.Option(help="Of what dare drops.")] = 7,
    skill: Annotated[str | None, typer.Option(help="Of the merge, where the adapters have different ones.")] = None,
    into_base: Annotated[bool, typer.Option("--into-base", help="Write a plain model instead of an adapter.")] = False,
    as_json: AS_JSON = False,
) -> None:
    from models.weights import base, versions
    from worker import bootstrap, learned_assets
    from worker.company import load_company
    from worker.learning import merging

    _refuse_contradictions(adapters, method, skill, into_base=into_base)
    if into_base and (weight or rank is not None or skill is not None or method != "cat"):
        raise Refused("--into-base writes one adapter as it is: leave --method, --weight, --rank and --skill out")
    settings = Settings()
    company = load_company(settings.company_path)
    folders = [versions.resolve(settings.adapters_path, learned_assets.SKILLS, name) for name in adapters]
    bootstrap.prepare(settings)
    with progress.step("convert the base model", usually="15 s to 2 min the first time") as step:
        model = base.ensure(settings.base_model, settings.home_path, step.say)
    if into_base:
        if out is None:
            raise Refused("a plain model is no candidate: say with --out where it shall be")
        with progress.step("write the plain model"):
            manifest = merging.into_base(folders[0], model, out, company)
        told = {"id": manifest.id, "folder": str(out), "base": model.name}
        said = f"{model.name} with {manifest.id} is in {out}: DESKHAND_BASE_MODEL can name it"
        typer.echo(json.dumps(told, indent=2) if as_json else said)
        return
    from models.merging.merge import Plan
    from models.merging.methods import Method

    plan = Plan(Method(method), tuple(weight or ()), density, rank, seed)
    with progress.step("merge", unit="layers") as step:
        if out is None:
            merged = merging.as_candidate(folders, plan, model, settings.adapters_path, company, skill, step.update)
        else:
            merged = merging.merge(folders, plan, model, out, company, skill, step.update)
    manifest, known = merged
    place = out or settings.adapters_path / manifest.skill / manifest.id
    if as_json:
        lines = {"id": manifest.id, "folder": str(place), "exact": known.exact, "config": dict(manifest.config)}
        typer.echo(json.dumps(lines, indent=2))
        return
    loss = "exactly" if known.exact else f"losing {known.lost:.2%} of the energy"
    what = "is in" if out else "is a candidate in"
    console.print(f"[green]{manifest.id}[/] {what} {place}: rank {known.rank}, {loss}", soft_wrap=True)


def _refuse_contradictions(adapters: list[str], method: str, skill: str | None, *, into_base: bool) -> None:
    """Raise `Refused` for options that cannot hold together."""
    from models.merging.methods import Method
    from worker import learned_assets

    if method not in set(Method):
        raise Refused(f"there is no method {method!r}: choose one of {', '.join(Method)}")
    if skill is not None and skill not in learned_assets.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(learned_assets.SKILLS)}")
    if into_base and len(adapters) != 1:
        raise Refused("--into-base takes one adapter: merge several into one first")
