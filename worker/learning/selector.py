"""This module learns which statements of the passages found an agent would say, from handled tickets.

Each sentence that an agent wrote is aligned with the statements that could have been said. The regression, and how much is
said, are judged on folds that they were not fitted on, beside the first statements of the first passage: by F1, how well
what is said agrees with what the agent said, statement by statement. Where the selector does not beat these beyond chance,
they stay the reply.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.handled_tickets import HandledTicket
from models import selection
from models.errors import TrainingError
from models.evaluation.pairs import Pairs
from models.evaluation.ranking import area
from models.evaluation.resampling import Mean, as_json, difference, mean
from models.evaluation.scores import Share
from models.heads.folds import fold_of, splits
from models.selection import Origin, Selector, Stopping, choose, expanded
from worker import bootstrap
from worker.company import load_company
from worker.domain import Action, Retrieved
from worker.learning import heads, labelled_replies
from worker.learning.alignment import Rarity, align
from worker.learning.evaluation import retrieved_for
from worker.learning.received import as_ticket
from worker.learning.report import row
from worker.pipeline.contradiction import Said
from worker.pipeline.sayable import sayable
from worker.pipeline.selection import FEATURES, MOST_WORDS, features, first_come, lengths, passage_numbers
from worker.settings import Settings

LEAST = 40  # tickets whose answer consists of statements that were found
STRENGTH = 0.01  # inverse of the regularisation (C in scikit-learn)
SHARES = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)  # what is tried
ELSEWHERE = (0.5, 0.7, 1.1)
HALF = 0.5  # of what the agent said, which a reply must say


@dataclass(frozen=True)
class Case:
    """A case is a handled ticket with what could be said, and what its agent said of that."""

    ticket: HandledTicket
    said: tuple[Said, ...]
    rows: NDArray[np.float64] = field(compare=False)
    wanted: NDArray[np.bool_] = field(compare=False)  # per statement: the agent said it

    def words(self, places: Sequence[int]) -> int:
        return sum(len(self.said[place][0].text.split()) for place in places)

    def f1(self, places: Sequence[int]) -> float:
        """Return how well the statements agree with what the agent said, 0 to 1."""
        both = self.wanted[list(places)].sum()
        return float(2 * both / (len(places) + self.wanted.sum()))

    def is_right(self, places: Sequence[int]) -> bool:
        """Return whether a reply stands on passages that answer alone, says half of what the agent said, and is not much
        longer."""
        cited = [self.said[place][1].ref for place in places]
        most = row.MOST_WORDS * sum(len(sentence.split()) for sentence in self.ticket.sentences)
        told = self.wanted[list(places)].sum() >= HALF * self.wanted.sum()
        return row.stands_on_the_right(self.ticket, cited) and bool(told) and self.words(places) <= most


@dataclass(frozen=True)
class Compared:
    """This is how well statements are chosen, out of fold."""

    tickets: int
    statements: int
    said: int
    gaps: int  # sentences of agents that no statement says
    area: Mapping[str, float]  # by what parts statements that were said from the others: the area under its curve
    first: Share  # replies of the first statements of the first passage that are right
    selected: Share
    best: Share  # could be right: what the agent said is among the statements, on passages that answer
    pairs: Pairs  # of right replies
    first_f1: Mean
    selected_f1: Mean
    gain: Mean  # of the selector, in F1

    @property
    def is_better(self) -> bool:
        return self.gain.is_above

    def as_json(self) -> dict[str, Any]:
        shares = {name: asdict(getattr(self, name)) for name in ("first", "selected", "best")}
        known = {name: getattr(self, name) for name in ("tickets", "statements", "said", "gaps")}
        return {
            **known,
            "area": {name: round(own, 4) for name, own in self.area.items()},
            **shares,
            "pairs": self.pairs.as_json(),
            **{name: as_json(getattr(self, name)) for name in ("first_f1", "selected_f1", "gain")},
        }


@dataclass(frozen=True)
class Searched:
    found: Mapping[str, Retrieved]  # by the ticket's id
    encoder: str
    company: str


def search(
    settings: Settings, tickets: Sequence[HandledTicket], progress: Callable[[int], None] = lambda _: None
) -> Searched:
    """Search for each ticket as a worker would, but for the evidence threshold: what was answered shall be learned from.
    Raises the first search error. `progress` is told how many more tickets were searched for."""
    english = heads.english_of(tickets, bootstrap.make_translate(settings))
    with bootstrap.opened(settings) as database:
        finder = bootstrap.make_finder(settings, database, english, rerank=False)
        found = retrieved_for(tickets, finder.tickets, progress)
        return Searched(found, bootstrap.finder_encoder(finder), load_company(settings.company_path).id)


def cases(tickets: Sequence[HandledTicket], found: Mapping[str, Retrieved]) -> tuple[list[Case], int]:
    """Return the tickets to learn from, and the number of sentences that no statement says."""
    made, gaps = [], 0
    answered = [t for t in tickets if t.is_replied and t.action == Action.ANSWER and t.sentences]
    could = {t.id: tuple(sayable(as_ticket(t), found[t.id].passages)) for t in answered}
    rarity = Rarity.of(dict.fromkeys(one.text for said in could.values() for one, _ in said))
    for ticket in answered:
        said, result = could[ticket.id], found[ticket.id]
        if not said or result.vector is None:
            continue
        links = [align(s, [one.text for one, _ in said], rarity, language=ticket.language) for s in ticket.sentences]
        gaps += sum(not link for link in links)
        wanted = np.zeros(len(said), np.bool_)
        wanted[[link.statement for some in links for link in some]] = True
        if wanted.any():
            made.append(Case(ticket, said, features(result, said), wanted))
    return made, gaps


def learn(
    known: Sequence[Case],
    gaps: int,
    *,
    encoder: str,
    company: str,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Selector, Compared]:
    """Return a selector fitted to all cases, and how it and the simplest reply do out of fold. Raises `TrainingError` where
    there are too few cases. `progress` is told how many more of FOLDS + 1 fits are done."""
    if len(known) < LEAST:
        raise TrainingError(
            f"a selector is learned from at least {LEAST} tickets whose answers consist of what the search finds; here are "
            f"{len(known)}"
        )
    unseen: list[NDArray[np.float64]] = [np.zeros(0)] * len(known)
    for others, own in splits(fold_of([case.ticket.language for case in known])):
        fitted = _fitted([known[n] for n in others])
        for place in own:
            unseen[place] = fitted.of(known[place].rows)
        progress(1)
    stop = _stopping(known, unseen)
    compared = _compared(known, gaps, unseen)
    made = replace(_fitted(known), stopping=stop)
    progress(1)
    origin = Origin(
        encoder,
        company,
        _hash(known),
        len(known),
        compared.statements,
        compared.said,
        tuple(sorted({labelled_replies.key(case.ticket) for case in known})),
        compared.as_json(),
    )
    return selection.make(replace(made, origin=origin)), compared


def _chosen(case: Case, chances: NDArray[np.float64], stop: Stopping) -> list[int]:
    return choose(chances.tolist(), passage_numbers(case.said), lengths(case.said), stop)


def _stopping(known: Sequence[Case], unseen: Sequence[NDArray[np.float64]]) -> Stopping:
    """Return when to stop: what agrees best with what agents said, of all that is no longer than the first statements are,
    so that the two are compared at the same length."""
    most = sum(case.words(first_come(case.said)) for case in known)
    tried = []
    for stop in (Stopping(share, far, MOST_WORDS) for far in reversed(ELSEWHERE) for share in SHARES):
        chosen = [_chosen(case, own, stop) for case, own in zip(known, unseen, strict=True)]
        if sum(case.words(places) for case, places in zip(known, chosen, strict=True)) <= most:
            tried.append((sum(case.f1(places) for case, places in zip(known, chosen, strict=True)), stop))
    return max(tried, key=lambda one: one[0], default=(0.0, Stopping(SHARES[0], ELSEWHERE[-1], MOST_WORDS)))[1]


def _compared(known: Sequence[Case], gaps: int, unseen: Sequence[NDArray[np.float64]]) -> Compared:
    """Compare by crossing: how much is said in a fold is chosen on the others."""
    chosen: list[list[int]] = [[]] * len(known)
    for others, own in splits(fold_of([case.ticket.language for case in known])):
        stop = _stopping([known[n] for n in others], [unseen[n] for n in others])
        for place in own:
            chosen[place] = _chosen(known[place], unseen[place], stop)
    simple = [first_come(case.said) for case in known]
    right, by_first = (
        [case.is_right(places) for case, places in zip(known, some, strict=True)] for some in (chosen, simple)
    )
    f1, first_f1 = (
        np.array([case.f1(places) for case, places in zip(known, some, strict=True)]) for some in (chosen, simple)
    )
    each = {"first": lambda places: float(first_f1[places].mean()), "selected": lambda places: float(f1[places].mean())}
    wanted = np.concatenate([case.wanted for case in known])
    columns = {"selector": np.concatenate(unseen), "cosine": _column(known, "cosine"), "first come": _in_order(known)}
    return Compared(
        len(known),
        len(wanted),
        int(wanted.sum()),
        gaps,
        {name: area(own, wanted) for name, own in columns.items()},
        Share.of(by_first),
        Share.of(right),
        Share.of(_could(case) for case in known),
        Pairs.of(zip(by_first, right, strict=True)),
        mean(each["first"], len(known)),
        mean(each["selected"], len(known)),
        difference(each["first"], each["selected"], len(known)),
    )


def _could(case: Case) -> bool:
    """Return whether some choice is right: what the agent said, where it stands on passages that answer."""
    own = [
        n for n in np.flatnonzero(case.wanted).tolist() if row.stands_on_the_right(case.ticket, [case.said[n][1].ref])
    ]
    return any(case.is_right(own[:count]) for count in range(1, len(own) + 1))


def _column(known: Sequence[Case], name: str) -> NDArray[np.float64]:
    return np.concatenate([case.rows[:, FEATURES.index(name)] for case in known])


def _in_order(known: Sequence[Case]) -> NDArray[np.float64]:
    """Return a number that falls with the place of a statement in what the search found."""
    return np.concatenate([1 / (1 + np.arange(len(case.said), dtype=np.float64)) for case in known])


def _fitted(known: Sequence[Case]) -> Selector:
    """Return the regression; when it stops is found later."""
    from sklearn.linear_model import LogisticRegression

    rows, wanted = np.vstack([case.rows for case in known]), np.concatenate([case.wanted for case in known])
    means, spreads = rows.mean(axis=0), rows.std(axis=0)
    spreads[spreads == 0] = 1.0
    wide = expanded((rows - means) / spreads)
    middle, width = wide.mean(axis=0), wide.std(axis=0)
    width[width == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((wide - middle) / width, wanted)
    weights = model.coef_[0] / width
    return Selector(
        "",
        Origin("", "", "", 0, 0, 0),
        FEATURES,
        tuple(means.tolist()),
        tuple(spreads.tolist()),
        tuple(weights.tolist()),
        float(model.intercept_[0] - weights @ middle),
        Stopping(1.0, 1.1, MOST_WORDS),
    )


def _hash(known: Sequence[Case]) -> str:
    rows = sorted([labelled_replies.key(c.ticket), [s.text for s, _ in c.said], c.wanted.tolist()] for c in known)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
