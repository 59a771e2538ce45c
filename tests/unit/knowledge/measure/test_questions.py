"""Questions whose passages are known, out of a person's own file or out of handled tickets."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import DataError
from knowledge.measure.questions import Question, load_questions
from knowledge.passages import section_of


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "questions.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_question_names_its_passages_its_account_and_its_language(tmp_path: Path) -> None:
    row = {"id": "Q-1", "question": "Where?", "passages": ["docs/x.md#A (2)", "docs/x.md#B"], "account": "a"}
    [question] = load_questions(written(tmp_path, {**row, "language": "en"}))
    assert (question.id, question.text, question.account, question.language) == ("Q-1", "Where?", "a", "en")
    assert question.wanted == {"docs/x.md#A", "docs/x.md#B"}  # a section, whichever piece it was cut into
    assert question.kind == "docs"
    assert question.key("docs/x.md#A (7)") == "docs/x.md#A"


def test_documents_in_place_of_passages_ask_for_the_document_alone(tmp_path: Path) -> None:
    [question] = load_questions(written(tmp_path, {"question": "Where?", "documents": ["docs/x.md"]}))
    assert (question.by_document, question.key("docs/x.md#A (7)"), question.id) == (True, "docs/x.md", "1")


def test_a_handled_ticket_is_a_question_about_what_the_agent_used(tmp_path: Path) -> None:
    row = {"id": "T-1", "subject": "Link", "body": "It is dead.", "passages": ["accounts/a#profile"], "queue": "access"}
    [question] = load_questions(written(tmp_path, row))
    assert (question.text, question.kind) == ("Link\nIt is dead.", "accounts")


def test_a_question_nothing_answers_wants_nothing(tmp_path: Path) -> None:
    [question] = load_questions(written(tmp_path, {"question": "Will it rain?", "passages": []}))
    assert (question.wanted, question.kind) == (frozenset(), "none")


def test_the_demos_own_files_can_be_read() -> None:
    assert len(load_questions(Path("demo/tickets/test.jsonl"))) > 50


def test_empty_lines_and_marks_that_only_look_like_line_ends_are_no_lines(tmp_path: Path) -> None:
    row = {"question": "one\u2028two\x85three\x0bfour", "passages": ["docs/x"]}
    [question] = load_questions(written(tmp_path, "", row, "  ", ""))
    assert question.text == row["question"]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ('{"question": ', "line 2"),
        ({"question": "x"}, "line 2: .*passages"),
        ({"passages": ["a"]}, "line 2: .*subject"),
        ({"question": "x", "passages": "docs/x"}, "line 2: .*list of references"),
        ({"question": "x", "passages": [7]}, "line 2: .*list of references"),
        ([1], "line 2"),
        ("7", "line 2"),
        ("null", "line 2"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: Any, says: str) -> None:
    path = written(tmp_path, {"question": "fine", "passages": ["docs/x"]}, bad)
    with pytest.raises(DataError, match=f"questions.jsonl, {says}"):
        load_questions(path)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b'{"question": "\xff"}')
    with pytest.raises(DataError, match=r"questions\.jsonl"):
        load_questions(path)


@pytest.mark.parametrize(
    ("ref", "section"),
    [
        ("docs/x.md#A (2)", "docs/x.md#A"),
        ("docs/x.md#A (new)", "docs/x.md#A (new)"),
        ("docs/x.md#A ()", "docs/x.md#A ()"),
        ("docs/x.md (12)", "docs/x.md"),
        ("docs/x.md", "docs/x.md"),
        ("docs/x.md#Version (2026) (3)", "docs/x.md#Version (2026)"),
    ],
)
def test_the_number_of_a_piece_is_not_part_of_its_section(ref: str, section: str) -> None:
    assert section_of(ref) == section


def test_each_piece_of_a_document_without_headings_is_the_document() -> None:
    question = Question("1", "how?", frozenset({"data/long", "data/Guide (2)"}), by_document=True)
    assert [question.key(ref) for ref in ("data/long", "data/long (2)", "data/long#A (2)")] == ["data/long"] * 3
    assert question.key("data/Guide (2)") == "data/Guide (2)"
