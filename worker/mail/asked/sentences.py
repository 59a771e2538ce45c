"""This module cuts what a customer wrote into sentences, and says which of them begin an item of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?…]{1,9}[\"'”’»)\]]{0,3}(?:\s+|$)|;\s+|\s[-–—]\s|(?<=\w)[?!](?=[A-ZÀ-Þ¿¡])")  # noqa: RUF001
_ITEM = re.compile(r"^[ \t]*(?:[-*•–]|\(?\d{1,2}[.):]|\(?[a-hA-H]\))[ \t]+")  # noqa: RUF001
_INLINE = re.compile(r"(?:(?<=\s)|(?<=[.;:,(])|^)\(?(\d{1,2})[.)][ \t]+")
_ABBREVIATION = re.compile(
    r"\b(?:[a-z]\.[a-z]|nr|no|st|dr|hr|fr|mr|mrs|ms|etc|ca|usw|bzw|inkl|max|min|sr|sra|mme|tel|approx)\.\s*$", re.I
)
_LEAST_WRAPPED = 60  # characters: a shorter line was ended by its writer, not by a mail program


@dataclass(frozen=True)
class Sentence:
    """A sentence of a customer. `item`: it begins an item of a list; `inside`: it goes on with one."""

    text: str
    item: bool = False
    inside: bool = False


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order."""
    for paragraph, listed in _paragraphs(text):
        inside = begins = listed
        for part, numbered in _items(paragraph):
            inside = inside or numbered
            for place, sentence in enumerate(_split(part)):
                yield Sentence(sentence, item=place == 0 and (numbered or begins), inside=inside)
                begins = False


def _paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines, those together that a mail program wrapped, each with whether it begins with a mark of a list."""
    held, listed = "", False
    last = ""
    for line in text.splitlines():
        mark = _ITEM.match(line)
        goes_on = (
            held and line.strip() and not mark and len(last) >= _LEAST_WRAPPED and last.rstrip()[-1:] not in ".!?:"
        )
        if goes_on:
            held = f"{held} {line.strip()}"
        else:
            if held:
                yield held, listed
            held, listed = line[mark.end() :].strip() if mark else line.strip(), mark is not None
        last = line
    if held:
        yield held, listed


def _items(paragraph: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a paragraph that numbers in it set off, if they count up from one."""
    marks, wanted = [], 1
    for mark in _INLINE.finditer(paragraph):
        if int(mark[1]) == wanted:
            marks.append(mark)
            wanted += 1
    if len(marks) < 2:
        yield paragraph, False
        return
    if before := paragraph[: marks[0].start()].strip():
        yield before, False
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(paragraph)
        if part := paragraph[mark.end() : end].strip():
            yield part, True


def _split(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        part = text[start : end.end()].strip()
        if end.group().startswith(".") and _ABBREVIATION.search(part[-12:]):
            continue
        if part:
            yield part
        start = end.end()
    if rest := text[start:].strip():
        yield rest
