"""What an agent does after us, from the helpdesk's webhook to the stored outcome: all over HTTP, with a real Postgres and a
double of Zendesk with people in it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from benchmarks.thread_faults import script
from tests.integration.helpdesks.zendesk.calls import SECRET
from tests.integration.process.test_mail_and_people import QUESTION, SECOND, SENTENCE, Play, play
from worker.cli.demo.zendesk_double.people import OURSELVES, PERSON
from worker.cli.demo.zendesk_double.subscriptions import by_events, of_colleagues
from worker.db.session import transaction
from worker.history.outcomes.settling import settle
from worker.settings import Settings

__all__ = ["play"]

SETTINGS = Settings(zendesk_groups={"billing": 7, "access": 8})
WORDS = "The link for the reset can be used within one hour, so 60 minutes."
OTHER = "We have sent a technician to your shop, who comes on Thursday before noon."


@pytest.fixture(params=["trigger", "events"])
def desk(request: pytest.FixtureRequest, play: Play) -> Play:
    """Both ways in which Zendesk tells what colleagues do."""
    url = f"{play.desk.url}/webhooks/zendesk"
    kinds = ("comment_added", "status_changed", "group_assignment_changed", "priority_changed")
    play.double.webhooks.connect(
        *([of_colleagues(url, SECRET)] if request.param == "trigger" else by_events(url, SECRET, *kinds))
    )
    return play


@pytest.fixture
def drafted(desk: Play) -> Iterator[Play]:
    """A draft of two sentences, as a note: nobody may say anything in public yet."""
    desk.engine.sentence = SENTENCE
    desk.double.open_ticket(1, QUESTION, tags=["x"])
    assert decided(desk) == ("hold", "draft_mode")
    yield desk


def decided(play: Play, mode: str = "draft") -> tuple[str, str]:
    import tests.integration.process.test_mail_and_people as module

    with pytest.MonkeyPatch.context() as patch:
        policy = module.Policy
        patch.setattr(module, "Policy", lambda *given: policy(mode, *given[1:]))
        return play.decided()


def outcomes(play: Play, database: Any) -> list[dict[str, Any]]:
    """The calls come twice and in any order; asking twice changes nothing."""
    play.double.webhooks.send_all()
    found = []
    for _ in range(2):
        settle(SETTINGS, script.COMPANY, database.app)
        with transaction(database.app, see_all=True) as session:
            rows = session.execute(text("select * from outcomes order by decision_id"))
            found.append([{k: v for k, v in row._mapping.items() if k != "seen_at"} for row in rows])
    assert found[0] == found[1]
    return found[0]


def draft(play: Play) -> str:
    """What an agent copies out of our note."""
    (note,) = play.said(1, public=False)
    return f"Hello Femke,\n\n{SENTENCE}\n\nKind regards\nInes Brandt" if SENTENCE in note else ""


def test_nobody_answered_yet(drafted: Play, database: Any) -> None:
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["similarity"], row["answer"]) == (None, None, None)


def test_a_draft_that_is_sent_as_it_is_was_used(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, draft(drafted), status="solved")
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["similarity"], row["answer"]) == ("used", 1.0, None)


def test_a_changed_number_is_an_edit(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, draft(drafted).replace("60", "90"))
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["answer"]) == ("edited", SENTENCE.replace("60", "90"))
    assert 0.8 < row["similarity"] < 1


def test_other_words_for_the_same_are_an_edit(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, f"Hi Femke,\n\n{WORDS}\n\nBest\nInes")
    (row,) = outcomes(drafted, database)
    assert row["fate"] == "edited"


def test_what_has_nothing_of_the_draft_was_answered_otherwise(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, OTHER, status="solved")
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["carried"], row["answer"]) == ("answered_otherwise", 0.0, OTHER)


def test_an_answer_from_the_same_passage_stands_on_what_we_cited(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, SECOND)
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["carried"]) == ("answered_otherwise", 1.0)


def test_a_word_to_wait_before_the_draft_changes_nothing(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, "One moment please, I am looking into this.")
    drafted.double.agent_comments(1, draft(drafted))
    (row,) = outcomes(drafted, database)
    assert row["fate"] == "used"


def test_a_ticket_that_is_solved_without_a_public_word_ignores_the_draft(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, "Called her, done.", public=False)
    drafted.double.agent_changes(1, status="solved")
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["answer"]) == ("ignored", None)


def test_a_week_without_an_answer_ignores_the_draft(drafted: Play, database: Any) -> None:
    with transaction(database.app, see_all=True) as session:
        session.execute(text("update deliveries set sent_at = sent_at - interval '8 days', stamp = null"))
        session.execute(text("update messages set occurred_at = occurred_at - interval '8 days'"))
    (row,) = outcomes(drafted, database)
    assert row["fate"] == "ignored"


def test_queue_and_priority_that_a_person_changes_are_told(drafted: Play, database: Any) -> None:
    before = outcomes(drafted, database)[0]
    assert (before["queue_after"], before["priority_after"]) == (None, None)
    moved = {"access": 7, "billing": 8}[SETTINGS.zendesk_groups and wrote(database)["queue"]]
    drafted.double.agent_changes(1, group=moved, priority="low")
    (row,) = outcomes(drafted, database)
    assert row["priority_after"] == "low"
    assert row["queue_after"] is not None and row["queue_after"] != wrote(database)["queue"]


def test_what_a_rule_of_the_helpdesk_changes_is_nobodys_correction(drafted: Play, database: Any) -> None:
    drafted.double.automation_changes(1, priority="low")
    drafted.double.agent_comments(1, draft(drafted))
    (row,) = outcomes(drafted, database)
    assert row["fate"] == "used"


def wrote(database: Any) -> dict[str, Any]:
    with transaction(database.app, see_all=True) as session:
        return dict(session.scalar(text("select payload from deliveries order by id desc limit 1")) or {})


def test_a_solved_ticket_that_comes_back_within_a_week_was_reopened(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, draft(drafted), status="solved")
    drafted.double.webhooks.send_all()
    drafted.double.customer_writes(1, "No, that did not work.")
    first, *_ = outcomes(drafted, database)
    assert (first["fate"], first["reopened_at"] is not None) == ("used", True)


def test_thanks_reopen_nothing(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, draft(drafted), status="solved")
    drafted.double.webhooks.send_all()
    drafted.double.customer_writes(1, "Thank you, that worked!")
    first, *_ = outcomes(drafted, database)
    assert (first["fate"], first["reopened_at"]) == ("used", None)


def test_a_reply_that_was_sent_holds_until_a_person_corrects_it(desk: Play, database: Any) -> None:
    desk.double.open_ticket(1, QUESTION)
    assert decided(desk, "send") == ("send", "grounded")
    (row,) = outcomes(desk, database)
    assert (row["fate"], row["corrected_at"], row["reopened_at"]) == (None, None, None)
    desk.double.agent_changes(1, by=PERSON, priority="low")  # our own words are the last comment still
    (row,) = outcomes(desk, database)
    assert row["corrected_at"] is None
    desk.double.agent_comments(1, "Sorry, it is 90 minutes for your plan.")
    (row,) = outcomes(desk, database)
    assert row["corrected_at"] is not None and row["answer"] == "Sorry, it is 90 minutes for your plan."


def test_calls_that_come_twice_and_in_any_order_give_the_same(drafted: Play, database: Any) -> None:
    hooks = drafted.double.webhooks
    hooks.copies, hooks.new_ids, hooks.shuffled = 3, True, True
    drafted.double.agent_changes(1, priority="low")
    drafted.double.agent_comments(1, draft(drafted))
    drafted.double.agent_changes(1, status="solved")
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["priority_after"]) == ("used", "low")


def test_what_we_write_ourselves_is_no_persons_doing(drafted: Play, database: Any) -> None:
    drafted.double.agent_changes(1, by=OURSELVES, tags=["x", "y"])
    (row,) = outcomes(drafted, database)
    assert (row["fate"], row["queue_after"], row["priority_after"]) == (None, None, None)


def test_what_a_person_changed_is_read_before_the_next_write_where_no_call_told_it(play: Play, database: Any) -> None:
    """Only the two triggers for customers are connected: the audits say it all the same."""
    play.double.open_ticket(1, QUESTION)
    assert decided(play) == ("hold", "draft_mode")
    play.double.agent_changes(1, priority="low")
    play.double.customer_writes(1, "And how often does it work?")
    decided(play)
    first, *_ = outcomes(play, database)
    assert first["priority_after"] == "low"


def test_an_agent_who_repeats_our_reply_and_adds_to_it_has_answered(desk: Play, database: Any) -> None:
    desk.double.open_ticket(1, QUESTION)
    assert decided(desk, "send") == ("send", "grounded")
    (ours,) = desk.said(1, public=True)
    desk.double.agent_comments(1, f"{ours}\n\nIn your case it is 90 minutes, sorry.")
    (row,) = outcomes(desk, database)
    assert row["corrected_at"] is not None


def test_an_erased_ticket_takes_its_outcome_with_it(drafted: Play, database: Any) -> None:
    drafted.double.agent_comments(1, draft(drafted))
    assert len(outcomes(drafted, database)) == 1
    with database.owner.begin() as connection:
        connection.execute(text("delete from tickets"))
    assert outcomes(drafted, database) == []


def test_the_report_counts_them_as_json_and_as_a_page_that_only_its_owner_reads(
    drafted: Play, database: Any, stack: Any, tmp_path: Path
) -> None:
    drafted.double.agent_comments(1, draft(drafted), status="solved")
    drafted.double.webhooks.send_all()
    html = tmp_path / "outcomes.html"
    run = [sys.executable, "-m", "worker.cli.main", "report", "outcomes", "--json", "--html", str(html)]
    answer = subprocess.run(run, env=stack.environment, capture_output=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stderr.decode()
    told = json.loads(answer.stdout)
    assert told["all"]["drafts"]["used"]["hits"] == 1
    assert sum(group["decisions"] for group in told["by"]["queue"].values()) == 1
    assert told["do_first"]
    assert html.stat().st_mode & 0o777 == 0o600 and "used as it was" in html.read_text()
    plain = subprocess.run(
        [*run[:5], "--by", "moon"], env=stack.environment, capture_output=True, timeout=60, check=False
    )
    assert (plain.returncode, b"none of queue" in plain.stderr) == (1, True)
