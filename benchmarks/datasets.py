"""Folders with documents and questions about them, so that a search is measured on what nobody on the project wrote.

documents.jsonl + questions.jsonl   one's own: id, title, content (Markdown); questions as in `knowledge.measure.questions`
articles.jsonl  + questions.jsonl   WorkArena's knowledge base: HTML, ten questions an article
documents.jsonl + tasks.jsonl       tau2-bench's banking knowledge: a customer's brief and the documents it takes
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from knowledge.json_lines import DataError, read_lines
from knowledge.measure.questions import Question, load_questions
from knowledge.parsing.sandbox import Sandbox
from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument, BadDocumentError, Item, Parse, fingerprint

# Of a tau2 brief: sentences that direct the actor and say nothing of what the customer needs.
_DIRECTION = re.compile(
    r"play(ing)? the role|your character|customer service representative|support agent|do not|don't|never |only (mention|provide)"
    r"|you have access|dump all|end the conversation|respond|the agent|instructions",
    re.IGNORECASE,
)
T = TypeVar("T")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Dataset:
    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Given:
    """The documents of a data set as a source."""

    documents: tuple[Document, ...]
    name: str = "data"
    kind: Kind = Kind.DOCS

    def items(self) -> Iterator[Item | BadDocument]:
        for document in self.documents:
            yield Item(document.path, fingerprint(document.to_json()), lambda document=document: document)  # type: ignore[misc]


def load_dataset(folder: Path) -> list[Dataset]:
    """The data set in `folder`; two for tau2: with the whole brief, and with what of it speaks of the need.

    Raises `DataError` with what is missing or cannot be read.
    """
    with Sandbox() as sandbox:
        return _load(folder, sandbox.parse)


def _load(folder: Path, parse: Parse) -> list[Dataset]:
    if (folder / "articles.jsonl").exists():
        return _workarena(folder, parse)
    if (folder / "tasks.jsonl").exists():
        return _tau2(folder, parse)
    if (folder / "documents.jsonl").exists() and (folder / "questions.jsonl").exists():
        questions = tuple(
            replace(question, wanted=frozenset(map(_prefixed, question.wanted)), kind="docs")
            for question in load_questions(folder / "questions.jsonl")
        )
        return [Dataset(folder.name, _documents(folder / "documents.jsonl", parse), questions)]
    raise DataError(
        f"{folder} holds no data set: it needs documents.jsonl and questions.jsonl (see docs/guides/retrieval.md)"
    )


def _documents(path: Path, parse: Parse) -> tuple[Document, ...]:
    """Of rows with id, title and content, which is Markdown."""
    return _each(path, lambda row: _document(str(row["id"]), row["title"], row["content"], ".md", parse))


def _workarena(folder: Path, parse: Parse) -> list[Dataset]:
    path = folder / "articles.jsonl"
    documents = _each(path, lambda row: _document(str(row["id"]), "", row["article_html"], ".html", parse))
    path_of = dict(_each(path, lambda row: (row["item"], _prefixed(str(row["id"])))))

    def question(row: Any) -> Question:
        wanted = frozenset({path_of[row["item"]]})
        return Question("", row["question"], wanted, by_document=True, kind="docs")

    questions = _each(folder / "questions.jsonl", question)
    named = tuple(replace(found, id=f"W-{number}") for number, found in enumerate(questions, 1))
    return [Dataset("workarena-kb", documents, named)]


def _tau2(folder: Path, parse: Parse) -> list[Dataset]:
    documents = _documents(folder / "documents.jsonl", parse)
    whole = _each(folder / "tasks.jsonl", _task)
    return [
        Dataset("tau2-banking", documents, whole),
        Dataset("tau2-banking, need only", documents, tuple(replace(q, text=_need(q.text)) for q in whole)),
    ]


def _task(row: Any) -> Question:
    wanted = frozenset(map(_prefixed, row["required_documents"]))
    return Question(str(row["task_id"]), str(row["instructions"]), wanted, by_document=True, kind="docs")


def _need(brief: str) -> str:
    said = [s for s in _SENTENCE_END.split(brief) if s.strip() and not _DIRECTION.search(s)]
    return " ".join(said) or brief


def _document(identity: str, title: str, content: str, suffix: str, parse: Parse) -> Document:
    try:
        parsed = parse(f"{identity}{suffix}", content.encode())
    except BadDocumentError as error:
        raise ValueError(f"{identity}: {error}") from error
    return Document(
        path=_prefixed(identity),
        source="data",
        kind=Kind.DOCS,
        title=title or parsed.title,
        sections=parsed.sections,
    )


def _prefixed(identity: str) -> str:
    return f"data/{identity}"


def _each(path: Path, make: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read_lines(path, lambda _, row: make(row)))
