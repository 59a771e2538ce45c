"""A company file with mistakes: all of them at once, each with its line, what is allowed, and what was meant."""

from pathlib import Path

import pytest

from tests.support.paths import DEMO
from worker.company import Company, load_company
from worker.company.reading import examine
from worker.errors import CompanyError

HEAD = """id = "a"
name = "A"
signature = "S"
# the queues
queues = { billing = "money", access = "log in" }
[escalation]
[brands.main]
id = 1
"""  # 8 lines
FIELD = '[fields.area]\noptions = { app = "the app", web = "the site" }\n'


def mistakes(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "company.toml"
    file.write_text(text, encoding="utf-8")
    found = examine(file)
    return [] if isinstance(found, Company) else [str(one) for one in found]


def test_the_demos_file_has_none_and_its_product_is_known() -> None:
    assert isinstance(examine(DEMO / "company.toml"), Company)


def test_a_file_of_another_editor_is_read_and_its_lines_are_right(tmp_path: Path) -> None:
    file = tmp_path / "company.toml"
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert isinstance(examine(file), Company)
    assert mistakes(tmp_path, f"\ufeff{HEAD}\r\n[contact]\r\n") == [
        "line 10: has no entry contact: did you mean contacts?"
    ]


def test_all_mistakes_are_one_list_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = f"""nam = "A"
signature = 7
always_escalte = ["priority"]
{HEAD.replace('name = "A"', "")}
[contacts]
domain = ["a.example"]
[questions]
biling = "Which invoice do you mean?"
[[rules]]
name = "vip"
effect = "always_escalte"
tier = "priority"
[[rules]]
name = "money"
effect = "queue"
queue = "biling"
amount_over = "500"
"""
    text = text.replace('signature = "S"\n', "", 1)
    assert mistakes(tmp_path, text) == [
        "line 1: has no entry 'name', which it needs",
        "line 1: has no entry nam: did you mean name?",
        "line 2: signature is a text, not a number",
        'line 3: has no entry always_escalte: did you mean always_escalate? It is written as effect = "always_escalate" '
        "in a table [[rules]]",
        "line 13: [contacts] has no entry domain: did you mean domains?",
        "line 15: [questions] names biling, which is not one of the queues: did you mean billing?",
        'line 18: [[rules]] "vip": effect names always_escalte, which is not known: did you mean always_escalate?',
        'line 23: [[rules]] "money": names biling, which is not one of the queues: did you mean billing?',
        'line 24: [[rules]] "money": amount_over is a number, not a text',
    ]


def test_the_error_of_every_command_has_the_whole_list(tmp_path: Path) -> None:
    file = tmp_path / "company.toml"
    file.write_text(HEAD + "[contact]\n", encoding="utf-8")
    with pytest.raises(CompanyError) as raised:
        load_company(file)
    assert str(raised.value) == f"{file} cannot be used:\n  line 9: has no entry contact: did you mean contacts?"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("product = 7", "product is a text, not a number"),
        ("protected_names = ['A', 7]", "protected_names, item 2 is a text, not a number"),
        ("protected_names = 'A'", "protected_names is a list, not a text"),
        ("not_support_queue = 'bilng'", "names 'bilng', which is not one of the queues: did you mean billing?"),
        ("not_support_queue = 2026-01-01", "not_support_queue is a text, not a date"),
        ("not_support_queue = true", "not_support_queue is a text, not true or false"),
        ("Name = 'A'", "has no entry Name: did you mean name?"),
        ("'\\u001b[31m' = 1", r"has no entry \u001b[31m"),
        ('"\\u001b[31m" = 1', r"has no entry '\x1b[31m'"),
        (f"{'k' * 5_000} = 1", "has no entry " + "k" * 60 + "…"),
    ],
)
def test_an_entry_of_the_whole_file(tmp_path: Path, entry: str, says: str) -> None:
    [found] = mistakes(tmp_path, f"{entry}\n{HEAD}")
    assert found.startswith("line 1: ") and says in found


