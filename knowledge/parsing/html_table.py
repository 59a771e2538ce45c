"""This module reads a table of a page as a header and rows. A table that only arranges the page is not data."""

from collections.abc import Callable
from typing import Any

# A cell may claim to span a million columns; a person who reads tables stops before a hundred.
_MOST_COLUMNS, _MOST_ROWS = 100, 65_534


def is_data(table: Any) -> bool:
    """Return whether a table is data: it holds no table, and has header cells, or two columns and no heading in them."""
    rows = _rows(table)
    if table.find(".//table") is not None or not rows:
        return False
    if table.find(".//th") is not None:
        return True
    if any(table.find(f".//h{level}") is not None for level in range(1, 7)):
        return False
    return max(len(_cells(row)) for row in rows) > 1


def grid(table: Any, text_of: Callable[[Any], str]) -> tuple[list[str], list[list[str]]]:
    """Return header and rows. The text of a cell that spans rows is repeated in each of them."""
    down: dict[int, tuple[int, str]] = {}  # column -> rows it still spans, its text
    lines: list[tuple[bool, list[str]]] = []
    for row in _rows(table):
        cells = _cells(row)
        line: list[str] = []
        for cell in cells:
            while len(line) in down:
                line.append(_take(down, len(line)))
            text = text_of(cell)
            rows, columns = _span(cell, "rowspan", _MOST_ROWS), _span(cell, "colspan", _MOST_COLUMNS)
            for number in range(min(columns, _MOST_COLUMNS - len(line))):
                if rows > 1:
                    down[len(line)] = (rows - 1, text if number == 0 else "")
                line.append(text if number == 0 else "")
        while len(line) in down:
            line.append(_take(down, len(line)))
        lines.append((_is_header(row, cells), line))
    header = lines[0][1] if lines and lines[0][0] and len(lines) > 1 else []
    return header, [line for _, line in (lines[1:] if header else lines)]


def _rows(table: Any) -> list[Any]:
    return [
        row
        for part in table
        for row in ([part] if part.tag == "tr" else part if part.tag in {"thead", "tbody", "tfoot"} else [])
        if row.tag == "tr"
    ]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_header(row: Any, cells: list[Any]) -> bool:
    if row.getparent().tag == "thead" or (cells and all(cell.tag == "th" for cell in cells)):
        return True
    return bool(cells) and all(_is_bold(cell) for cell in cells)


def _is_bold(cell: Any) -> bool:
    """Return whether all text of a cell is bold, as editors without a button for headers mark one."""
    bold = "".join(part.text_content() for part in cell.xpath(".//b | .//strong"))
    whole: str = cell.text_content()
    return bool(whole.strip()) and bold.split() == whole.split()


def _span(cell: Any, name: str, most: int) -> int:
    value = cell.get(name) or ""
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() and len(value) < 8 else 1


def _take(down: dict[int, tuple[int, str]], column: int) -> str:
    left, text = down[column]
    if left == 1:
        del down[column]
    else:
        down[column] = (left - 1, text)
    return text
