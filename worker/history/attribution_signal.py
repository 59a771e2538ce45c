"""This module makes the weights of the signal that says which passages carry a sentence.

    deskhand up && python -m worker.history.attribution_signal

Learned from are the answers of the demo's handled tickets, whose passages are known, and free rewordings of some of them in
`worker/history/data/attribution_examples.jsonl`: there each sentence names the sentences of the handled answer that it says in
other words, and none if nothing carries it. The search runs with two encoders, one of them tuned, so that the weights hold
for an encoder that was not tuned too. The threshold is chosen on rewordings that the weights have not seen.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.index import indexer
from knowledge.json_lines import read_lines
from knowledge.passages import section_of
from models.encoding.encoder import SMALL
from models.evaluation.scores import Share
from worker import bootstrap, embedded
from worker.db.scratch_database import scratch_database
from worker.history.attribution import WEIGHTS, Attributor, choose, likelihoods
from worker.history.candidates import Library
from worker.history.comparison import FEATURES, Compared, without
from worker.history.example import Example, Sentence
from worker.learning.dataset.aligned import aligned
from worker.learning.weights import FOLDS
from worker.library.sources import open_sources
from worker.retrieval.batches import batches
from worker.settings import Settings
from worker.signal import Signal

EXAMPLES = WEIGHTS.with_name("attribution_examples.jsonl")
TICKETS = Path("demo/tickets/train.jsonl")
TUNED = "the demo's own"
ENCODERS = (TUNED, SMALL)
PRECISION = 0.9  # of the passages, on rewordings that the weights have not seen
STRENGTH = 1.0
_OFTEN = 3  # times that a reworded answer counts: there are few, and people write so
Carried = tuple[frozenset[str], ...]  # per sentence, the sections that carry it


@dataclass(frozen=True)
class Answer:
    """An answer has the sections that carry it, as people said."""

    example: Example
    carried: Carried
    wanted: frozenset[str]  # all that the ticket names; of a reworded answer, those of its sentences
    fold: int
    reworded: bool


@dataclass(frozen=True)
class Lesson:
    """A lesson is an answer that was compared with the passages of its pool, by one encoder."""

    answer: Answer
    compared: Compared
    sections: tuple[str, ...]  # of the passages


def answers(settings: Settings) -> list[Answer]:
    """Return the answers that are learned from. Rewordings of a ticket's answer stand in its fold."""
    tickets = {t.id: t for t in load_handled(TICKETS) if t.action == "answer"}
    order = sorted(tickets)
    random.Random(7).shuffle(order)
    folds = {id_: place % FOLDS for place, id_ in enumerate(order)}
    sources: dict[str, list[frozenset[str]]] = {}
    for found in aligned(settings, [TICKETS]):
        sources.setdefault(found.ticket, []).append(frozenset(section_of(s.ref) for s in found.sources))
    made = []
    for id_, ticket in tickets.items():
        wanted = frozenset(map(section_of, ticket.passages))
        made.append(Answer(example_of(ticket), tuple(sources[id_]), wanted, folds[id_], reworded=False))
    for row in read_lines(EXAMPLES, lambda _, row: row):
        ticket, said = tickets[row["ticket"]], row["sentences"]
        example = replace(
            example_of(ticket), language=row["language"], sentences=tuple(Sentence(one["text"]) for one in said)
        )
        carried = tuple(frozenset[str]().union(*(sources[ticket.id][n] for n in one["of"])) for one in said)
        made.append(Answer(example, carried, frozenset[str]().union(*carried), folds[ticket.id], reworded=True))
    return made


def example_of(ticket: HandledTicket) -> Example:
    """Return a handled ticket without its passages."""
    return Example(
        "demo",
        ticket.id,
        ticket.subject,
        ticket.body,
        ticket.language,
        ticket.account,
        ticket.requester,
        ticket.queue,
        ticket.priority,
        ticket.escalate,
        sentences=tuple(map(Sentence, ticket.sentences)),
    )


def lessons(attributor: Attributor, some: Sequence[Answer]) -> list[Lesson]:
    """Return the answers compared with the passages that an attributor finds for them."""
    made = []
    for group in batches(some):
        for answer, (compared, shelved) in zip(group, attributor.compared([a.example for a in group]), strict=True):
            made.append(Lesson(answer, compared, tuple(section_of(each.passage.ref) for each in shelved)))
    return made


