"""Documents to passages, by structure: whole blocks as long as they fit, then items, rows, lines and sentences.

The tokenizer is the slow part, so every text is counted once: a block, and what it is made of only where it is too
long. What pieces cost together is the sum of what they cost, never a count of the growing whole.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.passages import BlockKind, Document, Kind, PassageDraft, Section

FORMAT = 3  # of passages and windows: raised when the same document would be split into others
WINDOWS_SINCE = 3  # an index made before has them for some passages only, and is searched without
MAX_TOKENS = 220  # MiniLM reads 256 word pieces; some air for other tokenizers and longer titles
# An encoder may count an endless word as one piece; a prompt does not. Written text has four or five characters a token.
CHARACTERS_A_TOKEN = 8
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|(?<=[。！？])|\n")  # noqa: RUF001 - full-width marks end sentences too
_END_BUT_COLON = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n")  # noqa: RUF001 - a row says "Plan: Team"
_WORDS = 16  # of a sentence that is too long, counted together
WINDOW = 160  # characters, some forty tokens: one or two sentences (docs/decisions/0010)

Count = Callable[[str], int]


@dataclass(frozen=True)
class _Piece:
    """A text that is not cut any further."""

    text: str
    cost: int
    glue: str  # what stands between it and the piece before
    leads: bool = False  # "To reset it:" says nothing without what follows


def split(document: Document, count_tokens: Count, max_tokens: int = MAX_TOKENS) -> list[PassageDraft]:
    """The passages of a document, in order. An empty section gives none."""
    cost = _costs(count_tokens)
    glue = {"": 0, " ": count_tokens(" "), "\n": count_tokens("\n")}  # nothing for most tokenizers
    drafts: list[PassageDraft] = []
    used: set[str] = set()  # two sections may share a heading, a reference names one passage
    last: dict[str, int] = {}
    for section in document.sections:
        title = _title(document.title, section, cost, max(max_tokens // 2, 1))
        budget = max(max_tokens - cost(title), 1)
        ref = f"{document.path}#{section.heading}" if section.heading else document.path
        for text in _texts(section, cost, glue, budget):
            name, number = ref, last.get(ref, 1)
            while name in used:
                number += 1
                name = f"{ref} ({number})"
            last[ref] = number
            used.add(name)
            # A handled ticket is never shown: it is asked as a whole what it is like.
            parts = () if document.kind == Kind.HANDLED else windows(text)
            drafts.append(PassageDraft(ref=name, title=title, text=text, windows=parts))
    return drafts


def windows(text: str) -> tuple[str, ...]:
    """The text in parts of whole sentences and lines, up to `WINDOW` characters; none where it is one part.

    The vector of a long passage is the mean of all it says, and the one sentence that answers drowns in it.
    """
    pieces = list(_units(text, _END_BUT_COLON, len, WINDOW))
    groups = _even(pieces, {"": 0, " ": 1, "\n": 1}, WINDOW)
    return tuple(map(_joined, groups)) if len(groups) > 1 else ()


def _costs(count_tokens: Count) -> Count:
    return lambda text: max(count_tokens(text), -(-len(text) // CHARACTERS_A_TOKEN)) if text else 0


def _title(title: str, section: Section, cost: Count, most: int) -> str:
    """The whole way to the section; a way that would take half of the passage loses its middle, then its words."""
    heading = (section.heading,) if section.heading else ()
    for parts in ((title, *section.trail, *heading), (title, *heading), heading or (title,)):
        whole = " > ".join(parts)
        if cost(whole) <= most:
            return whole
    return next(_cut(whole, "", cost, most)).text


def _texts(section: Section, cost: Count, glue: dict[str, int], budget: int) -> Iterator[str]:
    yield from map(_joined, _even(list(_pieces(section, cost, budget)), glue, budget))


def _joined(group: Sequence[_Piece]) -> str:
    return "".join(p.text if n == 0 else p.glue + p.text for n, p in enumerate(group))


def _pieces(section: Section, cost: Count, budget: int) -> Iterator[_Piece]:
    for number, block in enumerate(section.blocks):
        if not block.text.strip():
            continue
        is_last = number + 1 == len(section.blocks)
        tokens = cost(block.text)
        if tokens <= budget:
            yield _Piece(block.text, tokens, "\n", leads=not is_last and block.text.endswith(":"))
            continue
        ends = _SENTENCE_END if block.kind is BlockKind.TEXT else re.compile("\n")
        yield from _units(block.text, ends, cost, budget)


def _units(text: str, ends: re.Pattern[str], cost: Count, budget: int) -> Iterator[_Piece]:
    start, glue = 0, "\n"
    for end in ends.finditer(text):
        yield from _unit(text[start : end.start()], glue, cost, budget)
        start, glue = end.end(), end[0] if end[0] in {"\n", ""} else " "
    yield from _unit(text[start:], glue, cost, budget)


def _unit(text: str, glue: str, cost: Count, budget: int) -> Iterator[_Piece]:
    if not text.strip():
        return
    tokens = cost(text)
    if tokens <= budget:
        yield _Piece(text, tokens, glue)
    else:
        yield from _cut(text, glue, cost, budget)


def _cut(text: str, glue: str, cost: Count, budget: int) -> Iterator[_Piece]:
    """A sentence, row or item that is too long alone: by words, and a word that is too long by characters."""
    words = text.split()
    for start in range(0, len(words), _WORDS):
        together = " ".join(words[start : start + _WORDS])
        tokens = cost(together)
        if tokens <= budget:
            yield _Piece(together, tokens, glue)
            glue = " "
            continue
        for word in words[start : start + _WORDS]:
            for piece in _characters(word, cost, budget):
                yield _Piece(piece, min(cost(piece), budget), glue)
                glue = ""
            glue = " "


def _characters(word: str, cost: Count, budget: int) -> Iterator[str]:
    if cost(word) <= budget:
        yield word
    else:
        yield from (word[start : start + budget] for start in range(0, len(word), budget))


def _even(pieces: Sequence[_Piece], glue: dict[str, int], budget: int) -> list[list[_Piece]]:
    """As few passages as fit, and these as even as they can be: a last one of five words would be found by nobody."""
    packed = _pack(pieces, glue, budget, budget)
    low, high = 1, budget
    while low < high:
        middle = (low + high) // 2
        if len(tighter := _pack(pieces, glue, middle, budget)) <= len(packed):
            packed, high = tighter, middle
        else:
            low = middle + 1
    return packed


def _pack(pieces: Sequence[_Piece], glue: dict[str, int], wanted: int, budget: int) -> list[list[_Piece]]:
    """In order, each to `wanted`; what leads goes with what it leads to as long as that stays within `budget`."""
    groups: list[list[_Piece]] = []
    size = 0
    for piece in pieces:
        joined = size + glue[piece.glue] + piece.cost
        if groups and joined <= wanted:
            groups[-1].append(piece)
            size = joined
            continue
        group, size = [piece], piece.cost
        lead = groups[-1][-1] if groups else None
        if lead and lead.leads and lead.cost + glue[piece.glue] + piece.cost <= budget:
            group, size = [lead, piece], lead.cost + glue[piece.glue] + piece.cost
            groups[-1].pop()
        groups.append(group)
    return [group for group in groups if group]
