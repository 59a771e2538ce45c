"""This module makes the page of `deskhand diagnose --html`: one file that a support lead can read, which loads nothing and runs
nothing."""

from datetime import UTC, datetime

from models.evaluation.scores import Share
from worker.diagnosis.causes import TOLD, Diagnosis
from worker.diagnosis.summary import Summary
from worker.learning.report.markup import Html, document, joined, tag
from worker.learning.report.style import STYLE


def page(found: Summary, since: str) -> str:
    """Return the page of some diagnoses. `since`: the time that they are of, in words."""
    made = f"Made on {datetime.now(UTC):%d %B %Y}, of answers {since}."
    body = [
        tag("h1", "Why answers were bad or corrected"),
        tag("p", made),
        tag("h2", "What to do first"),
        tag("p", found.first()),
        tag("h2", f"{len(found.diagnoses)} answers, {len(found.faults)} with a fault"),
        _counts("cause", [(TOLD[cause].title, share) for cause, share in found.causes()]),
        tag("h2", "Where to look first"),
        _counts("area", [(area.value, share) for area, share in found.areas()]),
    ]
    if found.refs():
        body += [tag("h2", "Passages that come up most")]
        body += [tag("ul", *(tag("li", f"{ref}: {count}") for ref, count in found.refs()))]
    body += [tag("h2", "Answer by answer"), *map(_card, found.diagnoses)]
    return document("Deskhand: diagnosis", STYLE, *body)


def _counts(name: str, rows: list[tuple[str, Share]]) -> Html:
    head = tag("tr", tag("th", name), tag("th", "answers"), tag("th", "share, with its 95 % interval"))
    lines = [tag("tr", tag("td", title), tag("td", str(share.hits)), tag("td", str(share))) for title, share in rows]
    return tag("table", head, *lines)


def _card(one: Diagnosis) -> Html:
    facts = [tag("li", joined(fact.text, tag("small", f" {fact.ref}") if fact.ref else "")) for fact in one.evidence]
    title = tag("summary", f"ticket {one.ticket}: {one.title}")
    return tag("details", title, tag("ul", *facts), tag("p", f"First: {one.first}"))
