"""The list of contacts is proposed from public documents, and what one page alone names is left to a person."""

from pathlib import Path

import pytest

from knowledge.passages import Document, Kind, plain
from worker.company import Contacts, load_company
from worker.errors import Refused
from worker.library.contacts import learn, registrable, write

BASE = 'id = "a"\nname = "A"\nsignature = "S"\nqueues = {a = "", b = ""}\nescalation = {}\n'


def document(path: str, text: str, **about: object) -> Document:
    return Document(path, path.partition("/")[0], Kind.DOCS, "T", (plain("", text),), **about)  # type: ignore[arg-type]


DOCUMENTS = (
    document("docs/a.md", "Mail help@acme.example or call +49 30 1234567.", url="https://help.acme.example/a"),
    document("docs/b.md", "Mail help@acme.example, billing@acme.example, +49 30 1234567."),
    document("docs/c.md", "See status.vendor.example. Mail acme@gmail.com.", url="https://acme.zendesk.com/c"),
    document("docs/d.md", "Send it to desk@other.example or call +49 40 7654321."),
    document("accounts/x", "lena@customer.example", account="x"),
)


def test_domains_of_the_documents_are_proposed_whole_and_the_rest_alone() -> None:
    found = learn(DOCUMENTS)
    assert {domain: seen.documents for domain, seen in found.domains.items()} == {"acme.example": 1}
    assert list(found.hosts) == ["acme.zendesk.com", "status.vendor.example"]
    assert list(found.emails) == ["acme@gmail.com", "desk@other.example"]
    assert {phone: seen.documents for phone, seen in found.phones.items()} == {"+49 30 1234567": 2, "+49 40 7654321": 1}
    assert found.emails["desk@other.example"].example == "docs/d.md"


def test_what_is_written_holds_only_what_more_than_one_page_vouches_for(tmp_path: Path) -> None:
    file = tmp_path / "company.toml"
    file.write_text(BASE)
    write(file, learn(DOCUMENTS))
    assert load_company(file).contacts == Contacts(
        domains=frozenset({"acme.example"}), phones=frozenset({"+49 30 1234567"})
    )
    assert '# "desk@other.example",  # in docs/d.md' in file.read_text()
    with pytest.raises(Refused, match="already"):
        write(file, learn(DOCUMENTS))


@pytest.mark.parametrize(
    ("host", "domain"), [("a.b.acme.example", "acme.example"), ("help.acme.co.uk", "acme.co.uk"), ("x.de", "x.de")]
)
def test_the_registered_domain(host: str, domain: str) -> None:
    assert registrable(host) == domain
