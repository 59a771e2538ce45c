"""The benchmark of kills and threads: it sees each fault that it counts, in the double alone, and spreads its deaths."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from benchmarks.thread_faults import counting, script
from benchmarks.thread_faults.deaths import Census, label
from benchmarks.thread_faults.history import History, read, story
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import PERSON, SECOND_PERSON
from worker.mail.automatic import is_automatic
from worker.mail.thanks import is_thanks

Deed = Callable[[ZendeskDouble], Any]


def ours(double: ZendeskDouble, said: str = "Press the button.", *, public: bool = True, **fields: object) -> None:
    body = {"comment": {"body": said, "public": public}, "metadata": {"deskhand": said}, **fields}
    double.update(1, {"ticket": body})


def seen(*deeds: Deed) -> History:
    double = ZendeskDouble()
    double.open_ticket(1)
    for deed in deeds:
        deed(double)
    return read(double.tickets[1], {PERSON, SECOND_PERSON})


@pytest.mark.parametrize(
    "deed",
    [
        lambda d: d.agent_changes(1, assignee=PERSON),
        lambda d: d.agent_comments(1, public=False),
        lambda d: d.agent_comments(1, public=True),
        lambda d: d.agent_changes(1, status="solved"),
        lambda d: d.customer_writes(1, script.AWAY) and d.agent_comments(1, public=False),
    ],
    ids=["took", "noted", "answered", "solved", "noted after an automatic message"],
)
def test_public_words_after_a_person_are_counted(deed: Deed) -> None:
    assert seen(deed, ours).wrong["spoken over"] == 1
    assert seen(ours, deed).wrong["spoken over"] == 0
    assert seen(deed, lambda d: ours(d, public=False)).wrong["spoken over"] == 0


@pytest.mark.parametrize(
    "deed",
    [
        lambda d: d.agent_changes(1, assignee=PERSON) and d.agent_changes(1, assignee=None),
        lambda d: d.agent_comments(1, public=False) and d.customer_writes(1, "Another question."),
        lambda d: d.agent_changes(1, priority="urgent"),
    ],
    ids=["given back", "asked again", "another field"],
)
def test_what_is_no_persons_ticket_is_not_counted(deed: Deed) -> None:
    found = seen(deed, ours)
    assert (found.wrong["spoken over"], found.public, found.writes) == (0, 1, 1)


@pytest.mark.parametrize(
    ("theirs", "mine", "fault"),
    [
        ({"priority": "urgent"}, {"priority": "normal"}, "overwritten: priority"),
        ({"group": 99}, {"group_id": 7}, "overwritten: group_id"),
        ({"assignee": SECOND_PERSON}, {"group_id": 7}, "overwritten: assignee_id"),  # who is not in that group
        ({"tags": ["vip"]}, {"tags": ["deskhand"]}, "overwritten: tags"),
        ({"priority": "urgent"}, {"group_id": 7}, None),
        ({"tags": ["vip"]}, {"tags": ["vip", "deskhand"]}, None),
        ({}, {"priority": "normal", "group_id": 7, "tags": ["deskhand"]}, None),
    ],
)
def test_fields_of_people_are_counted(theirs: dict[str, Any], mine: dict[str, Any], fault: str | None) -> None:
    found = seen(lambda d: d.agent_changes(1, **theirs), lambda d: ours(d, public=False, **mine))
    assert {name for name, times in found.wrong.items() if times} >= ({fault} if fault else set())
    assert bool(+found.wrong) is (fault is not None)
    assert found.after_fields == bool(theirs)


def test_a_tag_that_a_person_took_off_and_a_second_answer_are_counted() -> None:
    tagged: Deed = lambda d: ours(d, public=False, tags=["deskhand", "deskhand_send"])  # noqa: E731
    off: Deed = lambda d: d.agent_changes(1, tags=["deskhand"])  # noqa: E731
    again: Deed = lambda d: ours(d, "Again.", public=False, tags=["deskhand", "deskhand_send"])  # noqa: E731
    assert seen(tagged, off, again).wrong["overwritten: tags"] == 1
    crossed = seen(ours, lambda d: ours(d, "And press it again."))
    assert crossed.wrong["crossed"] == 1
    assert seen(ours, lambda d: d.customer_writes(1, "And now?"), lambda d: ours(d, "Again.")).wrong["crossed"] == 0


def test_what_the_last_word_was_is_known_and_a_story_says_it() -> None:
    double = ZendeskDouble()
    double.open_ticket(1)
    ours(double)
    double.customer_writes(1, "No, that did not work.")
    found = read(double.tickets[1], {PERSON})
    assert found.last_told < found.last_outside
    assert ["says" in line for line in story(double.tickets[1])] == [True, True, True]


def test_the_words_of_the_script_are_read_as_they_are_meant() -> None:
    assert is_automatic({}, "Question", "c1@brightloaf.example", script.AWAY)
    assert all(map(is_thanks, script.THANKS))
    assert not any(map(is_thanks, (*script.REJECTIONS, *script.FURTHER)))


def test_deaths_follow_the_load_and_every_point_gets_its_share(tmp_path: Path) -> None:
    census, dice = Census(tmp_path, new=True), random.Random(1)
    points = [f"io: {n} ▸ {n + 1}" for n in range(12)]
    assert not any(census.is_due(point, 20, dice) for point in points for _ in range(50))
    for step in range(1, 1001):
        census.progress = step / 1000
        for number, point in enumerate(points):
            if step % (1 + number) == 0:  # the last one is passed 83 times
                census.is_due(point, 20, dice)
        if step == 300:
            assert all(died <= 10 for _, died in census.points().values())
    again = Census(tmp_path)
    assert {died for _, died in again.points().values()} == {20}
    assert set(again.points()) == set(points)


def test_statements_have_short_names() -> None:
    assert label("select set_config('deskhand.account', :a, true)") == "begin"
    assert label("\n    update tickets set state = 'queued' where id = 1") == "update tickets (state)"
    claim = "WITH due AS (SELECT deliveries.id FROM deliveries) UPDATE deliveries SET state=1, attempts=(2) FROM due"
    assert label(claim) == "update deliveries (attempts)"
    assert label("INSERT INTO messages (ticket_id) VALUES (1)") == "insert messages"
    assert label(str(text("select 1 from tickets for update"))) == "select tickets"


def test_the_same_words_twice_at_once_are_one_message() -> None:
    double = ZendeskDouble()
    double.open_ticket(1, "Where is it?")
    for words, seconds in (("No.", 20), ("No.", 19), ("Yes.", 19), ("No.", 9)):
        double.customer_writes(1, words, age=timedelta(seconds=seconds))
    said = {comment["id"]: comment["body"] for comment in double.tickets[1].comments()}
    counted = [said[one] for one in counting.public_from_outside(double, double.tickets[1])]
    assert counted == ["Where is it?", "No.", "Yes.", "No."]
