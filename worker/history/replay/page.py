"""This module makes the page of `deskhand replay --html`, for the support lead: one file that loads nothing and runs nothing. It
has the words of customers and agents as they are, so nobody but its owner may read it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from worker.history.replay import telling
from worker.history.replay.comparing import DEFINITION, Row, Verdict
from worker.history.replay.figures import Bar, Figures
from worker.history.replay.running import Replayed
from worker.learning.report.markup import Html, document, joined, tag
from worker.learning.report.style import STYLE
from worker.learning.report.words import counted

COLUMNS: Mapping[str, str] = {
    "routed": "routed alike",
    "escalated_recall": "escalated, of people's",
    "sent_right": "sent and right",
    "sent_wrong": "sent and wrong",
    "drafts_right": "drafts right",
}
_PRIVATE = (
    "This page has the words of customers and agents, not redacted. Its file can be read by its owner only (mode 0600): show it "
    "to who may read the tickets, and delete it when it was read."
)


def page(found: Replayed, measured: Figures, queues: Mapping[str, Figures], bars: Sequence[Bar], minutes: float) -> str:
    """Return the page."""
    groups = telling.groups(found.rows)
    made = f"Made on {datetime.now(UTC):%d %B %Y} from {measured.tickets} past tickets. Nothing was sent."
    body = [
        tag("h1", "What would have happened to past tickets today"),
        tag("p", made),
        tag("p", _PRIVATE, class_="caution"),
        *([tag("h2", "Bars"), tag("ul", *(tag("li", _bar(bar)) for bar in bars))] if bars else []),
        _group(telling.SENT_WRONG, groups.pop(telling.SENT_WRONG)),
        tag("h2", "In short"),
        tag("ul", *(tag("li", line) for line in telling.summary(measured, minutes))),
        tag("p", DEFINITION),
        tag("h2", "To read these figures"),
        tag("ul", *(tag("li", line) for line in telling.cautions(found))),
        tag("h2", "Per queue in which people had them"),
        _table(queues),
        *(_group(name, rows) for name, rows in groups.items()),
    ]
    return document("Deskhand: replay", STYLE, *body)


def _bar(bar: Bar) -> Html:
    return tag("span", bar.told, class_="good" if bar.passes else "bad")


def _table(queues: Mapping[str, Figures]) -> Html:
    titles = ("queue", "tickets", *COLUMNS.values(), "sent", "held", "handed over", "minutes saved")
    rows = [
        tag(
            "tr",
            tag("th", name),
            tag("td", str(own.tickets)),
            *(tag("td", counted(getattr(own, column))) for column in COLUMNS),
            *(tag("td", f"{value:.0f}") for value in (own.sent, own.held, own.handed_over, own.minutes_saved)),
        )
        for name, own in queues.items()
    ]
    return tag("table", joined(tag("tr", *(tag("th", title) for title in titles)), *rows))


def _group(title: str, rows: Sequence[Row]) -> Html:
    if not rows:
        return tag("section", tag("h2", f"{title}: none"))
    return tag("section", tag("h2", f"{title}: {len(rows)}"), *map(_card, rows))


def _card(row: Row) -> Html:
    example, decision = row.example, row.run.decision
    wrong = row.is_sent and row.verdict is Verdict.WRONG
    told = tag("span", str(row.verdict or decision.outcome), class_="bad" if wrong else "good")
    head = tag("tr", *(tag("th", title) for title in ("", "people", "today")))
    then = "yes" if example.escalate else "no"
    rows = [
        ("queue", example.queue or "none of ours", row.run.queue or "left where it is"),
        ("a person had to take it", f"{then} {', '.join(example.reasons)}".strip(), "yes" if row.escalates else "no"),
        ("outcome", "answered" if example.sentences else "not answered", f"{decision.outcome}: {decision.told}"),
    ]
    return tag(
        "details",
        tag("summary", told, " ", f"{row.id}: ", tag("bdi", row.subject or "(no subject)")),
        *([tag("p", f"Wrong, because {row.why_wrong}.", class_="bad")] if row.verdict is Verdict.WRONG else []),
        tag("pre", row.asked, dir="auto"),
        tag("table", head, *(tag("tr", tag("th", name), tag("td", a), tag("td", b)) for name, a, b in rows)),
        tag("h4", "What the agent answered"),
        tag("pre", "\n".join(sentence.text for sentence in example.sentences) or "(nothing)", dir="auto"),
        tag("p", f"stands on {', '.join(example.passages) or 'no passage'}"),
        *_reply(row),
    )


def _reply(row: Row) -> list[Html]:
    if not row.said:
        return []
    sent = "What would be sent" if row.is_sent else "The draft"
    return [
        tag("h4", sent),
        tag("pre", "\n".join(row.said), dir="auto"),
        tag("p", f"stands on {', '.join(row.cited) or 'no passage'}"),
    ]
