"""Audits as Zendesk writes them, read as comments, changes and merges."""

from typing import Any

import pytest

from worker.domain import Author
from worker.helpdesks.snapshot import Field
from worker.helpdesks.zendesk import history

ROLES = {11: "end-user", 12: "end-user", 22: "agent", 23: "admin", 33: "admin"}
WEB, API, MAIL = ({"channel": channel} for channel in ("web", "api", "email"))
TRIGGER = {"channel": "rule", "source": {"rel": "trigger"}}
MACRO = {"channel": "rule", "source": {"rel": "macro"}}


def audit(author: object, *events: dict[str, Any], via: dict[str, Any] = WEB, marker: str | None = None) -> Any:
    custom = {"deskhand": marker} if marker else {}
    return {
        "author_id": author,
        "created_at": "2026-11-20T12:00:00Z",
        "via": via,
        "metadata": {"custom": custom},
        "events": list(events),
    }


def change(name: str, value: object, previous: object = None, **more: object) -> dict[str, Any]:
    return {"type": "Change", "field_name": name, "value": value, "previous_value": previous, **more}


def read(*audits: Any) -> history.History:
    return history.read(((one, ROLES) for one in audits), marker="m", requester=11, own_agent="33")


@pytest.mark.parametrize(
    ("made", "author"),
    [
        (audit(22, change("priority", "urgent")), Author.AGENT),
        (audit(23, change("priority", "urgent")), Author.AGENT),
        (audit(22, change("priority", "urgent"), via=API), Author.AGENT),  # another program, with a colleague's token
        (audit(22, change("priority", "urgent"), via={"channel": "mobile"}), Author.AGENT),
        (audit(22, change("priority", "urgent"), via=MAIL), Author.AGENT),
        (audit(22, change("priority", "urgent"), via=MACRO), Author.AGENT),  # a person chose the macro
        (audit(22, change("priority", "urgent", via=TRIGGER)), Author.MACHINE),  # set off by a person's update
        (audit(-1, change("priority", "urgent"), via=TRIGGER), Author.MACHINE),
        (audit(-1, change("priority", "urgent"), via={}), Author.MACHINE),
        (audit(None, change("priority", "urgent"), via={}), Author.MACHINE),
        (audit(22, change("priority", "urgent"), via={"channel": "group_deletion"}), Author.MACHINE),
        (audit(33, change("priority", "urgent"), via=API, marker="m"), Author.OURSELVES),
        (audit(33, change("priority", "urgent"), via=API, marker="earlier"), Author.OURSELVES),
        (audit(33, change("priority", "urgent"), via=API), Author.OURSELVES),
        (audit(33, change("priority", "urgent", via=TRIGGER), via=API, marker="m"), Author.MACHINE),
        (audit(33, change("priority", "urgent"), via=WEB), Author.AGENT),  # a person at our agent's screen
        (audit(11, change("priority", "urgent"), via=WEB), Author.CUSTOMER),
        (audit(12, change("priority", "urgent"), via=MAIL), Author.THIRD_PERSON),
        (audit(77, change("priority", "urgent")), Author.AGENT),  # somebody who has left
    ],
)
def test_who_changed_a_field(made, author):
    [found] = read(made).changes
    assert (found.field, found.author) == (Field.PRIORITY, author)


@pytest.mark.parametrize(
    ("made", "author", "public"),
    [
        (audit(11, {"type": "Comment", "public": True}), Author.CUSTOMER, True),
        (audit(12, {"type": "Comment", "public": False, "author_id": 12}), Author.THIRD_PERSON, False),
        (audit(22, {"type": "Comment", "public": False}), Author.AGENT, False),
        (
            audit(22, {"type": "Comment", "author_id": 11, "public": True}),
            Author.CUSTOMER,
            True,
        ),  # forwarded by an agent
        (audit(22, {"type": "VoiceComment", "public": True}), Author.AGENT, True),
        (audit(33, {"type": "Comment", "public": False}, via=API, marker="m"), Author.OURSELVES, False),
        (audit(33, {"type": "Comment", "public": True}, via=API), Author.AGENT, True),  # not by Deskhand
        (audit(-1, {"type": "Comment", "public": False}, via=TRIGGER), Author.MACHINE, False),
    ],
)
def test_who_wrote_a_comment(made, author, public):
    [found] = read(made).comments
    assert (found.author, found.public) == (author, public)


def test_the_marker_is_that_of_this_very_effect():
    assert read(audit(33, marker="m")).marked
    assert not read(audit(33, marker="other")).marked


@pytest.mark.parametrize(("before", "after"), [(["vip", "a"], ["vip", "b"]), ("vip a", "vip b"), (["a"], "b")])
def test_tags_are_read_as_what_was_added_and_removed_in_both_forms(before, after):
    [found] = read(audit(22, change("tags", after, before))).changes
    assert (found.added, found.removed) == (("b",), ("a",))


def test_a_ticket_is_opened_with_fields_and_those_nobody_filled_in_are_no_change():
    created = [{"type": "Create", "field_name": name, "value": value} for name, value in
               (("priority", None), ("group_id", "7"), ("tags", []), ("subject", "x"))]  # fmt: skip
    [found] = read(audit(22, *created)).changes
    assert (found.field, found.author, found.at_creation) == (Field.GROUP, Author.AGENT, True)


def merged_into(target: object) -> dict[str, Any]:
    return {"channel": "web", "source": {"from": {"ticket_id": target}, "to": {}, "rel": "merge"}}


@pytest.mark.parametrize(("target", "known"), [(9, "9"), ("9", "9"), (None, None), ("x/1", None)])
def test_a_merge_closes_the_source_and_names_the_target(target, known):
    found = read(audit(22, change("status", "closed", "open"), via=merged_into(target)))
    assert (found.merged, found.merged_into) == (True, known)


def test_the_audit_of_the_target_is_not_taken_for_a_merge_of_its_own():
    said = audit(22, {"type": "Comment", "public": False}, via=merged_into(1))
    assert not read(said).merged
    assert not read(audit(22, change("status", "closed", "solved"))).merged


def test_the_tag_of_a_merge_proves_it_where_it_was_added():
    assert read(audit(22, change("tags", ["closed_by_merge"], []))).merged
    inherited = {"type": "Create", "field_name": "tags", "value": ["closed_by_merge"]}
    assert not read(
        audit(11, inherited), audit(22, change("tags", ["closed_by_merge", "x"], ["closed_by_merge"]))
    ).merged


def test_a_custom_field_is_named_by_its_id_and_an_empty_one_at_the_start_is_no_choice():
    made = audit(11, {"type": "Create", "field_name": "7", "value": None})
    chose = audit(22, change("7", "low"), change("8", "x", via=TRIGGER), change("subject", "y"))
    found = [(one.field, one.id, one.author) for one in read(made, chose).changes]
    assert found == [(Field.CUSTOM, "7", Author.AGENT), (Field.CUSTOM, "8", Author.MACHINE)]
