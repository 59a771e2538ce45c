"""This module compares an agent's answer with our draft, and with the passages that the draft cites.

    draft    the sentences of our reply, as the note shows them
    answer   the agent's sentences, without greeting, courtesies, closing and signature, and without what stands around our
             draft: its greeting, its links, its closing

Similarity is the share of words that both have in the same order (twice the common ones, of all words of both), 0 to 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.sentences import whole_sentences
from worker.history.answer import sentences_of
from worker.history.outcomes.facts import Told, Word
from worker.history.small_talk import is_question, is_small_talk
from worker.learning.alignment import align
from worker.mail.asked.lexicon import tokens
from worker.past import PastMessage
from worker.rendering import plain
from worker.rendering.blocks import Document, Quote
from worker.thread import Author

_MOST_WORDS = 600  # of a text that are compared: the comparison is quadratic
_MOST_QUOTED = 60  # sentences of passages


@dataclass(frozen=True)
class Likeness:
    """A likeness says how near an answer is to a draft. All its figures are shares, 0 to 1."""

    similarity: float
    is_whole: bool  # every word of the draft stands in the answer, in order
    of_draft: (
        float  # of the answer's sentences, those that are of the draft, or of the draft's those that are in the answer
    )
    carried: (
        float | None
    )  # of the answer's sentences, those that stand on a passage that the draft cites; None without one


def compare(told: Told, answer: Word) -> Likeness:
    """Return how near an answer is to what we wrote."""
    draft, around = _draft(told)
    said = [one for one in _sentences(answer.text) if _key(one) not in around] or _sentences(answer.text)
    ours, theirs = (tuple(tokens(" ".join(some)))[:_MOST_WORDS] for some in (draft, said))
    common = sum(block.size for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks())
    quoted = [one for quote in told.quotes for one in whole_sentences(quote)][:_MOST_QUOTED]
    return Likeness(
        similarity=round(2 * common / (len(ours) + len(theirs)), 4) if ours and theirs else 0.0,
        is_whole=bool(ours) and common == len(ours),
        of_draft=max(_carried(said, draft, told.language), _carried(draft, said, told.language)),
        carried=_carried(said, [*draft, *quoted], told.language) if told.quotes else None,
    )


def is_small(answer: Word) -> bool:
    """Return whether an answer tells the customer nothing of the matter: politeness, or that somebody looks at it."""
    said = _sentences(answer.text)
    return bool(answer.text.strip()) and all(is_small_talk(one) and not is_question(one) for one in said)


def answered_with(answer: Word) -> str:
    """Return what an agent answered: sentences, without greeting and signature."""
    return " ".join(_sentences(answer.text))


def _draft(told: Told) -> tuple[list[str], set[tuple[str, ...]]]:
    """Return the sentences of the draft as an agent reads them, and what else stands around them."""
    letter = told.comment if told.public else "\n\n".join(plain.text(quote.blocks) for quote in _quotes(told.written))
    words = tokens(told.reply)
    shown = _sentences(letter)
    draft = [one for one in shown if _stands_in(tokens(one), words)]
    around = {_key(one) for one in (*shown, *letter.splitlines()) if one not in draft}
    return draft or list(whole_sentences(told.reply)), around - {_key(one) for one in draft}


def _quotes(document: Document) -> Iterator[Quote]:
    return (block for block in document if isinstance(block, Quote))


def _sentences(text: str) -> list[str]:
    return list(sentences_of(PastMessage(Author.AGENT, text)))


def _key(sentence: str) -> tuple[str, ...]:
    return tuple(tokens(sentence))


def _stands_in(some: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(some)
    return bool(some) and any(list(whole[at : at + size]) == list(some) for at in range(len(whole) - size + 1))


def _carried(said: Sequence[str], statements: Sequence[str], language: str) -> float:
    if not said or not statements:
        return 0.0
    found = sum(bool(align(one, statements, language=language or None)) for one in said)
    return round(found / len(said), 4)
