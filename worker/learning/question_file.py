"""This module reads the questions that something is learned from, chosen or measured on."""

from pathlib import Path

from knowledge.measure.questions import Question, load_questions
from worker.learning import sealed_set
from worker.settings import Settings


def load(settings: Settings, path: Path) -> list[Question]:
    """Return the questions, or handled tickets, of a file. Raises `DataError` with every mistake, `Refused` where one is of the
    sealed set, and OSError."""
    sealed_set.refuse(settings, [path])
    return load_questions(path)
