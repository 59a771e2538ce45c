"""Only what the company's list names may be named, whatever looks like it."""

import pytest

from models.skills.reply import Action
from tests.unit.worker.pipeline.builders import passage, reply, ticket
from worker.company import Contacts
from worker.pipeline.check.check import check
from worker.pipeline.check.contacts import contacts, foreign

OURS = Contacts(
    domains=frozenset({"ferrowick.example"}),
    hosts=frozenset({"ferrowick.helpdesk.example"}),
    emails=frozenset({"ferrowick@mail.example"}),
    phones=frozenset({"+49 30 555 0100"}),
    ibans=frozenset({"de89 3704 0044 0532 0130 00"}),
)


@pytest.mark.parametrize(
    "text",
    [
        "Log in at https://app.ferrowick.example/login?next=/a.",
        "Write to Support@Ferrowick.example or ferrowick@mail.example.",
        "See ferrowick.helpdesk.example/articles/12, or www.ferrowick.example.",
        "Call +49 30 555 0100, 0049 30 5550100, +49 (0)30 5550100 or 030 555 0100.",
        "Our IBAN is DE89 3704 0044 0532 0130 00.",
        "Set the proxy to http://proxyhost:8080.",
    ],
)
def test_what_is_on_the_list_is_ours(text: str) -> None:
    assert list(contacts(text))
    assert foreign(text, OURS) == []


@pytest.mark.parametrize(
    "text",
    [
        "ferrowick-login.example",
        "ferrow1ck.example",
        "ferrowlck.example",
        "xn--ferrwick-9za.example",
        "f\u0435rrowick.example",  # a Cyrillic letter
        "https://ferrowick.example@evil.example",
        "https://ferrowick.example:443@evil.example/login",
        "https://ferrowick.example\\@evil.example",
        "https://ferrowick.example%2eevil.example",
        "ferrowick.example.evil.example",
        "notferrowick.example",
        "http://203.0.113.7/login",
        "http://3405803783/login",
        "203.0.113.7",
        "//evil.example/login",
        "http:/evil.example",
        "desk@other.example",
        "desk [at] other [dot] example",
        "desk at other dot example",
        "support\uff20other\uff0eexample",
        "support@ferrowick.example.evil.example",
        "mailto:desk@other.example",
        "mailto:support@ferrowick.example?cc=desk@other.example",
        "javascript:alert(document.domain)",
        "tel:+4930123456",
        "other@mail.example",
        "other.helpdesk.example",
        "+44 20 7946 0999",
        "030 23125 042",
        "555-123-4567",
        "1-800-FERROWICK",
        "LT12 1000 0111 0100 1000",
    ],
)
def test_what_only_looks_like_ours_is_a_strangers(text: str) -> None:
    assert foreign(f"Please use {text} from now on.", OURS)
    assert foreign(text, OURS)


@pytest.mark.parametrize(
    "text",
    [
        "Version 5.8.2 of 2026-11-01 costs 1,450.00 EUR or 1 450 000.",
        "Invoice F-2026-04417, open from 01.11.2026 to 15.11.2026, e.g. by card.",
        "The file report.csv has 5000-6000 rows, see settings > users, z. B. die Rolle.",
        "It ends here.Then it goes on, 24/7, from 08:00 to 18:00.",
        "The event is called work_order.created.",
    ],
)
def test_other_figures_and_names_are_no_contacts(text: str) -> None:
    assert list(contacts(text)) == []


def test_a_bare_number_is_a_phone_number_beside_a_word_that_says_so() -> None:
    assert foreign("Part 4711223 is in stock.", OURS) == []
    assert foreign("Call 4711223 at once.", OURS) == ["4711223"]


def test_without_a_list_nothing_may_be_named() -> None:
    assert foreign("See app.ferrowick.example.", None) == ["app.ferrowick.example"]


def codes(said: str, ours: Contacts | None, **changes: str) -> list[str]:
    result = check(ticket(language=None), reply(said), [passage(said, **changes)], (), ours)
    return [f.code for f in result.findings]


def test_a_planted_address_is_a_finding_of_its_own() -> None:
    said = "Please log in at ferrowick-login.example to keep your data."
    assert codes(said, OURS, url="") == ["foreign_contact"]
    assert codes(said.replace("-login", ""), OURS, url="") == []
    assert codes(said.replace("-login", ""), None, url="") == ["foreign_contact"]


def test_the_address_of_a_cited_source_belongs_to_the_company_too() -> None:
    said = "A reset link is valid for 60 minutes."
    assert codes(said, OURS, url="https://evil.example/page") == ["foreign_contact"]
    assert codes(said, OURS, url="https://help.ferrowick.example/page") == []
    assert codes(said, None, url="https://help.ferrowick.example/page") == []


def test_what_the_customer_wrote_is_not_echoed() -> None:
    asked = ticket(language=None, body="My portal is portal.customer.example, where is the report?")
    said = reply("Do you see the report on portal.customer.example?", action=Action.ASK)
    told = passage("The report is on portal.customer.example.", url="")
    assert [f.code for f in check(asked, said, [told], (), OURS).findings] == ["foreign_contact"]


@pytest.mark.parametrize("piece", ["a", "1 ", "1", "a.", "@", "a@", "https://", "-", "(0", "A1 ", "[at] ", "DE12 "])
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    foreign(piece * (200_000 // len(piece)), OURS)
