"""Folders with documents and questions about them, in the three forms there are."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks.datasets import load_dataset
from knowledge.errors import DataError
from knowledge.measure.dataset_folder import load_folder
from tests.support.json_lines import write_json_lines

Write = Callable[..., Path]
DOCUMENT = {"id": "refunds", "title": "Refunds", "content": "# Refunds\n\n## How long\nFive days.\n\n## Who\nAn Admin."}
QUESTION = {"id": "Q-1", "question": "How long does it take?", "passages": ["refunds#How long"]}
ARTICLE = {"id": 3, "item": "phone", "value": "7", "article_html": "<h2>The phone</h2><p>Call 7.</p>"}
TASK = {
    "task_id": "task_1",
    "instructions": "You are playing the role of a customer. You lost your card in Rome. Do not mention the weather. "
    "You want a new one sent to Oslo.",
    "required_documents": ["cards", "shipping"],
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    folder = tmp_path / "mine"
    folder.mkdir()
    return partial(write_json_lines, folder)


def test_a_folder_of_ones_own_is_read_as_the_product_reads_it(write: Write) -> None:
    folder = write(documents=[DOCUMENT], questions=[QUESTION])
    assert load_dataset(folder) == [load_folder(folder)]


def test_the_workarena_form(write: Write) -> None:
    asked = {"item": "phone", "question": "Which number?", "value": "7", "alternative_answers": []}
    [found] = load_dataset(write(articles=[ARTICLE], questions=[asked, asked]))
    [document] = found.documents
    assert (found.name, document.path, document.title) == ("workarena-kb", "data/3", "The phone")
    assert "Call 7." in document.sections[-1].text
    assert [(q.id, q.wanted, q.by_document) for q in found.questions] == [
        ("W-1", {"data/3"}, True),
        ("W-2", {"data/3"}, True),
    ]


def test_the_tau2_form_comes_twice_with_the_whole_brief_and_with_the_need_alone(write: Write) -> None:
    documents = [{"id": "cards", "title": "Cards", "content": "New cards."}]
    whole, need = load_dataset(write(documents=documents, tasks=[TASK]))
    assert (whole.name, need.name) == ("tau2-banking", "tau2-banking, need only")
    assert whole.questions[0].text == TASK["instructions"]
    assert need.questions[0].text == "You lost your card in Rome. You want a new one sent to Oslo."
    assert whole.questions[0].wanted == need.questions[0].wanted == {"data/cards", "data/shipping"}
    assert whole.documents == need.documents


def test_a_brief_that_only_directs_is_kept_whole(write: Write) -> None:
    task = {**TASK, "instructions": "Do not say why."}
    _, need = load_dataset(write(documents=[], tasks=[task]))
    assert need.questions[0].text == "Do not say why."


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, r"mine holds no data set: it needs documents\.jsonl and questions\.jsonl"),
        (
            {"articles": [ARTICLE], "questions": [{"item": "fax", "question": "?"}]},
            r"questions\.jsonl, line 1: 'fax' is missing",
        ),
        ({"documents": [DOCUMENT], "tasks": [{"task_id": "1"}]}, r"tasks\.jsonl, line 1: 'required_documents' is missing"),
        ({"articles": [{**ARTICLE, "article_html": "<div>" * 9000}], "questions": []}, r"articles\.jsonl, line 1: 3: is nested"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line(write: Write, files: dict[str, list[Any]], says: str) -> None:
    with pytest.raises(DataError, match=says):
        load_dataset(write(**files))


def test_a_file_that_is_missing_is_named(write: Write) -> None:
    with pytest.raises(OSError, match=r"documents\.jsonl"):
        load_dataset(write(tasks=[TASK]))
