"""This module lets what was read from files name passages where they stand now. The files keep the references of their time."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine

from knowledge.handled_tickets import HandledTicket
from knowledge.index import moves
from knowledge.measure.questions import Question


def questions(database: Engine, asked: Sequence[Question]) -> list[Question]:
    """Return the questions with the passages that answer them under their references of today."""
    with database.connect() as connection:
        known = moves.load(connection)
    return [one if one.by_document else replace(one, wanted=frozenset(known.refs(one.wanted))) for one in asked]


def tickets(database: Engine, handled: Sequence[HandledTicket]) -> list[HandledTicket]:
    """Return the tickets with the passages that their agents used under their references of today."""
    with database.connect() as connection:
        known = moves.load(connection)
    return [one.model_copy(update={"passages": known.refs(one.passages)}) for one in handled]
