"""The notes as agents read them: whole, so that a change is seen as they would see it."""

from dataclasses import replace

import pytest

from tests.unit.worker.pipeline.builders import COMPANY, passage, ticket
from tests.unit.worker.pipeline.writing.golden import GOLDEN
from tests.unit.worker.pipeline.writing.typical import BELOW, CARD, FOREIGN, HANDED, HELD, NOTES, SENT, UNVERIFIED
from worker.delivery_rules import Withheld, as_note
from worker.domain import Decision, Finding, Outcome, Sureness
from worker.pipeline.render import updates
from worker.pipeline.writing import agent
from worker.rendering import markup, plain


def text(run):
    return plain.text(agent.note(run, COMPANY))


@pytest.mark.parametrize("name", NOTES)
def test_a_note_reads_as_it_did(name):
    assert text(NOTES[name]) == GOLDEN[name]


@pytest.mark.parametrize("run", [BELOW, FOREIGN, *(replace(HELD, decision=Decision(Outcome.HOLD, reason, "0.41; 0.87"))
                                 for reason in ("unsure_reply", "unsure_queue", "unsure_escalate"))])  # fmt: skip
def test_what_is_below_the_bar_looks_like_no_letter(run):
    said = text(run)
    assert "Hello," not in said and "Guten Tag" not in said and "Ferrowick Support" not in said
    assert "Sentences of the knowledge to use" in said
    assert "0.41" not in said and "0.87" not in said


def test_a_sentence_that_the_check_refused_is_not_among_those_to_use():
    to_use = text(BELOW).partition("What is missing or wrong:")[0]
    assert "90" not in to_use


@pytest.mark.parametrize(("sure", "said"), [
    (Sureness(190, 212), "Confidence: right in about 9 of 10 such cases (from 212)."),
    (Sureness(40, 41), "Confidence: right in more than 9 of 10 such cases (from 41)."),
    (Sureness(41, 41), "Confidence: right in 41 of 41 such cases."),
    (Sureness(1, 40), "Confidence: right in 1 of 40 such cases."),
    (Sureness(66, 330, counted=False), "Confidence: right in about 2 of 10 such cases (estimated from 330)."),
])  # fmt: skip
def test_confidence_is_told_in_counts(sure, said):
    note = text(replace(HELD, sureness={"reply": sure}))
    assert said in note
    assert "0.91" not in note


def test_without_counts_no_confidence_is_told():
    assert "Confidence" not in text(replace(HELD, sureness={}))


def test_a_queue_that_is_not_sure_tells_its_own_counts():
    run = replace(HELD, decision=Decision(Outcome.HOLD, "unsure_queue", ""), sureness={"queue": Sureness(20, 40)})
    assert "Confidence in the queue: right in about 5 of 10 such cases (from 40)." in text(run)


def test_the_account_is_shown_to_tickets_of_its_verified_contact_only():
    assert "12 paid seats" in text(HELD)
    for run in (UNVERIFIED, replace(UNVERIFIED, card=CARD)):  # even if a card were there
        said = text(run)
        assert "The sender is not verified, so nothing of an account is shown." in said
        assert "Brightloaf" not in said and "acc-a" not in said and "F-2026" not in said


def test_an_account_without_open_invoices_says_so():
    assert "No open invoice." in text(replace(HELD, card=replace(CARD, open_invoices=())))


def test_where_no_invoice_is_known_nothing_is_said_of_invoices():
    said = text(replace(HELD, card=replace(CARD, open_invoices=None)))
    assert "No open invoice" not in said and "Unpaid" not in said


def test_a_withheld_reply_becomes_a_note_with_the_sources_below_the_draft():
    [(_, update)] = updates(SENT, COMPANY)
    note = as_note(update, Withheld.TAKEN)
    assert "Draft:\nHello," in note.comment
    assert "Where each sentence stands:\n1. Login > Reset a password" in note.comment
    assert note.for_people == ()
    assert "for_people" not in markup.text(note.document)


def test_each_sentence_of_a_question_in_two_languages_names_them():
    german = passage("Der Link gilt 60 Minuten.", id=7, ref="docs/de.md#Link", language="de", title="Link")
    run = replace(HANDED, passages=(german,), ticket=ticket(language="fr"))
    assert "- [German] Link (https://help.x.example/login)" in text(run)


def test_a_finding_of_another_version_is_told_in_its_own_words():
    check = (
        replace(BELOW.check, findings=(Finding("wrong_state", "It is paid.", "the row says: open"),))
        if BELOW.check
        else None
    )
    assert "- Wrong state: the row says: open\n  It said: “It is paid.”" in text(replace(BELOW, check=check))


def test_hostile_words_are_words_in_a_note():
    evil = "<img src=x onerror=alert(1)> [x](javascript:1) {{ticket.id}} \u202eabc"
    run = replace(HANDED, passages=(passage(evil, title=evil, ref=evil, url="javascript:alert(1)"),))
    html = markup.text(agent.note(run, COMPANY))
    assert "<img" not in html and "{{" not in html and "\u202e" not in html and "href" not in html


def test_no_name_of_the_ticket_is_repeated():
    run = replace(
        HELD,
        ticket=replace(
            HELD.ticket, requester_name="Visit evil.example", subject="pay evil.example", body="evil.example"
        ),
    )
    assert "evil.example" not in text(run)
