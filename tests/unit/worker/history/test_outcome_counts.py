"""What is counted of outcomes, and what is said to be done first."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.evaluation.scores import Share
from worker.cli.since import since
from worker.errors import Refused
from worker.history.outcomes.advice import advice
from worker.history.outcomes.counting import count, grouped
from worker.history.outcomes.judging import Fate
from worker.history.outcomes.page import page

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
AGO = timedelta(days=1)


def row(**changes: Any) -> dict[str, Any]:
    known = dict.fromkeys(
        ("fate", "similarity", "carried", "queue_after", "priority_after", "reopened_at", "corrected_at")
    )
    return {
        **known,
        "decision_id": 1,
        "ticket_id": 1,
        "outcome": "hold",
        "made_by": "triage",
        "queue": "billing",
        "wrote_queue": "billing",
        "wrote_priority": "high",
        "adapter_ids": {"reply": "selector-1", "triage": "heads-1"},
        "public": False,
        "replied": True,
        "sent_at": NOW - AGO,
        "solved_at": None,
        **changes,
    }


def test_fates_are_shares_of_the_drafts_that_were_judged() -> None:
    rows = [row(fate="used"), row(fate="used"), row(fate="ignored"), row(), row(replied=False)]
    found = count(rows, NOW)
    assert found.fates[Fate.USED] == Share(2, 3) and found.fates[Fate.EDITED] == Share(0, 3)
    assert (found.waiting, found.decisions) == (1, 5)


def test_a_sent_reply_is_counted_as_one_that_held_only_after_a_week() -> None:
    old, sent = NOW - timedelta(days=8), {"public": True, "outcome": "send"}
    rows = [
        row(**sent, sent_at=old),
        row(**sent, sent_at=old, corrected_at=old),
        row(**sent),
        row(**sent, reopened_at=NOW),
    ]
    found = count(rows, NOW)
    assert (found.held, found.young) == (Share(1, 2), Share(1, 2))


def test_a_year_of_sent_replies_is_counted_in_no_time() -> None:
    sent = {"public": True, "outcome": "send", "sent_at": NOW - timedelta(days=30)}
    rows = [row(**sent, decision_id=n) for n in range(20_000)]
    began = time.monotonic()
    assert count(rows, NOW).held == Share(20_000, 20_000)
    assert time.monotonic() - began < 3


def test_only_a_queue_that_we_wrote_can_be_changed_back_and_only_a_solved_ticket_opened_again() -> None:
    rows = [row(queue_after="access"), row(), row(wrote_queue=None), row(solved_at=NOW, reopened_at=NOW)]
    found = count(rows, NOW)
    assert (found.routed_back, found.reopened) == (Share(1, 3), Share(1, 1))


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("queue", ["billing", "access", "(none)"]),
        ("adapter", ["reply: selector-1", "triage: heads-1"]),
        ("decider", ["triage", "rule: vip", "(none)"]),
        ("week", ["2026-W47", "2026-W48"]),
    ],
)
def test_groups_have_names_that_people_know(by: str, names: list[str]) -> None:
    rows = [
        row(),
        row(),
        row(wrote_queue="access", made_by="rule: vip", sent_at=NOW - timedelta(days=9)),
        row(wrote_queue=None, queue=None, made_by=None, replied=False),
    ]
    assert sorted(grouped(rows, by, NOW)) == sorted(names)


def test_replies_that_did_not_hold_are_named_first() -> None:
    bad = row(public=True, outcome="send", corrected_at=NOW, ticket_id=77)
    first, *_ = advice([*[row(fate="used")] * 30, bad], NOW)
    assert first.startswith("Read these first: 1 sent reply") and "77" in first


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no decisions"),
        ([row()] * 3, "does it tell what colleagues do"),
        ([row(fate="used")] * 30, "deskhand replay"),
        ([row(fate="answered_otherwise", carried=0.0)] * 4, "history gaps"),
        ([row(fate="ignored")] * 9, "ask them whether they see the notes"),
        ([row(fate="edited")] * 9, "wording review"),
        ([row(queue_after="access")] * 9, "moved"),
    ],
)
def test_what_stands_out_is_said(rows: list[dict[str, Any]], words: str) -> None:
    assert any(words in line for line in advice(rows, NOW))


def test_the_page_escapes_what_it_shows_and_loads_nothing() -> None:
    html = page([row(fate="used", made_by="rule: <b>x</b>")], ["queue", "decider"], None, NOW)
    assert "<b>x</b>" not in html and "&lt;b&gt;x" in html
    assert "default-src &#x27;none&#x27;" in html or "default-src 'none'" in html


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("30d", NOW - timedelta(days=30)),
        ("12h", NOW - timedelta(hours=12)),
        ("2w", NOW - timedelta(weeks=2)),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("all", None),
    ],
)
def test_since_reads_spans_and_days(said: str, at: datetime | None) -> None:
    assert since(said, NOW) == at


@pytest.mark.parametrize("said", ["", "soon", "-3d", "30", "3 months"])
def test_since_refuses_what_is_no_time(said: str) -> None:
    with pytest.raises(Refused):
        since(said, NOW)
