"""This module finds the questions of a ticket: what is asked, what is requested, and what does not work.

Each sentence is cut where another question begins ("and how ..."), and each piece either asks something or is context.
Pieces that belong together are one question: a problem and the request to solve it, a question and its "it".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from worker.mail.asked.lexicon import AskingLexicon, lexicon, tokens
from worker.mail.asked.sentences import Sentence, sentences
from worker.mail.lexicon import Groups
from worker.mail.view import MOST_CHARACTERS

MOST_QUESTIONS = 12
_JOINING = frozenset("and or und oder et ou y e o".split())
_MOST_PIECES = 300  # a longer text is no list of questions
_CONTEXT = 2  # pieces before a question that tell what it is about
_LEADING = 3  # words that may stand before the one that begins a question: "Hi, so how ..."
_STEM = 5  # characters: "refund" and "refunded", "Rechnung" and "Rechnungen"


class _Form(StrEnum):
    QUESTION = "question"
    REQUEST = "request"
    PROBLEM = "problem"
    CONTEXT = "context"


@dataclass(frozen=True)
class Question:
    """A question is something that a reply must meet, in the customer's words."""

    text: str
    words: frozenset[str]  # stems of its content words


@dataclass(frozen=True)
class _Piece:
    text: str
    form: _Form
    stems: frozenset[str]
    adds: bool  # it goes on with another question: "and how", an item of a list
    strongly: bool  # it says that it is about something else: "also", "another matter"
    refers: bool  # it says that it is about the same
    inside: bool


def find_questions(subject: str, body: str, language: str | None) -> tuple[Question, ...]:
    """Return the questions of a ticket in order, at most `MOST_QUESTIONS`. A subject counts where the body asks
    nothing."""
    known = lexicon(language)
    for text in (body, subject):
        if found := _group(list(islice(_pieces(text[:MOST_CHARACTERS], known), _MOST_PIECES))):
            return tuple(found[:MOST_QUESTIONS])
    return ()


def stem(word: str) -> str:
    """Return the beginning of a word that its forms share."""
    return (word.rstrip("s") if len(word) > 4 else word)[:_STEM]


def _pieces(text: str, known: AskingLexicon) -> Iterator[_Piece]:
    for sentence in sentences(text):
        parts = list(_cut(sentence.text, known))
        for number, part in enumerate(parts):
            yield _piece(part, sentence, known, first=number == 0, asked=sentence.text.rstrip("\"'”’») ").endswith("?"))  # noqa: RUF001


def _cut(sentence: str, known: AskingLexicon) -> Iterator[str]:
    """Yield the parts of a sentence: it is cut before a comma or an "and" that another question follows."""
    raw = sentence.split()
    words = [tokens(word) for word in raw]
    start = 0
    for place in range(1, len(raw)):
        before = [w for each in words[start : min(place, start + 5)] for w in each]
        if len(before) < (5 if "adding" in known.groups(before) else 3) or not words[place]:
            continue
        after_comma = raw[place - 1].endswith((",", ":", ")"))
        joined = words[place][0] in _JOINING
        if not (after_comma or joined):
            continue
        following = [w for each in words[place : place + 6] for w in each]
        if _opens(following, known, joined):
            yield " ".join(raw[start:place])
            start = place
    yield " ".join(raw[start:])


def _opens(following: list[str], known: AskingLexicon, joined: bool) -> bool:
    """Return whether the words after a comma, or an "and", begin a question or a request."""
    if not joined:
        return "inverted" in known.groups(following)
    after = known.groups(following, 1)
    return bool(after & {"inverted", "interrogatives"}) or "requests" in after | known.groups(following, 2)


def _piece(text: str, sentence: Sentence, known: AskingLexicon, *, first: bool, asked: bool) -> _Piece:
    words = tokens(text)
    at = [known.groups(words, place) for place in range(len(words))]
    leading: Groups = frozenset[str]().union(*at[: _LEADING + 1])
    anywhere: Groups = frozenset[str]().union(*at)
    stems = frozenset(map(stem, known.content(words)))
    if asked or leading & {"interrogatives", "inverted"}:
        form = _Form.QUESTION
    elif "requests" in anywhere or "imperatives" in frozenset[str]().union(*at[: 3 if "adding" in leading else 1]):
        form = _Form.REQUEST
    elif "problems" in anywhere:
        form = _Form.PROBLEM
    else:
        form = _Form.CONTEXT
    item = sentence.item and first
    adds = item or "adding" in leading
    strongly = item or any(
        "adding" in groups and words[place] not in _JOINING for place, groups in enumerate(at[: _LEADING + 1])
    )
    announces = text.endswith(":") or "several" in anywhere
    if announces and form is not _Form.QUESTION and not item:
        form = _Form.CONTEXT
    refers = "referring" in (leading if len(stems) > 3 else anywhere)
    return _Piece(text, form, stems, adds, strongly, refers, sentence.inside)


def _group(pieces: Sequence[_Piece]) -> list[Question]:
    found: list[list[_Piece]] = []
    context: list[_Piece] = []  # since the last piece that asked
    for piece in pieces:
        if piece.form is _Form.CONTEXT and not (piece.strongly and len(piece.stems) > 1):
            context.append(piece)
            continue
        told = [p for p in context[-_CONTEXT:] if len(p.stems) > 1]
        if not found and piece.strongly and told:  # what it adds to was a plain statement
            found.append(told)
            told = []
        if not found or _begins(piece, found[-1]):
            found.append([*(told if len(piece.stems) < 2 else ()), piece])
        else:
            found[-1].append(piece)
        context = []
    return [_question(group) for group in _with_content(found)]


def _with_content(groups: Sequence[list[_Piece]]) -> list[list[_Piece]]:
    """Return the groups, those that say too little joined with the one behind them, or before them at the end."""
    kept: list[list[_Piece]] = []
    held: list[_Piece] = []
    for group, following in zip(groups, [*groups[1:], []], strict=False):
        held = [*held, *group]
        told_apart = any(piece.adds for piece in (*group, *following[:1]))
        if len(_stems(held)) > (0 if told_apart else 1):
            kept.append(held)
            held = []
    if held and kept:
        kept[-1] = [*kept[-1], *held]
    elif held:
        kept.append(held)
    return kept


def _begins(piece: _Piece, group: Sequence[_Piece]) -> bool:
    """Return whether a piece that asks begins a question of its own."""
    if not piece.stems:
        return False
    if piece.strongly:
        return True
    if piece.adds and len(piece.stems) > 1 and not piece.refers:
        return True
    if piece.inside or piece.refers or len(piece.stems) < 2 or piece.stems & _stems(group):
        return False
    asked_before = any(p.form in {_Form.QUESTION, _Form.REQUEST} for p in group)
    return piece.form is not _Form.PROBLEM if asked_before else piece.form is _Form.REQUEST


def _question(group: Sequence[_Piece]) -> Question:
    return Question(" ".join(piece.text for piece in group), _stems(group))


def _stems(group: Sequence[_Piece]) -> frozenset[str]:
    return frozenset[str]().union(*(piece.stems for piece in group))
