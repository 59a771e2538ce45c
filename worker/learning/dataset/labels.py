"""This module finds the labels that the other tickets speak against. A person decides: the model may be the one that is
wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.evaluation.resampling import Figure
from worker.learning.dataset.agreement import figures
from worker.learning.dataset.confident import Probabilities, doubts
from worker.learning.dataset.finding import Finding, Kind
from worker.learning.dataset.folds import FEWEST, Judged, judged, unseen
from worker.learning.dataset.row import FIELDS, Row

Progress = Callable[[int], None]


@dataclass
class Doubted:
    findings: list[Finding] = field(default_factory=list)
    agreement: dict[str, dict[str, Figure]] = field(default_factory=dict)  # view -> figure -> value
    skipped: list[str] = field(default_factory=list)  # sentences about what could not be judged


def doubted(
    rows: Sequence[Row], groups: Sequence[int], views: Mapping[str, Any], progress: Progress = lambda _: None
) -> Doubted:
    """Judge every field in every view. With several views their probabilities are averaged. `groups`: rows with the same
    number are copies. `progress` is told after each fit of five folds."""
    found = Doubted(agreement={view: {} for view in views})
    for name in FIELDS:
        chosen = judged(name, [_label(row, name) for row in rows], groups)
        if chosen is None:
            found.skipped.append(f"{name}: no two labels have {FEWEST} rows each, so none is doubted")
            progress(len(views))
            continue
        if chosen.rare:
            found.skipped.append(
                f"{name}: fewer than {FEWEST} rows have {', '.join(chosen.rare)}; these are not doubted"
            )
        estimates = []
        for view, vectors in views.items():
            estimates.append(unseen(chosen, vectors))
            found.agreement[view] |= figures(chosen, estimates[-1])
            progress(1)
        found.findings += _findings(rows, chosen, np.mean(estimates, axis=0))
    return found


def _label(row: Row, name: str) -> str | None:
    """Return the label; None where there is nothing to judge: a reason is one of those that a person had to take."""
    return None if name == "reason" and row.ticket.reason is None else row.label(name)


def _findings(rows: Sequence[Row], chosen: Judged, probabilities: Probabilities) -> list[Finding]:
    """Return the doubts about one field. They are ranked within it, so that the worst of each field come first: margins of
    two fields cannot be compared, because a frequent label is always likely."""
    found = []
    for rank, doubt in enumerate(doubts(probabilities, chosen.labels.tolist())):
        given, suggested = chosen.classes[chosen.labels[doubt.place]], chosen.classes[doubt.suggested]
        share, own = probabilities[doubt.place, doubt.suggested], probabilities[doubt.place, chosen.labels[doubt.place]]
        why = f"by the other tickets {suggested} has {share:.0%}, {given} {own:.0%}"
        row = rows[chosen.places[doubt.place]]
        found.append(Finding(row, Kind.LABEL, chosen.field, given, suggested, why, float(share), -rank))
    return found
