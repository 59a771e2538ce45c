"""What counts as a change."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.passages import Document, Kind, Section

DOCUMENT = Document(path="docs/a.md", kind=Kind.DOCS, title="T", sections=(Section("H", "one"), Section("I", "two")))


@pytest.mark.parametrize(
    "changed",
    [
        replace(DOCUMENT, title="U"),
        replace(DOCUMENT, sections=(Section("H", "one"),)),
        replace(DOCUMENT, sections=(Section("I", "two"), Section("H", "one"))),
        replace(DOCUMENT, sections=(Section("H", "one!"), Section("I", "two"))),
        replace(DOCUMENT, sections=(Section("Ho", "ne"), Section("I", "two"))),
    ],
)
def test_a_change_of_the_text_changes_the_content_hash_alone(changed: Document) -> None:
    assert changed.content_sha256 != DOCUMENT.content_sha256
    assert changed.metadata_sha256 == DOCUMENT.metadata_sha256


@pytest.mark.parametrize(
    "changed",
    [
        replace(DOCUMENT, url="https://x.example"),
        replace(DOCUMENT, version="2"),
        replace(DOCUMENT, updated_on=date(2026, 1, 1)),
        replace(DOCUMENT, valid_until=date(2026, 1, 1)),
        replace(DOCUMENT, account="acme"),
    ],
)
def test_any_other_change_changes_the_metadata_hash_alone(changed: Document) -> None:
    assert changed.content_sha256 == DOCUMENT.content_sha256
    assert changed.metadata_sha256 != DOCUMENT.metadata_sha256


def test_dates_do_not_slide_into_each_other() -> None:
    first = replace(DOCUMENT, valid_from=date(2026, 1, 1))
    last = replace(DOCUMENT, valid_until=date(2026, 1, 1))
    assert first.metadata_sha256 != last.metadata_sha256
