"""This benchmark measures how well the passages that carry an agent's answer are found, where nobody says which they are.

    deskhand up && python -m benchmarks.attribution [--set benchmarks/sets/attribution.jsonl] [--encoder NAME] [--errors]

The demo's handled tickets are attributed with their passages hidden; handled tickets do not vote in the search. Weights and
threshold come from the folds that a ticket does not stand in. The demo's encoder was tuned on the passages of these tickets,
so MiniLM, which was not, is shown too. References are compared by section.

answered   tickets that an agent answered
all        all tickets, also those handed over: of what nobody answered no passage is found

The baselines find passages by the first hit of a search for the whole answer, by BM25 (`bm25s`) for it, and per sentence by
the nearest statement and by the most words covered, each above a threshold that is chosen on the other folds.

The set has answers that others reworded freely; some of them nothing carries. Its tickets are those of the demo, so weights of
folds without the ticket are shown beside those that are shipped.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer

from benchmarks.machine import named
from benchmarks.retrieval import read_corpus
from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.json_lines import read_lines
from knowledge.passages import section_of
from models.evaluation.resampling import difference
from models.evaluation.scores import Share
from worker.history import attribution_signal as learning
from worker.history.attribution import WEIGHTS, Attributor
from worker.history.attribution_signal import ENCODERS, TICKETS, TUNED, Answer, Lesson
from worker.history.comparison import FEATURES
from worker.history.example import Example, Sentence
from worker.history.small_talk import is_question, is_small_talk
from worker.learning.weights import FOLDS
from worker.library.owner import ready_owner
from worker.settings import Settings
from worker.signal import Signal

SET = Path("benchmarks/sets/attribution.jsonl")
SIMPLE = {"unusual": "nearest statement", "covered": "most words covered"}  # features that are a rule by themselves
Sections = frozenset[str]


@dataclass(frozen=True)
class Judged:
    """An answer has what was found for each sentence, and what people say."""

    answer: Answer
    found: tuple[Sections, ...]

    @property
    def sections(self) -> Sections:
        return Sections().union(*self.found)


@dataclass(frozen=True)
class Chosen:
    """These are the weights and the threshold that a fold is judged with."""

    signal: Signal
    threshold: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=SET, help="reworded answers")
    parser.add_argument("--encoder", choices=ENCODERS, action="append", help="only this encoder; may be repeated")
    parser.add_argument("--errors", action="store_true", help="print what was found wrongly, and what was missed")
    options = parser.parse_args()
    settings = Settings()
    tickets = load_handled(TICKETS)
    taught = learning.answers(settings)
    folds = {one.example.external_id: one.fold for one in taught}
    asked = [_asked(t, folds) for t in tickets if t.action != "answer" and t.sentences]
    reworded = _reworded(options.set, tickets, folds)
    lessons: dict[str, tuple[list[Lesson], list[Lesson], list[Lesson]]] = {}
    baselines: dict[str, list[Judged]] = {}
    for encoder in options.encoder or ENCODERS:
        with learning.attributor(settings, encoder, Signal(0.0, {}, 0.5)) as own:
            lessons[encoder] = (
                learning.lessons(own, taught),
                learning.lessons(own, asked),
                learning.lessons(own, reworded),
            )
            if encoder == TUNED:
                baselines = _by_whole_answer(settings, own, [one for one in taught if not one.reworded])
    everything = [lesson for own, _, _ in lessons.values() for lesson in own]
    chosen = {fold: _choose([one for one in everything if one.answer.fold != fold]) for fold in range(FOLDS)}
    shipped = Signal.read(WEIGHTS)
    print(f"{named()}\n{len(tickets)} tickets, {sum(not one.reworded for one in taught)} answered")
    print("thresholds of the folds:", ", ".join(f"{one.threshold:.2f}" for one in chosen.values()))
    handed = sum(len(t.passages) for t in tickets if not t.sentences)
    for encoder, (own, others, set_) in lessons.items():
        demo = [one for one in own if not one.answer.reworded]
        found = _judged(demo, chosen)
        print(f"\n{encoder}")
        _report("answered", found)
        _report("all", [*found, *_judged(others, chosen)], missed=handed)
        for feature, name in SIMPLE.items():
            _compare(name, _by_feature(demo, own, feature), found)
        if encoder == TUNED:
            for name, other in baselines.items():
                _compare(name, other, found)
        _report("own rewordings, unseen", _judged([one for one in own if one.answer.reworded], chosen))
        if set_:
            every = dict.fromkeys(range(FOLDS), Chosen(shipped, shipped.threshold))
            _report_set("set, weights of other folds", _judged(set_, chosen))
            told = _judged(set_, every)
            _report_set("set, shipped weights", told)
            for feature, name in SIMPLE.items():
                _compare(name, _by_feature(set_, own, feature), told)
            for language in sorted({one.answer.example.language for one in told}):
                _report(f"  {language}", [one for one in told if one.answer.example.language == language])
            if options.errors:
                _print_errors(told)


def _choose(some: Sequence[Lesson]) -> Chosen:
    """Return the weights and the threshold that some folds give: the threshold is chosen on the folds within them."""
    within = {fold: learning.learn([one for one in some if one.answer.fold != fold]) for fold in range(FOLDS)}
    threshold = learning.choose_threshold(some, within)
    return Chosen(learning.learn(some, threshold), threshold)


def _judged(some: Iterable[Lesson], chosen: Mapping[int, Chosen]) -> list[Judged]:
    made = []
    for lesson in some:
        own = chosen[lesson.answer.fold]
        found = learning.found_by(lesson, own.signal, own.threshold)
        texts = (sentence.text for sentence in lesson.answer.example.sentences)
        pairs = zip(texts, found, strict=True)
        made.append(Judged(lesson.answer, tuple(Sections() if _is_talk(text) else own for text, own in pairs)))
    return made


def _is_talk(text: str) -> bool:
    return is_small_talk(text) and not is_question(text)


def _by_feature(some: Sequence[Lesson], every: Sequence[Lesson], feature: str) -> list[Judged]:
    """Return what the passage with the highest value of one feature finds, above the threshold with the best F1 score on the
    rewordings and the tickets of the other folds."""
    column = FEATURES.index(feature)

    def found(lesson: Lesson, threshold: float) -> tuple[Sections, ...]:
        values = lesson.compared.features[:, :, column]
        best = [int(row.argmax()) for row in values]
        rows = zip(values, best, strict=True)
        return tuple(Sections([lesson.sections[n]]) if row[n] >= threshold else Sections() for row, n in rows)

    def f1(lessons: Sequence[Lesson], threshold: float) -> float:
        judged = [Judged(one.answer, found(one, threshold)) for one in lessons]
        both = sum(len(one.sections & one.answer.wanted) for one in judged)
        return 2 * both / max(sum(len(one.sections) + len(one.answer.wanted) for one in judged), 1)

    made: dict[int, Judged] = {}
    for fold in range(FOLDS):
        others = [one for one in every if one.answer.fold != fold]
        values = np.concatenate([one.compared.features[:, :, column].max(axis=1) for one in others])
        threshold = max(np.quantile(values, np.linspace(0, 0.9, 19)), key=lambda t: f1(others, float(t)))
        for place, lesson in enumerate(some):
            if lesson.answer.fold == fold:
                made[place] = Judged(lesson.answer, found(lesson, float(threshold)))
    return [made[place] for place in range(len(some))]


def _by_whole_answer(settings: Settings, own: Attributor, some: Sequence[Answer]) -> dict[str, list[Judged]]:
    """Return what the first hit of a search for the whole answer finds, and of BM25, as the answer's account."""
    stemmer = Stemmer.Stemmer("english")

    def cut(texts: Sequence[str]) -> Any:
        return bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False)

    with ready_owner(settings) as owner:
        corpus = read_corpus(owner)
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index(cut(corpus.texts), show_progress=False)
    firsts, words = [], []
    for answer in some:
        text = " ".join(sentence.text for sentence in answer.example.sentences)
        hits = own.library.search(answer.example, text)[:1]
        firsts.append(Judged(answer, (Sections(section_of(hit.ref) for hit in hits),)))
        visible = (corpus.accounts == "") | (corpus.accounts == (answer.example.account or "-"))
        best = int(np.where(visible, index.get_scores(cut([text])[0]), -1).argmax())
        words.append(Judged(answer, (Sections([section_of(corpus.refs[best])]),)))
    return {"first of a search": firsts, "first by BM25": words}


