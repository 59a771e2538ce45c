"""What only we know things by is told to no customer."""

import pytest

from tests.unit.worker.pipeline.builders import passage, reply, ticket
from worker.pipeline.check.check import check
from worker.pipeline.check.internal import internal

PAGE = passage("See docs/login.md#Reset: the account acc-a42 has 3 seats.", ref="docs/login.md#Reset (2)")
OWN = passage("The account acc-a42 has 3 seats.", id=2, ref="accounts/acc-a42#profile", account="acc-a42")


def named(sentence, account="acc-a42"):
    return [finding.detail for finding in internal([sentence], ticket(account=account), (PAGE, OWN))]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("See docs/login.md for more.", "docs/login.md"),
        ("It stands in docs/login.md#Reset (2).", "docs/login.md#Reset (2)"),
        ("Your account acc-a42 has 3 seats.", "acc-a42"),
        ("(acc-a42)", "acc-a42"),
    ],
)
def test_a_reference_is_found(sentence, name):
    assert named(sentence) == [f"it names {name}, which is internal"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Open https://help.x.example/docs/login.md in a browser.",
        "The part acc-a421 is in stock.",
        "xacc-a42",
        "3 seats",
        "",
    ],
)
def test_what_only_looks_like_one_is_not(sentence):
    assert named(sentence) == []


@pytest.mark.parametrize("account", ["acme", "42", None])
def test_an_id_that_is_a_word_or_a_number_may_mean_something_else(account):
    assert named("acme has 42 seats.", account) == []


def test_a_reply_with_one_is_held():
    said = "See docs/login.md#Reset: the account acc-a42 has 3 seats."
    found = check(ticket(account="acc-a42"), reply(said), (PAGE,), (), None)
    assert "internal_reference" in [finding.code for finding in found.findings]
