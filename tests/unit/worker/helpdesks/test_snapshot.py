"""What a ticket's history says: who decides about a field, whose a tag is, who spoke since the customer did."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.domain import Author
from worker.helpdesks.snapshot import Change, Comment, Field, Snapshot

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BARE = Snapshot(stamp="s", has_marker=False)
PERSON, OURS, RULE, CUSTOMER = Author.AGENT, Author.OURSELVES, Author.MACHINE, Author.CUSTOMER


def changed(*authors: Author, field: Field = Field.PRIORITY, at_creation: bool = False) -> Snapshot:
    return replace(BARE, changes=tuple(Change(field, author, NOON, at_creation=at_creation) for author in authors))


@pytest.mark.parametrize(
    ("authors", "kept"),
    [
        ((), False),
        ((PERSON,), True),
        ((RULE,), False),  # a default of the company's triggers is there for the first triage to improve
        ((CUSTOMER,), False),
        ((OURS,), False),
        ((OURS, OURS), False),
        ((PERSON, OURS), False),  # we set it after them, when that was still allowed, or they let us
        ((OURS, PERSON), True),
        ((OURS, RULE), True),  # a second version changes what nobody else did
        ((OURS, RULE, OURS), False),
        ((PERSON, RULE), True),
        ((RULE, OURS, CUSTOMER), True),
        ((RULE, RULE), False),
    ],
)
def test_a_field_is_kept_if_a_person_set_it_or_anybody_changed_ours(authors, kept):
    assert changed(*authors).is_kept(Field.PRIORITY) is kept
    assert not changed(*authors).is_kept(Field.GROUP)


def test_what_an_agent_chose_when_opening_the_ticket_is_kept_too():
    assert changed(PERSON, at_creation=True).is_kept(Field.PRIORITY)
    assert not changed(CUSTOMER, at_creation=True).is_kept(Field.PRIORITY)


@pytest.mark.parametrize(
    ("assignee", "authors", "taken"),
    [
        ("22", (PERSON,), True),
        ("22", (RULE,), False),
        ("22", (RULE, PERSON), True),
        ("22", (PERSON, RULE), False),
        (None, (PERSON, PERSON), False),  # taken and given back
        ("22", (), False),
        ("22", (OURS,), False),
    ],
)
def test_a_ticket_is_taken_if_a_person_assigned_it_last(assignee, authors, taken):
    assert replace(changed(*authors, field=Field.ASSIGNEE), assignee=assignee).is_taken is taken


def tagged(*changes: tuple[Author, tuple[str, ...], tuple[str, ...]], tags: tuple[str, ...]) -> Snapshot:
    made = tuple(Change(Field.TAGS, author, NOON, added, removed) for author, added, removed in changes)
    return replace(BARE, changes=made, tags=tags)


def test_our_old_tags_are_those_that_nobody_else_added():
    seen = tagged(
        (OURS, ("deskhand", "deskhand_hold", "deskhand_reason_draft_mode"), ()),
        (PERSON, ("deskhand_vip", "vip"), ()),
        (RULE, ("deskhand_sla",), ()),
        tags=("vip", "deskhand", "deskhand_hold", "deskhand_reason_draft_mode", "deskhand_vip", "deskhand_sla"),
    )
    assert seen.old_tags == ("deskhand_hold", "deskhand_reason_draft_mode")


def test_tags_that_a_follow_up_took_over_are_ours_although_the_customer_opened_it_with_them():
    created = Change(Field.TAGS, CUSTOMER, NOON, ("vip", "deskhand_send"), at_creation=True)
    assert replace(BARE, changes=(created,), tags=("vip", "deskhand_send")).old_tags == ("deskhand_send",)


def test_a_tag_is_refused_if_a_person_took_it_off_until_somebody_adds_it_again():
    off = (PERSON, (), ("deskhand_hold", "deskhand"))
    assert tagged((OURS, ("deskhand_hold",), ()), off, tags=()).refused_tags == {"deskhand_hold", "deskhand"}
    assert tagged(off, (RULE, ("deskhand_hold",), ()), tags=()).refused_tags == {"deskhand"}
    assert tagged((RULE, (), ("deskhand_hold",)), tags=()).refused_tags == frozenset()
    assert tagged((OURS, (), ("deskhand_hold",)), tags=()).refused_tags == frozenset()


def said(*comments: tuple[Author, bool, int]) -> Snapshot:
    """Comments with the minutes after noon."""
    made = [Comment(author, public, NOON + timedelta(minutes=at), f"{at:04}") for author, public, at in comments]
    return replace(BARE, comments=tuple(made))


ASK = (CUSTOMER, True, 0)


@pytest.mark.parametrize(
    ("comments", "answered", "noted"),
    [
        ((ASK,), False, False),
        ((ASK, (PERSON, True, 1)), True, False),
        ((ASK, (PERSON, False, 1)), False, True),
        ((ASK, (OURS, True, 1), (OURS, False, 2)), False, False),
        ((ASK, (RULE, False, 1)), False, False),
        ((ASK, (RULE, True, 1)), True, False),
        (((PERSON, True, -9), (PERSON, False, -8), ASK), False, False),
        ((ASK, (PERSON, False, 0)), False, True),  # in the same second
        ((ASK, (PERSON, True, 0)), True, False),
        (((PERSON, False, 0), ASK), False, False),
        ((ASK, (PERSON, False, 1), (CUSTOMER, True, 2)), False, True),  # the customer wrote again, unknown to us
        ((ASK, (Author.THIRD_PERSON, False, 1)), False, False),
    ],
)
def test_who_spoke_since_the_message(comments, answered, noted):
    seen = said(*comments)
    assert seen.was_answered_since(NOON) is answered
    assert seen.was_noted_on_since(NOON) is noted


def test_the_order_counts_where_the_time_of_the_message_is_that_of_a_late_webhook():
    late = NOON + timedelta(hours=1)
    assert said(ASK, (PERSON, False, 1)).was_noted_on_since(late)
    assert said(ASK, (PERSON, True, 1)).was_answered_since(late)
    assert not said((PERSON, True, -1), ASK).was_answered_since(late)


def test_the_newest_comments_have_the_kind_of_their_author():
    seen = said(ASK, (PERSON, False, 1), (OURS, False, 2), (PERSON, True, 3))
    public, private = seen.newest(public=True), seen.newest(public=False)
    assert public is not None
    assert private is not None
    assert (public.author, private.author) == (PERSON, OURS)
    assert BARE.newest(public=True) is None
    assert seen.customer_wrote_since("")
    assert not seen.customer_wrote_since("0000")


AREAS = ("area_app", "area_web")


@pytest.mark.parametrize(
    ("authors", "kept"),
    [
        ((), False),
        ((PERSON,), True),
        ((CUSTOMER,), True),  # in a form
        ((RULE,), False),
        ((OURS,), False),
        ((OURS, PERSON), True),
        ((OURS, RULE), True),
        ((PERSON, OURS), False),
    ],
)
def test_a_custom_field_is_kept_if_any_person_chose_it_or_anybody_changed_ours(authors, kept):
    changes = tuple(Change(Field.CUSTOM, author, NOON, id="7") for author in authors)
    seen = replace(BARE, changes=(*changes, Change(Field.CUSTOM, PERSON, NOON, id="8")))
    assert seen.is_field_kept("7") is kept
    assert seen.is_field_kept("8") and not seen.is_field_kept("9")


@pytest.mark.parametrize(
    ("seen", "kept", "ours"),
    [
        (tagged(tags=("vip",)), False, ()),
        (tagged((OURS, ("area_app",), ()), tags=("vip", "area_app")), False, ("area_app",)),
        (tagged((PERSON, ("area_web",), ()), tags=("area_web",)), True, ()),
        (tagged((RULE, ("area_web",), ()), tags=("area_web",)), True, ()),
        (tagged(tags=("area_web",)), True, ()),  # the ticket was opened with it
        (tagged((OURS, ("area_app",), ()), (PERSON, ("area_web",), ("area_app",)), tags=("area_web",)), True, ()),
        (tagged((OURS, ("area_app",), ()), (PERSON, (), ("area_app",)), tags=()), True, ()),  # none is a choice too
        (tagged((OURS, ("area_app",), ()), (PERSON, ("vip",), ()), tags=("area_app", "vip")), False, ("area_app",)),
        (tagged((OURS, ("area_app",), ()), (OURS, ("area_web",), ("area_app",)), tags=AREAS[1:]), False, AREAS[1:]),
        (tagged((OURS, ("area_app",), ()), (PERSON, ("area_web",), ()), tags=AREAS), True, ("area_app",)),
    ],
)
def test_a_choice_among_tags_is_kept_if_one_of_them_is_not_ours_or_ours_was_changed(seen, kept, ours):
    assert seen.is_choice_kept(AREAS) is kept
    assert seen.our_choices(AREAS) == ours