def _report(name: str, judged: Sequence[Judged], missed: int = 0) -> None:
    precision, recall = _shares(judged, missed)
    print(f"{name:30} precision {precision}  recall {recall}")


def _shares(judged: Sequence[Judged], missed: int = 0) -> tuple[Share, Share]:
    both = sum(len(one.sections & one.answer.wanted) for one in judged)
    found = sum(len(one.sections) for one in judged)
    return Share(both, found), Share(both, sum(len(one.answer.wanted) for one in judged) + missed)


def _compare(name: str, other: Sequence[Judged], ours: Sequence[Judged]) -> None:
    """Print a baseline, and by how much ours is above it: the mean over tickets of its F1 score, with a paired bootstrap."""
    _report(f"  {name}", other)
    values = [np.array([_f1(one) for one in some]) for some in (other, ours)]
    theirs, own = (lambda places, of=of: float(of[places].mean()) for of in values)
    print(f"{'':30} ours less it, F1 per ticket: {difference(theirs, own, len(ours))}")


def _f1(one: Judged) -> float:
    whole = len(one.sections) + len(one.answer.wanted)
    return 2 * len(one.sections & one.answer.wanted) / whole if whole else 1.0


def _report_set(name: str, judged: Sequence[Judged]) -> None:
    _report(name, judged)
    rows = [(found, carried) for one in judged for found, carried in zip(one.found, one.answer.carried, strict=True)]
    empty = [one for one in judged if not one.answer.wanted]
    nothing = Share.of(not one.sections for one in empty)
    kept = Share.of(bool(one.sections) for one in judged if one.answer.wanted)
    gaps = Share.of(not carried for found, carried in rows if not found)
    known = Share.of(not found for found, carried in rows if not carried)
    print(f"{'':30} nothing found for answers that nothing carries {nothing}, something for the others {kept}")
    print(f"{'':30} sentences without a passage: precision {gaps}  recall {known}")


