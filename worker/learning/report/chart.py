"""This module lays out the learning curve of a training run: lines, ticks and words at their places. It is drawn as SVG for
the page, and as a picture."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.learning.report.markup import Html, tag
from worker.learning.runs.record import Row

WIDTH, HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 34, 36
LOSS, VALIDATION, GRID, WORDS, FAINT = "#1f6f8b", "#b4552d", "#e4e9eb", "#1c2529", "#b9d3dc"
_POINTS = 400  # of a line: more cannot be seen

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    points: Sequence[Point]
    colour: str
    wide: float = 1.0


@dataclass(frozen=True)
class Words:
    text: str
    at: Point  # where they begin, on their base line; where they end or have their middle
    anchor: str = "start"  # or middle, or end
    colour: str = WORDS


@dataclass(frozen=True)
class Chart:
    """A chart is what is drawn, in pixels from the upper left corner."""

    lines: Sequence[Line]
    dots: Sequence[tuple[Point, str]]
    words: Sequence[Words]


def chart(rows: Sequence[Row]) -> Chart:
    """Return the learning curve: the loss of each step, its mean over some steps, and the loss on validation."""
    last = max((row.step for row in rows), default=1)
    measured = [(row.step, row.validation) for row in rows if row.validation is not None]
    values = [*(row.loss for row in rows), *(loss for _, loss in measured)]
    finite = [value for value in values if math.isfinite(value)]
    steps = list(_ticks(0.0, max(finite, default=0.0) or 1.0))
    top = steps[-1]

    def place(step: float, loss: float) -> Point:
        across = (step / last) * (WIDTH - _LEFT - _RIGHT)
        down = (1 - min(loss, top) / top) * (HEIGHT - _TOP - _BOTTOM) if math.isfinite(loss) else 0.0
        return _LEFT + across, _TOP + down

    lines = [Line([place(0, value), place(last, value)], GRID) for value in steps]
    words = [Words(f"{value:g}", (_LEFT - 6, place(0, value)[1] + 4), "end") for value in steps]
    under = HEIGHT - _BOTTOM + 16
    whole = [int(step) for step in _ticks(0, last, most=6) if step <= last and step == int(step)]
    words += [Words(f"{step:,}", (place(step, 0)[0], under), "middle") for step in whole]
    words.append(Words("step", (WIDTH - _RIGHT, HEIGHT - 6), "end"))
    words.append(Words("loss", (_LEFT, 18), colour=LOSS))
    shown = _thinned([(row.step, row.loss) for row in rows])
    lines.append(Line([place(*one) for one in shown], FAINT))
    lines.append(Line([place(*one) for one in _thinned(_smoothed(rows))], LOSS, 2.0))
    dots = []
    if measured:
        words.append(Words("validation", (_LEFT + 60, 18), colour=VALIDATION))
        lines.append(Line([place(*one) for one in measured], VALIDATION, 2.0))
        dots = [(place(*one), VALIDATION) for one in measured]
    return Chart(lines, dots, words)


def svg(drawn: Chart) -> Html:
    parts = [
        tag(
            "polyline",
            points=" ".join(f"{x:.1f},{y:.1f}" for x, y in line.points),
            fill="none",
            stroke=line.colour,
            stroke_width=line.wide,
        )
        for line in drawn.lines
    ]
    parts += [tag("circle", cx=x, cy=y, r=3.0, fill=colour) for (x, y), colour in drawn.dots]
    parts += [tag("text", w.text, x=w.at[0], y=w.at[1], fill=w.colour, text_anchor=w.anchor) for w in drawn.words]
    box = f"0 0 {WIDTH} {HEIGHT}"
    return tag("svg", *parts, viewBox=box, width=WIDTH, height=HEIGHT, role="img", aria_label="learning curve")


def _ticks(low: float, high: float, most: int = 5) -> Iterator[float]:
    """Yield round numbers from `low`, the last of them not below `high`."""
    rough = max(high - low, 1e-9) / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough)
    for n in range(math.ceil((high - low) / step - 1e-9) + 1):
        yield round(low + n * step, 10)


def _smoothed(rows: Sequence[Row]) -> list[tuple[int, float]]:
    """Return the mean loss of the steps around each."""
    around = max(1, len(rows) // 40)
    smoothed = []
    for place, row in enumerate(rows):
        near = [one.loss for one in rows[max(0, place - around) : place + around + 1] if math.isfinite(one.loss)]
        smoothed.append((row.step, sum(near) / len(near) if near else math.nan))
    return smoothed


def _thinned(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    every = max(1, -(-len(points) // _POINTS))
    return [*points[::every], *points[-1:]]
