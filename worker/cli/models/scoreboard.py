"""This module shows the findings of `deskhand models evaluate` on a terminal of 80 columns."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.learning.evaluation import Report
from worker.learning.report import slices
from worker.learning.report.comparison import Compared
from worker.learning.report.curve import Point
from worker.learning.report.findings import Findings
from worker.learning.report.measures import MEASURES
from worker.learning.report.row import Part
from worker.learning.report.words import counted, percent
from worker.mail.characters import visible

_SHORT = {
    "majority": "major-\nity", "neighbours": "neigh-\nbours", "first passage": "first\npass.",
    "nearest sentences": "near.\nsent.", "escalation recall at precision 0.80": "recall at precision 0.80",
}  # fmt: skip
_MOST_CONFUSED = 6
_LABEL = 28  # columns


def show(console: Console, found: Findings) -> None:
    """Print all findings about one file."""
    _say(console, f"{found.data}: {len(found.rows)} tickets; {found.serving.name} serve")
    _say(console, "others in per cent; + better, - worse than what serves, beyond chance; ! danger\n")
    for line in found.cautions():
        _say(console, f"caution: {line}")
    for part in found.parts:
        console.print(table(found, part))
        console.print()
    for line in (*found.verdicts(), *(f"{one.name}: {one.dangers()}" for one in found.standings)):
        _say(console, f"- {line}")
    console.print()
    for line in found.losses.lines() if found.losses else ():
        _say(console, f"- {line}")
    if found.losses:
        console.print()
    for name, own in (("queue", slices.by_queue), ("language", slices.by_language), ("kind", slices.by_kind)):
        if groups := own(found.rows, found.serving.parts):
            console.print(sliced(name, groups))
            console.print()
    if "triage" in found.parts:
        for confusion in slices.confusions(found.rows):
            _say(console, confused(confusion))
    if found.curve:
        console.print()
        console.print(learned(found.curve))
    console.print()


def table(found: Findings, part: Part) -> Table:
    """Return the measures of one part, a column per contender."""
    reports = found.of_part(part)
    shown = _table("serves: hits/total, [95 %]", *(_header(report.name) for report in reports[1:]))
    standings = {one.name: one for one in found.standings}
    for measure in MEASURES:
        if measure.part == part:
            name = f"! {measure.name}" if measure.danger else _SHORT.get(measure.name, measure.name)
            others = [
                percent(report.figures[measure.name]) + _mark(standings[report.name].of(measure.name))
                for report in reports[1:]
            ]
            shown.add_row(Text(name), counted(reports[0].figures[measure.name]), *others)
    if part == "triage":
        for field in reports[0].calibration_error:
            others = [f"{100 * report.calibration_error[field]:.0f} " for report in reports[1:]]
            shown.add_row(Text(f"calibration error, {field}"), _error(reports[0], field), *others)
    return shown


def sliced(name: str, groups: Sequence[slices.Slice]) -> Table:
    """Return what serves, per queue or language."""
    shown = _table(name, "tickets", *(figure.replace(" ", "\n", 1) for figure in groups[0].figures), label="")
    for one in groups:
        shown.add_row(Text(visible(one.name)), str(one.tickets), *(counted(figure) for figure in one.figures.values()))
    return shown


def confused(confusion: slices.Confusion) -> str:
    """Return what was most often taken for what, in one line."""
    wrong = [f"{wanted} > {given} {count}" for wanted, given, count in confusion.mistakes()[:_MOST_CONFUSED]]
    return f"{confusion.field}, wanted > given: {', '.join(wrong) or 'no mistake'}"


def learned(points: Sequence[Point]) -> Table:
    """Return the learning curve of the heads."""
    names = list(points[0].values)
    shown = _table("tickets learned from", *(_SHORT.get(name, name).replace(" ", "\n", 1) for name in names), label="")
    for point in points:
        told = [f"{mean * 100:.0f} [{low * 100:.0f}-{high * 100:.0f}]" for mean, low, high in point.values.values()]
        shown.add_row(Text(f"{point.tickets} ({point.draws} draws)"), *told)
    return shown


def _table(first: str, *others: str, label: str | None = None) -> Table:
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    if label is None:
        shown.add_column("", max_width=_LABEL)
        first = first.replace(": ", ":\n").replace(", ", "\n")
    shown.add_column(Text(first), no_wrap=label is None)
    for name in others:
        shown.add_column(Text(name), no_wrap=True, justify="right")
    return shown


def _header(name: str) -> str:
    return _SHORT.get(name) or ("few-\nshot" if name.startswith("few-shot") else name)


def _mark(compared: Compared | None) -> str:
    if compared is None:
        return " "
    return "+" if compared.is_better else "-" if compared.is_worse else " "


def _error(report: Report, field: str) -> str:
    """Return the calibration error in per cent, and in brackets where that of a perfectly calibrated model would lie."""
    error, band = f"{100 * report.calibration_error[field]:.0f}", report.calibration_band.get(field)
    return f"{error} [{100 * band[0]:.0f}-{100 * band[1]:.0f}]" if band else error


def _say(console: Console, text: str) -> None:
    """Print a line in which names of the file may stand: they are no markup, and no command of the terminal."""
    console.print(visible(text), markup=False, highlight=False)
