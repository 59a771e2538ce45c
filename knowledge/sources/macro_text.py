"""This module keeps of a saved reply what a reply may say word for word, and leaves out what only its agent may say.

Left out are greeting and signature, remarks for colleagues, and every paragraph or list with a gap to fill in, a placeholder
of the helpdesk, or a sentence about what somebody did or will do in this case. They go whole: a sentence that stands beside
one of these may not be true without it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from knowledge.languages.registry import LANGUAGES, any_of, either, in_any_layout
from knowledge.passages import Block, BlockKind
from knowledge.sentences import whole_sentences
from knowledge.statements.leaning import leans

_GREETING = re.compile(r"^[^,.!?:\n{}]{0,40}\{\{[^{}\n]{1,80}\}\}[^,.!?:\n{}]{0,20}[,!.:]\s{0,5}")
_GREETING_WORDS, _CLOSING_WORDS, _SIGNATURE_LINES = 5, 8, 3
_GAP = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{[^{}\n]{1,80}\}|<[^<>\n]{1,80}>|\[(?!\d{1,3}\])[^\[\]\n]{1,80}\]|_{3,}|\.{4,}|…{2,}|\?{3,}|#{3,}"
    r"|\b[xX]{3,}\b|\bTB[DA]\b|\bN\.?N\.?(?=\s|$)"
)
_INTERNAL = re.compile(rf"^[\s\W_]{{0,10}}{any_of(lambda language: language.macros.internal)}(?!\w)", re.IGNORECASE)
_CLOSING = re.compile(rf"^{in_any_layout(lambda layout: layout.closings)}(?=[\W\s]|$)", re.IGNORECASE)
_THANKS = re.compile(rf"^{in_any_layout(lambda layout: layout.thanks)}(?=[\W\s]|$)", re.IGNORECASE)
_COURTESY = re.compile(
    any_of(
        lambda language: (
            *language.courtesies.thanks,
            *language.courtesies.wishes,
            *language.courtesies.apologies,
            *language.courtesies.offers,
            *language.courtesies.introductions,
            *language.courtesies.holding,
        )
    ),
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s{0,20}(?:[-*+•‣◦▪–]|\d{1,3}[.)])\s")  # noqa: RUF001 - the dash that people type
_MARKUP = re.compile(r"</?(?:p|br|div|span|ul|ol|li|a|b|i|strong|em|h[1-6]|table)\b[^<>]{0,2000}>", re.IGNORECASE)


def is_html(text: str) -> bool:
    return _MARKUP.search(text) is not None


def without_conditions(text: str) -> str:
    """Return the text without what stands between the first and the last tag of a condition: which half holds, nobody
    knows before there is a ticket."""
    start, end = text.find("{%"), text.rfind("%}")
    return f"{text[:start]}\n\n{text[end + 2 :]}" if 0 <= start < end else text


def in_paragraphs(text: str) -> str:
    """Return plain text with each line as a paragraph: an agent's lines are no columns. Items of a list stay together."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if lines and not (_ITEM.match(line) and _ITEM.match(lines[-1])):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def sayable(blocks: Iterable[Block], language: str | None) -> tuple[Block, ...]:
    """Return what of the blocks of a saved reply a reply may say. `language`: theirs; None: nobody knows."""
    kept: list[Block] = []
    left_out = False  # what stood before this block
    found = [block for block in blocks if block.text.strip()]
    for n, block in enumerate(_without_greeting(found)):
        said, ends = _before_closing(block, near_end=0 < n >= len(found) - _SIGNATURE_LINES)
        said = _without_courtesies(said) if block.kind is BlockKind.TEXT else said
        is_led = block.kind is not BlockKind.TEXT and left_out
        left_out = bool(said.strip()) and (is_led or not _may_be_said(said, language, follows=left_out))
        if left_out and kept and kept[-1].text.rstrip().endswith(":"):
            kept.pop()  # it led to this
        if said.strip() and not left_out:
            kept.append(Block(block.kind, said.strip()))
        if ends:
            break
    while kept and kept[-1].kind is BlockKind.TEXT and kept[-1].text.endswith(":"):
        kept.pop()
    return tuple(kept)


def _without_greeting(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks without the greeting, which is a short first line or stands before a first sentence. In some
    languages the line below a greeting begins with a small letter."""
    begins = True
    for block in blocks:
        if not begins or block.kind is not BlockKind.TEXT:
            begins = False
            yield block
            continue
        text = block.text.strip()
        rest = _GREETING.sub("", text, count=1)
        if rest == text and len(text.split()) <= _GREETING_WORDS and text.endswith((",", "!")):
            rest = ""
        begins = not rest
        yield Block(block.kind, rest[:1].upper() + rest[1:])


def _without_courtesies(text: str) -> str:
    """Return a paragraph without thanks for the message, offers of more help and other sentences that say nothing of the
    matter."""
    for sentence in list(whole_sentences(text)):
        if _COURTESY.fullmatch(sentence.rstrip(" .!?")):
            text = text.replace(sentence, "", 1)
    return text.strip()


def _before_closing(block: Block, *, near_end: bool) -> tuple[str, bool]:
    """Return the text of a block up to the closing, and whether one was there: below it stands the signature."""
    if block.kind is not BlockKind.TEXT:
        return block.text, False
    for sentence in whole_sentences(block.text):
        closes = _CLOSING.match(sentence) or (near_end and _THANKS.match(sentence))
        if closes and len(sentence.split()) <= _CLOSING_WORDS:
            return block.text[: block.text.index(sentence)], True
    return block.text, False


def _may_be_said(text: str, language: str | None, *, follows: bool) -> bool:
    """Return whether everything in a text may be said. `follows`: what stood before it was left out."""
    if _GAP.search(text) or any(map(_INTERNAL.match, text.split("\n"))) or _acting(language).search(text):
        return False
    return not (follows and leans(next(whole_sentences(text), ""), language))


@cache
def _acting(language: str | None) -> re.Pattern[str]:
    known = [LANGUAGES[language]] if language and language in LANGUAGES else list(LANGUAGES.values())
    patterns = either(pattern for each in known for pattern in each.macros.acting)
    return re.compile(rf"(?<!\w){patterns}(?!\w)", re.IGNORECASE)
