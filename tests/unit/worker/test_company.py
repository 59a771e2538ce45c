"""A company file that cannot be used is a sentence with its name."""

from pathlib import Path

import pytest

from worker.company import load_company
from worker.errors import CompanyError


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "is not TOML"),
        (b"name = ", "is not TOML"),
        (b'name = "A"', "has no entry 'signature'"),
        (b'name = "A"\nsignature = "S"\nqueues = 7\nescalation = {}', "has an entry of another form"),
        (b'name = "A"\nsignature = "S"\nqueues = "abc"\nescalation = {}', "has an entry of another form"),
        (b'name = "A"\nsignature = "S"\nqueues = {}\nescalation = {}', "must name 2 to 40 queues, not 0"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "company.toml"
    file.write_bytes(content)
    with pytest.raises(CompanyError, match=says):
        load_company(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CompanyError, match=r"does not exist: copy demo/company\.toml"):
        load_company(tmp_path / "company.toml")


def test_contacts_are_read_without_regard_to_case(tmp_path: Path) -> None:
    file = tmp_path / "company.toml"
    text = 'name = "A"\nsignature = "S"\nqueues = {a = "", b = ""}\nescalation = {}\n'
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
        f'name = "A"\nsignature = "S"\nqueues = {{a = "", b = ""}}\nescalation = {{}}\n[contacts]\n{entry}\n'
    )
    with pytest.raises(CompanyError, match=r"\[contacts\]"):
        load_company(file)
