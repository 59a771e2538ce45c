"""What is read, what is not, and what may lose documents."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from knowledge.errors import BadDocumentError, SourceError
from knowledge.index.changes import gather
from knowledge.passages import Document, Kind, Section, plain
from knowledge.sources.base import BadDocument, Item


@dataclass
class Shelf:
    """A source of what it is given; it remembers what was read."""

    name: str
    contents: dict[str, str | BadDocument | Exception] = field(default_factory=dict)
    kind: Kind = Kind.DOCS
    read: list[str] = field(default_factory=list)

    def items(self) -> Iterator[Item | BadDocument]:
        for name, content in self.contents.items():
            path = f"{self.name}/{name.rstrip('*')}"  # a* has the path of a
            if isinstance(content, SourceError):
                raise content
            if isinstance(content, BadDocument):
                yield content
            else:
                yield Item(path, f"print of {content}", lambda p=path, c=content: self._read(p, c))

    def _read(self, path: str, content: str | Exception) -> Document:
        self.read.append(path)
        if isinstance(content, Exception):
            raise content
        return Document(path=path, source=self.name, kind=self.kind, title="T", sections=(plain("", content),))


def test_what_is_new_or_changed_is_read_and_what_is_known_is_not() -> None:
    shelf = Shelf("docs", {"a": "same", "b": "changed", "c": "new"})
    found = gather([shelf], {"docs/a": "print of same", "docs/b": "print of old"})
    assert shelf.read == ["docs/b", "docs/c"]
    assert set(found.documents) == set(found.fingerprints) == {"docs/b", "docs/c"}
    assert found.unchanged == {"docs/a": "docs"}
    assert found.seen == {"docs/a", "docs/b", "docs/c"}
    assert found.fingerprints["docs/c"] == "print of new"


def test_documents_come_in_the_order_of_their_sources() -> None:
    """So the handled tickets, named last, come last: a first sync that is interrupted has written what is shown."""
    found = gather([Shelf(name, {"a": "x", "b": "y"}) for name in ("docs", "pricing", "handled")], {})
    assert list(found.documents) == [f"{name}/{part}" for name in ("docs", "pricing", "handled") for part in "ab"]


def test_a_document_that_cannot_be_read_fails_alone() -> None:
    found = gather([Shelf("docs", {"a": "x", "b": BadDocumentError("is torn")})], {})
    assert found.failures["docs/b"].reason == "is torn"
    assert set(found.documents) == {"docs/a"}
    assert found.complete == {"docs"}


def test_a_source_that_fails_in_the_middle_changes_nothing() -> None:
    half = Shelf("help", {"a": "x", "b": SourceError("no answer")})
    found = gather([Shelf("docs", {"a": "x"}), half], {})
    assert set(found.documents) == {"docs/a"}
    assert found.complete == {"docs"}
    assert (found.failures["help"].source, found.failures["help"].reason) == ("help", "no answer")


def test_of_two_sources_of_one_kind_only_the_whole_one_may_lose_documents() -> None:
    found = gather([Shelf("docs", {"a": "x"}), Shelf("help", {"a": SourceError("no answer")})], {})
    assert found.complete == {"docs"}


def test_a_row_nobody_can_identify_makes_its_source_incomplete() -> None:
    found = gather([Shelf("docs", {"a": "x", "b": BadDocument("docs/row 2", "has no id", identified=False)})], {})
    assert found.complete == set()
    assert set(found.documents) == {"docs/a"}


@pytest.mark.parametrize("known", [{}, {"docs/a": "print of one"}])
def test_two_documents_with_one_path_are_both_refused(known: dict[str, str]) -> None:
    found = gather([Shelf("docs", {"a": "one", "a*": "two"})], known)
    assert found.documents == found.unchanged == {}
    assert "2 documents have this path" in found.failures["docs/a"].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [("NUL \0", "NUL"), ("half \ud800", "surrogate")],
)
def test_text_that_postgres_refuses_fails_its_document(text: str, reason: str) -> None:
    found = gather([Shelf("docs", {"a": text})], {})
    assert reason in found.failures["docs/a"].reason


def test_a_heading_too_long_for_an_index_fails_its_document() -> None:
    class Long(Shelf):
        def _read(self, path: str, content: str | Exception) -> Document:
            return Document(
                path=path, source="docs", kind=self.kind, title="T", sections=(Section("h" * 1_001, (), ()),)
            )

    assert "longer than 1,000 bytes" in gather([Long("docs", {"a": "x"})], {}).failures["docs/a"].reason


def test_paths_and_reasons_of_failures_can_be_stored() -> None:
    found = gather([Shelf("docs", {"a": BadDocument("docs/\ud800\0", "holds \0 and \ud800")})], {})
    assert {path: failure.reason for path, failure in found.failures.items()} == {"docs/?": "holds  and ?"}
