"""What counts as an answer to what we wrote."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from worker.db.reported_fields import SOLVED, STATUS
from worker.history.outcomes.facts import Report, TicketFacts, Told, Word
from worker.history.outcomes.judging import Fate, Judged, judge
from worker.states import Outcome
from worker.thread import Author

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
NOW = AT + timedelta(days=1)


def word(minutes: int, text: str, author: Author = Author.AGENT) -> Word:
    return Word(author, public=True, at=AT + timedelta(minutes=minutes), text=text, body=text)


def judged(*words: Word, **changes: Any) -> Judged:
    known: dict[str, Any] = {
        "decision_id": 1, "account": None, "outcome": Outcome.HOLD, "reason": "draft_mode", "public": False, "since": AT,
        "told_at": AT, "reply": "The link is valid for 60 minutes.", "comment": "The link is valid for 60 minutes.",
    }  # fmt: skip
    solved = Report(STATUS, SOLVED, Author.AGENT, AT + timedelta(hours=2))
    facts = TicketFacts(1, (Told(**known | changes),), words, (solved,))
    (found,) = judge(facts, lambda _: None, lambda _: None, NOW)
    return found


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ("One moment please, I am looking into this.", Fate.IGNORED),
        ("Danke für Ihre Nachricht, ich kümmere mich darum.", Fate.IGNORED),
        ("Which browser do you use?", Fate.ANSWERED_OTHERWISE),
        ("It is 90 days.", Fate.ANSWERED_OTHERWISE),
        ("The link is valid for 60 minutes.", Fate.USED),
    ],
)
def test_a_word_to_wait_alone_is_no_answer_to_a_draft(said: str, fate: Fate) -> None:
    assert judged(word(5, f"Hi Femke,\n\n{said}\n\nBest\nInes")).fate is fate


@pytest.mark.parametrize(
    ("customer", "agent", "corrects"),
    [
        ("Thanks a lot!", "You're welcome, Femke!", False),
        ("Vielen Dank!", "Gern geschehen!", False),
        ("Merci beaucoup !", "Je vous en prie.", False),
        ("¡Muchas gracias!", "De nada.", False),
        ("Thanks a lot!", "In your case it is 90 minutes.", True),
        ("That is not what I asked.", "Sorry about that, I will look into it.", True),
        (None, "Sorry, that was wrong, we have corrected it.", True),
    ],
)
def test_a_reply_is_corrected_by_what_says_something_and_not_by_thanks_returned(
    customer: str | None, agent: str, corrects: bool
) -> None:
    asked = [word(5, customer, Author.CUSTOMER)] if customer else []
    found = judged(*asked, word(9, agent), public=True, outcome=Outcome.SEND)
    assert (found.corrected_at is not None) is corrects
