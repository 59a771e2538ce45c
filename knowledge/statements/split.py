"""This module divides a passage into statements: a pure function of its kind, title, text and fields.

Not said are code, questions, what only introduces something else, and sentences about the page itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from knowledge.passages import Block, BlockKind, Kind
from knowledge.sentences import whole_sentences
from knowledge.statements.base import MAX_CHARACTERS, Statement, StatementKind, ended, led
from knowledge.statements.leaning import is_remark, leans
from knowledge.statements.lists import items, rows
from knowledge.statements.prose import Around, last_question, prose
from knowledge.statements.rows import row_statements

_MARKED = re.compile(r"\s*(?:[-*+•‣◦]|\d{1,3}[.)])\s+\S")
_ROW = re.compile(r"[^:;.]{1,60}: [^;]+(?:; [^:;]{1,60}: [^;]+)+")
_PROMPT = re.compile(r"\s*(?:[$#>] |\{|\}|</?\w)|.*[{};]\s*$")
_END_MARKS = (".", "!", "?", "…", ":", "。", "！", "？")  # noqa: RUF001 - full-width marks end sentences too
_QUOTES = "\"”“»')]"
_KNOWN_ISSUE, _PAST_TICKET = "Known issue ", "Past ticket "  # how the sources of such rows begin their titles and texts
_LABEL_WORDS = 8  # a line of fewer words without a mark at its end is a heading in disguise


def statements_of(
    kind: Kind | str,
    title: str,
    text: str,
    *,
    blocks: Sequence[Block] | None = None,
    fields: Mapping[str, str] | None = None,
    language: str | None = None,
) -> tuple[Statement, ...]:
    """Return the statements of a passage, in order, none twice.

    `blocks`: the passage's text in parts; without them their kinds are told by their lines. `fields`: the typed values
    of a row, which is then said in each language that has words for them.
    """
    if kind == Kind.HANDLED:
        return ()
    parts = title.split(" > ")
    # The title of a macro is written for agents, so none of its statements carries it.
    heading = {Kind.ACCOUNT: parts[0], Kind.KNOWN_ISSUE: ended(title), Kind.MACRO: ""}.get(Kind(kind), parts[-1])
    around = Around(heading, text, language)
    if kind == Kind.ACCOUNT and text.startswith(_PAST_TICKET):
        found = _of_past_ticket(text, fields or {})
    else:
        known = _blocks_of(text) if blocks is None else list(blocks)
        found = []
        if (
            kind not in {Kind.DOCS, Kind.MACRO} and known and known[0].kind is BlockKind.TEXT
        ):  # the rest is a longer note or an issue's body
            row, _, rest = known[0].text.partition("\n")
            found += _of_row(row, title, fields or {}, around, alone=kind == Kind.ACCOUNT)
            known = [*([Block(BlockKind.TEXT, rest)] if rest else []), *known[1:]]
        found += _of_blocks(known, around)
    return tuple({(one.text.casefold(), one.language): one for one in reversed(found)}.values())[::-1]


def _of_row(text: str, title: str, fields: Mapping[str, str], around: Around, *, alone: bool) -> Iterator[Statement]:
    """Yield what the fields say, and the other sentences, which may lean on the first one or, of a known issue, on its
    title. They come in the order of the text. `alone`: each of the others has another topic, as in a profile."""
    said = list(row_statements(text, fields))
    before = next((one.text for one in said if "amount" in fields), "")
    places = [(text.index(one.source), one) for one in said]
    rest = text
    named = title.removeprefix(_KNOWN_ISSUE)
    if named != title and text.startswith(f"{named}."):
        before = ended(title)
        places.append((0, Statement(before, text[: len(named) + 1], StatementKind.ROW)))
    for source in dict.fromkeys(one.source for _, one in places):
        rest = rest.replace(source, "\n", 1)
    others = [part for part in rest.split("\n") if part.strip()]
    if alone:
        others = [one for part in others for one in whole_sentences(part)]
    noted = [one for part in others for one in prose(part, around, before=before)]
    if (
        before
        and "amount" in fields
        and any(one.lead == before and is_remark(one.own, around.language) for one in noted)
    ):
        # "Old price.", "Only for new customers.": without such a note the price is not true
        price = next(one.source for _, one in places if one.text == before)
        places = [(place, one) for place, one in places if one.source != price]
    places += ((text.index(one.source), one) for one in noted)
    yield from (one for _, one in sorted(places, key=lambda place: place[0]))


def _of_past_ticket(text: str, fields: Mapping[str, str]) -> list[Statement]:
    """Return the sentences of a past ticket, each after the ticket's subject."""
    subject = fields.get("subject", "")
    head = text[: text.find(subject) + len(subject)] if subject and subject in text else text.partition(": ")[0]
    whole = Statement(text, text, StatementKind.ROW)
    if len(text) <= MAX_CHARACTERS:
        return [whole]
    sentences = whole_sentences(text[len(head) :].lstrip(": "))
    return [
        led(head, ended(one), one, StatementKind.ROW) for one in sentences if len(head) + len(one) + 3 <= MAX_CHARACTERS
    ]


