"""Each case has one cause, by the table."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.worker.diagnosis.cases import ANSWER, case, claim
from tests.unit.worker.pipeline.builders import COMPANY, ticket
from worker.company.voice import Voice
from worker.diagnosis.case import After, Case, Cited
from worker.diagnosis.causes import Area, Cause
from worker.diagnosis.claims import Claim, Place, Rival
from worker.diagnosis.diagnosing import without_an_answer
from worker.diagnosis.table import decide
from worker.domain import Finding

ASKED_FOR = {
    "outcome": "hand_over",
    "made_by": "rule of the product",
    "reason": "asks_for_person",
    "said": (),
    "cited": (),
}
BY_TRIAGE = {"outcome": "hand_over", "made_by": "triage", "escalated": True, "said": (), "cited": ()}


def test_what_nobody_answered_has_its_cause_without_a_search() -> None:
    told = without_an_answer(case(after=After()), COMPANY)
    assert told is not None
    assert (told.cause, told.evidence[0].text) == (
        Cause.NOT_KNOWN,
        "Nobody has answered it yet, or changed what we decided.",
    )
    assert without_an_answer(case(), COMPANY) is None


def cause(known: Case, *claims: Claim) -> Cause:
    return decide(known, claims, COMPANY).cause


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        (Place.ABSENT, Cause.KNOWLEDGE_MISSING),
        (Place.FOREIGN, Cause.KNOWLEDGE_MISSING),
        (Place.ADDED, Cause.KNOWLEDGE_MISSING),
        (Place.EXPIRED, Cause.KNOWLEDGE_STALE),
        (Place.CHANGED, Cause.KNOWLEDGE_STALE),
        (Place.UNFOUND, Cause.NOT_RETRIEVED),
        (Place.BELOW, Cause.RANKED_BELOW),
        (Place.SHOWN, Cause.SHOWN_NOT_USED),
        (Place.CITED, Cause.QUESTION_NOT_MET),
    ],
)
def test_what_the_reply_does_not_say_is_told_by_how_far_its_passage_came(place: Place, wanted: Cause) -> None:
    assert cause(case(), claim(place)) is wanted


@pytest.mark.parametrize(
    ("place", "said"),
    [(Place.ABSENT, "Write the page"), (Place.FOREIGN, "Translate the page"), (Place.ADDED, "Nothing more")],
)
def test_what_to_do_first_is_still_to_be_done(place: Place, said: str) -> None:
    assert decide(case(), [claim(place)], COMPANY).first.startswith(said)


def test_most_of_the_claims_decide_and_of_two_places_the_further_one() -> None:
    assert cause(case(), claim(Place.BELOW), claim(Place.SHOWN), claim(Place.SHOWN)) is Cause.SHOWN_NOT_USED
    assert cause(case(), claim(Place.SHOWN), claim(Place.BELOW)) is Cause.RANKED_BELOW
    assert cause(case(), claim(Place.BELOW, said=True), claim(Place.SHOWN)) is Cause.SHOWN_NOT_USED


def test_a_page_that_says_another_number_is_stale_and_beside_the_right_one_it_contradicts() -> None:
    rival = Rival("docs/login.md#Reset", "The link is valid for 30 minutes.", ("15",))
    stale = decide(case(), [claim(Place.ABSENT, rivals=(rival,))], COMPANY)
    assert (stale.cause, stale.evidence[1].ref) == (Cause.KNOWLEDGE_STALE, "docs/login.md#Reset")
    assert cause(case(), claim(Place.BELOW, rivals=(rival,))) is Cause.KNOWLEDGE_CONTRADICTING
    elsewhere = replace(rival, ref="docs/far.md#Away")  # nothing that the reply was made of
    assert cause(case(), claim(Place.BELOW, rivals=(elsewhere,))) is Cause.RANKED_BELOW


@pytest.mark.parametrize(
    ("changes", "after", "place", "wanted"),
    [
        ({**BY_TRIAGE, "reason": "several_problems"}, False, Place.BELOW, Cause.WRONG_ESCALATION),
        ({**BY_TRIAGE, "reason": "several_problems"}, None, Place.BELOW, Cause.WRONG_ESCALATION),
        ({**BY_TRIAGE, "reason": "several_problems"}, True, Place.BELOW, Cause.NO_FAULT),
        ({**BY_TRIAGE, "reason": "not_covered"}, False, Place.UNFOUND, Cause.NOT_RETRIEVED),
        ({**BY_TRIAGE, "reason": "not_covered"}, False, Place.SHOWN, Cause.WRONG_ESCALATION),
        ({**BY_TRIAGE, "reason": "not_covered"}, False, Place.ABSENT, Cause.KNOWLEDGE_MISSING),
        ({}, True, Place.SHOWN, Cause.WRONG_ESCALATION),
        (ASKED_FOR, None, Place.SHOWN, Cause.NO_FAULT),
        (ASKED_FOR, False, Place.SHOWN, Cause.WRONG_ESCALATION),
        ({**BY_TRIAGE, "made_by": "rule of the product", "reason": "no_passages"}, None, Place.BELOW, Cause.RANKED_BELOW),
    ],
)  # fmt: skip
def test_a_person_was_asked_for_wrongly_or_wrongly_not(
    changes: dict[str, Any], after: bool | None, place: Place, wanted: Cause
) -> None:
    assert cause(case(**changes, after=replace(ANSWER, escalated=after)), claim(place)) is wanted


def test_a_page_that_denies_what_the_agent_said_is_stale() -> None:
    rival = Rival("docs/gifts.md#Cards", "A gift card can be used in parts.", ())
    found = decide(case(), [claim(Place.ABSENT, rivals=(rival,))], COMPANY)
    assert (found.cause, found.evidence[1].ref) == (Cause.KNOWLEDGE_STALE, "docs/gifts.md#Cards")
    assert found.evidence[0].text.startswith("The agent says: ")


def test_what_we_decided_is_told_in_words_and_not_in_codes() -> None:
    sent = case(outcome="hold", reason="unverified_requester", after=replace(ANSWER, escalated=True))
    given = case(**{**BY_TRIAGE, "reason": "several_problems"}, after=replace(ANSWER, escalated=False))
    facts = [decide(one, [claim(Place.SHOWN)], COMPANY).evidence[0].text for one in (sent, given)]
    assert facts[0].startswith("We wrote a draft for a person (unverified requester), and the agents handed it")
    assert facts[1].startswith("It was given to a person (several problems, triage)")
    foreign = decide(case(ticket=ticket(language="fr")), [claim(Place.FOREIGN)], COMPANY)
    assert foreign.evidence[1].text.endswith("the customer writes French.")


def test_a_wrong_queue_counts_where_the_answer_is_fine() -> None:
    moved = case(after=replace(ANSWER, queue="access"))
    assert cause(moved, claim(Place.CITED, said=True)) is Cause.WRONG_ROUTE
    assert cause(moved, claim(Place.SHOWN)) is Cause.SHOWN_NOT_USED
    raised = case(after=replace(ANSWER, priority="urgent"))
    assert cause(raised, claim(Place.CITED, said=True)) is Cause.WRONG_ROUTE
    ruled = decide(replace(moved, made_by="rule: cards"), [claim(Place.CITED, said=True)], COMPANY)
    assert ruled.area is Area.PROMPT
    assert "rule: cards" in ruled.first


@pytest.mark.parametrize(
    "changes",
    [
        {"failures": {"reply": "invalid output: sentences must be a list of texts"}, "said": ()},
        {"said": ("Der Link ist eine Stunde lang gültig, danach brauchen Sie einen neuen.",), "language": "de"},
        {"findings": (Finding("markup", SAID_ := "<b>The link</b>", "replies are plain text"),), "said": (SAID_,)},
    ],
)
def test_a_reply_that_cannot_be_used_as_it_is_written_has_the_wrong_format(changes: dict[str, Any]) -> None:
    assert cause(case(**changes), claim(Place.SHOWN)) is Cause.FORMAT


def test_a_tone_is_the_form_of_address_or_what_stands_around_the_sentences() -> None:
    said = "Bitte warte 30 Minuten, bis du dich wieder anmelden kannst."
    german = ticket(
        language="de", subject="Konto gesperrt", body="Mein Konto ist seit heute Morgen gesperrt, was kann ich tun?"
    )
    familiar = case(ticket=german, said=(said,), language="de", cited=(Cited(said, "docs/a.md#B", said),))
    assert cause(familiar, claim(Place.CITED, said=True)) is Cause.TONE
    you = replace(COMPANY, voices={"de": Voice(address="du")})
    assert decide(familiar, [claim(Place.CITED, said=True)], you).cause is Cause.NO_FAULT

    kept = case().said[0]
    after = After((kept,), f"Dear Ms Okafor,\n\n{kept}\n\nBye", "billing", "normal")
    greeted = case(draft=f"Hello,\n\n{kept}\n\nBye", after=after)
    told = decide(greeted, [claim(Place.CITED, said=True)], COMPANY)
    assert told.cause is Cause.TONE
    assert 'wrote "Dear Ms Okafor," in place of "Hello,"' in told.evidence[0].text
    assert len(told.evidence) == 1  # no page has to do with a greeting


def test_without_an_answer_the_run_alone_says_what_it_can() -> None:
    nobody = case(after=After())
    assert cause(nobody) is Cause.NOT_KNOWN
    left = replace(nobody, findings=(Finding("question_open", "", 'the reply does not meet: "And when?"'),))
    assert cause(left) is Cause.QUESTION_NOT_MET
    assert cause(case(after=replace(ANSWER, sentences=("Which page?",)))) is Cause.NOT_KNOWN
    assert cause(case(), claim(Place.CITED, said=True)) is Cause.NO_FAULT
