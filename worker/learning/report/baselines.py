"""This module has the cheap baselines of `deskhand models evaluate`: the simplest things that could do the same work.

Those of triage are heads with a simple recipe, trained at that moment, so they can serve as well
(`deskhand models heads --baseline NAME`). Those of replies copy sentences of the passages that were found.
"""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from knowledge.handled_tickets import HandledTicket
from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from knowledge.sentences import sentences
from models.heads import folder
from models.heads.fit import BASELINES, Recipe, fit
from models.heads.folder import Heads
from models.skills.reply import MAX_SENTENCE_CHARACTERS, MAX_SENTENCES
from worker.company import Company
from worker.domain import Action, Passage, Reply, Retrieved, Ticket
from worker.learning import heads
from worker.learning.evaluation import Contender, Writer
from worker.learning.received import Customers
from worker.pipeline import heads as step
from worker.pipeline import selection

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
USUAL_SENTENCES = 2  # of a reply, where no handled ticket says how many there are


def of_triage(
    tickets: Sequence[HandledTicket],
    company: Company,
    customers: Customers,
    known: heads.Known,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Contender]:
    """Return the baselines of triage, trained on handled tickets. `progress` is told how many more fits are done. A baseline
    without enough tickets is left out."""
    made = []
    for name, recipe in BASELINES.items():
        trained = trained_on(tickets, company, customers, known, (recipe,), progress)
        if trained is not None:
            made.append(Contender(name, heads={known.encoder: trained}, parts=frozenset({"triage"})))
    return made


def trained_on(
    tickets: Sequence[HandledTicket],
    company: Company,
    customers: Customers,
    known: heads.Known,
    recipes: Sequence[Recipe],
    progress: Callable[[int], None] = lambda _: None,
) -> Heads | None:
    """Return heads that were trained and calibrated on tickets, and are not kept; None if these are too few for queues, or
    all were handed over."""
    seen = heads.seen_of(tickets, customers, known)
    fitted = fit(seen, heads.labels(tickets), known.anchors, recipes=recipes, progress=progress)
    reasons = fitted.heads.get(step.REASON)
    if step.QUEUE not in fitted.heads or (reasons is not None and step.NONE not in reasons.classes):
        return None
    points = heads.operating_points(fitted)
    return folder.in_memory(
        fitted, encoder=known.encoder, company=company.id, data_sha256=heads.data_hash(tickets), thresholds=points
    )


def of_replies(handled: Sequence[HandledTicket], encode: Encode) -> list[Contender]:
    """Return the baselines of replies. The first statements are what a reply is without a selector; the others write as many
    sentences as the agents of the handled tickets mostly did."""
    lengths = [len(ticket.sentences) for ticket in handled if ticket.is_replied and ticket.sentences]
    count = round(median(lengths)) if lengths else USUAL_SENTENCES
    writers = {
        "first statements": lambda ticket, _, found: selection.select(ticket, found, None),
        "first passage": first_passage(count),
        "nearest sentences": nearest_sentences(count, encode),
    }
    return [Contender(name, writer=own, parts=frozenset({"replies"})) for name, own in writers.items()]


def first_passage(count: int) -> Writer:
    """Return what replies with the first sentences of the first passage found."""

    def write(ticket: Ticket, passages: Sequence[Passage], _: Retrieved) -> Reply:
        return _reply(ticket, list(_said(passages[:1]))[:count])

    return write


def nearest_sentences(count: int, encode: Encode) -> Writer:
    """Return what replies with those sentences of all passages shown whose vectors are nearest to the ticket's."""

    def write(ticket: Ticket, passages: Sequence[Passage], found: Retrieved) -> Reply:
        said = list(_said(passages))
        if found.vector is None or not said:
            return _reply(ticket, said[:count])
        likeness = encode(said) @ found.vector
        nearest = sorted(np.argsort(-likeness, kind="stable")[:count].tolist())
        return _reply(ticket, [said[place] for place in nearest])

    return write


def _said(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the sentences of passages that a reply may have, each once."""
    found = (" ".join(one.split()) for passage in passages for one in sentences(passage.text))
    yield from dict.fromkeys(one for one in found if 2 <= len(one) <= MAX_SENTENCE_CHARACTERS)


def _reply(ticket: Ticket, said: Sequence[str]) -> Reply:
    language = guess(" ".join(said)) or ticket.language
    known = language if language and language in LANGUAGES else "en"
    action = Action.ANSWER if said else Action.HAND_OVER
    return Reply(action, known, tuple(said[:MAX_SENTENCES]), {})
