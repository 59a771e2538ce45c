"""This module says what the model and the search see of a message: the new words, and the rest where it is needed.

    new words                                always, first
    a forwarded message, a form's fields     always: they are what the writer wants read
    quoted questions between the answers     in their place
    a quoted message                         if the new words are few beside it, point to it, or announce it
    a signature with an address or a number  if the new words speak of such a thing: "my new address is below"
    signature and notice                     if there is nothing else

What is not new is labelled in plain words and marked line by line, so that the model takes it for data, and so that words
which are joined below it are not taken for a part of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import leads_on
from worker.mail.persons import is_contact
from worker.mail.segments import Kind

MOST_CHARACTERS = 20_000  # no model reads more, and a person has the original
_QUESTION_CHARACTERS = 400  # of a quote between two answers
_FEW_WORDS, _SHORT_WORDS, _MUCH_SHORTER = 5, 25, 4
_MOST_SIGNATURE, _SHORT_SIGNATURE = 40, 3  # lines
LABELS = {
    Kind.QUOTED: "Earlier message:",
    Kind.FORWARDED: "Forwarded message:",
    Kind.FORM: "Form fields:",
    Kind.SIGNATURE: "Signature:",
    Kind.NOTICE: "Notice:",
}
_WORD = re.compile(r"[^\W\d_]+")
_POINTER = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.pointers)}(?!\w)", re.IGNORECASE)
_ABOUT_DATA = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.data_words)}(?!\w)", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_OTHERS = re.compile(rf"^(?P<label>{'|'.join(LABELS.values())})\n(?P<lines>(?:>[^\n]*+(?:\n|\Z))++)", re.MULTILINE)
_FORGED = re.compile(rf"^(?:{'|'.join(LABELS.values())})$", re.MULTILINE)  # with a blank behind it, it is no label
_MARK = re.compile(r"^> ?", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block is consecutive lines of one kind, as a reader sees them."""

    kind: Kind
    text: str


def seen(blocks: Sequence[Block]) -> str:
    """Return what the model and the search see, at most `MOST_CHARACTERS`; empty only where there is no word at all."""
    blocks = _with_one_form(blocks)
    new = "\n".join(block.text for block in blocks if block.kind is Kind.NEW)
    shown = _shown(blocks, new)
    last = max((i for i, block in enumerate(blocks) if block.kind is Kind.NEW and block.text.strip()), default=-1)
    words: list[str] = []
    others: list[str] = []
    room = MOST_CHARACTERS - min(len(new), MOST_CHARACTERS)
    for i, block in enumerate(blocks):
        if block.kind is Kind.NEW:
            words.append(_FORGED.sub(r"\g<0> ", block.text))
        elif i in shown:
            between = block.kind is Kind.QUOTED and i < last
            text = _labelled(block, min(room, _QUESTION_CHARACTERS) if between else room, end=between)
            room -= len(text)
            (words if between else others).append(text)
        else:
            words.append("")
    body = "\n".join(words).strip()
    return shorten(_tidy("\n\n".join([body, *others])))


def written(body: str) -> str:
    """Return the writer's own words of what `seen` made; where there are none, the rest without its labels."""
    own = _tidy(_OTHERS.sub("", body))
    return own or _tidy(_OTHERS.sub(lambda match: _MARK.sub("", match["lines"]), body))


def told(body: str) -> str:
    """Return what somebody wants read of what `seen` made: the writer's own words, a forwarded message, a form's fields."""
    wanted = {LABELS[Kind.FORWARDED], LABELS[Kind.FORM]}
    return _tidy(_OTHERS.sub(lambda match: _MARK.sub("", match["lines"]) if match["label"] in wanted else "", body))


def is_only_quote(body: str) -> bool:
    """Return whether what `seen` made is an earlier message, and nothing that its sender wrote."""
    return not told(body) and any(match["label"] == LABELS[Kind.QUOTED] for match in _OTHERS.finditer(body))


def shorten(text: str) -> str:
    """Cut `text` to `MOST_CHARACTERS`, between words where there are words."""
    if len(text) <= MOST_CHARACTERS:
        return text
    end = text.rfind(" ", MOST_CHARACTERS - 100, MOST_CHARACTERS)
    return text[: end if end > 0 else MOST_CHARACTERS]


def _tidy(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _shown(blocks: Sequence[Block], new: str) -> set[int]:
    """Return the blocks that are shown beside the new words."""
    shown = {i for i, block in enumerate(blocks) if block.kind in {Kind.FORWARDED, Kind.FORM}}
    quotes = {i for i, block in enumerate(blocks) if block.kind is Kind.QUOTED}
    count, rest = _count(new), sum(_count(blocks[i].text) for i in quotes)
    is_short = count <= _FEW_WORDS or (count < _SHORT_WORDS and rest >= _MUCH_SHORTER * count)
    if is_short or _POINTER.search(new[:MOST_CHARACTERS]):
        shown |= quotes
    if blocks and blocks[-1].kind is Kind.QUOTED and _may_end_in_answer(blocks[-1].text):
        shown.add(len(blocks) - 1)
    about = _ABOUT_DATA.search(new[:MOST_CHARACTERS]) is not None
    shown |= {i for i, block in enumerate(blocks) if block.kind is Kind.SIGNATURE and _is_data(block.text, about=about)}
    places = [i for i, block in enumerate(blocks) if block.kind is Kind.NEW and _count(block.text)]
    if len(places) > 1:
        shown |= {i for i in quotes if i < places[-1]}
    for i in places:
        if i + 1 < len(blocks) and leads_on(blocks[i].text.rstrip()):
            shown.add(i + 1)
    if not new.strip() and not shown:
        shown = {i for i, block in enumerate(blocks) if block.text.strip()}
    return shown


def _may_end_in_answer(quote: str) -> bool:
    """Return whether the last paragraph of a quote without marks stands below a question, and may be what was answered."""
    above, _, last = quote.strip()[-_QUESTION_CHARACTERS * 4 :].rpartition("\n\n")
    return above.rstrip().endswith("?") and not last.startswith(">") and _count(last) > 2


def _is_data(signature: str, *, about: bool) -> bool:
    """Return whether a signature may be what its writer speaks of. `about`: the new words speak of an address or a number.
    Lines below "-- " without an address or a number may be steps and no name."""
    lines = [line for line in signature.split("\n")[:_MOST_SIGNATURE] if line.strip()]
    contacts = any(map(is_contact, lines))
    return (about and contacts) or (lines[:1] == ["--"] and len(lines) > _SHORT_SIGNATURE and not contacts)


def _with_one_form(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with what a form wrote above and below the words in one, at the end."""
    form = [block.text.strip() for block in blocks if block.kind is Kind.FORM]
    others = [block for block in blocks if block.kind is not Kind.FORM]
    return [*others, Block(Kind.FORM, "\n".join(form))] if form else others


def _count(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text[:MOST_CHARACTERS]))


def _labelled(block: Block, room: int, *, end: bool) -> str:
    """Return a block under its label; of one that is too long, its beginning, or with `end` its end."""
    room = max(0, room - len(LABELS[block.kind]) - 2)
    text = block.text.strip()
    if len(text) > room:
        text = text[len(text) - room :].partition("\n")[2] or text[len(text) - room :] if end else text[:room]
    lines = [line if line.startswith(">") else f"> {line}".rstrip() for line in text.split("\n")]
    return "\n".join([f"\n{LABELS[block.kind]}", *lines, ""]) if text else ""
