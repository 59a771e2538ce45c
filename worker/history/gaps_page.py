"""This module makes the page of `deskhand history gaps --html`: one file, which loads nothing and runs nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime

from models.evaluation.scores import Share
from worker.history.gaps import Gaps, Group
from worker.learning.report.markup import Html, document, joined, tag
from worker.learning.report.style import STYLE

_BAR = 260  # pixels of the longest bar


def page(found: Gaps, limit: int | None = None) -> str:
    """Return the page of a report. `limit`: groups that are shown."""
    shown = found.groups[:limit]
    months = sorted({month for group in shown for month in group.months})[-12:]
    most = max((group.worth for group in shown), default=1.0) or 1.0
    carried = Share(found.sentences_carried, found.sentences)
    body = [
        tag("h1", "What your knowledge lacks"),
        tag("p", f"Made on {datetime.now(UTC):%d %B %Y} of {found.tickets:,} past tickets."),
        tag("p", found.headline(), class_="caution"),
        tag("p", f"Sentences of agents that a passage carries: {carried}. {found.small_talk:,} more are small talk."),
        tag("h2", "What to write first"),
        tag(
            "p",
            "Groups of answers by what they are about. Their order is answers times the share that nothing carries.",
        ),
        *(_group(place, group, months, most) for place, group in enumerate(shown, 1)),
        tag("p", f"{found.alone:,} answers with gaps are like no other."),
        tag("h2", "Per queue"),
        _queues(found.queues),
    ]
    return document("Deskhand: knowledge gaps", STYLE, *body)


def _group(place: int, group: Group, months: list[str], most: float) -> Html:
    width = max(2.0, _BAR * group.worth / most)
    bar = tag(
        "svg",
        tag("rect", width=_BAR, height=12, class_="ground"),
        tag("rect", width=width, height=12, class_="bar main"),
        width=_BAR,
        height=12,
        role="img",
    )
    queues = ", ".join(f"{name} {count:,}" for name, count in group.queues.items())
    facts = f"{group.answers:,} answers, {group.share:.0%} of all gaps; nothing carries {group.uncarried:.0%} of them"
    head = tag("tr", *(tag("th", month) for month in months))
    trend = tag("tr", *(tag("td", str(group.months.get(month, 0))) for month in months))
    return tag(
        "section",
        tag("h3", f"{place}. {group.name}"),
        bar,
        tag("p", f"{facts}. Queues: {queues}."),
        tag("table", joined(head, trend)) if months else "",
        tag("ul", *(tag("li", tag("bdi", question)) for question in group.questions)),
    )


def _queues(queues: Mapping[str, Mapping[str, int]]) -> Html:
    head = tag(
        "tr", *(tag("th", name) for name in ("queue", "answers", "carried in part", "carried by nothing", "share"))
    )
    rows = []
    for name, counts in queues.items():
        told = Share(counts.get("nothing", 0), counts["answers"])
        cells = (str(counts["answers"]), str(counts.get("partly", 0)), str(told.hits), str(told))
        rows.append(tag("tr", tag("th", name), *(tag("td", cell) for cell in cells)))
    return tag("table", joined(head, *rows))
