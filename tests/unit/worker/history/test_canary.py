"""A canary beside the version that serves: who counts, and what the figures say."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from models.evaluation.scores import Share
from models.evaluation.two_samples import TwoSamples
from models.weights.pointer import Canary, Change, Serving
from worker.cli.models.canary import _heading
from worker.history.outcomes.canary import Trial, advice, compare, last_trial

TRIAL = Trial("new", "old", "new since then", 0.5, datetime(2026, 11, 1, tzinfo=UTC))


def run(ticket: int, version: str, **changes: Any) -> dict[str, Any]:
    return {
        "ticket_id": ticket, "version": version, "milliseconds": {"reply": 1000.0}, "tokens": {"reply.prompt": 9},
        "failures": {}, "outcome": "hold", "reason": "canary", "replied": True, "check_findings": {"findings": []},
        "public": False, "wrote_queue": "billing", "fate": None, "queue_after": None, "reopened_at": None, "solved_at": None,
        **changes,
    }  # fmt: skip


def test_of_each_ticket_the_first_run_counts_and_none_that_both_handled() -> None:
    rows = [run(1, "old"), run(1, "old", outcome="hand_over"), run(2, "new"), run(3, "old"), run(3, "new")]
    found = compare(rows, TRIAL, "reply")
    assert (found.tickets, found.moved) == ((1, 1), 1)
    assert found.measures["handed_over"].first == Share(0, 1)


def test_a_difference_beyond_chance_is_said_and_one_within_it_is_not() -> None:
    rows = [run(n, "old", fate="used" if n < 30 else "edited") for n in range(40)]
    rows += [run(100 + n, "new", fate="used" if n < 8 else "edited") for n in range(40)]
    found = compare(rows, TRIAL, "reply")
    assert (found.measures["used"].first, found.measures["used"].second) == (Share(30, 40), Share(8, 40))
    assert any("worse in “drafts used" in line for line in advice(found))
    few = compare(rows[:4] + rows[-4:], TRIAL, "reply")
    assert any("nothing differs beyond chance yet" in line for line in advice(few))


def test_replies_that_were_sent_are_no_drafts_and_it_is_said() -> None:
    found = compare([run(1, "old", public=True), run(2, "new")], TRIAL, "reply")
    assert any("1 replies of old were sent unread" in line for line in advice(found))
    assert found.as_json()["measures"]["valid"]["canary"]["of"] == 1


def test_what_the_table_shows_below_the_level_is_said_whatever_it_is() -> None:
    quick, slow = {"milliseconds": {"reply": 100.0}}, {"milliseconds": {"reply": 120.0}}
    found = compare(
        [run(n, "old", **quick) for n in range(20)] + [run(90 + n, "new", **slow) for n in range(20)], TRIAL, "reply"
    )
    assert found.seconds_p is not None
    assert found.seconds_p < found.level == 0.05 / 10
    assert advice(found)[0] == "new is slower beyond chance: a median of 0.12 seconds, and 0.1 of what serves"
    rows = [run(n, "old") for n in range(20)] + [run(90 + n, "new", outcome="hand_over") for n in range(20)]
    assert advice(compare(rows, TRIAL, "reply"))[0] == "new has more of “handed over” beyond chance"


def test_a_canary_that_has_ended_says_so_first_and_last() -> None:
    ended = replace(TRIAL, share=None, until=datetime(2026, 11, 5, tzinfo=UTC))
    says = advice(compare([run(1, "old"), run(2, "new")], ended, "reply"))
    assert "yet" not in says[0].split("(")[0]
    assert says[-1].startswith("this canary has ended (2026-11-05")
    assert _heading(ended) == [
        "this canary has ended: it ran from 2026-11-01 00:00 until 2026-11-05 00:00", "serves: old", "canary: new"
    ]  # fmt: skip
    assert _heading(TRIAL)[0] == "this canary runs since 2026-11-01 00:00, for 50 % of the tickets"


def test_what_is_no_output_is_counted_where_the_model_was_asked() -> None:
    rows = [run(1, "new", failures={"reply": "invalid output"}), run(2, "new", tokens={}), run(3, "new")]
    assert compare(rows, TRIAL, "reply").measures["valid"].second == Share(1, 2)


def test_the_time_begins_with_the_last_change_of_the_share_and_ends_with_the_canary() -> None:
    changes = [Change("promote", "old", None, "a", at="2026-11-01T00:00:00+00:00")]
    for day, action in ((2, "canary"), (3, "canary"), (4, "assign brand:7")):
        changes.append(Change(action, "new", "old", "a", at=f"2026-11-0{day}T00:00:00+00:00"))
    trial = last_trial(Serving("old", Canary("new", 0.2), {}, tuple(changes)))
    assert trial is not None
    assert (trial.canary, trial.current, trial.share, trial.since.day, trial.until) == ("new", "old", 0.2, 3, None)
    assert trial.mark == "new since 2026-11-03T00:00:00+00:00"
    ended = (*changes, Change("end canary", "new", "old", "a", at="2026-11-05T00:00:00+00:00"))
    trial = last_trial(Serving("old", None, {}, ended))
    assert trial is not None
    assert trial.until is not None
    assert (trial.share, trial.until.day) == (None, 5)
    assert last_trial(Serving("old")) is None


def test_two_samples_agree_with_published_figures() -> None:
    """Newcombe 1998, table II, line a: 56/70 against 48/80; Fisher's tea."""
    low, high = (TwoSamples(Share(48, 80), Share(56, 70)).difference or (0, 0, 0))[1:]
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=5e-4)
    assert TwoSamples(Share(3, 4), Share(1, 4)).p_value == pytest.approx(0.4857, abs=1e-4)
    assert TwoSamples(Share(0, 0), Share(1, 4)).p_value is None
