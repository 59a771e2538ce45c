"""`deskhand models show` shows the card of a version."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console

from worker.cli.options import AS_JSON
from worker.settings import Settings

console = Console()
HELP = """Show all that is known of a version: base, data, code, lineage, scores, comparisons, who promoted it and why.

Versions that were pruned still have their card.

Examples:

    deskhand models show reply-20261125-dc654061

    deskhand models show triage --json | jq .lineage

    deskhand models show heads

    deskhand models show triage-prompt-20261129-1a2b3c4d
"""


def show(
    name: Annotated[
        str,
        typer.Argument(
            help="An id or its beginning (also of a kept prompt), a folder, a skill, heads or encoder.",
            show_default=False,
        ),
    ],
    as_json: AS_JSON = False,
) -> None:
    from worker.learning.gate import card, prompt_card

    adapters = Settings().adapters_path
    kept = prompt_card.find(adapters, name)
    known = prompt_card.card(adapters, kept) if kept else card.card(adapters, name)
    if as_json:
        typer.echo(json.dumps(known, indent=2))
        return
    for line in prompt_card.lines(known) if kept else lines(known):
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def lines(known: Mapping[str, Any]) -> Iterator[str]:
    """Yield the card in sentences."""
    forced = ", promoted against the gate" if known["forced"] else ""
    yield f"{known['id']}: {known['state']}{forced}"
    yield f"skill {known['skill']}, company {known['company'] or 'unknown'}"
    yield f"made {known['created_at']} by version {known['code_version']}"
    yield f"base {known['base']['name']}, sha256 {known['base']['sha256'] or 'unknown'}"
    data = known["data"]
    examples = data.get("examples_sha256", data.get("sha256"))  # cards of before it had its own name
    yield f"sha256 of the examples {examples or 'of several runs'}"
    if data.get("files_sha256"):
        yield f"sha256 of the files of data {', '.join(data['files_sha256'])}"
    yield "config " + ", ".join(f"{name} {value}" for name, value in known["config"].items() if value is not None)
    yield f"{known['bytes'] / 1e6:,.1f} MB in {known['folder']}"
    yield "lineage"
    yield from (f"  {'  ' * one['depth']}{one['id']}: {one['made']}" for one in known["lineage"])
    if known["scores"]:
        yield "scores " + ", ".join(f"{name} {value:.3f}" for name, value in known["scores"].items())
    for title, name in (("evaluated", "evaluations"), ("compared", "comparisons"), ("sealed set", "openings")):
        for entry in known[name]:
            data = f"{entry['file']} ({entry['cases']} tickets, sha256 {entry['sha256'][:12]})"
            yield f"{title} on {entry['at']} on {data}{_of(entry)}"
            yield from (f"  {line}" for line in _results(entry))
    for change in known["changes"]:
        why = f": {change['reason']}" if change["reason"] else ""
        by_force = ", by force" if change["forced"] else ""
        was = f", before {change['was']}" if change["was"] else ""
        yield f"{change['action']} of {change['id'] or 'no adapter'} on {change['at']} by {change['by']}{by_force}{was}{why}"


def _of(entry: Mapping[str, Any]) -> str:
    against = f" with {', '.join(entry['against'])}" if entry["against"] else ""
    passed = {True: ": passed", False: ": did not pass", None: ""}[entry["passed"]]
    return f"{against}{passed}{' (opened)' if entry['kind'] == 'opening' else ''}"


def _results(entry: Mapping[str, Any]) -> Iterator[str]:
    for name, found in entry["result"].items():
        if "candidate" in found:  # of the sealed set: one contestant
            yield f"{name}: {_figure(found['candidate'])} against {_figure(found['other'])}, p {found['p']:.4f}"
        elif "hits" in found or "value" in found:
            yield f"{name}: {_figure(found)}"
        else:
            for measure, one in found.items():
                figures = f"{_figure(one['candidate'])} against {_figure(one['other'])}"
                yield f"{measure}: {figures} of {name}, p {one['p']:.4f}"


def _figure(told: Mapping[str, Any]) -> str:
    if told["interval"] is None:
        return "-"
    low, high = (end * 100 for end in told["interval"])
    return (
        f"{told['hits']}/{told['total']} [{low:.0f}-{high:.0f}]"
        if "hits" in told
        else f"{told['value']} [{low:.0f}-{high:.0f}]"
    )
