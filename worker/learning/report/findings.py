"""The findings are all that was measured on one file of handled tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from models.evaluation.calibration import Bin, reliability
from models.evaluation.resampling import as_json
from worker.learning.evaluation import Report, judged
from worker.learning.oracle import Losses
from worker.learning.report import slices
from worker.learning.report.comparison import Standing, standing, verdicts
from worker.learning.report.curve import Point
from worker.learning.report.row import PARTS, Part, Row


@dataclass(frozen=True)
class Findings:
    data: Path
    reports: tuple[Report, ...]  # the first is of what serves
    seen: int = 0  # tickets that the heads which serve were trained on
    chosen_on: int = 0  # tickets that a prompt which serves was chosen on
    curve: tuple[Point, ...] = ()
    losses: Losses | None = None  # to retrieval and to the model, if they were asked for

    @property
    def serving(self) -> Report:
        return self.reports[0]

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.serving.rows

    @property
    def parts(self) -> list[Part]:
        return [part for part in ("triage", "replies") if part in PARTS & self.serving.parts]

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(standing(self.serving, other) for other in self.reports[1:])

    def of_part(self, part: Part) -> list[Report]:
        return [report for report in self.reports if part in report.parts]

    def verdicts(self) -> list[str]:
        """Return in words which contender is best in each measure that decides, and whether any beats what serves."""
        return [line for part in self.parts for line in verdicts(self.serving, self.standings, part)]

    def cautions(self) -> list[str]:
        """Return what whoever reads the figures must know first."""
        said = ((self.seen, "the serving heads were trained on"), (self.chosen_on, "the serving prompt was chosen on"))
        cautions = [f"{count} of these tickets are among those {what}" for count, what in said if count]
        return cautions + [f"{report.name}: {report.refused}" for report in self.reports if report.refused]

    def reliability(self) -> dict[str, list[Bin]]:
        """Return the points of the reliability plot of each field of triage."""
        fields = judged(self.rows).items()
        return {name: reliability([p for p, _ in own], [ok for _, ok in own]) for name, own in fields if own}

    def as_json(self) -> list[dict[str, Any]]:
        """Return one object per contender. The first, of what serves, also has the verdicts, slices and single tickets."""
        known = [_report(report, self.data) for report in self.reports]
        for own, compared in zip(known[1:], self.standings, strict=True):
            own["compared"] = {one.measure.name: one.as_json() for one in compared.compared}
            own |= {"worse_dangers": compared.worse_dangers, "verdict": compared.line()}
        parts = self.serving.parts
        known[0] |= {
            "serves": True,
            "verdicts": self.verdicts(),
            "cautions": self.cautions(),
            "by_queue": _slices(slices.by_queue(self.rows, parts)),
            "by_language": _slices(slices.by_language(self.rows, parts)),
            "by_kind": _slices(slices.by_kind(self.rows, parts)),
            "curve": [point.as_json() for point in self.curve],
            "rows": [_row(row) for row in self.rows],
            **({"oracle": self.losses.as_json()} if self.losses else {}),
        }
        return known


def _report(report: Report, data: Path) -> dict[str, Any]:
    known: dict[str, Any] = {
        "name": report.name,
        "data": str(data),
        "parts": sorted(report.parts),
        "figures": {name: as_json(figure) for name, figure in report.figures.items()},
        "calibration_error": dict(report.calibration_error),
        "calibration_band": dict(report.calibration_band),
    }
    if "triage" in report.parts:
        known["confusion"] = {one.field: one.as_json() for one in slices.confusions(report.rows)}
    return known


def _slices(found: Sequence[slices.Slice]) -> dict[str, Any]:
    return {one.name: one.as_json() for one in found}


def _row(row: Row) -> dict[str, Any]:
    """Return what was given for one ticket, without its text."""
    known: dict[str, Any] = {"id": row.ticket.id}
    if row.triage is not None:
        given = row.given
        known["triage"] = (
            {"queue": given.queue, "priority": given.priority, "escalate": given.escalate, "reason": given.reason}
            | {"probabilities": {name: round(p, 4) for name, p in given.probabilities.items()}}
            if given
            else None
        )
    if row.reply is not None:
        known["reply"] = {
            "sentences": list(row.answered.sentences) if row.answered else [],
            "passes": row.passes,
            "right": row.is_right,
            "findings": [one.code for one in row.check.findings] if row.check else [],
        }
    return known
