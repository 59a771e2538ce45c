"""What is sent to Zendesk and what its answers mean. No request is made."""

from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from worker.domain import Author
from worker.errors import HelpdeskBusy, HelpdeskConflict, HelpdeskRejected, HelpdeskUnsure
from worker.helpdesks.protocol import Snapshot, Update
from worker.helpdesks.snapshot import Change, Field
from worker.helpdesks.zendesk.answers import failure, retry_after
from worker.helpdesks.zendesk.payload import payload

SNAPSHOT = Snapshot(stamp="2026-09-01T10:00:00Z", has_marker=False, tags=("vip", "emea"))
UPDATE = Update(
    marker="abc", public=True, comment="Hello,\n\nall good.", priority="high", queue="billing", tags=("Deskhand x",)
)


def test_one_request_carries_the_whole_update_under_the_lock_with_its_marker():
    assert payload(UPDATE, SNAPSHOT, {"billing": 7}) == {
        "ticket": {
            "comment": {"html_body": "<p>Hello,</p><p>all good.</p>", "public": True},
            "metadata": {"deskhand": "abc"},
            "safe_update": True,
            "updated_stamp": "2026-09-01T10:00:00Z",
            "priority": "high",
            "group_id": 7,
            "tags": ["vip", "emea", "deskhand_x"],
        }
    }


def test_what_an_update_does_not_say_is_left_alone():
    ticket = payload(Update(marker="abc", public=False, comment="Look."), SNAPSHOT, {})["ticket"]
    assert ticket["comment"]["public"] is False
    assert not {"priority", "group_id", "tags", "status"} & set(ticket)


def test_a_queue_without_a_group_becomes_a_tag_and_is_not_forgotten():
    ticket = payload(UPDATE, SNAPSHOT, {"technical": 1})["ticket"]
    assert "group_id" not in ticket
    assert "deskhand_queue_billing" in ticket["tags"]


def test_an_update_that_says_nothing_is_refused_because_its_marker_could_not_be_read_back():
    with pytest.raises(HelpdeskRejected):
        payload(Update(marker="abc", public=True, comment=" \n"), SNAPSHOT, {})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <script>alert('x')</script> & b", "<p>a &lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; b</p>"),
        ("one\ntwo\r\nthree\n\n\nfour", "<p>one<br>two<br>three</p><p>four</p>"),
        ("{{ticket.requester.email}}", "<p>&#123;&#123;ticket.requester.email&#125;&#125;</p>"),
        ('"><img src=x onerror=1>', "<p>&quot;&gt;&lt;img src=x onerror=1&gt;</p>"),
    ],
)
def test_a_comment_shows_the_text_and_nothing_in_it_works_as_markup_or_placeholder(text, shown):
    said = payload(Update(marker="abc", public=True, comment=text), SNAPSHOT, {})["ticket"]["comment"]
    assert said["html_body"] == shown


@pytest.mark.parametrize(
    ("status", "headers", "meaning"),
    [
        (429, {"Retry-After": "7"}, HelpdeskBusy),
        (429, {}, HelpdeskBusy),
        (503, {"Retry-After": "7"}, HelpdeskBusy),
        (503, {}, HelpdeskUnsure),
        (500, {}, HelpdeskUnsure),
        (502, {}, HelpdeskUnsure),
        (504, {}, HelpdeskUnsure),
        (408, {}, HelpdeskUnsure),
        (409, {}, HelpdeskConflict),
        (400, {}, HelpdeskRejected),
        (403, {}, HelpdeskRejected),
        (404, {}, HelpdeskRejected),
        (422, {}, HelpdeskRejected),
        (401, {}, HelpdeskBusy),
        (302, {}, HelpdeskBusy),
    ],
)
def test_an_answer_says_whether_trying_again_can_help(status, headers, meaning):
    assert type(failure(httpx.Response(status, headers=headers))) is meaning


def test_a_failure_names_the_code_and_the_fields_but_never_the_description():
    said = failure(
        httpx.Response(
            422,
            json={
                "error": "RecordInvalid",
                "description": "my card 4111",
                "details": {"status": [{"description": "s"}]},
            },
        )
    )
    assert str(said) == "Zendesk answered 422 RecordInvalid (status)"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("12", 12.0),
        ("0", 0.0),
        ("-5", 0.0),
        ("999999", 3600.0),
        ("Tue, 01 Sep 2026 10:01:30 GMT", 90.0),
        ("Tue, 01 Sep 2026 09:00:00 GMT", 0.0),
        ("soon", 30.0),
        ("nan", 30.0),
        ("", 30.0),
        (None, 30.0),
    ],
)
def test_retry_after_is_understood_in_both_forms_and_never_absurd(header, seconds):
    assert retry_after(header, now=datetime(2026, 9, 1, 10, tzinfo=UTC)) == seconds


AREAS = ("area_app", "area_web")
CHOSEN = Update(
    marker="abc", public=False, comment="Look.", tags=("deskhand", "area_web"), choices=(AREAS,), fields={"7": "low"}
)


def test_values_of_select_fields_are_sent_and_replace_our_own_older_ones():
    ours = Change(Field.TAGS, Author.OURSELVES, datetime(2026, 9, 1, tzinfo=UTC), ("area_app",))
    tags = ("vip", "area_app", "high", "lowest")
    ticket = payload(CHOSEN, replace(SNAPSHOT, tags=tags, fields={"7": "high", "8": "lowest"}, changes=(ours,)), {})
    assert ticket["ticket"]["custom_fields"] == [{"id": 7, "value": "low"}]
    assert ticket["ticket"]["tags"] == ["vip", "lowest", "deskhand", "area_web", "low"]


def test_a_field_whose_id_cannot_be_one_of_zendesk_is_named():
    with pytest.raises(HelpdeskRejected, match="'severity'"):
        payload(replace(CHOSEN, fields={"severity": "low"}), SNAPSHOT, {})
