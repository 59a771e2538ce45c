"""A folder of one's own: documents, and questions about them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import DataError
from knowledge.measure.dataset_folder import DatasetSource, load_folder
from knowledge.sources.base import Item
from tests.support.json_lines import write_json_lines

Write = Callable[..., Path]
DOCUMENT = {"id": "refunds", "title": "Refunds", "content": "# Refunds\n\n## How long\nFive days.\n\n## Who\nAn Admin."}
QUESTION = {"id": "Q-1", "question": "How long does it take?", "passages": ["refunds#How long"]}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    folder = tmp_path / "mine"
    folder.mkdir()
    return partial(write_json_lines, folder)


def test_a_folder_of_ones_own(write: Write) -> None:
    whole = {"question": "Who may?", "documents": ["refunds"], "account": "a"}
    found = load_folder(write(documents=[DOCUMENT], questions=[QUESTION, whole]))
    [document] = found.documents
    assert (found.name, document.path, document.title) == ("mine", "data/refunds", "Refunds")
    assert [section.heading for section in document.sections if section.text] == ["How long", "Who"]
    first, second = found.questions
    assert (first.wanted, first.by_document, first.kind) == ({"data/refunds#How long"}, False, "docs")
    assert (second.wanted, second.by_document, second.account) == ({"data/refunds"}, True, "a")


def test_its_documents_are_a_source(write: Write) -> None:
    found = load_folder(write(documents=[DOCUMENT, {**DOCUMENT, "id": "other"}], questions=[QUESTION]))
    items = list(DatasetSource(found.documents).items())
    assert [item.path for item in items] == ["data/refunds", "data/other"]
    assert all(isinstance(item, Item) for item in items)
    assert [item.read().path for item in items if isinstance(item, Item)] == ["data/refunds", "data/other"]
    assert [i.fingerprint for i in items if isinstance(i, Item)] == [
        i.fingerprint for i in DatasetSource(found.documents).items() if isinstance(i, Item)
    ]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, r"mine holds no data set: it needs documents\.jsonl and questions\.jsonl"),
        ({"documents": [DOCUMENT]}, "holds no data set"),
        ({"articles": [], "questions": [QUESTION]}, "holds no data set"),
        ({"documents": [DOCUMENT], "tasks": []}, "holds no data set"),
        ({"documents": [DOCUMENT], "questions": ["{"]}, r"questions\.jsonl, line 1: "),
        ({"documents": [DOCUMENT, "", "x"], "questions": [QUESTION]}, r"documents\.jsonl, line 3: "),
        ({"documents": [{"id": "a", "title": "A"}], "questions": [QUESTION]}, r"documents\.jsonl, line 1: 'content' is missing"),
        ({"documents": [{**DOCUMENT, "content": 7}], "questions": [QUESTION]}, r"documents\.jsonl, line 1: "),
        ({"documents": [[]], "questions": [QUESTION]}, r"documents\.jsonl, line 1: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line(write: Write, files: dict[str, list[Any]], says: str) -> None:
    with pytest.raises(DataError, match=says):
        load_folder(write(**files))
