"""This module tells what is lost to retrieval from what is lost to whoever writes the replies: the same tickets are answered once
from what the search found, and once from the right passages alone, which are those that the agents used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine

from knowledge.handled_tickets import HandledTicket
from knowledge.index.indexes import Index
from models.evaluation.resampling import as_json
from models.evaluation.scores import Share
from worker.domain import Retrieved
from worker.learning.evaluation import NOTHING
from worker.learning.report.row import Row
from worker.retrieval.named import named


@dataclass(frozen=True)
class Losses:
    """These are shares of the tickets that a person answered from passages which the index has."""

    found: Share  # replies right from what the search found
    given: Share  # replies right from the right passages
    retrieval: Share  # right only from the right passages
    model: Share  # wrong from the right passages, and from what was found
    by_chance: Share  # right only from what was found: another passage did as well
    without: int  # tickets left out: the index has no passage that they name

    def lines(self) -> list[str]:
        """Return the figures in words."""
        return [
            f"replies right from what the search found: {self.found}",
            f"replies right from the right passages: {self.given}",
            f"lost to retrieval (right from the right passages only): {self.retrieval}",
            f"lost to the model or the selection (wrong from the right passages too): {self.model}",
            f"right from what was found only: {self.by_chance}",
            *([f"left out, because the index has no passage that they name: {self.without}"] if self.without else []),
        ]

    def as_json(self) -> dict[str, Any]:
        shares = {
            "right_from_found": self.found,
            "right_from_right_passages": self.given,
            "lost_to_retrieval": self.retrieval,
            "lost_to_model": self.model,
            "right_from_found_only": self.by_chance,
        }
        return {**{name: as_json(share) for name, share in shares.items()}, "left_out": self.without}


def right_passages(
    tickets: Sequence[HandledTicket], found: Mapping[str, Retrieved], database: Engine, index: Index
) -> dict[str, Retrieved]:
    """Return for each answered ticket what a search would give that finds exactly the passages that its agent used, in the
    agent's order. A ticket is left out if the index has none of them."""
    given = {}
    for ticket in tickets:
        if not ticket.is_replied or not ticket.passages:
            continue
        passages = tuple(one.passage for one in named(database, index, ticket.passages, ticket.account))
        if passages:
            given[ticket.id] = replace(found.get(ticket.id, NOTHING), passages=passages, error=None)
    return given


def losses(found: Sequence[Row], given: Sequence[Row], answered: int) -> Losses:
    """Return what is lost where. `found` and `given`: rows of the same tickets; `answered`: how many a person answered."""
    right = {row.ticket.id: row.is_right for row in given}
    pairs = [(row.is_right, right[row.ticket.id]) for row in found if row.ticket.id in right]
    return Losses(
        found=Share.of(now for now, _ in pairs),
        given=Share.of(then for _, then in pairs),
        retrieval=Share.of(then and not now for now, then in pairs),
        model=Share.of(not then and not now for now, then in pairs),
        by_chance=Share.of(now and not then for now, then in pairs),
        without=answered - len(pairs),
    )
