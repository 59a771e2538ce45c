"""Two lists of files have a ticket in common by its id or by its text, however the text is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from worker.learning import lineage

WHOLE = {
    "subject": "Bill", "body": "It is wrong.", "language": "de", "account": None, "requester": "a@b.example", "queue": "billing",
    "priority": "normal", "escalate": False, "reason": None, "passages": [], "reply": {"action": "answer", "sentences": ["Yes."]},
}  # fmt: skip
MESSAGES = [
    {"author": "customer", "text": "Hello"}, {"author": "agent", "text": "Yes?"}, {"author": "customer", "text": "It is wrong."},
]  # fmt: skip


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.mark.parametrize(
    "row",
    [
        {**WHOLE, "id": "a"},
        {"id": "a", "subject": "BILL", "body": "It  is wrong."},
        {**WHOLE, "id": "a", "english": {"subject": "Bill", "body": "It is wrong."}},
        {**WHOLE, "id": "a", "body": None, "messages": MESSAGES},
        {"question": "Bill It is wrong."},
    ],
    ids=["handled", "asked", "with an English ticket", "in messages", "a question"],
)
def test_a_text_is_the_same_however_it_is_written(tmp_path: Path, row: dict[str, Any]) -> None:
    one, other = written(tmp_path / "one.jsonl", row), written(tmp_path / "other.jsonl", {**WHOLE, "id": "b"})
    assert lineage.shared([one], [other]) == lineage.Shared(frozenset(), frozenset({"text bill it is wrong."}))


def test_a_ticket_and_a_question_have_numbers_of_their_own(tmp_path: Path) -> None:
    ticket, question = {"id": "1", "subject": "", "body": "One."}, {"id": "1", "question": "Two?"}
    one, other = written(tmp_path / "one.jsonl", ticket), written(tmp_path / "other.jsonl", question)
    assert not lineage.shared([one], [other])
    assert lineage.shared([one], [one]).ids == {"1"}
    assert lineage.keys_of([one, other]) == {"1", "text one.", "text two?"}
