"""Folders with documents and questions about them, so that a search is measured on what nobody on the project wrote.

documents.jsonl + questions.jsonl   one's own: id, title, content (Markdown); questions as in `knowledge.questions`
articles.jsonl  + questions.jsonl   WorkArena's knowledge base: HTML, ten questions an article
documents.jsonl + tasks.jsonl       tau2-bench's banking knowledge: a customer's brief and the documents it takes
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.parsing.formats import parse
from knowledge.passages import Document, Kind
from knowledge.questions import Question, QuestionError, load_questions
from knowledge.sources.base import BadDocument, Item, fingerprint

# Of a tau2 brief: sentences that direct the actor and say nothing of what the customer needs.
_DIRECTION = re.compile(
    r"play(ing)? the role|your character|customer service representative|support agent|do not|don't|never |only (mention|provide)"
    r"|you have access|dump all|end the conversation|respond|the agent|instructions",
    re.IGNORECASE,
)
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

    Raises `QuestionError` with what is missing.
    """
    if (folder / "articles.jsonl").exists():
        return [_workarena(folder)]
    if (folder / "tasks.jsonl").exists():
        return _tau2(folder)
    if (folder / "documents.jsonl").exists() and (folder / "questions.jsonl").exists():
        documents = [
            _document(row["id"], row["title"], row["content"], ".md") for row in _rows(folder, "documents.jsonl")
        ]
        questions = [
            Question(**{**vars(q), "wanted": frozenset(_prefixed(ref) for ref in q.wanted)})
            for q in load_questions(folder / "questions.jsonl")
        ]
        return [Dataset(folder.name, tuple(documents), tuple(questions))]
    raise QuestionError(
        f"{folder} holds no data set: it needs documents.jsonl and questions.jsonl (see docs/guides/retrieval.md)"
    )


def _workarena(folder: Path) -> Dataset:
    articles = _rows(folder, "articles.jsonl")
    documents = [_document(str(row["id"]), "", row["article_html"], ".html") for row in articles]
    path_of = {row["item"]: _prefixed(str(row["id"])) for row in articles}
    questions = [
        Question(f"W-{n}", row["question"], frozenset({path_of[row["item"]]}), by_document=True, kind="docs")
        for n, row in enumerate(_rows(folder, "questions.jsonl"), 1)
    ]
    return Dataset("workarena-kb", tuple(documents), tuple(questions))


def _tau2(folder: Path) -> list[Dataset]:
    documents = tuple(
        _document(row["id"], row["title"], row["content"], ".md") for row in _rows(folder, "documents.jsonl")
    )
    whole, derived = [], []
    for row in _rows(folder, "tasks.jsonl"):
        wanted = frozenset(_prefixed(ref) for ref in row["required_documents"])
        brief = row["instructions"]
        need = [s for s in _SENTENCE_END.split(brief) if s.strip() and not _DIRECTION.search(s)]
        whole.append(Question(row["task_id"], brief, wanted, by_document=True, kind="docs"))
        derived.append(Question(row["task_id"], " ".join(need) or brief, wanted, by_document=True, kind="docs"))
    return [
        Dataset("tau2-banking", documents, tuple(whole)),
        Dataset("tau2-banking, need only", documents, tuple(derived)),
    ]


def _document(identity: str, title: str, content: str, suffix: str) -> Document:
    parsed = parse(f"{identity}{suffix}", content.encode())
    return Document(
        path=_prefixed(identity),
        source="data",
        kind=Kind.DOCS,
        title=title or parsed.title,
        sections=parsed.sections,
    )


def _prefixed(identity: str) -> str:
    return f"data/{identity}"


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise QuestionError(f"{folder / name} cannot be read: {error}") from error
