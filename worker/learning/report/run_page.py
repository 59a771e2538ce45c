"""This module writes what a version keeps of its training: the run and its record, the learning curve as a picture, and both as
a page that loads nothing and runs nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.hardware import processor
from models.weights.registry import OF_THE_RUN
from worker.learning.report import chart, picture
from worker.learning.report.markup import Html, document, tag
from worker.learning.report.style import STYLE
from worker.learning.runs import record
from worker.learning.runs.record import Row

RECORD, PAGE, CURVE = OF_THE_RUN


def write(folder: Path, run: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """Write the three files into the folder of an adapter."""
    machine = processor.describe()
    drawn = chart.chart(rows)
    (folder / RECORD).write_text(record.to_json(run, rows, machine), encoding="utf-8")
    (folder / CURVE).write_bytes(picture.png(drawn))
    (folder / PAGE).write_text(page(run, rows, drawn, machine), encoding="utf-8")


def page(run: Mapping[str, Any], rows: Sequence[Row], drawn: chart.Chart, machine: str) -> Html:
    options = [tag("tr", tag("th", name), tag("td", _shown(value))) for name, value in run.items()]
    said = [tag("li", line) for line in summary(rows)]
    title = f"Training run: {run.get('skill', '')}"
    body = [tag("h1", title), tag("p", f"On {machine}."), tag("ul", *said), chart.svg(drawn)]
    return document(title, STYLE, *body, tag("h2", "The run"), tag("table", *options))


def summary(rows: Sequence[Row]) -> list[str]:
    """Return what the run did, a sentence each."""
    if not rows:
        return ["no step was made"]
    last = rows[-1]
    lines = [f"{last.step:,} steps, {last.tokens:,} tokens in {last.seconds:.0f} s of training"]
    if last.seconds > 0:
        lines.append(f"{last.tokens / last.seconds:,.0f} tokens per second")
    if last.memory:
        lines.append(f"{last.memory / 1e9:.2f} GB of memory at most")
    lines.append(f"loss {rows[0].loss:.3f} in the first step, {last.loss:.3f} in the last one")
    measured = [(row.validation, row.step) for row in rows if row.validation is not None]
    if measured:
        loss, step = min(measured)
        lines.append(
            f"validation loss {loss:.3f} after step {step:,}, the lowest of {len(measured)}; that state was kept"
        )
    return lines


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
