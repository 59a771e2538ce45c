"""What counts as a change, and that nothing is lost on the way through JSON."""

import json
from dataclasses import replace
from datetime import date

import pytest

from knowledge.passages import Block, BlockKind, Document, Kind, Section, plain

DOCUMENT = Document(
    path="docs/a.md", source="docs", kind=Kind.DOCS, title="T", sections=(plain("H", "one"), plain("I", "two"))
)


@pytest.mark.parametrize(
    "changed",
    [
        replace(DOCUMENT, title="U"),
        replace(DOCUMENT, sections=(plain("H", "one"),)),
        replace(DOCUMENT, sections=(plain("I", "two"), plain("H", "one"))),
        replace(DOCUMENT, sections=(plain("H", "one!"), plain("I", "two"))),
        replace(DOCUMENT, sections=(plain("Ho", "ne"), plain("I", "two"))),
        replace(DOCUMENT, sections=(Section("H", ("A",), (Block(BlockKind.TEXT, "one"),)), plain("I", "two"))),
        replace(DOCUMENT, sections=(Section("H", (), (Block(BlockKind.CODE, "one"),)), plain("I", "two"))),
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


def test_texts_do_not_slide_into_each_other() -> None:
    two = replace(DOCUMENT, sections=(plain("", 'a","b'),))
    other = replace(DOCUMENT, sections=(Section("", (), (Block(BlockKind.TEXT, "a"), Block(BlockKind.TEXT, "b"))),))
    assert two.content_sha256 != other.content_sha256


def test_half_a_surrogate_pair_has_a_hash_too() -> None:
    assert replace(DOCUMENT, title="\ud800").content_sha256 != DOCUMENT.content_sha256


def test_a_document_comes_back_from_json_as_it_was() -> None:
    table = Block(BlockKind.TABLE, "Plan: Team; Price: 34 €")
    document = replace(
        DOCUMENT,
        sections=(
            plain("", "before"),
            Section("Cards", ("Billing", "Refunds"), (table, Block(BlockKind.CODE, "x\n y"))),
        ),
        url="https://x.example",
        version="2",
        updated_on=date(2026, 1, 1),
        valid_from=date(2026, 1, 2),
        valid_until=None,
        account="acme",
    )
    back = Document.from_json(json.loads(json.dumps(document.to_json())))
    assert back == document
    assert back.content_sha256 == document.content_sha256
    assert back.metadata_sha256 == document.metadata_sha256


def test_the_language_is_guessed_from_the_text_and_a_customers_own_rows_have_none() -> None:
    german = replace(DOCUMENT, title="Manual", sections=(plain("Login", "Wie kann ich das Passwort ändern?"),))
    assert german.language == "de"
    assert replace(german, account="acme").language is None
    assert replace(german, kind=Kind.HANDLED).language is None
    assert replace(german, sections=(plain("Login", "4711"),)).language is None
