"""This module makes the page of `deskhand models evaluate --html`: one file that a support lead can read, which loads
nothing and runs nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import isnan

from models.evaluation.resampling import Figure, Mean
from worker.learning.report import plots, slices
from worker.learning.report.findings import Findings
from worker.learning.report.markup import Html, document, joined, tag
from worker.learning.report.measures import MEASURES, Measure
from worker.learning.report.style import STYLE
from worker.learning.report.ticket_card import card, is_wrong
from worker.learning.report.words import counted, percent, summary

_PARTS = {"triage": "Triage", "replies": "Replies"}


def page(found: Sequence[Findings], processor: str = "") -> str:
    """Return the page of one or more files of tickets."""
    made = f"Made on {datetime.now(UTC):%d %B %Y}{f', on {processor}' if processor else ''}."
    links = [tag("li", tag("a", str(one.data), href=f"#set-{n}")) for n, one in enumerate(found)]
    opening = [tag("h1", "How well Deskhand handles these tickets"), tag("p", made), _LEGEND, tag("ul", *links)]
    return document("Deskhand: evaluation", STYLE, *opening, *(_set(one, n) for n, one in enumerate(found)))


_LEGEND = tag(
    "p",
    "Brackets and thin lines show where the true share lies with 95 % certainty: few tickets say little. Two contenders "
    "differ only if chance alone would hardly make such a difference (McNemar's test or a paired bootstrap, 5 %).",
)


def _set(found: Findings, number: int) -> Html:
    said = [tag("li", line) for line in summary(found)]
    body = [
        tag("h2", f"{found.data}: {len(found.rows)} tickets", id=f"set-{number}"),
        *(tag("p", caution, class_="caution") for caution in found.cautions()),
        tag("h3", "In short"),
        tag("ul", *said),
        tag("h3", "Does anything simpler do better?"),
        tag("ul", *(tag("li", line) for line in (*found.verdicts(), *(one.line() for one in found.standings)))),
    ]
    for part in found.parts:
        body += [tag("h3", _PARTS[part]), _measures(found, [m for m in MEASURES if m.part == part])]
    if "triage" in found.parts:
        body += [tag("h3", "Is the confidence true?"), _reliability(found), tag("h3", "What is taken for what?")]
        body += [_confusion(one) for one in slices.confusions(found.rows)]
    if found.curve:
        body += [tag("h3", "Would more handled tickets help?"), plots.curve(found.curve)]
    parts = found.serving.parts
    groups = {
        "queue": slices.by_queue(found.rows, parts),
        "language": slices.by_language(found.rows, parts),
        "kind": slices.by_kind(found.rows, parts),
    }
    body += [part for name, own in groups.items() if own for part in (tag("h3", f"Per {name}"), _slices(name, own))]
    wrong = sum(is_wrong(row) for row in found.rows)
    body += [tag("h3", f"Ticket by ticket: {wrong} with something wrong, {len(found.rows) - wrong} without")]
    body += [card(row) for row in sorted(found.rows, key=lambda row: not is_wrong(row))]
    return tag("section", *body)


def _measures(found: Findings, measures: Sequence[Measure]) -> Html:
    blocks = []
    for measure in measures:
        shown = [
            _bar(report.name if place else f"{report.name} (serves)", report.figures[measure.name], main=not place)
            for place, report in enumerate(found.reports)
            if measure.name in report.figures
        ]
        better = "lower is better" if measure.danger else "higher is better"
        title = tag("h4", measure.name, " ", tag("small", better))
        blocks.append(tag("div", title, plots.bars(shown), class_="measure"))
    return tag("div", *blocks, class_="measures")


def _bar(name: str, figure: Figure, *, main: bool) -> plots.Bar:
    if figure.value is None or isnan(figure.value):
        return plots.Bar(name, 0.0, 0.0, 0.0, "n/a", main)
    low, high = (figure.low, figure.high) if isinstance(figure, Mean) else figure.interval
    return plots.Bar(name, figure.value, low, high, f"{percent(figure)} %, {counted(figure)}", main)


def _reliability(found: Findings) -> Html:
    report = found.serving
    plotted = []
    for field, bins in found.reliability().items():
        error, band = report.calibration_error[field], report.calibration_band.get(field, (0.0, 0.0))
        told = f"{field}: calibration error {error:.3f}; a perfect one has {band[0]:.3f} to {band[1]:.3f} by chance"
        plotted.append(tag("figure", plots.reliability(bins), tag("figcaption", told)))
    return tag("div", *plotted, class_="measures")


def _confusion(confusion: slices.Confusion) -> Html:
    """Return a matrix: a row per wanted value, a column per given one."""
    most = max(confusion.counts.values(), default=1)
    head = tag("tr", tag("th", f"{confusion.field}: wanted, given →"), *(tag("th", name) for name in confusion.names))
    rows = [head]
    for wanted in confusion.names:
        cells = [tag("th", wanted)]
        for given in confusion.names:
            count = confusion.counts.get((wanted, given), 0)
            kind = ("right" if wanted == given else "wrong") if count else "nothing"
            cells.append(tag("td", str(count) if count else "", class_=f"{kind} s{-(-4 * count // most)}"))
        rows.append(tag("tr", *cells))
    return tag("table", *rows, class_="confusion")


def _slices(name: str, found: Sequence[slices.Slice]) -> Html:
    head = tag("tr", *(tag("th", title) for title in (name, "tickets", *found[0].figures)))
    rows = [
        tag(
            "tr",
            tag("th", one.name),
            tag("td", str(one.tickets)),
            *(tag("td", counted(f)) for f in one.figures.values()),
        )
        for one in found
    ]
    return tag("table", joined(head, *rows))
