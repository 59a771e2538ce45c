"""What is left of an update after others worked on the ticket, without a helpdesk and without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker import delivery_rules as rules
from worker.delivery_rules import Withheld
from worker.domain import Author
from worker.helpdesks.protocol import Update
from worker.helpdesks.snapshot import Change, Comment, Field, Recipient, Snapshot, Status

ASKED = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = ASKED + timedelta(minutes=5)
BARE = Snapshot(stamp="5", has_marker=False)
REPLY = Update("m", public=True, comment="Press the button.", priority="normal", queue="billing", tags=("deskhand",))
NOTE = replace(REPLY, public=False)


def note_of(author: Author, *, public: bool = False) -> Comment:
    return Comment(author, public, LATER, "7")


TAKEN = replace(BARE, assignee="22", changes=(Change(Field.ASSIGNEE, Author.AGENT, LATER),))
NOTED = replace(BARE, comments=(note_of(Author.AGENT),))
ANSWERED = replace(BARE, comments=(note_of(Author.AGENT, public=True),))
SOLVED = replace(BARE, status=Status.SOLVED)


def fitted(update: Update, snapshot: Snapshot, *contacts: str) -> Update:
    return rules.fitted(update, snapshot, asked_at=ASKED, contacts=frozenset(contacts))


@pytest.mark.parametrize("quiet", [BARE, replace(BARE, comments=(note_of(Author.OURSELVES), note_of(Author.MACHINE)))])
def test_a_reply_stays_a_reply_where_nobody_else_was(quiet):
    assert fitted(REPLY, quiet) == REPLY
    assert rules.over(REPLY, quiet, stamp="5", asked_at=ASKED) is None


@pytest.mark.parametrize(
    ("meanwhile", "why", "words"),
    [
        (TAKEN, Withheld.TAKEN, "took the ticket"),
        (NOTED, Withheld.NOTED_ON, "wrote a note"),
        (SOLVED, Withheld.SOLVED, "was solved"),
    ],
)
def test_after_a_person_was_there_the_reply_is_a_draft_that_says_why(meanwhile, why, words):
    assert rules.over(REPLY, meanwhile, stamp="9", asked_at=ASKED) is None
    note = fitted(REPLY, meanwhile)
    assert (note.public, note.withheld) == (False, why)
    assert words in note.comment
    assert note.comment.endswith("Draft:\nPress the button.")
    assert note.tags == ("deskhand", "deskhand_hold", f"deskhand_reason_{why}")
    assert note.marker == "m"


@pytest.mark.parametrize("meanwhile", [TAKEN, NOTED, SOLVED])
def test_what_was_a_note_anyway_keeps_its_words_and_tags(meanwhile):
    note = fitted(NOTE, meanwhile)
    assert (note.comment, note.tags, note.withheld) == (NOTE.comment, NOTE.tags, None)


@pytest.mark.parametrize(
    ("meanwhile", "priority", "queue"),
    [
        (TAKEN, "normal", None),  # in another group it would lose its assignee
        (SOLVED, None, None),
        (replace(BARE, changes=(Change(Field.PRIORITY, Author.AGENT, LATER),)), None, "billing"),
        (replace(BARE, changes=(Change(Field.GROUP, Author.AGENT, LATER),)), "normal", None),
        (replace(BARE, changes=(Change(Field.STATUS, Author.AGENT, LATER),)), "normal", "billing"),
        (BARE, "normal", "billing"),
    ],
)
@pytest.mark.parametrize("update", [REPLY, NOTE])
def test_fields_that_others_decide_about_are_not_written(update, meanwhile, priority, queue):
    left = fitted(update, meanwhile)
    assert (left.priority, left.queue) == (priority, queue)


def test_after_an_answer_a_reply_ends_and_a_note_does_not():
    assert rules.over(REPLY, ANSWERED, stamp="9", asked_at=ASKED) == "somebody answered first"
    assert rules.over(NOTE, ANSWERED, stamp="9", asked_at=ASKED) is None


@pytest.mark.parametrize("update", [REPLY, NOTE])
def test_a_closed_or_merged_ticket_ends_everything_with_words(update):
    closed = replace(BARE, status=Status.CLOSED)
    assert rules.over(update, closed, stamp="9", asked_at=ASKED) == "the ticket was closed"
    merged = replace(closed, merged=True)
    assert rules.over(update, merged, stamp="9", asked_at=ASKED) == "the ticket was merged into another one"
    wrote = replace(BARE, comments=(note_of(Author.CUSTOMER, public=True),))
    assert rules.over(update, wrote, stamp="5", asked_at=ASKED) == rules.WROTE_AGAIN


def test_what_waits_moves_where_the_target_is_known():
    merged = replace(BARE, status=Status.CLOSED, merged=True, merged_into="9")
    assert rules.target(REPLY, merged, "1", None) == "9"
    assert rules.target(REPLY, replace(merged, merged_into=None), "1", "8") == "8"  # by the event
    assert rules.target(REPLY, replace(merged, merged_into=None), "1", None) is None
    assert rules.target(REPLY, BARE, "1", "8") is None  # a ticket that is open was not merged, whatever is said
    there = rules.moved(REPLY, "1")
    assert rules.target(there, replace(merged, merged_into=None), "8", "8") is None
    assert rules.target(there, replace(merged, merged_into=None), "9", "8") is None  # that was of the first ticket


def test_what_is_said_in_the_target_is_for_people_only_and_changes_none_of_its_fields():
    there = rules.moved(replace(REPLY, priority="low"), "1")
    assert not there.public
    assert (there.priority, there.queue, there.tags) == (None, None, ())
    assert "ticket 1 was merged into this one" in there.comment
    assert "Press the button." in there.comment
    assert rules.moved(there, "9") == there  # moved on again, it does not repeat itself


ADA, BEN = Recipient("Ada@acme.example"), Recipient("ben@acme.example")


@pytest.mark.parametrize(
    ("recipients", "public"),
    [
        ((ADA,), True),
        ((ADA, BEN), True),
        ((), True),  # nobody receives anything
        ((ADA, Recipient("stranger@elsewhere.example")), False),
        ((Recipient("stranger@elsewhere.example"),), False),
        ((ADA, Recipient(None)), False),
        ((ADA, Recipient("")), False),
        ((Recipient(" ADA@ACME.EXAMPLE "),), True),
        ((Recipient("ada@acme.example.evil.example"),), False),
        ((Recipient("ada+x@acme.example"),), False),
    ],
)
def test_an_accounts_passage_goes_to_its_verified_contacts_only(recipients, public):
    cites, seen = replace(REPLY, cites_account="acme"), replace(BARE, recipients=recipients)
    sent = fitted(cites, seen, "ada@acme.example", "ben@acme.example")
    assert (sent.public, sent.withheld) == (public, None if public else Withheld.RECIPIENTS)
    assert fitted(REPLY, seen).public  # what everybody may know goes to everybody


@pytest.mark.parametrize(
    ("written_for", "now", "public"),
    [
        ("301", "301", True),
        ("301", "302", False),  # a person moved it
        ("", "302", False),  # the message did not say
        (None, "302", True),  # the company has no brands
        ("301", None, True),  # the helpdesk has none
    ],
)
def test_a_reply_is_not_sent_with_another_brands_signature(written_for, now, public):
    assert fitted(replace(REPLY, brand=written_for), replace(BARE, brand=now)).public is public


@pytest.mark.parametrize("code", list(Withheld))
def test_every_reason_has_words(code):
    assert "Draft:" in rules.as_note(REPLY, code).comment


@pytest.mark.parametrize("author", [Author.CUSTOMER, Author.THIRD_PERSON])
def test_a_later_message_stops_an_update_but_the_private_mail_of_somebody_not_in_copy_does_not(author):
    def written(*, public: bool) -> Snapshot:
        return replace(BARE, comments=(note_of(author, public=public),))

    assert rules.over(REPLY, written(public=True), stamp="5", asked_at=ASKED) == "the customer wrote again"
    assert rules.over(REPLY, written(public=False), stamp="5", asked_at=ASKED) is None


def test_a_colleagues_note_counts_although_private_mail_came_after_it():
    note = Comment(Author.AGENT, False, ASKED, "5")  # in the second of the question
    asked = Comment(Author.CUSTOMER, True, ASKED, "5")
    noted = replace(BARE, comments=(asked, note, note_of(Author.THIRD_PERSON)))
    assert fitted(REPLY, noted).withheld == Withheld.NOTED_ON


def test_what_was_moved_to_another_ticket_is_told_although_somebody_writes_there():
    there = rules.moved(REPLY, "1")
    assert (
        rules.over(there, replace(BARE, comments=(note_of(Author.CUSTOMER, public=True),)), stamp="5", asked_at=ASKED)
        is None
    )


AREAS = ("area_app", "area_web")
CHOSEN = replace(REPLY, tags=("deskhand", "deskhand_send", "area_app"), choices=(AREAS,), fields={"7": "low"})


def custom(author: Author, *, at: str = "7") -> Snapshot:
    return replace(BARE, changes=(Change(Field.CUSTOM, author, LATER, id=at),))


def test_values_of_select_fields_are_written_where_nobody_else_decides():
    assert fitted(CHOSEN, BARE) == CHOSEN
    assert fitted(CHOSEN, custom(Author.AGENT, at="8")) == CHOSEN


def test_each_select_field_that_a_person_set_is_left_alone():
    assert fitted(CHOSEN, custom(Author.AGENT)) == replace(CHOSEN, fields={})
    tagged = replace(BARE, tags=("area_web",), changes=(Change(Field.TAGS, Author.AGENT, LATER, ("area_web",)),))
    assert fitted(CHOSEN, tagged) == replace(CHOSEN, tags=("deskhand", "deskhand_send"), choices=())


def test_a_reply_that_becomes_a_note_keeps_the_values_but_on_a_solved_ticket():
    note = fitted(CHOSEN, TAKEN)
    assert (note.tags[-1], note.choices, note.fields) == ("area_app", (AREAS,), {"7": "low"})
    assert "deskhand_send" not in note.tags
    solved = fitted(CHOSEN, SOLVED)
    assert ("area_app" in solved.tags, solved.choices, dict(solved.fields)) == (False, (), {})


def test_a_note_that_moves_to_another_ticket_takes_no_values_there():
    there = rules.moved(CHOSEN, "1")
    assert (there.tags, there.choices, dict(there.fields)) == ((), (), {})


# ---- messages that are in the helpdesk already

MINUTE = timedelta(minutes=1)


def said(author: Author, at: datetime, name: str = "", *, public: bool = True, asks: bool = True) -> Comment:
    return Comment(author, public, at, at.isoformat(), name, asks)


QUESTION = said(Author.CUSTOMER, ASKED, "1")
AWAY = said(Author.CUSTOMER, LATER + MINUTE, "3", asks=False)


@pytest.mark.parametrize(("public", "why"), [(True, "somebody answered first"), (False, None)])
def test_an_automatic_message_after_a_colleague_hides_nothing_that_they_did(public, why):
    spoken = replace(BARE, comments=(QUESTION, said(Author.AGENT, LATER, "2", public=public), AWAY))
    assert rules.over(REPLY, spoken, stamp="9", asked_at=ASKED) == why
    assert public or fitted(REPLY, spoken).withheld == Withheld.NOTED_ON


@pytest.mark.parametrize("public", [True, False])
def test_a_newer_message_hides_nothing_either(public):
    """What is answered is the question before; that the customer wrote once more after the colleague changes nothing."""
    again = said(Author.CUSTOMER, LATER + MINUTE, "3")
    spoken = replace(BARE, comments=(QUESTION, said(Author.AGENT, ASKED, "2", public=public), again))
    assert spoken.was_answered_since(ASKED) is public
    assert spoken.was_noted_on_since(ASKED) is not public


def test_a_colleague_who_wrote_before_the_customer_stops_nothing_in_the_same_second():
    spoken = replace(BARE, comments=(said(Author.AGENT, ASKED, "1"), said(Author.CUSTOMER, ASKED, "2"), AWAY))
    assert rules.over(REPLY, spoken, stamp="9", asked_at=ASKED) is None
    # The time that we know may be that of the call, which is later.
    assert rules.over(REPLY, spoken, stamp="9", asked_at=LATER + 2 * MINUTE) is None


def test_an_automatic_message_supersedes_nothing():
    assert rules.over(REPLY, replace(BARE, comments=(QUESTION, AWAY)), stamp=QUESTION.stamp, asked_at=ASKED) is None


KNOWN = ("1", ASKED)


@pytest.mark.parametrize(
    ("newer", "heard", "is_unheard"),
    [
        ((said(Author.CUSTOMER, LATER, "2"),), (KNOWN,), True),
        ((said(Author.CUSTOMER, ASKED, "2"),), (KNOWN,), True),  # in the same second
        ((said(Author.THIRD_PERSON, LATER, "2"),), (KNOWN,), True),
        ((said(Author.THIRD_PERSON, LATER, "2", public=False),), (KNOWN,), False),
        ((said(Author.AGENT, LATER, "2"), said(Author.OURSELVES, LATER, "3")), (KNOWN,), False),
        ((AWAY,), (KNOWN,), False),
        ((said(Author.CUSTOMER, LATER, "2"),), (KNOWN, ("2", LATER)), False),  # a machine's, by its address
        ((said(Author.CUSTOMER, LATER, "2"), said(Author.CUSTOMER, LATER, "3")), (KNOWN, ("2", LATER)), True),
        ((said(Author.CUSTOMER, LATER, "2"),), (KNOWN, ("", LATER + timedelta(seconds=1))), False),  # without a name
        ((said(Author.CUSTOMER, LATER, "2"),), (KNOWN, ("2026-11-20#ab", LATER - MINUTE)), True),
        ((said(Author.CUSTOMER, ASKED - MINUTE, "0"),), (KNOWN,), False),  # older: a late message is for people
        ((), (("", ASKED),), False),
        ((), (), True),  # nothing is known of the ticket
    ],
)
def test_a_newer_message_is_unheard_if_no_call_told_of_it(newer, heard, is_unheard):
    found = rules.unheard(REPLY, replace(BARE, comments=(QUESTION, *newer)), asked_at=ASKED, heard=heard)
    assert (found is not None) is is_unheard


@pytest.mark.parametrize("other", [TAKEN, NOTED, SOLVED])
def test_what_people_read_as_a_note_waits_for_no_call(other):
    wrote = replace(other, comments=(*other.comments, said(Author.CUSTOMER, LATER, "2")))
    assert rules.unheard(REPLY, wrote, asked_at=ASKED, heard=(KNOWN,)) is None
    assert rules.unheard(NOTE, wrote, asked_at=ASKED, heard=(KNOWN,)) is None


def test_a_message_whose_call_never_came_leaves_the_reply_to_a_person():
    note = rules.fitted(REPLY, BARE, asked_at=ASKED, contacts=frozenset(), unheard=True)
    assert (note.public, note.withheld) == (False, "not_heard_of")
    assert "wrote again" in note.comment
