"""How a company says how it speaks to its customers, and what of it is refused."""

from pathlib import Path

import pytest

from worker.company import Company
from worker.company.reading import examine
from worker.company.voice import Voice

COMPANY = 'id = "a"\nname = "A"\nsignature = "S"\nqueues = {a = "x", b = "y"}\nescalation = {}\n'  # five lines


def examined(tmp_path: Path, tables: str) -> Company | list[str]:
    file = tmp_path / "company.toml"
    file.write_text(COMPANY + tables, encoding="utf-8")
    found = examine(file)
    return found if isinstance(found, Company) else [str(mistake) for mistake in found]


def test_voices_are_kept_by_language_and_brand(tmp_path: Path) -> None:
    company = examined(
        tmp_path,
        '[voice.de]\naddress = "du"\ngreeting = " Hallo, "\nsignature = "Dein Team\\nBerlin"\n'
        '[brands.outlet]\nid = 302\nsignature = "Outlet"\n[brands.outlet.voice.de]\naddress = "Sie"\nsignature = "Ihr Outlet"\n'
        "[brands.main]\nid = 301\n",
    )
    assert isinstance(company, Company)
    assert company.voices == {"de": Voice(address="du", greeting="Hallo,", signature="Dein Team\nBerlin")}
    assert company.brands[0].voices == {"de": Voice(address="Sie", signature="Ihr Outlet")}
    signatures = [
        (brand, code, company.signature_of(brand, code)) for brand in ("302", "301", None) for code in ("de", "fr")
    ]
    assert signatures == [
        ("302", "de", "Ihr Outlet"), ("302", "fr", "Outlet"), ("301", "de", "Dein Team\nBerlin"), ("301", "fr", "S"),
        (None, "de", "Dein Team\nBerlin"), (None, "fr", "S"),
    ]  # fmt: skip


def test_without_a_voice_there_is_none(tmp_path: Path) -> None:
    company = examined(tmp_path, "")
    assert isinstance(company, Company)
    assert company.voices == {}


@pytest.mark.parametrize(("tables", "says"), [
    ("voice = 3", ["line 6: voice is a table, not a number"]),
    ('[voice]\nde = "du"', ["line 7: [voice] de is a table, not a text"]),
    ('[voice]\ngreeting = "Hi"', ["line 7: [voice] greeting is a table, not a text",
                                  "line 7: [voice] greeting is no language that we answer in; allowed: en, de, fr, es"]),
    ('[voice.nl]\ngreeting = "Hoi"', ["line 6: [voice] nl is no language that we answer in; allowed: en, de, fr, es"]),
    ('[voice.de]\nadress = "du"', ["line 7: [voice.de] has no entry adress: did you mean address?"]),
    ('[voice.de]\naddress = "Du"', ["line 7: [voice.de] address cannot be 'Du': did you mean du?"]),
    ('[voice.de]\naddress = "tu"', ["line 7: [voice.de] address cannot be 'tu'; allowed: Sie, du"]),
    ("[voice.de]\naddress = true", ["line 7: [voice.de] address is a text, not true or false"]),
    ('[voice.en]\naddress = "you"',
     ["line 7: [voice.en] has an address, but the language en speaks to everybody in one way"]),
    ('[voice.de]\ngreeting = " "', ["line 7: [voice.de] greeting is empty"]),
    ("[voice.de]\nclosing = 7", ["line 7: [voice.de] closing is a text, not a number"]),
    ('[voice.de]\naddress = "du"\nclosing = "Wir danken Ihnen"',
     ['line 8: [voice.de] closing says "Ihnen", but the address is du']),
    ('[voice.fr]\naddress = "vous"\ngreeting = "Salut à toi,"',
     ['line 8: [voice.fr] greeting says "toi", but the address is vous']),
    ('[voice.de]\naddress = "du"\n[questions]\na = { de = "Welche Rechnung meinen Sie?" }',
     ['line 9: [questions] a: a question says "Sie", but the address in voice.de is du']),
    ('[brands.x]\nid = 1\n[brands.x.voice.de]\ngreting = "x"',
     ["line 9: [brands.x.voice.de] has no entry greting: did you mean greeting?"]),
    ('[brands.x]\nid = 1\n[brands.x.voice.xx]\ngreeting = "x"',
     ["line 8: [brands.x] xx is no language that we answer in; allowed: en, de, fr, es"]),
    ('[voice.de]\naddress = "du"\n[brands.x]\nid = 1\n[brands.x.voice.de]\ngreeting = "Wir grüßen Sie,"',
     ['line 11: [brands.x.voice.de] greeting says "Sie", but the address is du']),
    ("[brands.x]\nid = 1\nvoice = 3", ["line 8: [brands.x] voice is a table, not a number"]),
])  # fmt: skip
def test_a_mistake_is_said_with_its_line_and_what_was_meant(tmp_path: Path, tables: str, says: list[str]) -> None:
    assert examined(tmp_path, tables) == says


@pytest.mark.parametrize(
    "text", ["Sind sie noch da, deine Daten?", "Welche Rechnung meinst du?", "Sie kommen noch, sagt man."]
)
def test_a_question_in_the_right_address_is_asked(tmp_path: Path, text: str) -> None:
    tables = f'[voice.de]\naddress = "du"\n[questions]\na = {{ de = "{text}" }}'
    assert isinstance(examined(tmp_path, tables), Company)
