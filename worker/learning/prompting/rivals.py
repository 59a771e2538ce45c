"""This module has what a chosen prompt is compared with on the same tickets."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.handled_tickets import HandledTicket
from models.evaluation.pairs import Pairs
from models.evaluation.scores import Share
from worker.domain import Retrieved
from worker.learning.evaluation import NOTHING
from worker.pipeline.prompting import Shot

NEAREST = "as the nearest handled ticket"


@dataclass(frozen=True)
class Rival:
    """A rival is what the chosen prompt is compared with on the same tickets."""

    name: str
    score: Share
    pairs: Pairs | None = None  # the rival is the first of each

    def as_json(self) -> dict[str, Any]:
        known = {"name": self.name, "hits": self.score.hits, "total": self.score.total}
        return (
            known
            | {"interval": [round(end, 3) for end in self.score.interval]}
            | ({"paired": self.pairs.as_json()} if self.pairs else {})
        )


def nearest(
    shots: Sequence[Shot[Any]], tickets: Sequence[HandledTicket], found: Mapping[str, Retrieved]
) -> list[bool] | None:
    """Return for each ticket whether queue and hand-over are those of the handled ticket whose vector is nearest, which needs no
    model; None where there are no vectors."""
    vectors = [found.get(ticket.id, NOTHING).vector for ticket in tickets]
    known = [(shot, shot.vector) for shot in shots if shot.vector is not None]
    right = []
    for ticket, vector in zip(tickets, vectors, strict=True):
        others = [(shot, own) for shot, own in known if shot.ticket != ticket.id]
        if vector is None or not others:
            return None
        best, _ = max(others, key=lambda pair: float(pair[1] @ vector))
        said = json.loads(best.answer)
        right.append((said["queue"], said["escalate"]) == (ticket.queue, ticket.escalate))
    return right or None
