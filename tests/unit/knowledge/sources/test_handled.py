"""Handled tickets as documents: what was asked, which sections answered it, and nothing of whose they were."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import BadDocumentError
from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument, Item
from knowledge.sources.handled import HandledTickets, handled_document


def document(**values: Any) -> Document:
    row = {
        "id": "T-1",
        "question": "Where is my money?",
        "passages": ["docs/refunds.md#Fees (2)", "docs/refunds.md#Fees"],
    }
    return handled_document("handled", row | values, ("accounts",))


def test_a_ticket_becomes_what_was_asked_and_the_sections_that_answered_it() -> None:
    made = document()
    assert (made.path, made.kind, made.account) == ("handled/T-1", Kind.HANDLED, None)
    assert made.sections[0].text == "Where is my money?"
    assert made.answers == ("docs/refunds.md#Fees",)
    assert Document.from_json(made.to_json()) == made


def test_the_english_comes_first_as_in_a_query() -> None:
    made = document(question="", subject="Geld", body="Wo ist es?", english="Money\nWhere is it?")
    assert made.sections[0].text == "Money\nWhere is it?\nGeld\nWo ist es?"


def test_of_an_accounts_rows_only_their_kind_is_kept() -> None:
    made = document(passages=["accounts/acc-1#invoice F-7", "accounts/acc-1#profile", "docs/a.md"])
    assert made.answers == ("accounts/*#invoice", "accounts/*#profile", "docs/a.md")
    assert "acc-1" not in json.dumps(made.to_json())


def test_other_answers_are_other_metadata_and_the_same_content() -> None:
    one, other = document(), document(passages=["docs/other.md"])
    assert one.content_sha256 == other.content_sha256
    assert one.metadata_sha256 != other.metadata_sha256


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"question": " "}, "needs a question, or a subject and a body"),
        ({"passages": "docs/a.md"}, "passages"),
        ({"passages": [None]}, "passages.0"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(values: dict[str, Any], said: str) -> None:
    with pytest.raises(BadDocumentError, match=said):
        document(**values)


def test_files_are_read_in_order_and_what_nothing_answered_is_left_out(tmp_path: Path) -> None:
    for name, rows in {
        "one": [{"id": "1", "question": "a", "passages": ["docs/a.md"]}, {"id": "2", "question": "b", "passages": []}],
        "two": [{"id": "3", "subject": "c", "body": "", "passages": ["docs/c.md"]}, {"question": "d"}],
    }.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    items = list(HandledTickets("handled", (tmp_path / "one.jsonl", tmp_path / "two.jsonl")).items())
    assert [item.path for item in items] == ["handled/1", "handled/3", "handled/row 2"]
    assert isinstance(items[0], Item)
    assert items[0].read().sections[0].text == "a"
    assert isinstance(items[2], BadDocument)
