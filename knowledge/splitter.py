"""Documents to passages: one per section, split at sentence ends where the encoder would cut the text off."""

import re
from collections.abc import Callable
from itertools import count

from knowledge.passages import Document, PassageDraft

MAX_TOKENS = 220  # MiniLM reads 256 word pieces; the title takes some
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")


def split(document: Document, count_tokens: Callable[[str], int], max_tokens: int = MAX_TOKENS) -> list[PassageDraft]:
    """The passages of a document, in order. An empty section gives none."""
    drafts: list[PassageDraft] = []
    used: set[str] = set()  # two sections may share a heading, a reference names one passage
    for section in document.sections:
        title = f"{document.title} > {section.heading}" if section.heading else document.title
        ref = f"{document.path}#{section.heading}" if section.heading else document.path
        for text in _pieces(section.text, count_tokens, max_tokens):
            name = ref if ref not in used else next(n for i in count(2) if (n := f"{ref} ({i})") not in used)
            used.add(name)
            drafts.append(PassageDraft(ref=name, title=title, text=text))
    return drafts


def _pieces(text: str, count_tokens: Callable[[str], int], max_tokens: int) -> list[str]:
    """`text` in pieces of at most `max_tokens`, cut at sentence ends; a sentence that is longer alone is cut at words."""
    text = text.strip()
    if not text or count_tokens(text) <= max_tokens:
        return [text] if text else []
    pieces: list[str] = []
    current: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        for part in _by_words(sentence, count_tokens, max_tokens):
            if current and count_tokens(" ".join([*current, part])) > max_tokens:
                pieces.append(" ".join(current))
                current = []
            current.append(part)
    return [*pieces, " ".join(current)]


def _by_words(sentence: str, count_tokens: Callable[[str], int], max_tokens: int) -> list[str]:
    if count_tokens(sentence) <= max_tokens:
        return [sentence]
    words = sentence.split()
    if len(words) < 2:  # one endless word: cut by characters, so that nothing is dropped
        return [sentence[i : i + max_tokens] for i in range(0, len(sentence), max_tokens)]
    half = len(words) // 2
    return [
        *_by_words(" ".join(words[:half]), count_tokens, max_tokens),
        *_by_words(" ".join(words[half:]), count_tokens, max_tokens),
    ]
