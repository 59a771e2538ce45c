"""What a replay says of a past ticket: right, wrong or not known; its figures and bars; its page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.evaluation.scores import Share
from tests.unit.worker.pipeline.builders import passage, ticket, triage
from tests.unit.worker.pipeline.builders import reply as said
from worker.company import Company, ReplayBars
from worker.company.reading import examine
from worker.domain import Action, Attribution, CheckResult, Decision, Run
from worker.history.example import Example, Sentence
from worker.history.preparing import Prepared
from worker.history.replay.asking import copies_of, names_of, ticket_of
from worker.history.replay.choosing import Choice, Past
from worker.history.replay.comparing import Row, Verdict
from worker.history.replay.figures import by_queue, figures, judged
from worker.history.replay.page import page
from worker.history.replay.running import Replayed
from worker.history.replay.telling import MISSED, SENT_WRONG, cautions, groups
from worker.history.rows import make_row
from worker.past import PastMessage, PastTicket
from worker.states import Outcome
from worker.thread import Author

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
RESET = "docs/login.md#Reset"


def example(**changes: Any) -> Example:
    known: dict[str, Any] = {
        "source": "zendesk", "external_id": "7", "subject": "Reset", "body": "It does not come.", "language": "en",
        "account": None, "requester_email": None, "queue": "access", "priority": "normal", "escalate": False,
        "sentences": (Sentence("A link is valid for 60 minutes.", (RESET,), 0.9),), "at": AT,
    }  # fmt: skip
    return Example(**known | changes)


def row(
    text: str = "The link is valid for 60 minutes.",
    *,
    ref: str = RESET,
    outcome: Outcome = Outcome.SEND,
    action: Action = Action.ANSWER,
    queue: str = "access",
    **changes: Any,
) -> Row:
    stands = passage(text, ref=ref)
    run = Run(
        ticket(), Decision(outcome, "grounded", "why"), triage(queue=queue), (stands,), said(text, action=action),
        CheckResult((Attribution(text, stands, 1.0),), ()),
    )  # fmt: skip
    return Row("zendesk:7", AT, "Reset <b>", "It does not come.", example(**changes), run)


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (row(), Verdict.RIGHT),
        (row(ref=f"{RESET} (2)"), Verdict.RIGHT),  # another piece of the section
        (row(ref="docs/other.md#X"), Verdict.WRONG),
        (row("A link is valid for 90 minutes."), Verdict.WRONG),  # the same passage, another length
        (row(escalate=True, reasons=("security",)), Verdict.WRONG),
        (row(sentences=(Sentence("We fixed it."),)), Verdict.UNKNOWN),
        (row(sentences=()), Verdict.UNKNOWN),
        (row(outcome=Outcome.ASK, action=Action.ASK), Verdict.UNKNOWN),
        (row(outcome=Outcome.HOLD), Verdict.RIGHT),  # a draft is judged too
        (row(outcome=Outcome.HAND_OVER, action=Action.HAND_OVER), None),
    ],
)
def test_a_reply_is_compared_with_what_carries_the_agents_answer(made: Row, verdict: Verdict | None) -> None:
    assert made.verdict is verdict


def test_what_would_be_sent_and_wrong_is_the_first_group() -> None:
    wrong, missed = row(ref="docs/other.md#X"), row(outcome=Outcome.HOLD, escalate=True)
    found = groups([row(), row(queue="billing"), missed, wrong])
    assert next(iter(found)) == SENT_WRONG
    assert (found[SENT_WRONG], found[MISSED]) == ([wrong], [missed])
    assert sum(map(len, found.values())) == 4


def test_figures_count_what_can_be_judged_and_say_what_cannot() -> None:
    rows = [
        row(),
        row(ref="docs/other.md#X", queue="billing"),
        row(sentences=()),
        row(outcome=Outcome.HOLD),
        row(outcome=Outcome.HAND_OVER, escalate=True),
        row(outcome=Outcome.HOLD, escalate=True, queue="billing"),
    ]
    found = figures(rows, 6)
    assert (found.routed, found.escalated_recall) == (Share(4, 6), Share(1, 2))
    assert (found.sent, found.sent_right, found.sent_wrong, found.sent_unknown) == (3, Share(1, 2), Share(1, 2), 1)
    assert (found.held, found.handed_over, found.minutes_saved) == (2, 1, 6)
    assert {name: own.tickets for name, own in by_queue(rows, 6).items()} == {"access": 6}


@pytest.mark.parametrize(
    ("rows", "passes", "words"),
    [
        ([row()] * 60, True, "passes"),
        ([row()] * 5, False, "not proven with so few tickets"),
        ([row(ref="docs/other.md#X")] * 20, False, "fails"),
        ([row(outcome=Outcome.HOLD)] * 5, False, "cannot be judged"),
    ],
)
def test_a_bar_is_passed_by_the_intervals_end(rows: list[Row], passes: bool, words: str) -> None:
    (bar,) = judged(figures(rows, 5), ReplayBars(max_sent_wrong=0.1))
    assert (bar.passes, words in bar.told) == (passes, True)


def test_without_bars_nothing_is_judged() -> None:
    assert judged(figures([row()], 5), ReplayBars()) == []


def test_the_page_says_what_is_wrong_first_and_escapes_what_a_customer_wrote() -> None:
    rows = (row(), row(ref="docs/other.md#X"))
    found = Replayed(rows, Choice((), Prepared({}, {}, {}, 2), 2, 0), 0.8, None, 2)
    measured = figures(rows, 5)
    html = page(found, measured, by_queue(rows, 5), judged(measured, ReplayBars(min_routed=0.5)), 5)
    assert html.index(SENT_WRONG) < html.index("In short")
    assert "Reset &lt;b&gt;" in html and "<b>" not in html.replace("<body>", "")
    assert "mode 0600" in html and "counts as right if" in html


def test_what_the_heads_may_have_learned_is_told_beside_the_rest_with_its_interval() -> None:
    rows = (row(), replace(row(), at=AT + timedelta(days=2)))
    trained = AT + timedelta(days=1)
    said = list(cautions(Replayed(rows, Choice((), Prepared({}, {}, {}, 2), 2, 0), 0.8, trained, 2)))
    assert said[-2].startswith("1 of 2 tickets are older than the heads that serve")
    assert said[-1] == "Of the newer ones 100.0% 1/1 [21-100] go to the queue in which people had them."


PAST = PastTicket(
    "zendesk",
    "7",
    "Reset",
    (
        PastMessage(Author.CUSTOMER, "It does not come.", AT),
        PastMessage(Author.AGENT, "secret note", AT, public=False),
        PastMessage(Author.CUSTOMER, "Still nothing.", AT),
        PastMessage(Author.AGENT, "A link is valid for 60 minutes.", AT),
        PastMessage(Author.CUSTOMER, "Thanks!", AT),
    ),
    requester_email="Ann@x.example",
)


def test_what_is_asked_is_what_came_until_the_first_answer_and_no_note() -> None:
    asked = ticket_of(Past(1, PAST, example()), "7", {})
    assert asked.body == "It does not come.\n\nStill nothing."
    assert (asked.verified, asked.account, asked.requester_email) == (False, None, "ann@x.example")
    assert (asked.external_id, asked.is_first_turn, asked.automatic) == ("7", True, False)


def test_a_ticket_and_its_copies_are_no_precedents_of_it() -> None:
    long = (
        "The mail with the link to reset our password does not come, although I asked for it four times since Monday."
    )
    examples = {1: example(body=long), 2: example(external_id="8", body="Where is the invoice of October, please?")}
    stored = [one.to_json() for one in examples.values()]
    names = names_of(examples, stored)
    assert names == {1: "7", 2: "8"}
    known = [
        ("7", f"Reset\n{long}"),
        ("T-99", f"Reset\n{long}"),
        ("8", "Reset\nWhere is the invoice of October, please?"),
    ]
    copies = copies_of(examples, names, known)
    assert set(copies["7"]) == {"7", "T-99", "zendesk:7"} and set(copies["8"]) == {"8", "zendesk:8"}


def test_a_ticket_is_no_precedent_of_itself_as_a_redacted_row_either() -> None:
    one = example(subject="Anna Berg", body="Anna Berg, a@x.example, asks for a reset.", requester_email="a@x.example")
    written = make_row(one, Blanks(), lambda *_: (), ()).row
    assert written is not None
    known = [(written["id"], f"{written['subject']}\n{written['body']}")]
    assert written["id"] in copies_of({1: one}, {1: "7"}, known)["7"]


class Blanks:
    """A redactor that takes out the names of one person, alike in each thread."""

    def thread(self) -> "Blanks":
        return self

    def redact(self, text: str, language: str | None = None) -> str:
        return text.replace("Anna Berg", "[NAME_1]").replace("a@x.example", "[EMAIL_1]")


def test_a_ticket_of_two_helpdesks_has_one_name_and_the_same_number_elsewhere_another() -> None:
    ours = example(source="deskhand", external_id="zendesk/7")
    other = example(source="old.csv", external_id="7")
    examples = {1: example(), 2: ours, 3: other}
    names = names_of(examples, [one.to_json() for one in examples.values()])
    assert names[1] == names[2] and names[3] != names[1]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("min_routed = 80", "line 11: [replay] min_routed is a share from 0 to 1"),
        ('min_routed = "0.8"', "line 11: [replay] min_routed is a number, not a text"),
        ("min_route = 0.8", "line 11: [replay] has no entry min_route: did you mean min_routed?"),
        ("minutes_per_answer = -1", "line 11: [replay] minutes_per_answer is a number from 0 upwards"),
    ],
)
def test_a_mistake_in_the_bars_is_told_with_its_line(tmp_path: Any, lines: str, says: str) -> None:
    path = tmp_path / "company.toml"
    path.write_text(FILE + lines + "\n")
    found = examine(path)
    assert not isinstance(found, Company)
    assert any(says in str(mistake) for mistake in found), [str(one) for one in found]


def test_bars_are_read_from_the_company_file(tmp_path: Any) -> None:
    path = tmp_path / "company.toml"
    path.write_text(f"{FILE}min_routed = 0.8\nmax_sent_wrong = 0.1\nminutes_per_answer = 6\n")
    found = examine(path)
    assert isinstance(found, Company), found
    assert found.replay == ReplayBars(0.8, None, 0.1, 6.0)


FILE = """id = "x"
name = "X"
signature = "X"
[queues]
a = "b"
c = "d"
[escalation]
not_covered = "Tell us."

[replay]
"""
