"""What colleagues answer counts as ours does, also where they solve the ticket with it or write as our own agent, and
thanks take no ticket away from them."""

from typing import Any

import pytest

from tests.integration.process.test_mail_and_people import QUESTION, SENTENCE, Play, play
from tests.integration.process.test_threads import again, answered, comment, rows, tell

__all__ = ["play"]

REJECTION = "The reset link still does not work for our password, we tried three times today."
ASKS_AGAIN = "How long is the link valid that resets a password of our warehouse account?"


def held(play: Play) -> None:
    """Leave the question to a person: our own draft is not good enough."""
    play.engine.sentence = "Nothing of this stands anywhere."
    play.double.open_ticket(1, QUESTION)
    assert play.decided() == ("hold", "check_failed")
    play.engine.sentence = SENTENCE


def codes(database: Any) -> list[str]:
    found = "select check_findings->'findings'->0->>'code' as code from replies order by id desc limit 1"
    return [row["code"] for row in rows(database, found)]


@pytest.mark.parametrize("words", [REJECTION, "No, that did not work.", "Das klappt leider nicht."])
def test_who_rejects_what_a_colleague_answered_and_solved_in_one_step_goes_to_a_person(play: Play, words: str) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True), status="solved")
    assert again(play, words) == ("hand_over", "came_back")
    assert play.said(1, public=True) == []


def test_who_rejects_what_a_colleague_answered_before_solving_goes_to_a_person(play: Play) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True))
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    assert again(play, REJECTION) == ("hand_over", "came_back")


def test_what_a_colleague_said_with_the_resolution_is_not_said_again(play: Play, database: Any) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True), status="solved")
    assert again(play, ASKS_AGAIN) == ("hold", "check_failed")
    assert codes(database) == ["said_before"]


def test_what_we_said_before_the_resolution_is_not_said_again(play: Play, database: Any) -> None:
    answered(play)
    tell(play, "ticket.status_changed", {"previous": "open", "current": "solved"})
    assert again(play, ASKS_AGAIN) == ("hold", "check_failed")
    assert codes(database) == ["said_before"]


def test_a_colleagues_private_note_with_the_resolution_is_no_answer(play: Play) -> None:
    held(play)
    tell(play, "ticket.comment_added", comment(SENTENCE, staff=True, public=False), status="solved")
    assert again(play, "How long is the link valid? That did not work on Monday.") != ("hand_over", "came_back")
    assert not play.searched[-1].thread.resolved_reply
