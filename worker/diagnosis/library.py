"""A library is today's knowledge, as a diagnosis asks it: what a ticket would find now, what is near a sentence, what is past
its date, and passages by their references."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine

from worker.domain import Passage, Ticket
from worker.history.attribution import Attributor
from worker.history.example import Example, Sentence
from worker.retrieval import named
from worker.retrieval.finder import Finder
from worker.retrieval.named import Named

NEAR = 10  # passages near a sentence
_BY_WORDS = 5  # of those that have its words, wherever they stand: the vectors may be at fault


@dataclass(frozen=True)
class Library:
    """`serving` searches as a worker does; `looking` translates nothing and drops nothing as too weak."""

    serving: Finder
    looking: Finder
    attributor: Attributor
    database: Engine
    today: date

    def candidates(self, ticket: Ticket) -> dict[str, int]:
        """Return the place of each candidate that a search for this ticket gives now, by reference."""
        [found] = self.serving.find([self.serving.query(ticket)])
        return {hit.ref: place for place, hit in enumerate(found.candidates, 1)}

    def near(self, sentences: Sequence[str], ticket: Ticket) -> list[Passage]:
        """Return the passages near some sentences, as the ticket's account would see them."""
        asked = [replace(self.looking.query(ticket), text=sentence, language=None) for sentence in sentences]
        found = self.looking.find(asked, limit=NEAR) if asked else []
        hits = [ranked.hit for one in found for ranked in one.ranked]
        hits += [hit for one in found for hit in one.candidates if (hit.lexical_rank or NEAR) <= _BY_WORDS]
        refs = list(dict.fromkeys(hit.ref for hit in hits))
        return [one.passage for one in self.named(refs, ticket.history_account).values()]

    def attributed(self, example: Example) -> tuple[Sentence, ...]:
        """Return the sentences of an answer with the passages that carry each."""
        return self.attributor.attributed([example])[0].sentences

    def expired(self) -> list[Passage]:
        """Return the public passages that are past their date, the newest first."""
        return [one.passage for one in named.expired(self.database, self.looking.index(), self.today)]

    def named(self, refs: Collection[str], account: str | None) -> dict[str, Named]:
        """Return the passages with these references that are in the index now."""
        found = named.named(self.database, self.looking.index(), refs, account) if refs else []
        return {one.passage.ref: one for one in found if one.passage.ref in refs}
