"""This module makes the page of `deskhand report outcomes --html`: one file that a support lead can read, which loads nothing and
runs nothing. It has no text of a customer or an agent."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from models.evaluation.scores import Share
from worker.history.outcomes.advice import advice
from worker.history.outcomes.counting import Counts, Row, count, grouped
from worker.learning.report import plots
from worker.learning.report.markup import Html, document, joined, tag
from worker.learning.report.style import STYLE
from worker.learning.report.words import counted, percent

COLUMNS: Mapping[str, str] = {
    "used": "used as it was",
    "edited": "edited",
    "answered_otherwise": "answered otherwise",
    "ignored": "ignored",
    "routed_back": "moved to another queue",
    "reprioritised": "given another priority",
    "reopened": "opened again in 7 days",
    "held": "sent replies that held",
}
"""These are the columns of every table, and what people read above them."""
_LEGEND = tag(
    "p",
    "A draft was used as it was if the agent sent every word of it, and edited if most of it was left. It was answered otherwise "
    "if the customer got another answer, and ignored if the ticket was solved without a public one or nobody answered for a "
    "week. A sent reply held if within a week nobody corrected it and the customer did not come back. Brackets show where the "
    "true share lies with 95 % certainty (Wilson): few tickets say little.",
)


def shares(counts: Counts) -> dict[str, Share]:
    """Return the share of each column."""
    fates = {str(fate): share for fate, share in counts.fates.items()}
    rest = {name: getattr(counts, name) for name in ("routed_back", "reprioritised", "reopened", "held")}
    return fates | rest


def page(rows: Sequence[Row], groups: Sequence[str], since: datetime | None, now: datetime) -> str:
    """Return the page."""
    whole = count(rows, now)
    span = "of all time" if since is None else f"since {since:%d %B %Y}"
    made = f"Made on {datetime.now(UTC):%d %B %Y} from {whole.decisions} decisions {span}; {whole.waiting} drafts wait or were "
    body = [
        tag("h1", "What people made of our decisions"),
        tag("p", made + "replaced by a newer one."),
        tag("h2", "What to do first"),
        tag("ul", *(tag("li", line) for line in advice(rows, now))),
        tag("h2", "In all"),
        _bars(whole),
        _LEGEND,
    ]
    for by in groups:
        body += [tag("h2", f"Per {by}"), _table(by, grouped(rows, by, now))]
    return document("Deskhand: outcomes", STYLE, *body)


def _bars(counts: Counts) -> Html:
    shown = []
    for name, share in shares(counts).items():
        if share.total:
            low, high = share.interval
            text = f"{percent(share)} %, {counted(share)}"
            shown.append(plots.Bar(COLUMNS[name], share.value or 0.0, low, high, text, main=True))
    return plots.bars(shown)


def _table(by: str, found: Mapping[str, Counts]) -> Html:
    head = tag("tr", *(tag("th", title) for title in (by, "decisions", *COLUMNS.values())))
    rows = [
        tag(
            "tr",
            tag("th", name),
            tag("td", str(own.decisions)),
            *(tag("td", counted(share)) for share in shares(own).values()),
        )
        for name, own in found.items()
    ]
    return tag("table", joined(head, *rows))
