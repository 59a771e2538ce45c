"""This module renders the figures of `deskhand models evaluate` as a table for a terminal of 80 columns, and as JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from worker.learning.evaluation import Report


def table(reports: Sequence[Report], tickets: int, data: Path) -> Table:
    title = f"{tickets} tickets of {data}: share, hits/total, [95 % interval]"
    shown = Table(title=title, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in ("figure", *(r.name.replace(" ", "\n", 1) for r in reports)):
        shown.add_column(Text(name), no_wrap=True)
    for name in reports[0].figures:
        shown.add_row(name, *(Text(str(r.figures[name])) for r in reports))
    for field in reports[0].calibration_error:
        shown.add_row(f"calibration error, {field}", *(Text(_error(r, field)) for r in reports))
    return shown


def _error(report: Report, field: str) -> str:
    """Return the calibration error, and in brackets where that of a perfectly calibrated model would lie."""
    error, band = f"{report.calibration_error[field]:.3f}", report.calibration_band.get(field)
    return f"{error} [{band[0]:.3f}-{band[1]:.3f}]" if band else error


def as_json(report: Report) -> dict[str, Any]:
    figures = {name: {"hits": s.hits, "total": s.total} for name, s in report.figures.items()}
    return {
        "name": report.name,
        "figures": figures,
        "calibration_error": dict(report.calibration_error),
        "calibration_band": dict(report.calibration_band),
    }