def _of_blocks(blocks: Sequence[Block], around: Around) -> Iterator[Statement]:
    lead_in = ""  # of a list or a table
    asked = ""  # a question, which the next paragraph or list answers
    for block in blocks:
        match block.kind:
            case BlockKind.LIST:
                yield from items(block.text, around, lead_in or asked)
            case BlockKind.TABLE:
                yield from rows(block.text, around, lead_in or asked)
            case BlockKind.TEXT:
                for paragraph in _paragraphs(block.text):
                    if _is_label(paragraph):
                        around, lead_in = replace(around, heading=" ".join(paragraph.split()).rstrip(":")), ""
                        asked = ""
                        continue
                    text, introduction = _introduction(paragraph, around)
                    yield from prose(text, around, lead=lead_in, before=asked)
                    lead_in, asked = introduction, last_question(paragraph, around)
                continue
            case BlockKind.CODE:
                pass
        lead_in = asked = ""


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text whose lines may be cut inside a sentence."""
    kept: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if kept and (_is_ended(kept[-1]) or not line.lstrip()[0].islower()):
            yield "\n".join(kept)
            kept = []
        kept.append(line)
    if kept:
        yield "\n".join(kept)


def _is_ended(line: str) -> bool:
    return line.rstrip(f" {_QUOTES}").endswith(_END_MARKS)


def _is_label(paragraph: str) -> bool:
    """Return whether a paragraph is a heading in disguise. "Phone: 1234" says something."""
    return not _is_ended(paragraph) and len(paragraph.split()) <= _LABEL_WORDS and ": " not in paragraph


def _introduction(paragraph: str, around: Around) -> tuple[str, str]:
    """Return the text of a paragraph, and what it ends with that introduces a list or a table, which may need the sentence
    before it."""
    if not paragraph.rstrip().endswith(":"):
        return paragraph, ""
    *others, last = whole_sentences(paragraph)
    text = paragraph[: paragraph.rindex(last)].rstrip()
    said = " ".join(last.split())
    if leans(said, around.language):
        said = led(" ".join(others[-1].split()) if others else around.heading, said, last).text
    return text, said


def _blocks_of(text: str) -> list[Block]:
    """Return a text in parts. Lines say what they are, for a parser writes items with marks and rows with names."""

    def kind(line: str) -> BlockKind:
        if _MARKED.match(line):
            return BlockKind.LIST
        if _ROW.fullmatch(line):
            return BlockKind.TABLE
        return BlockKind.CODE if _PROMPT.match(line) else BlockKind.TEXT

    return [Block(of, "\n".join(lines)) for of, lines in groupby(text.split("\n"), kind)]