@pytest.mark.parametrize(
    ("tables", "line", "says"),
    [
        ("[escalation.angry_or_at_rsk]", 9, "[escalation] angry_or_at_rsk is no reason of a decision"),
        ("rules = 1", 9, "[brands.main] has no entry rules"),
        ("[rules]", 9, "rules is a list of tables [[rules]], not a table"),
        ("[[fields]]", 9, "fields is a table, not a list"),
        ("[contacts]\nphones = [\n  '+49 30 1',  # ] }\n  '',\n]", 12, "[contacts] phones, item 2 is empty"),
        ("[brands]\nside = 7", 10, "[brands.side] it is a table, not a number"),
        ("[brands.side]\nid = 2\nenable = true", 11, "[brands.side] has no entry enable: did you mean enabled?"),
    ],
)
def test_an_entry_of_a_table(tmp_path: Path, tables: str, line: int, says: str) -> None:
    found = mistakes(tmp_path, HEAD + tables)
    assert any(one.startswith(f"line {line}: {says}") for one in found), found


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("options = { a = '', b = '' }\ncolour = 'x'", "[fields.area] has no entry colour"),
        ('options = { app = "a" }', "[fields.area] options must be 2 to 40, not 1"),
        ("options = { " + ", ".join(f"o{n} = ''" for n in range(41)) + " }", "options must be 2 to 40, not 41"),
        ("options = ['a', 'b']", "[fields.area] options is a table, not a list"),
        ("", "[fields.area] has no entry 'options', which it needs"),
        ("options = { a = 1, b = 'x' }", "[fields.area] options.a is a text, not a number"),
        ("options = { 'a b' = '', b = '' }", "makes the tag area_a b, which may have small letters"),
        ("options = { a = '', b = '' }\nprefix = 'deskhand_reason_'", "may not begin with deskhand"),
        ("options = { a = '', b = '' }\nwrite = 'tags'", "write names tags, which is not known: did you mean tag?"),
        ("options = { a = '', b = '' }\nwrite = 'custom_field'", "needs an id: that of the custom field"),
        ("options = { a = '', b = '' }\nwrite = 'custom_field'\nid = true", "needs an id: that of the custom field"),
        ("options = { a = '', b = '' }\nwrite = 'custom_field'\nid = 3\nprefix = 'a_'", "prefix is of a tag"),
        ("options = { a = '', b = '' }\nid = 3", 'id is of a custom field: add write = "custom_field"'),
    ],
)
def test_a_select_field_that_cannot_be_used(tmp_path: Path, lines: str, says: str) -> None:
    found = mistakes(tmp_path, f"{HEAD}[fields.area]\n{lines}\n")
    assert len(found) == 1 and says in found[0], found


@pytest.mark.parametrize(
    ("name", "says"), [("queue", "is decided for every ticket already"), ("Area", "must have a name of small letters")]
)
def test_a_field_with_a_name_that_cannot_be_used(tmp_path: Path, name: str, says: str) -> None:
    found = mistakes(tmp_path, f"{HEAD}[fields.{name}]\nprefix = 'x_'\noptions = {{ a = '', b = '' }}")
    assert len(found) == 1 and says in found[0], found


