"""What an update carries for the moment of its delivery, when others may have worked on the ticket."""

import json
from dataclasses import replace

import pytest

from tests.unit.worker.pipeline.builders import COMPANY, passage, reply, ticket
from worker.company import Brand
from worker.domain import Attribution, CheckResult, Decision, Outcome, Passage, Run
from worker.helpdesks.protocol import Update
from worker.pipeline.render import updates
from worker.rendering.blocks import paragraph

PUBLIC, OWN = passage("The link is valid for an hour."), passage("Invoice F-7 is paid.", account="acc-a")
BRANDED = replace(COMPANY, brands=(Brand("main", "301", "Main Support"), Brand("outlet", "302", "Outlet Support")))


def run_citing(*passages: Passage | None, outcome: Outcome = Outcome.SEND, brand: str | None = None) -> Run:
    attributions = tuple(Attribution("It is so.", found, 1.0) for found in passages)
    decision = Decision(outcome, "grounded", "every sentence is attributed to a passage")
    return Run(ticket(brand=brand), decision, reply=reply("It is so."), check=CheckResult(attributions, ()))


@pytest.mark.parametrize(
    ("passages", "account"),
    [((PUBLIC,), None), ((OWN,), "acc-a"), ((PUBLIC, OWN), "acc-a"), ((PUBLIC, None), None), ((), None)],
)
def test_an_update_names_the_account_whose_passages_it_cites(passages, account):
    [(_, update)] = updates(run_citing(*passages), COMPANY)
    assert update.cites_account == account


def test_a_passage_that_was_found_and_not_cited_does_not_count():
    [(_, update)] = updates(replace(run_citing(PUBLIC), passages=(OWN,)), COMPANY)
    assert update.cites_account is None


@pytest.mark.parametrize(
    ("brand", "signature", "said"),
    [("301", "Main Support", "301"), ("302", "Outlet Support", "302"), ("999", "Ferrowick Support", "999"),
     (None, "Ferrowick Support", "")],
)  # fmt: skip
def test_a_brand_signs_its_own_replies(brand, signature, said):
    [(_, update)] = updates(run_citing(PUBLIC, brand=brand), BRANDED)
    assert update.comment.endswith(signature) or f"\n{signature}" in update.comment
    assert update.brand == said


def test_a_company_without_brands_does_not_ask_for_one():
    [(_, update)] = updates(run_citing(PUBLIC, brand="301"), COMPANY)
    assert update.brand is None


def test_an_update_is_read_as_it_was_stored_also_by_a_row_of_an_earlier_version():
    [(_, update)] = updates(run_citing(OWN, brand="302"), BRANDED)
    assert Update.from_json(update.to_json()) == update
    assert update.written
    assert update.for_people
    assert json.loads(json.dumps(update.to_json())) == update.to_json()
    earlier = {"marker": "m", "public": True, "comment": "x", "tags": ["deskhand"], "status": "open"}
    assert Update.from_json(earlier) == Update("m", True, "x", tags=("deskhand",))
    assert Update.from_json(earlier).document == (paragraph("x"),)
    for name in ("written", "for_people"):
        with pytest.raises(ValueError, match="not a document"):
            Update.from_json({**earlier, name: [7]})
    with pytest.raises(ValueError, match="wrong type"):
        Update.from_json({**earlier, "cites_account": 7})
