"""This module reads a folder of documents and questions, to measure a search without the company's own knowledge.

documents.jsonl   one document per line: id, title and content, which is Markdown
questions.jsonl   questions as `knowledge.measure.questions` reads them; a passage is "id#Heading", a document is "id"
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.errors import BadDocumentError, DataError
from knowledge.json_lines import read_lines
from knowledge.measure.questions import Question, load_questions
from knowledge.parsing.sandbox import Sandbox
from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument, Item, Parse, fingerprint


@dataclass(frozen=True)
class Dataset:
    """A data set has documents, and questions that they answer."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class DatasetSource:
    """This source has the documents of a data set, so that they can be synced."""

    documents: tuple[Document, ...]
    name: str = "data"
    kind: Kind = Kind.DOCS

    def items(self) -> Iterator[Item | BadDocument]:
        for document in self.documents:
            yield Item(document.path, fingerprint(document.to_json()), lambda document=document: document)  # type: ignore[misc]


def load_folder(folder: Path) -> Dataset:
    """Return the data set in `folder`, named after it. Raises `DataError` that says what is missing or unreadable."""
    documents, questions = folder / "documents.jsonl", folder / "questions.jsonl"
    if not documents.exists() or not questions.exists():
        raise DataError(
            f"{folder} holds no data set: it needs documents.jsonl and questions.jsonl (see docs/guides/retrieval.md)"
        )
    asked = tuple(
        replace(question, wanted=frozenset(map(path_of, question.wanted)), kind="docs")
        for question in load_questions(questions)
    )
    with Sandbox() as sandbox:
        return Dataset(folder.name, load_documents(documents, sandbox.parse), asked)


def load_documents(path: Path, parse: Parse) -> tuple[Document, ...]:
    """Return the documents of a file like documents.jsonl. Raises `DataError` at the first bad line."""
    return tuple(
        read_lines(path, lambda _, row: make_document(str(row["id"]), row["title"], row["content"], ".md", parse))
    )


def make_document(identity: str, title: str, content: str, suffix: str, parse: Parse) -> Document:
    """Return `content` as a document; `suffix` names its format. Raises `ValueError` if it cannot be parsed."""
    try:
        parsed = parse(f"{identity}{suffix}", content.encode())
    except BadDocumentError as error:
        raise ValueError(f"{identity}: {error}") from error
    return Document(
        path=path_of(identity),
        source="data",
        kind=Kind.DOCS,
        title=title or parsed.title,
        sections=parsed.sections,
    )


def path_of(identity: str) -> str:
    """Return the path of a data set's document in the index. The references of its passages begin with it."""
    return f"data/{identity}"
