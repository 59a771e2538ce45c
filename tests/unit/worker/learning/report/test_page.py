"""The page of an evaluation: all of it in one file, and every text of a ticket is data."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

from models.errors import InvalidOutput
from tests.unit.worker.learning.report.exams import DATA, of_rows, perfect, tickets, triaged
from tests.unit.worker.learning.test_evaluation import REFUNDS, handled
from worker.domain import Action, Attribution, CheckResult, Finding, Reply
from worker.learning.report.curve import Point
from worker.learning.report.findings import Findings
from worker.learning.report.markup import joined, tag
from worker.learning.report.page import page
from worker.learning.report.row import Row

HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(1)> & \" ' \x00\x1b[31m \u202e \ud800 ]]> &lt;b&gt;"
CURVE = (Point(50, 5, {"queue right": (0.5, 0.4, 0.6)}), Point(64, 1, {"queue right": (0.7, 0.7, 0.7)}))


class Reader(HTMLParser):
    """Collects the elements of a page, and the text in them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def findings() -> Findings:
    asked = [
        *tickets(16),
        handled(90, subject=HOSTILE, body=HOSTILE, queue=HOSTILE, language='"><script>', requester=HOSTILE, id=HOSTILE),
        handled(91, sentences=(HOSTILE,), passages=(HOSTILE,), kind=HOSTILE, facts=(HOSTILE,)),
    ]
    hostile = Reply(Action.ANSWER, "en", (HOSTILE,), {})
    check = CheckResult(
        (Attribution(HOSTILE, replace(REFUNDS, ref=HOSTILE), 1.0),), (Finding("markup", HOSTILE, HOSTILE),)
    )
    rows = [Row(t, perfect(t), (REFUNDS,), None if t.escalate else hostile, check) for t in asked]
    rows[0] = replace(rows[0], triage=InvalidOutput(HOSTILE), reply=InvalidOutput(HOSTILE), check=None)
    other = [replace(row, triage=triaged("billing")) for row in rows]
    return Findings(DATA, (of_rows(HOSTILE, rows), of_rows("words", other)), seen=2, curve=CURVE)


def test_the_text_of_a_ticket_is_never_markup() -> None:
    made = page([findings()])
    reader = read(made)
    assert not {"script", "img", "iframe", "object", "embed", "link", "form", "base"} & set(reader.tags)
    assert not [name for name in reader.attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in reader.text  # it is there to be read
    assert "\x00" not in made
    assert "\x1b" not in made
    made.encode("utf-8")  # no half of a surrogate pair is left


def test_the_page_loads_nothing_from_elsewhere() -> None:
    made = page([findings()])
    assert "default-src 'none'" in made
    assert not re.findall(r"(?:src|href)=\"(?!#)", made)
    assert "url(" not in made
    assert "@import" not in made


def test_a_support_lead_reads_what_is_right_and_wrong() -> None:
    text = read(page([findings()], "a fast processor")).text
    assert "17 of 18 tickets go to the right queue." in text
    assert "Of 4 tickets that a person must take, 4 are handed over to one." in text
    assert "on a fast processor" in text
    assert "2 of these tickets are among those the serving heads were trained on" in text
    assert "Ticket by ticket: 14 with something wrong, 4 without" in text
    assert text.count("wrong: queue, priority, escalate, reason, reply") == 1  # of the output that was not valid
    assert "no valid output" in text
    assert "Would more handled tickets help?" in text
    assert "held by the check: markup" in text


def test_every_plot_is_well_formed() -> None:
    plots = re.findall(r"<svg.*?</svg>", page([findings()]), re.DOTALL)
    assert len(plots) > 20
    for plot in plots:
        for element in ElementTree.fromstring(plot).iter():  # noqa: S314 - we made it
            for name in ("x", "y", "width", "height", "cx", "cy", "r", "x1", "x2", "y1", "y2"):
                assert float(element.get(name, "0")) >= 0


def test_a_page_of_triage_alone_has_no_replies_and_one_without_tickets_of_a_kind_no_kinds() -> None:
    asked = tickets(8)
    own = of_rows("heads", [Row(t, perfect(t)) for t in asked], frozenset({"triage"}))
    text = read(page([Findings(DATA, (own,)), Findings(DATA, (own,))])).text
    assert "Replies" not in text
    assert "Per kind" not in text
    assert text.count("In short") == 2


def test_earlier_messages_are_shown_but_no_private_note() -> None:
    said = [("customer", "First words", True), ("agent", "A SECRET NOTE", False), ("agent", "Answer", True)]
    messages = [{"author": a, "text": t, "public": p} for a, t, p in said] + [{"author": "customer", "text": "Again"}]
    ticket = handled(1, messages=messages, body="Again")
    own = of_rows("heads", [Row(ticket, perfect(ticket))], frozenset({"triage"}))
    text = read(page([Findings(DATA, (own,))])).text
    assert "customer: First words" in text
    assert "A SECRET NOTE" not in text


def test_text_is_escaped_once_and_markup_never() -> None:
    assert tag("p", "<b>", tag("i", "&"), class_='"') == '<p class="&quot;">&lt;b&gt;<i>&amp;</i></p>'
    assert joined(joined("<")) == "&lt;"
