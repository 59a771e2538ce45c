"""This module holds a query and what is found for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.search.candidates import Hit
from knowledge.search.details import Details
from knowledge.search.ranking import Ranked
from worker.retrieval.wording import Wordings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOUND = 8  # passages kept for the record and for the person; the first few are shown to the model


@dataclass(frozen=True)
class Query:
    """A query is what one search looks for, and on whose behalf."""

    text: str
    account: str | None = None
    ticket: str = ""  # the ticket's id: a ticket is not its own precedent
    language: str | None = None  # the customer's; None: guessed from the text
    sources: tuple[str, ...] = ()  # of the ticket's brand; without any, all public passages are searched
    copies: tuple[str, ...] = ()  # further tickets that are no precedents, because they say the same


@dataclass(frozen=True)
class Found:
    """This is what one query found, best first, with what was measured on the way."""

    text: str  # what was searched for: the query, and its translation
    ranked: tuple[Ranked, ...] = ()
    candidates: tuple[Hit, ...] = ()
    reranked: bool = False
    evidence: float | None = None  # probability that a candidate answers, 0 to 1; None: not known
    error: Exception | None = None  # the search for this query failed; the others of the batch did not
    vector: "NDArray[np.float32] | None" = field(default=None, compare=False)  # of the text, unit length
    encoder: str = ""  # the one that made it
    details: Mapping[int, Details] = field(default_factory=dict, compare=False)  # of the ranked hits, by their ids
    wordings: Wordings = field(default_factory=dict, compare=False)  # of the ranked hits, in the customer's language
    milliseconds: dict[str, float] = field(
        default_factory=dict
    )  # translate, encode, search, rerank, details; the query's share of its batch
