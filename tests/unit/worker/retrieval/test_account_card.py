"""What of an account's rows stands on its card."""

import pytest

from tests.unit.worker.pipeline.builders import ticket
from worker.retrieval.account_cards import card

PROFILE = ("profile", "Acme is on the Team plan.")


def invoice(state: str) -> tuple[str, str]:
    return "invoice F-1", f"Invoice F-1 of 2026-11-01 for 57 EUR is {state}, due 2026-11-15."


@pytest.mark.parametrize("state", ["paid", "Paid", "canceled", "cancelled", "void", "refunded", "credited"])
def test_a_settled_invoice_is_not_open(state: str) -> None:
    assert card(ticket(), [PROFILE, invoice(state)]).open_invoices == ()


@pytest.mark.parametrize("state", ["open", "overdue", "partially paid"])
def test_any_other_invoice_is_open(state: str) -> None:
    [said] = card(ticket(), [PROFILE, invoice(state)]).open_invoices or ()
    assert state in said


def test_without_an_invoice_nothing_is_known_of_invoices() -> None:
    assert card(ticket(), [PROFILE]).open_invoices is None
