"""This module maps what agents wrote in handled tickets to the statements of the passages that the tickets cite."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.skills.reply import Action
from worker import bootstrap
from worker.company import load_company
from worker.domain import Passage
from worker.errors import NotReady
from worker.learning.alignment import Rarity, align, compared, statements_of
from worker.learning.dataset.passages import Shelf, shelve
from worker.learning.dataset.row import Row, load
from worker.learning.values import values
from worker.retrieval.trust import untrusted_sources
from worker.settings import Settings


@dataclass(frozen=True)
class Source:
    ref: str
    statement: str  # "": only the passage is known
    score: float  # share of the sentence's weight that comes from it, 0 to 1


@dataclass(frozen=True)
class Aligned:
    """A sentence that an agent wrote has the statements that it came from; none if it is a gap."""

    ticket: str
    language: str
    sentence: str
    sources: tuple[Source, ...]

    @property
    def is_gap(self) -> bool:
        return not self.sources

    def to_json(self) -> dict[str, Any]:
        sources = [{"ref": s.ref, "statement": s.statement or None, "score": s.score} for s in self.sources]
        return {"ticket": self.ticket, "language": self.language, "sentence": self.sentence, "sources": sources}


def aligned(settings: Settings, paths: Sequence[Path]) -> list[Aligned]:
    """Return the sentences of the agents who answered in some files, in order. Raises DataError, NotReady, CompanyError and
    OSError."""
    company, rows = load_company(settings.company_path), load(paths)
    with bootstrap.opened(settings) as database:
        shelf = shelve(database, rows, untrusted_sources(settings.knowledge_path), bootstrap.today())
    if shelf is None:
        raise NotReady("there is no index yet: run `deskhand knowledge sync`")
    texts = {said for passages in shelf.passages.values() for p in passages for said in compared(statements_of(p))}
    rarity = Rarity.of(texts)
    return [found for row in rows for found in align_row(row, shelf, rarity, company.protected_names)]


def align_row(row: Row, shelf: Shelf, rarity: Rarity, names: Collection[str]) -> Iterator[Aligned]:
    """Yield the sentences of one ticket. Where its agent asked or handed it over, there are none."""
    ticket = row.ticket
    if ticket.escalate or ticket.action != Action.ANSWER:
        return
    passages = [p for ref in dict.fromkeys(ticket.passages) for p in shelf.of(ref, ticket.account)]
    places = [(p.ref, each) for p in passages for each in statements_of(p)]
    for sentence in ticket.sentences:
        links = align(
            sentence, [said for p in passages for said in compared(statements_of(p))], rarity, names, ticket.language
        )
        found = [(*places[link.statement], link.score) for link in links]
        sources = tuple(Source(ref, statement.text, score) for ref, statement, score in found)
        yield Aligned(
            ticket.id, ticket.language, sentence, sources or _passage(sentence, ticket.language, passages, names)
        )


def _passage(sentence: str, language: str, passages: Sequence[Passage], names: Collection[str]) -> tuple[Source, ...]:
    """Return the passage in another language that a sentence may say: the only one that has its values. A ticket's single
    passage is the one, unless it lacks a value."""
    stated = values(sentence, names)
    others = [p for p in passages if p.language not in {None, language} and stated <= values(p.shown, names)]
    return (Source(others[0].ref, "", 0.0),) if len(others) == 1 else ()
