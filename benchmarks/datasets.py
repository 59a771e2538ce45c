"""This module reads data sets that others made, so that a search is measured on what nobody in the project wrote.

articles.jsonl  + questions.jsonl   WorkArena's knowledge base: HTML, ten questions per article
documents.jsonl + tasks.jsonl       tau2-bench's banking knowledge: a customer's brief and the documents that it requires
documents.jsonl + questions.jsonl   your own, as the product reads it (`knowledge.measure.dataset_folder`)
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge.json_lines import read_lines
from knowledge.measure.dataset_folder import Dataset, load_documents, load_folder, make_document, path_of
from knowledge.measure.questions import Question
from knowledge.parsing.sandbox import Sandbox
from knowledge.sources.base import Parse

# Sentences of a tau2 brief that direct the actor and do not say what the customer needs.
_DIRECTION = re.compile(
    r"play(ing)? the role|your character|customer service representative|support agent|do not|don't|never |only (mention|provide)"
    r"|you have access|dump all|end the conversation|respond|the agent|instructions",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def load_dataset(folder: Path) -> list[Dataset]:
    """Return the data set in `folder`; two for tau2: with the whole brief, and with only its sentences about the need.

    Raises `DataError` that says what is missing or cannot be read.
    """
    with Sandbox() as sandbox:
        if (folder / "articles.jsonl").exists():
            return _workarena(folder, sandbox.parse)
        if (folder / "tasks.jsonl").exists():
            return _tau2(folder, sandbox.parse)
    return [load_folder(folder)]


def _workarena(folder: Path, parse: Parse) -> list[Dataset]:
    path = folder / "articles.jsonl"
    documents = read_lines(path, lambda _, row: make_document(str(row["id"]), "", row["article_html"], ".html", parse))
    document_of = dict(read_lines(path, lambda _, row: (row["item"], path_of(str(row["id"])))))

    def question(number: int, row: Any) -> Question:
        wanted = frozenset({document_of[row["item"]]})
        return Question(f"W-{number}", row["question"], wanted, by_document=True, kind="docs")

    questions = read_lines(folder / "questions.jsonl", question)
    return [Dataset("workarena-kb", tuple(documents), tuple(questions))]


def _tau2(folder: Path, parse: Parse) -> list[Dataset]:
    documents = load_documents(folder / "documents.jsonl", parse)
    whole = tuple(read_lines(folder / "tasks.jsonl", _task))
    return [
        Dataset("tau2-banking", documents, whole),
        Dataset("tau2-banking, need only", documents, tuple(replace(q, text=_need(q.text)) for q in whole)),
    ]


def _task(_: int, row: Any) -> Question:
    wanted = frozenset(map(path_of, row["required_documents"]))
    return Question(str(row["task_id"]), str(row["instructions"]), wanted, by_document=True, kind="docs")


def _need(brief: str) -> str:
    said = [s for s in _SENTENCE_END.split(brief) if s.strip() and not _DIRECTION.search(s)]
    return " ".join(said) or brief
