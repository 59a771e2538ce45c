"""A library is today's knowledge, as a diagnosis asks it: what a ticket would find now, what is near a sentence, what is past
its date, and passages by their references."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine

from worker.domain import Passage, Ticket
from worker.retrieval import named
from worker.retrieval.finder import Finder, passage
from worker.retrieval.named import Named

NEAR = 10  # passages near a sentence


@dataclass(frozen=True)
class Near:
    """This is what is near one sentence: the sentence in English, where it is in another language, and the passages."""

    english: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Library:
    """`serving` searches as a worker does; `looking` drops nothing as too weak."""

    serving: Finder
    looking: Finder
    database: Engine
    today: date

    def candidates(self, ticket: Ticket) -> dict[str, int]:
        """Return the place of each candidate that a search for this ticket gives now, by reference."""
        [found] = self.serving.find([self.serving.query(ticket)])
        return {hit.ref: place for place, hit in enumerate(found.candidates, 1)}

    def near(self, sentences: Sequence[str], ticket: Ticket) -> list[Near]:
        """Return what is near each sentence, as the ticket's account would see it."""
        asked = [replace(self.looking.query(ticket), text=sentence, language=None) for sentence in sentences]
        found = self.looking.find(asked, limit=NEAR, details=True) if asked else []
        return [
            Near(
                one.text.removesuffix(sentence).strip() or sentence,
                tuple(passage(ranked, one.details.get(ranked.hit.id)) for ranked in one.ranked),
            )
            for sentence, one in zip(sentences, found, strict=True)
        ]

    def expired(self) -> list[Passage]:
        """Return the public passages that are past their date, the newest first."""
        return [one.passage for one in named.expired(self.database, self.looking.index(), self.today)]

    def named(self, refs: Collection[str], account: str | None) -> dict[str, Named]:
        """Return the passages with these references that are in the index now."""
        found = named.named(self.database, self.looking.index(), refs, account) if refs else []
        return {one.passage.ref: one for one in found if one.passage.ref in refs}
