"""Which queue a group is, and which priority a value means."""

from collections import Counter

import pytest

from tests.support.paths import ROOT
from worker.company import load_company
from worker.history.value_mapping import guess_priorities, guess_queues, of_counts

COMPANY = load_company(ROOT / "demo/company.toml")


@pytest.mark.parametrize(
    ("group", "queue"),
    [
        ("Billing", "billing"),
        ("BILLING TEAM", "billing"),
        ("Rechnungen", "billing"),
        ("Buchhaltung (DACH)", "billing"),
        ("Service facturation", "billing"),
        ("Facturación y cobros", "billing"),
        ("Vertrieb", "sales"),
        ("Comptes et accès", "access"),
        ("Work_Orders", "work-orders"),
        ("workOrders", "work-orders"),
        ("Mobile-App", "mobile"),
        ("Datenschutz", "security"),
        ("Sonstiges", "other"),
        ("Support L2", None),
        ("Kundenservice", None),
        ("card_arrival", None),
        ("Sales and Billing", None),
    ],
)
def test_a_group_is_the_queue_it_is_called_like_or_none(group, queue) -> None:
    assert guess_queues({group: 1}, COMPANY.queues)[group] == queue


@pytest.mark.parametrize(
    ("value", "priority"),
    [
        ("P1", "urgent"), ("p 2", "high"), ("Prio 3", "normal"), ("Sev-4", "low"), ("hoch", "high"), ("Sehr hoch", "urgent"),
        ("mittel", "normal"), ("niedrig", "low"), ("Élevée", "high"), ("basse", "low"), ("Alta", "high"), ("media", "normal"),
        ("1 - Critical", "urgent"), ("3 - Low", "low"), ("Very High", "urgent"), ("High priority", "high"), ("Blocker", "urgent"),
        ("Normal", "normal"), ("egal", None), ("high or low", None),
    ],
)  # fmt: skip
def test_a_priority_is_told_in_words(value, priority) -> None:
    assert guess_priorities({value: 1})[value] == priority


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"1": 3, "2": 20, "3": 90}, ["high", "normal", "low"]),
        ({"1": 3, "2": 20, "3": 90, "4": 200}, ["urgent", "high", "normal", "low"]),
        ({"1": 200, "2": 90, "3": 20, "4": 3}, ["low", "normal", "high", "urgent"]),
        ({"1.0": 3, "2.0": 20, "3.0": 90}, ["high", "normal", "low"]),  # as a program writes a column with empty cells
        ({"1": 1, "2": 2, "3": 5, "4": 9, "5": 20}, ["urgent", "high", "normal", "low", "low"]),
    ],
)
def test_bare_numbers_are_most_urgent_where_the_fewer_tickets_are(counts, found) -> None:
    assert [guess_priorities(counts)[one] for one in counts] == found


def test_what_a_person_confirmed_stands_and_what_is_new_is_guessed() -> None:
    confirmed = {"queues": {"Network": "integrations", "Gone": "no-such-queue"}, "priorities": {"egal": "low"}}
    values = of_counts(Counter(Network=3, Gone=1, Billing=2), Counter(egal=1, hoch=4), COMPANY, confirmed=confirmed)
    assert values.queues == {"Network": "integrations", "Gone": None, "Billing": "billing"}
    assert values.priorities == {"egal": "low", "hoch": "high"}
    assert "  Gone -> (not mapped)  (1 ticket)" in list(values.lines())