def test_two_fields_never_write_the_same(tmp_path: Path) -> None:
    same_tag = "[fields.b]\nprefix = 'area_'\noptions = { app = '', c = '' }\n"
    assert mistakes(tmp_path, HEAD + FIELD + same_tag) == [
        "line 13: [fields.b] the tag area_app is written by the field area already"
    ]
    custom = "options = { a = '', b = '' }\nwrite = 'custom_field'\nid = "
    same_id = f"[fields.a]\n{custom}7\n[fields.b]\n{custom}'7'\n"
    assert mistakes(tmp_path, HEAD + same_id) == ["line 16: [fields.b] id 7 is written by the field a already"]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("effect = 'never_send'\ntier = 'x'", "[[rules]] 1: has no entry 'name', which it needs"),
        ("name = ''\neffect = 'never_send'\ntier = 'x'", "[[rules]] 1: name is empty"),
        ('name = "a\\u0007"\neffect = "never_send"\ntier = "x"', "name is at most 80 characters on one line"),
        ("name = 'r'\ntier = 'x'", "has no entry 'effect', which it needs"),
        ("name = 'r'\neffect = 'never_send'", "needs a condition, or it would apply to every ticket"),
        ("name = 'r'\neffect = 'never_send'\ntier = []", "tier is empty, so it holds for no ticket"),
        ("name = 'r'\neffect = 'never_send'\ntier = ['a', 3]", "tier, item 2 is a text, not a number"),
        ("name = 'r'\neffect = 'queue'\ntier = 'x'", "has no entry 'queue', which the effect queue needs"),
        ("name = 'r'\neffect = 'queue'\nqueue = 7\ntier = 'x'", "queue is a text, not a number"),
        ("name = 'r'\neffect = 'never_send'\nqueue = 'access'\ntier = 'x'", 'queue is for effect = "queue" only'),
        ("name = 'r'\neffect = 'never_send'\nreason = 'not_covered'\ntier = 'x'", "reason is for effect ="),
        ("name = 'r'\neffect = 'always_escalate'\nreason = 'angry'\ntier = 'x'", "reason names angry"),
        ("name = 'r'\neffect = 'never_send'\nteir = 'x'\nplan = 'y'", "has no entry teir: did you mean tier?"),
        ("name = 'r'\neffect = 'never_send'\nlanguage = 'german'", "language names german, which is not known"),
        (
            "name = 'r'\neffect = 'never_send'\nbrand = 'mian'",
            "brand names mian, which is not known: did you mean main?",
        ),
        ("name = 'r'\neffect = 'never_send'\nphrases = { nl = 'x' }", "phrases names nl, a language that is not known"),
        ("name = 'r'\neffect = 'never_send'\nphrases = { en = ['?!'] }", "the phrase ?! has no word"),
        ("name = 'r'\neffect = 'never_send'\nphrases = { de = 'kündig*' }", "phrases are whole words"),
        ("name = 'r'\neffect = 'never_send'\nphrases = { de = [] }", "phrases.de is empty"),
        ("name = 'r'\neffect = 'never_send'\nphrases = 'x'", "phrases is a table, not a text"),
        ("name = 'r'\neffect = 'never_send'\nfields = { araea = 'app' }", "fields.araea is no field of the file"),
        ("name = 'r'\neffect = 'never_send'\nfields = { area = 'ap' }", "has no option ap: did you mean app?"),
        ("name = 'r'\neffect = 'never_send'\namount_over = -1", "amount_over is a number from 0 upwards"),
        ("name = 'r'\neffect = 'never_send'\namount_over = nan", "amount_over is a number from 0 upwards"),
        ("name = 'r'\neffect = 'never_send'\namount_over = inf", "amount_over is a number from 0 upwards"),
        ("name = 'r'\neffect = 'never_send'\namount_over = true", "amount_over is a number, not true or false"),
        ("name = 'r'\neffect = 'never_send'\namount_over = 5\ncurrency = 'eur'", "did you mean EUR?"),
        ("name = 'r'\neffect = 'never_send'\ntier = 'x'\ncurrency = 'EUR'", "currency is of amount_over"),
    ],
)
def test_a_rule_that_would_do_something_else(tmp_path: Path, rule: str, says: str) -> None:
    found = mistakes(tmp_path, f"{HEAD}{FIELD}[[rules]]\n{rule}\n")
    assert len(found) == 1 and says in found[0], found


def test_two_rules_with_one_name_could_not_be_told_apart(tmp_path: Path) -> None:
    rule = "[[rules]]\nname = 'r'\neffect = 'never_send'\ntier = 'x'\n"
    assert mistakes(tmp_path, HEAD + rule + rule) == ['line 14: [[rules]] "r": has the name of an earlier rule']


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "[" * 900 + "]" * 900,
        "a = " + "{b=" * 900 + "1" + "}" * 900,
        "a = " + "9" * 100_000,
        "a = 0x" + "f" * 10_000,
        "name = 'x'\nname = 'y'",
        "[a]\n[a]",
        'name = "\\ud800"',
        "\x00",
        "[[rules]]\n" * 3_000,
        "rules = [" + "{}," * 3_000 + "]",
        "amount = 1e999999",
    ],
)
def test_no_text_breaks_the_reading(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)
