"""Whether a person had to take a past ticket, and which rule says so."""

from dataclasses import replace

import pytest

from tests.support.past import agent, answered, company, customer, note, ticket
from worker.company import HistoryRules
from worker.company.history import EscalationRule
from worker.history.escalation import labels_of
from worker.history.making import make
from worker.past import PastTicket
from worker.thread import Author

COMPANY = company()


def rules(**conditions: object) -> HistoryRules:
    rule = EscalationRule("own", "asks_for_person", **conditions)  # type: ignore[arg-type]
    return HistoryRules(groups={"Billing team": "billing"}, escalation=(rule,))


def past(**more: object) -> PastTicket:
    return answered("How?", "So.", **more)


def went(first: str | None, last: str) -> dict[str, object]:
    return {"group_first": first, "group_last": last}


def applies(ticket: PastTicket, known: HistoryRules) -> bool:
    found = labels_of(ticket, known, COMPANY)
    assert all(label == ("asks_for_person", "own") for label in found)
    return bool(found)


@pytest.mark.parametrize(
    ("conditions", "yes", "no"),
    [
        ({"moved_to": ("Tier 2",)}, went("Sales", "tier 2 "), went("Tier 2", "Tier 2")),
        ({"moved_to": ("Tier 2",)}, {"group_last": "Tier 2"}, went("Tier 2", "Sales")),
        ({"moved_to": ("*",)}, went("Billing team", "Legal"), went("sales", "Billing team")),
        ({"moved_to": ("*",)}, went("Sales", "Board"), went("Berlin", "Paris")),
        ({"group": ("Managers",)}, went("Managers", "Managers"), went("Managers", "Sales")),
        ({"tags": ("vip_call",)}, {"tags": ("a", "VIP_call")}, {"tags": ("vip",)}),
        ({"fields": (("Refund", ("yes", "partly")),)}, {"fields": {"refund": "Partly"}}, {"fields": {"refund": "no"}}),
        ({"fields": (("refund", ("*",)),)}, {"fields": {"Refund": "12,50"}}, {"fields": {"Refund": "0,00"}}),
        ({"assignee": ("Eva Boss",)}, {"assignee": "eva boss"}, {"assignee": "Tom"}),
        ({"reopened": 2}, {"reopened": 2}, {"reopened": 1}),
        ({"tags": ("a",), "reopened": 1}, {"tags": ("a",), "reopened": 1}, {"tags": ("a",)}),
    ],
)  # fmt: skip
def test_a_rule_applies_where_all_its_conditions_hold(
    conditions: dict[str, object], yes: dict[str, object], no: dict[str, object]
) -> None:
    assert applies(past(**yes), rules(**conditions))
    assert not applies(past(**no), rules(**conditions))
    assert not applies(past(), rules(**conditions))


@pytest.mark.parametrize(
    ("value", "something"),
    [
        *((value, False) for value in ("", "-", "0", "$0.00", "0,00 €", "EUR 0", "N/A", "NaN", "None")),
        *((value, False) for value in ("Not applicable", "No refund", "not refunded")),
        *((value, False) for value in ("nein", "Falsch", "faux", "falso", "keine Erstattung", "aucun", "ninguno", "Denied")),
        *((value, True) for value in ("yes", "12.50", "$100.00", "partly", "approved", "ja", "Teilweise", "R-2001")),
    ],
)  # fmt: skip
def test_any_value_is_one_that_says_something(value: str, something: bool) -> None:
    assert applies(past(fields={"Refund": value}), rules(fields=(("refund", ("*",)),))) is something


@pytest.mark.parametrize(
    ("wanted", "text", "holds"),
    [
        ("@*", "@Anna can you look?", True),
        ("@*", "The customer's address is ann@x.example", False),
        ("@*", "Called them @5pm, 2 seats @10 EUR, see @types/node", False),
        ("@anna boss", "<p>Hi <b>@Anna  Boss</b>, please</p>", True),
        ("@anna", "@annabell please", False),
        ("legal", "Passing to legal, they know.", True),
        ("legal", "This is illegal.", False),
        ("refund approved", "Refund  approved by Eva", True),
        ("Rückzahlung", "rueckzahlung veranlasst", True),
    ],
)
def test_a_note_has_a_name_or_words(wanted: str, text: str, holds: bool) -> None:
    known = rules(note=(wanted,))
    assert applies(ticket(customer("How?"), note(text), agent("So.")), known) is holds
    assert not applies(ticket(customer(text), agent(text)), known)  # only what people wrote to each other
    machine = replace(note(text), author=Author.MACHINE)
    assert not applies(ticket(customer("How?"), machine), known)


def test_words_of_the_answer_may_say_it() -> None:
    known = rules(answer=("we refunded",))
    assert applies(answered("Money!", "Hello, we refunded 12 EUR."), known)
    assert not applies(answered("You said we refunded!", "No."), known)
    assert not applies(ticket(customer("Money!"), note("we refunded it")), known)


def test_the_first_rule_gives_the_reason_and_each_label_names_its_rule() -> None:
    first = EscalationRule("boss", "angry_or_at_risk", assignee=("Eva",))
    second = EscalationRule("again", "not_covered", reopened=1)
    third = EscalationRule("boss too", "not_covered", tags=("x",))
    known = HistoryRules(escalation=(first, second, third))
    example = make(past(assignee="Eva", reopened=3, tags=("x",)), known, COMPANY)
    assert example is not None
    assert (example.escalate, example.reasons, example.rules) == (
        True,
        ("angry_or_at_risk", "not_covered"),
        ("boss", "again"),
    )
    calm = make(past(), known, COMPANY)
    assert calm is not None
    assert (calm.escalate, calm.reasons, calm.rules) == (False, (), ())


def test_a_ticket_that_was_escalated_to_another_group_belongs_where_it_was() -> None:
    known = rules(moved_to=("Legal", "sales"))
    moved = make(past(group_first="Billing team", group_last="Legal"), known, COMPANY)
    rerouted = make(past(group_first="Billing team", group_last="access"), known, COMPANY)
    both = make(past(group_first="Billing team", group_last="sales"), known, COMPANY)
    assert [e.queue for e in (moved, rerouted, both) if e] == ["billing", "access", "billing"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"tags": ("escalated",)}, "not_covered"),
        ({"fields": {"refund_amount": "12"}}, "money_beyond_policy"),
        ({"fields": {"Refund Amount": "12"}}, "money_beyond_policy"),
        (went("sales", "Lawyers"), "not_covered"),
        ({"reopened": 2}, "angry_or_at_risk"),
        ({}, None),
    ],
)
def test_the_defaults_label_what_is_plain(more: dict[str, object], reason: str | None) -> None:
    found = labels_of(past(**more), HistoryRules(), COMPANY)
    assert [label.reason for label in found] == ([reason] if reason else [])
    none = replace(COMPANY, escalation={"asks_for_person": "x"})
    assert labels_of(past(**more), HistoryRules(), none) == ()  # a reason that this company does not have