def _print_errors(judged: Sequence[Judged]) -> None:
    for one in judged:
        pairs = zip(one.answer.example.sentences, one.found, one.answer.carried, strict=True)
        for sentence, found, carried in pairs:
            if found - one.answer.wanted or (carried and not found):
                print(f"\n{one.answer.example.external_id}  {sentence.text}")
                print(f"    found {sorted(found)}\n    wanted {sorted(carried)}")


def _asked(ticket: HandledTicket, folds: Mapping[str, int]) -> Answer:
    """Return a ticket whose agent asked back. Nobody says which sentence came from which passage."""
    fold = folds.get(ticket.id, sum(map(ord, ticket.id)) % FOLDS)
    sections = Sections(map(section_of, ticket.passages))
    nothing = (Sections(),) * len(ticket.sentences)
    return Answer(learning.example_of(ticket), nothing, sections, fold, reworded=False)


def _reworded(path: Path, tickets: Sequence[HandledTicket], folds: Mapping[str, int]) -> list[Answer]:
    if not path.exists():
        print(f"{path} is not here, so it is not measured")
        return []
    known = {ticket.id: ticket for ticket in tickets}
    made = []
    for row in read_lines(path, lambda _, row: row):
        ticket = known.get(row["ticket"] or "")
        said = row["sentences"]
        carried = tuple(Sections(map(section_of, one["passages"])) for one in said)
        example = Example(
            "set", row["id"], row["subject"], row["body"], row["language"], ticket.account if ticket else None, None, None,
            None, False, sentences=tuple(Sentence(one["text"]) for one in said),
        )  # fmt: skip
        fold = folds.get(ticket.id, 0) if ticket else sum(map(ord, row["id"])) % FOLDS
        made.append(Answer(example, carried, Sections().union(*carried), fold, reworded=True))
    return made


if __name__ == "__main__":
    main()
