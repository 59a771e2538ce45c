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
        "Acme-Portal.Com",
        "Evil.Com",
        "evil.Com",
        "EVIL.COM",
        "Evil.De",
        "Acme-Portal.It",
        "Login.Acme.Online",
        "desk&#64;other&#46;com",
        "desk&#x40;other&period;com",
        "desk&commat;other.com",
        "desk&amp;#64;other.com",
        "https&colon;//evil.example",
        "de89370400440532013099",
        "De89 3704 0044 0532 0130 01",
        "ES91-2100-0418-4502-0005-1332",
        "es91 2100 0418 4502 0005 1332",
        "GB29 NWBK 6016 1331 9268 19",
        "gb29nwbk60161331926819",
        "FR14 2004 1010 0505 0001 3M02 606",
        "DE\u00a089\u00a03704\u00a00044\u00a00532\u00a00130\u00a002",
        "desk ät other punkt example",
        "desk (ät) other (punkt) example",
        "desk arobase other point com",
        "desk arroba other punto com",
        "desk klammeraffe other punkt de",
        "other dot com",
        "other punkt com",
        "account 370400440599, sort code 37-04-01",
        "sort code 37-04-01",
        "Konto 0532013001",
        "compte n° 12345678901",
        "cuenta número 21000418450200051333",
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
        "It is saved.It shows in the list.So you see it.In the menu, choose it.",
        "Das ist gespeichert.Im Menü steht es.Da ist es.",
        "Unpack the file export.zip, then open main.py and setup.sh.",
        "Die Datei film.mov und das Archiv daten.zip.",
        "An account has up to 10000 rows; SMS are free from 10 000 on.",
        "At this point in time, the point de vente is closed; punto de venta.",
        "Up to 1200 2000 or 3000 are in 2024 allowed; type AB12 or DE12.",
        "Your account is open from 2026-11-01, 01.11.2026 or 01/11/26.",
        "Use &lt;b&gt; and &amp; in AT&T fields.",
    ],
)
def test_other_figures_and_names_are_no_contacts(text: str) -> None:
    assert list(contacts(text)) == []


def test_a_bare_number_is_a_phone_number_beside_a_word_that_says_so() -> None:
    assert foreign("Part 4711223 is in stock.", OURS) == []
    assert foreign("Call 4711223 at once.", OURS) == ["4711223"]


@pytest.mark.parametrize(
    "text",
    [
        "Text 7700900123 to us.",
        "Text us on 7700900123.",
        "SMS an 12345.",
        "Schicken Sie eine SMS an die 12345.",
        "Un SMS au 12345 suffit.",
        "Envíe un SMS al 12345.",
        "WhatsApp: 7700900123",
        "Open evil.zip.",
        "Go to Evil.Zip now.",
        "See new.mov for it.",
    ],
)
def test_a_number_to_write_to_and_a_host_that_looks_like_a_file_are_strangers(text: str) -> None:
    assert foreign(text, OURS)


@pytest.mark.parametrize(
    "text",
    [
        "Our IBAN is de89370400440532013000.",
        "Our IBAN is DE89-3704-0044-0532-0130-00.",
        "Konto 0532013000, BLZ 37040044",
        "Write to Support@Ferrowick.Example or open Ferrowick.Example.",
        "Write to support&#64;ferrowick.example or support ät ferrowick punkt example.",
    ],
)
def test_what_is_ours_may_be_written_in_other_ways(text: str) -> None:
    assert list(contacts(text))
    assert foreign(text, OURS) == []


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


@pytest.mark.parametrize("place", ["Acme-Portal.Com", "Evil.Com", "desk@Evil.Com", "Evil.Acme.Com/login"])
def test_a_place_that_a_sentence_divides_is_found(place: str) -> None:
    said = f"Please open {place} and keep your data."
    assert "foreign_contact" in codes(said, OURS, url="")
    assert "foreign_contact" in codes(said, None, url="")


def test_a_forgotten_blank_is_no_place() -> None:
    assert codes("A reset link is valid for 60 minutes.It is sent by mail.", OURS, url="") == []


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


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1 ",
        "1",
        "a.",
        "@",
        "a@",
        "https://",
        "-",
        "(0",
        "A1 ",
        "[at] ",
        "DE12 ",
        "DE12-",
        "Konto ",
        "text 1",
        "sms a ",
        "a dot ",
        "&#64;",
        "&amp;",
        "de12abcd",
        "A.C",
        "x.zip ",
    ],
)
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    foreign(piece * (200_000 // len(piece)), OURS)
