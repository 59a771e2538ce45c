"""Who comes back, who says thanks, and who asks something new."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.worker.pipeline.builders import passage, ticket
from tests.unit.worker.pipeline.threads import ASKED, AT, HOUR, follow_up, ours, thread
from worker.domain import Author, Fate, Message
from worker.pipeline.coming_back import came_back, is_only_thanks, still_open, tried

NEW = "Another question: which events can a webhook send to our server?"
FOUND = (passage("Available events.", ref="docs/webhooks.md#Available events"),)
SAME = (passage("Open the list.", ref="docs/export.md#Export a list"),)
ROWS = [json.loads(line) for line in Path("benchmarks/sets/threads_dev.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", [r for r in ROWS if r["kind"] == "rejection"], ids=lambda row: row["id"])
def test_a_rejection_goes_to_a_person_whatever_is_found(row) -> None:
    assert came_back(follow_up(row["turn"], language=row["language"]), FOUND)


@pytest.mark.parametrize("language", ["en", None])
def test_a_new_question_needs_words_a_wish_and_passages_of_its_own(language: str | None) -> None:
    assert came_back(follow_up(NEW, language=language), FOUND) is None
    assert came_back(follow_up(NEW, language=language), SAME)
    assert came_back(follow_up(NEW, language=language), ())
    assert came_back(follow_up("Webhooks, server events, our integration", language=language), FOUND)
    assert came_back(follow_up(f"{NEW} {ASKED}", language=language), FOUND)


@pytest.mark.parametrize("fate", [Fate.DELIVERED, Fate.UNSURE, Fate.FAILED])
def test_a_reply_that_may_have_arrived_counts(fate: Fate) -> None:
    assert came_back(ticket(body="Hello?", thread=thread("Hello?", handled=(ours(fate=fate),))), FOUND)


@pytest.mark.parametrize(
    "handled",
    [
        ours(fate=Fate.SUPERSEDED),
        ours(fate=Fate.HELD, public=False),
        ours(version=2),
        ours(asks=True),
        ours(outcome="ask"),
    ],
)
def test_what_the_customer_did_not_get_or_was_asked_does_not_count(handled) -> None:
    assert came_back(ticket(body="Hello?", thread=thread("Hello?", handled=(handled,))), FOUND) is None


def test_a_first_message_and_a_late_one_do_not_come_back() -> None:
    assert came_back(ticket(body="No, that did not work."), FOUND) is None
    assert came_back(follow_up("No, that did not work.", late=True), FOUND) is None


def test_after_a_resolution_only_a_rejection_comes_back() -> None:
    words = "No, that did not work."
    solved = thread(words, before=(), handled=(), resolved_reply=True)
    assert came_back(ticket(body=words, thread=solved), FOUND)
    assert came_back(ticket(body="How do I print it?", thread=solved), FOUND) is None


def test_a_stranger_in_copy_does_not_come_back_unless_the_answer_failed() -> None:
    assert came_back(follow_up("What did they pay?", author=Author.THIRD_PERSON), FOUND) is None
    assert came_back(follow_up("That did not work for us.", author=Author.THIRD_PERSON), FOUND)


def test_a_colleagues_answer_counts_as_ours_does() -> None:
    told = (Message(Author.CUSTOMER, AT, ASKED, version=1), Message(Author.AGENT, AT + HOUR, "Click Export."))
    why = came_back(ticket(body="Hello?", thread=thread("Hello?", before=told, handled=())), FOUND)
    assert why == "the customer wrote again after the answer of a colleague"


def test_thanks_are_nothing_to_do_but_not_as_an_answer_to_a_question_of_ours() -> None:
    assert is_only_thanks(follow_up("Perfect, thanks!"))
    assert came_back(follow_up("Perfect, thanks!"), FOUND) is None
    asked = ticket(body="Perfect, thanks!", thread=thread("Perfect, thanks!", handled=(ours(asks=True),)))
    assert not is_only_thanks(asked)


def test_what_the_customer_quotes_is_not_what_they_say() -> None:
    quoted = "Thanks!\n\nEarlier message:\n> Did that not work? Please try again."
    assert is_only_thanks(follow_up(quoted))


def test_the_note_lists_what_was_tried() -> None:
    assert tried(follow_up("No.")) == ["Open the list and click Export in the upper right corner."]


def test_it_lists_what_colleagues_answered_in_order_and_no_question_of_ours() -> None:
    question = ours(version=1, outcome="ask", reply="Which browser do you use?")
    before = (
        Message(Author.CUSTOMER, AT - HOUR, ASKED, version=1),
        Message(Author.AGENT, AT + HOUR, "Click Export.\n\nOr print it."),
        Message(Author.AGENT, AT + HOUR, "", public=False),
        Message(Author.CUSTOMER, AT + 2 * HOUR, "And then?", version=2),
    )
    last = ours(version=2, at=AT + 3 * HOUR, reply="Choose a folder.")
    turn = (Message(Author.CUSTOMER, AT + 4 * HOUR, "No.", version=3),)
    asked = thread("No.", turn=turn, before=before, handled=(question, last))
    assert tried(ticket(body="No.", thread=asked)) == ["Click Export. Or print it.", "Choose a folder."]


HELD = ours(outcome="hold", reason="unsure_reply", fate=Fate.HELD, public=False)
QUESTION = Message(Author.CUSTOMER, AT, ASKED, version=1)


@pytest.mark.parametrize(
    ("before", "handled", "left"),
    [
        ((QUESTION,), (HELD,), True),
        ((QUESTION,), (ours(outcome="hand_over", fate=Fate.HANDED_OVER, public=False),), True),
        ((QUESTION,), (ours(outcome="send", fate=Fate.HELD, public=False),), True),  # it became a note
        ((QUESTION, Message(Author.AGENT, AT + HOUR, "", public=False)), (HELD,), True),
        ((Message(Author.AGENT, AT - HOUR, "We will call you."), QUESTION), (HELD,), True),
        ((QUESTION,), (HELD, ours(version=2, outcome="nothing_to_do", fate=Fate.NOTHING_TO_DO, public=False)), True),
        ((QUESTION, Message(Author.AGENT, AT + HOUR, "Click Export.")), (HELD,), False),
        ((QUESTION, Message(Author.OURSELVES, AT + HOUR, "Click Export.")), (HELD,), False),
        ((QUESTION,), (HELD, ours(version=2)), False),
        ((QUESTION,), (ours(),), False),
        ((QUESTION,), (ours(outcome="nothing_to_do", fate=Fate.NOTHING_TO_DO, public=False),), False),
        ((QUESTION,), (), False),
    ],
)
def test_thanks_are_for_work_that_is_to_be_done_until_somebody_answered(before, handled, left: bool) -> None:
    said = thread("Thank you!", before=before, handled=handled)
    said = replace(said, turn=(replace(said.turn[0], version=3),))
    assert (still_open(ticket(body="Thank you!", thread=said)) is not None) == left
    assert still_open(ticket(body="Thank you! And on a Mac?", thread=said)) is None


def test_an_answer_that_came_while_the_thanks_waited_counts() -> None:
    told = (Message(Author.AGENT, AT + 3 * HOUR, "Click Export."),)
    said = thread("Thank you!", before=(QUESTION,), handled=(HELD,), after=told)
    assert still_open(ticket(body="Thank you!", thread=said)) is None


def test_a_version_that_was_put_back_by_hand_is_no_thanks_for_itself() -> None:
    said = thread("Thank you!", before=(), handled=(HELD,))
    said = replace(said, turn=(replace(said.turn[0], version=1),))
    assert still_open(ticket(body="Thank you!", thread=said)) is None


@pytest.mark.parametrize(
    ("changes", "refers"),
    [
        ({}, True),
        ({"before": (QUESTION,)}, True),
        ({"before": (), "resolved_reply": True}, True),
        ({"before": ()}, False),
        ({"before": (Message(Author.MACHINE, AT, "I am out of office.", version=1),)}, False),
        ({"before": (Message(Author.AGENT, AT, "", public=False),)}, False),
    ],
)
def test_words_refer_back_to_what_people_said(changes, refers: bool) -> None:
    assert thread("It is this one.", **changes).refers_back is refers
