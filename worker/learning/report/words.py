"""This module says in plain words what a report means for a support team."""

from math import isnan

from models.evaluation.resampling import Figure, Mean
from worker.learning.report.findings import Findings

_SENTENCES = (
    ("queue right", "{hits} of {total} tickets go to the right queue."),
    ("priority right", "{hits} of {total} get the priority that the team gave them."),
    ("escalation recall", "Of {total} tickets that a person must take, {hits} are handed over to one."),
    ("escalation precision", "Of {total} tickets that are handed over by triage, {hits} had to be."),
    ("explicit requests escalated", "Of {total} customers who ask for a person, triage hands over {hits}; a rule adds others."),
    ("security escalated", "Of {total} tickets about security or law, {hits} are handed over."),
    ("urgent called low or normal", "Of {total} urgent tickets, {hits} are called low or normal."),
    ("answered where a person did", "Of {total} tickets that an agent answered, {hits} get a reply."),
    ("replies right", "Of {total} such tickets, {hits} get a reply that is right: it passes the check and stands only on "
                      "passages that answer the ticket."),
    ("unsupported claim", "{hits} of {total} replies are held because they claim what no passage says."),
)  # fmt: skip


def summary(findings: Findings) -> list[str]:
    """Return what serves does with these tickets, a sentence per measure."""
    figures = findings.serving.figures
    said = []
    for name, sentence in _SENTENCES:
        figure = figures.get(name)
        if figure is not None and not isinstance(figure, Mean) and figure.total:
            said.append(sentence.format(hits=figure.hits, total=figure.total))
    return said


def percent(figure: Figure) -> str:
    """Return a figure in per cent, without its interval; n/a where no ticket says anything about it."""
    value = figure.value
    return "n/a" if value is None or isnan(value) else f"{value * 100:.0f}"


def counted(figure: Figure) -> str:
    """Return a figure with its interval in per cent: `52/60 [76-93]`, or `63 [55-70]` for a mean."""
    if isinstance(figure, Mean):
        return "n/a" if isnan(figure.value) else f"{percent(figure)} [{figure.low * 100:.0f}-{figure.high * 100:.0f}]"
    if not figure.total:
        return "n/a"
    low, high = figure.interval
    return f"{figure.hits}/{figure.total} [{low * 100:.0f}-{high * 100:.0f}]"
