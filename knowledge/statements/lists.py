"""This module makes statements of lists and tables. An item is said after what introduces it, a row with its columns."""

import re
from collections.abc import Iterator

from knowledge.statements.base import MAX_CHARACTERS, Statement, StatementKind, ended, led
from knowledge.statements.leaning import denies
from knowledge.statements.prose import Around, prose

_ITEM = re.compile(r"(\s*)(?:[-*+•‣◦–]|(\d{1,3}[.)]|[a-z]\)))\s+(.*)")  # noqa: RUF001
_CELL = re.compile(r"([^:;]{1,60}): (.+)", re.DOTALL)
_NAME_WORDS = 6  # of a column
_SENTENCE_WORDS = 5  # a cell with more says something by itself: it is an instruction or an explanation
_END_MARKS = (".", "!", "?", "…")


def items(text: str, around: Around, lead_in: str) -> Iterator[Statement]:
    """Yield the statements of a list. `lead_in`: what stands before it, "To reset it:".

    An item below another one is said after that one and all that it needs, because the lead-in may deny it ("Not possible
    is:"). Without a lead-in, an item that is no sentence is said after the heading, and so is each step.
    """
    above: list[tuple[int, str]] = []  # depth and text of the items that enclose the next one
    for line in text.split("\n"):
        if not line.strip():
            continue
        depth, is_step, item = _item(line)
        while above and above[-1][0] >= depth:
            above.pop()
        lead = above[-1][1] if above else lead_in
        if not lead and (is_step or not item.endswith(_END_MARKS)):
            lead = around.heading
        above.append((depth, led(lead, item, item).text))
        step = led(lead, ended(item), item, StatementKind.STEP)
        if is_step and not item.endswith(":") and len(step.text) <= MAX_CHARACTERS:
            yield step
        else:
            yield from prose(item, around, lead=lead)


def _item(line: str) -> tuple[int, bool, str]:
    found = _ITEM.fullmatch(line)
    if found is None:
        return len(line) - len(line.lstrip()), False, line.strip()
    return len(found[1]), found[2] is not None, found[3].strip()


def rows(text: str, around: Around, lead_in: str) -> Iterator[Statement]:
    """Yield a statement per row of a table, "Column: value; Column: value"; of a row that is too long, one per cell."""
    for line in text.split("\n"):
        cells = list(_cells(line))
        if not cells or not any(character.isalpha() for character in line):
            continue
        lead = lead_in or around.heading
        alone = _explains(cells) and len(cells) > 1 and not lead_in and not denies(lead, around.language)
        whole = led("" if alone else lead, _row(cells), line, StatementKind.ROW)
        if len(whole.text) <= MAX_CHARACTERS:
            yield whole
            continue
        for cell in cells[1:]:
            part = led("" if alone else lead, _row([cells[0], cell]), line, StatementKind.ROW)
            if len(part.text) <= MAX_CHARACTERS:
                yield part


def _cells(line: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each cell; a semicolon inside a value begins no cell, for no name follows it."""
    name, value = "", ""
    for part in line.strip().split("; "):
        found = _CELL.fullmatch(part)
        named = found is not None and len(found[1].split()) <= _NAME_WORDS
        if value and not named:
            value += f"; {part}"
            continue
        if value:
            yield name, value
        name, value = (found[1].strip(), found[2].strip()) if found and named else ("", part.strip())
    if value:
        yield name, value


def _explains(cells: list[tuple[str, str]]) -> bool:
    """Return whether a cell beside the first one is an instruction or an explanation."""
    return any(len(value.split()) >= _SENTENCE_WORDS or value.endswith(_END_MARKS) for _, value in cells[1:])


def _row(cells: list[tuple[str, str]]) -> str:
    """Return a row as a text: a sentence per cell where it explains, else its values after the first one."""
    if _explains(cells) or len(cells) == 1:
        return " ".join(ended(f"{name}: {value}" if name else value) for name, value in cells)
    (name, value), *others = cells
    return ended(f"{name} {value}".strip() + ": " + ", ".join(f"{n} {v}".strip() for n, v in others))
