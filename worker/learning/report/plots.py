"""This module draws the plots of the page as SVG: bars with intervals, a reliability plot and a learning curve."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.evaluation.calibration import Bin
from worker.learning.report.curve import Point
from worker.learning.report.markup import Html, joined, tag

_LABEL, _WIDTH, _VALUE, _ROW = 210, 300, 130, 22  # of a bar: its label, itself, its value, its height
_SIDE, _MARGIN = 260, 42
_COLOURS = ("#1f6f8b", "#b4552d", "#5b7f2a")


@dataclass(frozen=True)
class Bar:
    label: str
    value: float  # this and its interval are shares, 0 to 1
    low: float
    high: float
    text: str
    main: bool = False


def bars(rows: Sequence[Bar]) -> Html:
    """Return one bar per row, with the interval as a line across its end."""
    parts = [part for place, row in enumerate(rows) for part in _bar(row, place * _ROW)]
    return _svg(_LABEL + _WIDTH + _VALUE, len(rows) * _ROW, "bars", parts)


def _bar(row: Bar, top: float) -> list[Html]:
    middle, kind = top + _ROW / 2, "bar main" if row.main else "bar"
    low, high = (_LABEL + _WIDTH * end for end in (row.low, row.high))
    return [
        tag("text", row.label, x=_LABEL - 8, y=middle + 4, text_anchor="end"),
        tag("rect", x=_LABEL, y=top + 4, width=_WIDTH, height=_ROW - 8, class_="ground"),
        tag("rect", x=_LABEL, y=top + 4, width=max(0.0, _WIDTH * row.value), height=_ROW - 8, class_=kind),
        tag("line", x1=low, x2=high, y1=middle, y2=middle, class_="interval"),
        tag("text", row.text, x=_LABEL + _WIDTH + 8, y=middle + 4),
    ]


def reliability(bins: Sequence[Bin]) -> Html:
    """Return the plot of how often answers of some confidence are right. On the diagonal both are the same."""
    parts = _axes("confidence", "share right")
    parts.append(tag("line", x1=_x(0), y1=_y(0), x2=_x(1), y2=_y(1), class_="diagonal"))
    most = max((one.right.total for one in bins), default=1)
    for one in bins:
        low, high = one.right.interval
        parts.append(
            tag("line", x1=_x(one.confidence), x2=_x(one.confidence), y1=_y(low), y2=_y(high), class_="interval")
        )
        size = 3 + 6 * (one.right.total / most) ** 0.5
        told = tag("title", f"{one.right.hits} of {one.right.total} right, mean confidence {one.confidence:.2f}")
        point = tag("circle", told, cx=_x(one.confidence), cy=_y(one.right.value or 0.0), r=size, class_="point")
        parts.append(point)
    return _svg(_SIDE + 2 * _MARGIN, _SIDE + 2 * _MARGIN, "reliability plot", parts)


def curve(points: Sequence[Point]) -> Html:
    """Return the learning curve: one line per measure, with the lowest and the highest of the draws."""
    if not points:
        return joined()
    most = max(point.tickets for point in points)
    parts = _axes(f"handled tickets learned from, up to {most}", "share")
    for colour, name in zip(_COLOURS, points[0].values, strict=False):
        at = [(_x(point.tickets / most), *(_y(v) for v in point.values[name])) for point in points]
        parts.append(
            tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in at), fill="none", stroke=colour)
        )
        for x, middle, low, high in at:
            parts.append(tag("line", x1=x, x2=x, y1=low, y2=high, stroke=colour))
            parts.append(tag("circle", cx=x, cy=middle, r=3.0, fill=colour))
    parts += [
        tag("text", name, x=_MARGIN + _SIDE + 12, y=_MARGIN + 16 * place, fill=_COLOURS[place])
        for place, name in enumerate(points[0].values)
    ]
    return _svg(_SIDE + 2 * _MARGIN + 220, _SIDE + 2 * _MARGIN, "learning curve", parts)


def _axes(below: str, beside: str) -> list[Html]:
    parts = [tag("rect", x=_x(0), y=_y(1), width=_SIDE, height=_SIDE, class_="frame")]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(tag("line", x1=_x(0), x2=_x(1), y1=_y(share), y2=_y(share), class_="grid"))
        parts.append(tag("text", f"{share:.0%}", x=_x(0) - 6, y=_y(share) + 4, text_anchor="end"))
    parts.append(tag("text", below, x=_x(0.5), y=_y(0) + 28, text_anchor="middle"))
    parts.append(tag("text", beside, x=_x(0), y=_y(1) - 10))
    return parts


def _x(share: float) -> float:
    return _MARGIN + _SIDE * share


def _y(share: float) -> float:
    return _MARGIN + _SIDE * (1 - share)


def _svg(width: float, height: float, name: str, parts: Sequence[Html]) -> Html:
    box = f"0 0 {width:g} {height:g}"
    return tag("svg", *parts, viewBox=box, width=width, height=height, role="img", aria_label=name)