def withheld(lesson: Lesson) -> Lesson:
    """Return a lesson without the passages that carry the answer."""
    gone = {place for place, section in enumerate(lesson.sections) if section in lesson.answer.wanted}
    answer = replace(
        lesson.answer, carried=(frozenset(),) * len(lesson.answer.carried), wanted=frozenset(), reworded=False
    )
    sections = tuple(section for place, section in enumerate(lesson.sections) if place not in gone)
    return Lesson(answer, without(lesson.compared, gone), sections)


def learn(some: Sequence[Lesson], threshold: float = 0.5) -> Signal:
    """Return the signal that fits the lessons. A passage that another sentence of the ticket came from teaches nothing."""
    from sklearn.linear_model import LogisticRegression

    rows: list[NDArray[np.float64]] = []
    labels: list[NDArray[np.bool_]] = []
    for lesson in [lesson for one in some for lesson in (one, withheld(one))]:
        wanted = np.array([section in lesson.answer.wanted for section in lesson.sections], bool)
        for features, carried in zip(lesson.compared.features, lesson.answer.carried, strict=True):
            is_carried = np.array([section in carried for section in lesson.sections], bool)
            taught = is_carried | ~wanted
            times = _OFTEN if lesson.answer.reworded else 1
            rows += [features[taught]] * times
            labels += [is_carried[taught]] * times
    # All features are about as large, so the weights are as well.
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500)
    model.fit(np.concatenate(rows), np.concatenate(labels))
    weights = {name: round(float(weight), 3) for name, weight in zip(FEATURES, model.coef_[0], strict=True)}
    return Signal(round(float(model.intercept_[0]), 3), weights, threshold)


def unseen(some: Sequence[Lesson]) -> dict[int, Signal]:
    """Return, per fold, a signal that was learned from the others."""
    return {fold: learn([one for one in some if one.answer.fold != fold]) for fold in range(FOLDS)}


def found_by(lesson: Lesson, signal: Signal, threshold: float) -> Carried:
    """Return the sections that a signal finds for each sentence of a lesson."""
    scores = likelihoods(lesson.compared, signal)
    chosen = (choose(own, held, threshold) for own, held in zip(scores, lesson.compared.held, strict=True))
    return tuple(frozenset(lesson.sections[place] for place in places) for places in chosen)


def choose_threshold(some: Sequence[Lesson], signals: Mapping[int, Signal]) -> float:
    """Return the lowest threshold at which enough of the sections found for unseen rewordings are right."""
    reworded = [lesson for lesson in some if lesson.answer.reworded]
    for percent in range(20, 100):
        found = [(lesson, found_by(lesson, signals[lesson.answer.fold], percent / 100)) for lesson in reworded]
        told = Share.of(section in lesson.answer.wanted for lesson, own in found for section in set().union(*own))
        if told.total and told.hits >= PRECISION * told.total:
            return percent / 100
    return 0.99


@contextmanager
def attributor(settings: Settings, encoder: str, signal: Signal | None = None) -> Iterator[Attributor]:
    """Open an attributor on the company's knowledge, searched with an encoder: the company's own, or one in a temporary
    database."""
    if encoder == TUNED:
        with bootstrap.opened(settings) as database:
            yield Attributor(Library.of(settings, database), signal)
        return
    urls = embedded.up(settings)
    with scratch_database(urls.database, urls.admin_database) as scratch, open_sources(settings) as sources:
        maker = bootstrap.make_maker(settings, bootstrap.make_encoder(settings, encoder))
        indexer.sync(scratch.owner, [source for source in sources if source.kind != "handled"], maker)
        yield Attributor(Library.of(settings, scratch.app), signal)


def main() -> None:
    settings = Settings()
    some = answers(settings)
    found: list[Lesson] = []
    for encoder in ENCODERS:
        with attributor(settings, encoder, Signal(0.0, {}, 0.5)) as own:
            found += lessons(own, some)
    threshold = choose_threshold(found, unseen(found))
    learn(found, threshold).write(WEIGHTS)
    sys.stdout.write(f"{len(found)} comparisons of {len(some)} answers, threshold {threshold}\n")


if __name__ == "__main__":
    main()
