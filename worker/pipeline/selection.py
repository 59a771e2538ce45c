"""This module replies without a language model: with the first statements of the first passage found, or with those that a
selector chooses where one was learned that is better.

What it says is in a passage word for word, and the citation of each statement is known.
"""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from knowledge.languages.registry import LANGUAGES
from knowledge.passages import Kind
from knowledge.statements import Statement, StatementKind
from models.selection import Selector, choose
from models.skills.reply import MAX_SENTENCES
from worker.domain import Action, Passage, Reply, Retrieved, Ticket
from worker.mail.asked.lexicon import lexicon, tokens
from worker.mail.asked.questions import stem
from worker.pipeline.contradiction import Said
from worker.pipeline.sayable import language_of, repeats, sayable

FIRST_PASSAGE = "first passage"  # what writes replies without a selector
# These are probabilities of a chosen reply: of its likeliest statement and of its least likely one.
BEST, LEAST = "best statement", "least statement"
MOST_WORDS = 45  # of a reply
FEATURES = (
    "rank of the passage",
    "score",
    "below the first",
    "account",
    "price",
    "known issue",
    "cosine",
    "below the best cosine",
    "below the passage's best",
    "words shared",
    "share of words shared",
    "is first",
    "place",
    "statements",
    "length",
    "has a number",
)


def select(ticket: Ticket, found: Retrieved, selector: Selector | None) -> Reply:
    """Return a reply of statements in the customer's language, or a hand-over where there are none."""
    said = sayable(ticket, found.passages)
    if not said:
        return Reply(Action.HAND_OVER, _spoken(ticket, ()), (), {})
    if selector is None or found.vector is None:
        chosen, sure = first_come(said), dict[str, float]()
    else:
        chances = selector.of(features(found, said))
        chosen = choose(chances.tolist(), passage_numbers(said), lengths(said), selector.stopping)
        sure = {BEST: float(max(chances[chosen])), LEAST: float(min(chances[chosen]))}
    told = _once([said[place] for place in _whole(said, chosen)][:MAX_SENTENCES])
    return Reply(
        Action.ANSWER,
        _spoken(ticket, told),
        tuple(one.text for one, _ in told),
        sure,
        tuple(passage.ref for _, passage in told),
    )


def _whole(said: Sequence[Said], chosen: Sequence[int]) -> list[int]:
    """Return the places with all steps of each procedure of which one was chosen: a step that is left out misleads."""
    runs = list[list[int]]()
    for place, (statement, passage) in enumerate(said):
        before, last = said[place - 1] if place else (None, None)
        goes_on = before is not None and last is not None and last.ref == passage.ref and _is_step(before)
        if _is_step(statement) and runs and goes_on and before is not None and before.lead == statement.lead:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [place for run in runs if set(run) & set(chosen) for place in run]


def _is_step(statement: Statement) -> bool:
    return statement.kind is StatementKind.STEP


def _once(told: Sequence[Said]) -> list[Said]:
    """Return the statements without those that another one of them says as its beginning."""
    texts = [statement.text for statement, _ in told]
    return [one for one in told if not repeats(one[0].text, texts)]


def _spoken(ticket: Ticket, told: Sequence[Said]) -> str:
    """Return the language of a reply: the customer's, or where that is not known, that of the first statement."""
    own = [ticket.language, *(language_of(*one) for one in told), *LANGUAGES]
    return next(language for language in own if language is not None and language in LANGUAGES)


def first_come(said: Sequence[Said]) -> list[int]:
    """Return the places of what is said without a selector: the statements of the first passage, in order, as far as they
    fit. The first is always said, however long it is.

    A known issue is told from its end: who reports it knows the symptom, and asks what to do and whether it is fixed
    (docs/decisions/0027).
    """
    own = [place for place, (_, passage) in enumerate(said) if passage.ref == said[0][1].ref]
    if said[0][1].kind == Kind.KNOWN_ISSUE:
        own.reverse()
    chosen, left = list[int](), MOST_WORDS
    for place in own:
        long = lengths(said)[place]
        if not chosen or (long <= left and len(chosen) < MAX_SENTENCES):
            chosen.append(place)
            left -= long
    return sorted(chosen)


def passage_numbers(said: Sequence[Said]) -> list[int]:
    """Return the number of each statement's passage, as `models.selection.choose` wants it."""
    number = {ref: place for place, ref in enumerate(dict.fromkeys(passage.ref for _, passage in said))}
    return [number[passage.ref] for _, passage in said]


def lengths(said: Sequence[Said]) -> list[int]:
    return [len(statement.text.split()) for statement, _ in said]


def features(found: Retrieved, said: Sequence[Said]) -> NDArray[np.float64]:
    """Return what the selector knows of each statement, (statements, features). `found` has a vector."""
    asked = words_of(found.text)
    refs = list(dict.fromkeys(passage.ref for passage in found.passages))
    rank = {ref: place for place, ref in enumerate(refs, 1)}
    first = max(passage.score for _, passage in said)
    cosines = np.array([cosine(found, statement, passage) for statement, passage in said])
    numbers = np.array(passage_numbers(said))
    rows = []
    for place, (statement, passage) in enumerate(said):
        own = words_of(f"{statement.text} {statement.source}")
        among = np.flatnonzero(numbers == numbers[place])
        rows.append(
            (
                1 / rank[passage.ref],
                passage.score,
                passage.score - first,
                passage.kind == Kind.ACCOUNT,
                passage.kind == Kind.PRICING,
                passage.kind == Kind.KNOWN_ISSUE,
                cosines[place],
                cosines[place] - cosines.max(),
                cosines[place] - cosines[among].max(),
                len(own & asked),
                len(own & asked) / (1 + len(own)),
                place == among[0],
                (place - among[0]) / len(among),
                log(len(among)),
                len(statement.text.split()) / 10,
                any(word[0].isdigit() for word in own),
            )
        )
    return np.array(rows, np.float64).reshape(len(said), len(FEATURES))


def cosine(found: Retrieved, statement: Statement, passage: Passage) -> float:
    """Return how near a statement is to what was searched for; 0 where it has no vector."""
    if found.vector is None or passage.statement_vectors is None or statement not in passage.statements:
        return 0.0
    return float(passage.statement_vectors[passage.statements.index(statement)] @ found.vector)


def words_of(text: str) -> frozenset[str]:
    """Return the stems of the words that say something."""
    small = lexicon(None).small
    return frozenset(stem(word) for word in tokens(text) if word not in small and (len(word) > 2 or word[0].isdigit()))
