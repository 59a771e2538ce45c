"""What a company file says, and what of it is refused."""

import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from worker.company import Effect, load_company
from worker.company.reasons import REASONS
from worker.errors import CompanyError


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "is not TOML"),
        (b"name = ", "is not TOML"),
        (b'name = "A"', "has no entry 'signature'"),
        (b'name = "A"', "has no entry 'id', which it needs: a short name for what is learned from your tickets"),
        (b'name = "A"\nid = 7', "line 2: id is a text, not a number"),
        (
            'id = "Pfau & Söhne"'.encode(),
            'line 1: id has small letters, digits and - .* such as id = "pfau-and-soehne"',
        ),
        (b'id = "acme_inc"', 'such as id = "acme-inc"'),
        (b'id = "-acme"', 'such as id = "acme"'),
        (b'id = ""', "line 1: id has small letters, digits and - between them, 40 at most$"),
        (b'name = "A"\nsignature = "S"\nqueues = 7\nescalation = {}', "line 3: queues is a table, not a number"),
        (b'name = "A"\nsignature = "S"\nqueues = "abc"\nescalation = {}', "queues is a table, not a text"),
        (b'name = "A"\nsignature = "S"\nqueues = {}\nescalation = {}', "must name 2 to 40 queues, not 0"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "company.toml"
    file.write_bytes(content)
    with pytest.raises(CompanyError, match=says):
        load_company(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CompanyError, match=r"does not exist: `deskhand init FOLDER` writes one"):
        load_company(tmp_path / "company.toml")


COMPANY = 'id = "a"\nname = "A"\nsignature = "S"\nqueues = {a = "x", b = "y"}\nescalation = {}\n[questions]\n'


def test_questions_are_kept_by_queue_and_language(tmp_path: Path) -> None:
    file = tmp_path / "company.toml"
    file.write_text(
        COMPANY + 'a = ["Which of the invoices do you mean?", "Welche von den Rechnungen meinen Sie?"]\n'
        'b = { en = "What happens?", fr = ["Que se passe-t-il ?", "Et où ?"] }\n',
        encoding="utf-8",
    )
    assert load_company(file).questions == {
        "a": {"en": ("Which of the invoices do you mean?",), "de": ("Welche von den Rechnungen meinen Sie?",)},
        "b": {"en": ("What happens?",), "fr": ("Que se passe-t-il ?", "Et où ?")},
    }


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('c = ["What is it about, and what do you see?"]', "names c, which is not one of the queues"),
        ('a = ["Quid?"]', "the language of .* is not clear"),
        ('a = { nl = "Wat?" }', "the language of .* is not clear"),
        ('a = { en = "" }', "is not a text"),
        ("a = { en = 7 }", "is not a text"),
        ("a = 7", "a is a text, a list of texts, or a table"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "company.toml"
    file.write_text(COMPANY + line, encoding="utf-8")
    with pytest.raises(CompanyError, match=says):
        load_company(file)


def test_contacts_are_read_without_regard_to_case(tmp_path: Path) -> None:
    file = tmp_path / "company.toml"
    text = 'id = "a"\nname = "A"\nsignature = "S"\nqueues = {a = "", b = ""}\nescalation = {}\n'
    file.write_text(text)
    assert load_company(file).contacts is None
    file.write_text(text + '[contacts]\ndomains = ["Acme.Example "]\nphones = ["+49 30 1234567"]\n')
    contacts = load_company(file).contacts
    assert contacts is not None
    assert (contacts.domains, contacts.phones, contacts.hosts) == ({"acme.example"}, {"+49 30 1234567"}, frozenset())


@pytest.mark.parametrize("entry", ['domain = ["a.example"]', 'domains = "a.example"', "domains = [7]", 'phones = [""]'])
def test_a_list_that_would_be_ignored_is_refused(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "company.toml"
    file.write_text(
        f'id = "a"\nname = "A"\nsignature = "S"\nqueues = {{a = "", b = ""}}\nescalation = {{}}\n[contacts]\n{entry}\n'
    )
    with pytest.raises(CompanyError, match=r"\[contacts\]"):
        load_company(file)


BRANDS = """
id = "a"
name = "A"
signature = "A Support"
escalation = {}
queues = {a = "", b = ""}
"""


def brands(tmp_path: Path, tables: str) -> Path:
    file = tmp_path / "company.toml"
    file.write_text(f"{BRANDS}\n{tables}")
    return file


def test_a_brand_has_its_own_signature_and_sources_and_may_be_off(tmp_path: Path) -> None:
    file = brands(
        tmp_path,
        '[brands.main]\nid = 301\n[brands.outlet]\nid = "302"\nsignature = "Outlet"\nsources = ["shop"]\nenabled = false',
    )
    company = load_company(file)
    main, outlet = company.brand("301"), company.brand("302")
    assert main is not None
    assert outlet is not None
    assert (main.signature, main.sources, main.enabled) == ("A Support", (), True)
    assert (outlet.name, outlet.signature, outlet.sources, outlet.enabled) == ("outlet", "Outlet", ("shop",), False)
    assert [company.signature_of(brand) for brand in ("301", "302", "303", None)] == [
        "A Support",
        "Outlet",
        "A Support",
        "A Support",
    ]


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ("[brands.main]", "needs an id"),
        ("[brands.main]\nid = true", "needs an id"),
        ('[brands.main]\nid = " "', "needs an id"),
        ("[brands.main]\nid = 1\nsource = []", "has no entry source"),
        ("[brands.main]\nid = 1\nsources = []", "at least one name"),
        ('[brands.main]\nid = 1\nsources = "docs"', "at least one name"),
        ('[brands.main]\nid = 1\nsources = ["a/b"]', "at least one name"),
        ('[brands.main]\nid = 1\nenabled = "no"', "true or false"),
        ("[brands.main]\nid = 1\nsignature = 1", "signature is a text"),
        ("[brands.main]\nid = 1\n[brands.other]\nid = '1'", "two brands have the id 1"),
    ],
)
def test_a_mistake_in_a_brand_is_said(tmp_path: Path, tables: str, says: str) -> None:
    with pytest.raises(CompanyError, match=says):
        load_company(brands(tmp_path, tables))


FIELDS_AND_RULES = """
[brands.main]
id = 301
[fields.area]
description = "Which part of the product"
options = { app = "the phone app", web = "the site" }
[fields.severity]
options = { High = "all stand still", Low = "the rest" }
write = "custom_field"
id = 3600
[[rules]]
name = "large sums"
effect = "never_send"
amount_over = 500
currency = "EUR"
tier = "priority"
[[rules]]
name = "the app"
effect = "queue"
queue = "a"
fields = { area = "app" }
phrases = { en = ["the app"], de = "die App" }
brand = ["main"]
"""


def test_fields_and_rules_are_kept_in_their_order(tmp_path: Path) -> None:
    company = load_company(brands(tmp_path, FIELDS_AND_RULES))
    area, severity = company.fields
    assert (area.name, area.description, area.prefix, area.write, area.id) == (
        "area", "Which part of the product", "area_", "tag", None,
    )  # fmt: skip
    assert dict(area.options) == {"app": "the phone app", "web": "the site"}
    assert (severity.write, severity.id, severity.prefix, severity.description) == ("custom_field", "3600", "", "")
    sums, app = company.rules
    assert (sums.effect, sums.amount_over, sums.currency, sums.tier) == (Effect.NEVER_SEND, 500, "EUR", ("priority",))
    assert (app.queue, app.fields, app.brand) == ("a", (("area", ("app",)),), ("main",))
    assert app.phrases == (("en", ("the app",)), ("de", ("die App",)))
    assert app.made_by == "rule: the app"


def test_every_reason_that_the_product_decides_may_be_explained(tmp_path: Path) -> None:
    text = (ROOT / "worker" / "pipeline" / "decide.py").read_text(encoding="utf-8")
    named = set(re.findall(r'(?:_hand_over|_hold|_nothing_to_do|Decision)\(\s*(?:Outcome\.\w+, )?"(\w+)"', text))
    assert len(named) > 15
    assert named <= set(REASONS)
