"""This module splits documents into passages by structure: blocks if they fit, else items, rows, lines and sentences.

The tokenizer is the slow part, so every text is counted once: a block as a whole, and its parts only if it is too long.
The cost of several pieces is the sum of their costs; the growing whole is never counted.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from knowledge.passages import Block, BlockKind, Document, Kind, PassageDraft, Section, indexed_text
from knowledge.statements.split import statements_of
from knowledge.statements.vectors import places

FORMAT = 3  # of passages and windows: raised when the same document would be split into others
WINDOWS_SINCE = 3  # an index of an earlier format has windows for some passages only, and is searched without them
MAX_TOKENS = 220  # MiniLM reads 256 word pieces; the rest is a margin for other tokenizers and longer titles
# An encoder may count an endless word as one piece; a prompt does not. Text has four or five characters per token.
CHARACTERS_A_TOKEN = 8
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|(?<=[。！？])|\n")  # noqa: RUF001 - full-width marks end sentences too
_END_BUT_COLON = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n")  # noqa: RUF001 - a row says "Plan: Team"
_WORDS = 16  # words of a sentence that is too long, which are counted together
WINDOW = 160  # characters, about forty tokens: one or two sentences (docs/decisions/0010)

Count = Callable[[str], int]


@dataclass(frozen=True)
class _Piece:
    """A piece is a text that is not divided further."""

    text: str
    cost: int
    glue: str  # what stands between it and the piece before
    leads: bool = False  # "To reset it:" means nothing without what follows
    block: int = -1  # of the section that it is, or is a part of
    kind: BlockKind = BlockKind.TEXT


def split(document: Document, count_tokens: Count, max_tokens: int = MAX_TOKENS) -> list[PassageDraft]:
    """Return the passages of a document, in order. An empty section gives none."""
    cost = _costs(count_tokens)
    glue = {"": 0, " ": count_tokens(" "), "\n": count_tokens("\n")}  # 0 for most tokenizers
    drafts: list[PassageDraft] = []
    language = document.language
    used: set[str] = set()  # two sections may share a heading, but a reference names one passage
    last: dict[str, int] = {}
    for section in document.sections:
        title = _title(document.title, section, cost, max(max_tokens // 2, 1))
        budget = max(max_tokens - cost(title), 1)
        ref = f"{document.path}#{section.heading}" if section.heading else document.path
        for blocks in _texts(section, cost, glue, budget):
            text = "\n".join(block.text for block in blocks)
            name, number = ref, last.get(ref, 1)
            while name in used:
                number += 1
                name = f"{ref} ({number})"
            last[ref] = number
            used.add(name)
            # A handled ticket is never shown and is compared only as a whole, so it needs no windows.
            parts = () if document.kind == Kind.HANDLED else windows(text)
            said = statements_of(document.kind, title, text, blocks=blocks, fields=section.fields, language=language)
            numbers, further = places((indexed_text(title, text), *parts), said)
            drafts.append(PassageDraft(name, title, text, parts, section.fields, said, further, numbers))
    return drafts


def windows(text: str) -> tuple[str, ...]:
    """Return the text in parts of whole sentences and lines, up to `WINDOW` characters each; none if it is one part.

    The vector of a long passage is like a mean of all it says, which hides the one sentence that answers.
    """
    pieces = list(_units(text, _END_BUT_COLON, len, WINDOW))
    groups = _even(pieces, {"": 0, " ": 1, "\n": 1}, WINDOW)
    return tuple(map(_joined, groups)) if len(groups) > 1 else ()


def _costs(count_tokens: Count) -> Count:
    return lambda text: max(count_tokens(text), -(-len(text) // CHARACTERS_A_TOKEN)) if text else 0


def _title(title: str, section: Section, cost: Count, most: int) -> str:
    """Return all headings down to the section. If they took half of the passage, the middle is left out, then words."""
    heading = (section.heading,) if section.heading else ()
    for parts in ((title, *section.trail, *heading), (title, *heading), heading or (title,)):
        whole = " > ".join(parts)
        if cost(whole) <= most:
            return whole
    return next(_cut(whole, "", cost, most)).text


def _texts(section: Section, cost: Count, glue: dict[str, int], budget: int) -> Iterator[list[Block]]:
    """Yield the text of each passage in parts of one kind, which stand on lines of their own."""
    for group in _even(list(_pieces(section, cost, budget)), glue, budget):
        yield [Block(kind, _joined(list(pieces))) for (_, kind), pieces in groupby(group, lambda p: (p.block, p.kind))]


def _joined(group: Sequence[_Piece]) -> str:
    return "".join(p.text if n == 0 else p.glue + p.text for n, p in enumerate(group))


def _pieces(section: Section, cost: Count, budget: int) -> Iterator[_Piece]:
    for number, block in enumerate(section.blocks):
        if not block.text.strip():
            continue
        is_last = number + 1 == len(section.blocks)
        tokens = cost(block.text)
        if tokens <= budget:
            leads = not is_last and block.text.endswith(":")
            yield _Piece(block.text, tokens, "\n", leads, number, block.kind)
            continue
        ends = _SENTENCE_END if block.kind is BlockKind.TEXT else re.compile("\n")
        for piece in _units(block.text, ends, cost, budget):
            yield replace(piece, block=number, kind=block.kind)


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
    """Divide a sentence, row or item that is too long alone by words, and a word that is too long by characters."""
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
    """Return the fewest groups that fit, of sizes as equal as possible: a passage of five words would never be found."""
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
    """Group pieces in order, each group up to `wanted`. A leading piece joins what follows it if both fit into `budget`."""
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
