"""This module renders what the demo shows at the end: each ticket's story, the figures, and what to try next."""

import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.panel import Panel
from rich.text import Text

from worker.cli.demo.rehearsal import Posted
from worker.cli.demo.run import is_finished
from worker.cli.tickets.told import told
from worker.pipeline.wording.outcomes import headline

Story = dict[str, Any]
STYLES = {"send": "green", "ask": "green", "hold": "yellow", "nothing_to_do": "dim"}


def panel(story: Story) -> Panel:
    """Render one ticket: what was asked, decided, said and cited."""
    ticket, decision, reply = story["ticket"], story["decision"], story["reply"]
    asked = " ".join((story["message"] or {"body": ""})["body"].split())
    text = Text()
    text.append(f"{ticket['subject'] or '(no subject)'}\n", style="bold")
    text.append(f"{asked[:300]}{'…' if len(asked) > 300 else ''}\n", style="dim")
    if decision is None:
        text.append("not decided")
        return Panel(text, title=f"ticket {ticket['id']}")
    style = STYLES.get(decision["outcome"], "cyan")
    text.append(f"{headline(decision['outcome'])}: {decision['reason']}", style=style)
    text.append(f"  queue {decision['queue']}, priority {decision['priority']}. {decision['explanation']}\n")
    if reply is not None and story["citations"]:
        for citation in story["citations"]:
            text.append(f"  {citation['sentence']} ")
            text.append(f"[{citation['ref']}]\n", style="dim")
    return Panel(
        text, title=f"ticket {ticket['id']} from {ticket['account'] or 'an unknown sender'}", title_align="left"
    )


def examples(stories: Sequence[Story]) -> Iterator[Panel]:
    """Yield one reply as a customer reads it, and one note as an agent does, those with most sources."""
    for public, title in ((True, "a reply, as the customer reads it"), (False, "a note, as the agent reads it")):
        found = [s for s in stories if s["reply"] is not None and s["deliveries"] and _is_public(s) is public]
        chosen = max(found, key=lambda story: len(story["citations"]), default=None)
        if chosen is not None and (said := told(chosen)) is not None:
            said.title = f"{title} (ticket {chosen['ticket']['id']})"
            yield said


def _is_public(story: Story) -> bool:
    return bool(story["deliveries"][-1]["payload"].get("public"))


def summary(posted: Sequence[Posted], stories: Sequence[Story], seconds: Mapping[str, float]) -> dict[str, Any]:
    """Return what `--json` prints."""
    terminal = [s for s in stories if is_finished(s["ticket"])]
    runs = [s["run"] for s in stories if s["run"] is not None]
    asked = [step for run in runs for step in ("triage", "reply") if f"{step}.prompt" in run["tokens"]]
    invalid = sum(what.startswith("invalid output") for run in runs for what in run["failures"].values())
    outcomes: dict[str, int] = {}
    for story in terminal:
        outcome = story["decision"]["outcome"] if story["decision"] else "none"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return {
        "posted": len(posted),
        "accepted": sum(p.status == 202 for p in posted),
        "terminal": len(terminal),
        "lost": sum(p.ticket_id is not None for p in posted) - len(terminal),
        "outcomes": outcomes,
        "model_outputs": len(asked),
        "invalid_outputs": invalid,
        "deliveries_sent": sum(d["state"] == "sent" for s in stories for d in s["deliveries"]),
        "seconds": {name: round(value, 1) for name, value in seconds.items()},
    }


def closing(figures: Mapping[str, Any], stories: Sequence[Story]) -> Panel:
    valid = figures["model_outputs"] - figures["invalid_outputs"]
    outcomes = ", ".join(f"{count} {headline(name)}" for name, count in figures["outcomes"].items())
    seconds = "\n".join(f"  {value:7.1f} s  {name}" for name, value in figures["seconds"].items())
    text = Text(
        f"{figures['posted']} signed webhooks, {figures['accepted']} accepted, {figures['terminal']} terminal, "
        f"{figures['lost']} lost\n{outcomes}; {figures['deliveries_sent']} delivered\n"
        f"valid model outputs: {valid} of {figures['model_outputs']}\n{seconds}\n\n"
        "The servers still run. What to try next:\n"
    )
    for command, why in next_commands(stories):
        text.append(f"  {command}", style="bold")
        text.append(f"\n      {why}\n", style="dim")
    text.rstrip()
    return Panel(text, title="demo")


def next_commands(stories: Sequence[Story]) -> list[tuple[str, str]]:
    """Return commands that work as they are, on tickets of this run, each with what it shows."""
    program = _program()
    commands: list[tuple[str, str]] = []
    told = {
        "send": "why this one was answered: the decision, the passages with their ranks, the reply with what each sentence cites",
        "ask": "one that was asked back, because it said too little",
        "hold": "a draft that a person must look at, and why",
        "hand_over": "one that went to a person, and why",
    }
    for outcome, why in told.items():
        chosen = max(_decided(stories, outcome), key=lambda s: len(s["citations"]), default=None)
        if chosen is not None and len(commands) < 2:
            commands.append((f"{program} tickets show {chosen['ticket']['id']}", why))
    subjects = [s["ticket"]["subject"] for s in stories if s["citations"] and s["ticket"]["language"] == "en"]
    subjects += [s["ticket"]["subject"] for s in stories if s["ticket"]["subject"]]
    if subjects:
        commands.append(
            (f"{program} knowledge search {shlex.quote(subjects[0])} --explain", "what the search finds for it")
        )
    commands.append((f"{program} status", "servers, tickets by state, deliveries that failed"))
    commands.append((f"{program} down", "stops the servers; the data stays"))
    return commands


def _decided(stories: Sequence[Story], outcome: str) -> list[Story]:
    return [s for s in stories if s["decision"] is not None and s["decision"]["outcome"] == outcome]


def _program() -> str:
    """Return the program as it was typed: in a fresh clone it is not on the path."""
    typed = Path(sys.argv[0])
    return str(typed) if typed.name == "deskhand" and shutil.which("deskhand") is None else "deskhand"
