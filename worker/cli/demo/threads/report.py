"""This module renders the threads that were played: turn by turn, with what broke a rule, and all of it as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.panel import Panel
from rich.text import Text

from worker.cli.demo.report import STYLES
from worker.cli.demo.threads.lines import Line, Played, Written
from worker.cli.demo.threads.rules import Broken
from worker.pipeline.wording.outcomes import headline

MOST_WORDS = 200  # characters of what somebody wrote


def summary(
    played: Sequence[Played], broken: Broken, seconds: Mapping[str, float], settings: Mapping[str, str]
) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "threads": [_thread(one) for one in played],
        "as_expected": sum(one.is_as_expected for one in played),
        "rules": {
            "lost": [f"{one.script.name}: {what}" for one in played for what in one.lost],
            **{name: list(what) for name, what in asdict(broken).items()},
        },
        "settings": dict(settings),
        "seconds": {name: round(value, 1) for name, value in seconds.items()},
    }


def is_broken(figures: Mapping[str, Any]) -> bool:
    """Return whether a rule was broken, or something is not as expected."""
    return any(figures["rules"].values()) or figures["as_expected"] != len(figures["threads"])


def _thread(played: Played) -> dict[str, Any]:
    return {
        "name": played.script.name,
        "shows": played.script.shows,
        "customer": played.script.customer,
        "tickets": dict(played.tickets),
        "as_expected": played.is_as_expected,
        "turns": [asdict(line) for line in played.lines],
        "lost": list(played.lost),
    }


def told(line: Line) -> str:
    """Return a decision in one line, for the progress."""
    said = f"{headline(line.outcome)} ({line.reason})" if line.outcome else line.did
    return f"{said}{f', NOT AS EXPECTED: {line.wrong[0]}' if line.wrong else ''}"


def panel(played: Played) -> Panel:
    """Render one thread."""
    text = Text()
    text.append(f"{played.script.shows}\n", style="dim")
    several = len(played.tickets) > 1
    for line in played.lines:
        text.append(f"\n{line.who}", style="bold")
        text.append(f" ({line.ticket})" if several else "", style="dim")
        text.append(f" {line.did}")
        text.append(f": {_short(line.words)}" if line.words else "")
        if line.outcome:
            _append_decision(text, line)
        for one in line.written:
            text.append(f"\n    {_wrote(one, several)}", style="dim")
        for what in line.wrong:
            text.append(f"\n    NOT AS EXPECTED: {what}", style="red")
    for what in played.lost:
        text.append(f"\n    LOST: {what}", style="red")
    verdict = "as expected" if played.is_as_expected else "NOT AS EXPECTED"
    return Panel(text, title=f"{played.script.name}: {verdict}", title_align="left")


def _append_decision(text: Text, line: Line) -> None:
    text.append(": ")
    text.append(f"{headline(line.outcome)} ({line.reason})", style=STYLES.get(line.outcome, "cyan"))
    text.append(f". {line.explanation}")
    text.append(f"\n    expected: {line.expected}. Delivery: {line.fate}", style="dim")


def _wrote(one: Written, several: bool) -> str:
    kind = {True: "public reply", False: "internal note", None: "fields only"}[one.public]
    fields = ", ".join(f"{name} = {_value(value)}" for name, value in one.fields.items())
    where = f" in {one.ticket}" if several else ""
    return f"wrote {kind}{where}{f' [{fields}]' if fields else ''}: {_short(one.words)}"


def _value(value: Any) -> str:
    return " ".join(value) if isinstance(value, list | tuple) else str(value)


def _short(words: str) -> str:
    said = " ".join(words.split())
    return f"{said[:MOST_WORDS]}…" if len(said) > MOST_WORDS else said


def closing(figures: Mapping[str, Any]) -> Panel:
    """Render the figures: each rule with how often it was broken, and under which settings."""
    rules = figures["rules"]
    text = Text(f"{figures['as_expected']} of {len(figures['threads'])} threads as expected\n")
    text.append(
        f"lost {len(rules['lost'])}, twice {len(rules['twice'])}, fields of people overwritten {len(rules['overwritten'])}, "
        f"public words after a person took, noted on, answered or closed it {len(rules['intruded'])}\n"
    )
    for what in [what for name in rules for what in rules[name]]:
        text.append(f"  BROKEN: {what}\n", style="red")
    text.append("\nThis is a rehearsal, with other settings than the company's own:\n")
    for name, value in figures["settings"].items():
        text.append(f"  {name} = {value}\n", style="dim")
    text.append("".join(f"\n  {value:7.1f} s  {name}" for name, value in figures["seconds"].items()))
    text.append("\n\nThe servers still run; `deskhand down` stops them. `deskhand tickets list` has the tickets.")
    return Panel(text, title="demo of threads")
