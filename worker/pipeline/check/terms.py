"""This module reads a sentence as terms: numbers, dates, versions, identifiers, names, and words with what they mean.

What adds nothing to a sentence (articles, most prepositions, greetings) is left out. Each pattern takes what it matches
once, so the time grows with the length of the text.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from worker.pipeline.check.dates import date_at, date_of
from worker.pipeline.check.facts import normalise_number
from worker.pipeline.check.vocabulary import DENYING, LACKING, Vocabulary, fold, vocabulary

_CHUNK = re.compile(r"\S++")
_PIECE = re.compile(r"\d++(?:[.,:/'’]\d++)*+(?:\.x\b)?+|[^\W\d_]++(?:\d++)?+|[%€$£>&]")  # noqa: RUF001
_ADDRESS = re.compile(r"(?:https?://)?+(?:[^\s/@]++@)?+(?:[\w-]++\.)++[a-z]{2,}+(?:[/?#]\S*+)?+", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[A-Z]{1,8}+(?:-[\dA-Za-z]++)++")
_VERSION = re.compile(r"v?+\d++(?:\.\d++){2,}+|v?+\d++(?:\.\d++)*+\.x|v\d++(?:\.\d++)*+", re.IGNORECASE)
_THREE = re.compile(r"\d{3}")
_OPENING, _CLOSING = "\"'“”„«»‘’([{<*_`¿¡", "\"'“”«»’)]}>*_`.,;:!?…"  # noqa: RUF001
_COUNTED = frozenset(f"units.{unit}" for unit in "second minute hour day working_day week month quarter year".split())


class Kind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    VERSION = "version"
    IDENTIFIER = "identifier"
    ADDRESS = "address"
    NAME = "name"
    WORD = "word"


@dataclass(frozen=True)
class Term:
    """A term is a word, a phrase or a value of a sentence."""

    kind: Kind
    value: str  # normalised; of a word, its stem
    said: str
    meanings: frozenset[str] = frozenset()
    opens: bool = False  # a part that may stand by itself can begin here
    boundary: bool = False  # the part before is certainly another one: ";", ", and"

    def means(self, *prefixes: str) -> bool:
        """Return whether one of the meanings begins with one of these."""
        return any(meaning.startswith(prefixes) for meaning in self.meanings)


@dataclass(frozen=True)
class _Piece:
    text: str
    mark: str  # the strongest mark between it and the piece before: ";", "," or ""
    whole: Kind | None = None  # of a piece that is not cut further


def terms(text: str, language: str | None, names: Collection[str] = ()) -> tuple[Term, ...]:
    """Return the terms of a sentence. `names` are written with a capital: plans, products."""
    known = vocabulary(language)
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for contraction, full in known.contractions:
        text = text.replace(contraction, full).replace(contraction.capitalize(), full.capitalize())
    pieces = list(_pieces(text))
    folded = [fold(piece.text) for piece in pieces]
    return tuple(_read(pieces, folded, known, names, language))


def _read(
    pieces: Sequence[_Piece], folded: list[str], known: Vocabulary, names: Collection[str], language: str | None
) -> Iterator[Term]:
    place, mark, joined, first, bounded = 0, "", False, True, False
    while place < len(pieces):
        piece, length, meanings = pieces[place], 1, frozenset[str]()
        mark = max(mark, piece.mark, key=("", ",", ";").index)
        kind, value = piece.whole, piece.text
        if found := date_at(folded, place, known.months):
            kind, (length, value) = Kind.DATE, found
        elif kind is None and piece.text[0].isdigit():
            kind, value, length = _number(pieces, place)
            if place and folded[place - 1].startswith("version"):
                kind = Kind.VERSION
        elif kind is None and not (_is_name(piece, first, names, language) and piece.text in names):
            length, meanings = known.longest(folded, place)
        word = folded[place]
        if kind is None and not meanings and word in known.numbers:
            kind, value = Kind.NUMBER, known.numbers[word]
        following = place + length
        if not meanings and kind is None:
            if word in known.before_dates and date_at(folded, following, known.months):
                meanings = frozenset({known.before_dates[word]})
            elif word in known.ones and (bounded or (following < len(pieces) and _is_unit(known, folded, following))):
                kind, value = Kind.NUMBER, "1"
        if word in known.joining:
            joined = True
        if kind is None and not meanings and (word in known.neutral or not word[0].isalnum() or len(word) == 1):
            place, first = following, False
            continue
        if kind is None:
            kind = Kind.NAME if _is_name(piece, first, names, language) else Kind.WORD
            value = known.stem(word) if length == 1 else " ".join(folded[place:following])
        said = " ".join(p.text for p in pieces[place:following])
        yield Term(kind, value, said, meanings, bool(mark) or joined, mark == ";" or (mark == "," and joined))
        place, mark, joined, first = following, "", False, False
        bounded = any(meaning.startswith("bounds.") for meaning in meanings)


def _pieces(text: str) -> Iterator[_Piece]:
    mark = ""
    for chunk in _CHUNK.findall(text):
        bare = chunk.lstrip(_OPENING).rstrip(_CLOSING)
        if "(" in chunk[: len(chunk) - len(chunk.lstrip(_OPENING))]:
            mark = ";"
        if whole := _whole(bare):
            yield _Piece(date_of(bare) or bare, mark, whole)
            mark = ""
        else:
            for found in _PIECE.findall(bare):
                yield _Piece(found, mark)
                mark = ""
        tail = chunk[len(chunk.rstrip(_CLOSING)) :]
        if any(sign in tail for sign in ";:)"):
            mark = ";"
        elif "," in tail or chunk in {"–", "—", "-"}:  # noqa: RUF001 - the dashes that people type
            mark = max(mark, ",", key=("", ",", ";").index)


def _whole(bare: str) -> Kind | None:
    """Return the kind of a piece of text that is one value."""
    if date_of(bare):
        return Kind.DATE
    if _VERSION.fullmatch(bare) and not re.fullmatch(r"\d{1,3}+(?:\.\d{3})++", bare):
        return Kind.VERSION
    if _IDENTIFIER.fullmatch(bare) and any(c.isdigit() for c in bare):
        return Kind.IDENTIFIER
    if _ADDRESS.fullmatch(bare) and not bare[0].isdigit():
        return Kind.ADDRESS
    return None


def _number(pieces: Sequence[_Piece], place: int) -> tuple[Kind, str, int]:
    """Return the number at a place, with the thousands that a blank divides."""
    text, length = pieces[place].text, 1
    while (
        place + length < len(pieces)
        and len(text) <= 3 * length
        and not pieces[place + length].mark
        and _THREE.fullmatch(pieces[place + length].text)
    ):
        text, length = text + pieces[place + length].text, length + 1
    return Kind.NUMBER, normalise_number(text), length


def _is_name(piece: _Piece, first: bool, names: Collection[str], language: str | None) -> bool:
    """Return whether a word is a name. A German noun and the first word of a sentence are written like one."""
    if piece.text in names:
        return True
    capital = piece.text[0].isupper()
    if any(c.isdigit() for c in piece.text) or (capital and piece.text.isupper() and len(piece.text) > 1):
        return True
    return capital and not first and language != "de"


def _is_unit(known: Vocabulary, folded: Sequence[str], place: int) -> bool:
    return bool(known.longest(folded, place)[1] & _COUNTED)


def denies(term: Term) -> bool:
    """Return whether a term says that something is not so."""
    return term.means(DENYING)


def lacks(term: Term) -> bool:
    """Return whether a term denies the next word only: "without"."""
    return LACKING in term.meanings
