"""This module shows how a file is read: each column with its role and three of its values, and what values become."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Column
from rich.table import Table as Shown
from rich.text import Text

from worker.history.files.column_names import Role
from worker.history.files.guessing import text_of
from worker.history.files.mapping import FileMapping
from worker.history.files.table import Table
from worker.history.files.tickets import Reject

_EXAMPLES, _WIDTH = 3, 28
_MOST_VALUES = 40  # of queues or priorities; the mapping file has all
_MOST_REJECTS = 100  # on a terminal; --json has all


def print_mapping(table: Table, mapping: FileMapping, path: Path, console: Console, *, confirmed: bool) -> None:
    kind = "message" if mapping.by_message else "ticket"
    was = "as you confirmed it" if confirmed else "guessed from names and contents"
    console.print(Text(f"{path}: {table.told}, {len(table.rows):,} rows, one per {kind}; {was}"))
    shown = Shown("column", "is", Column("three values", overflow="fold"), box=box.SIMPLE)
    for name, role in mapping.columns.items():
        said = (
            "further field"
            if role is Role.FIELD
            else "left out"
            if role is Role.IGNORE
            else role.value.replace("_", " ")
        )
        style = "dim" if role in {Role.FIELD, Role.IGNORE} else ""
        shown.add_row(Text(name, style), Text(said, style), Text(" | ".join(_examples(table, name)), style))
    console.print(shown)
    lines = list(mapping.values.lines())
    for line in lines[:_MOST_VALUES]:
        console.print(Text(line), soft_wrap=True)
    if len(lines) > _MOST_VALUES:
        console.print(f"  … and {len(lines) - _MOST_VALUES} more, in the mapping file")
    for what, values in (("who wrote", mapping.authors), ("the customer sees", mapping.visible)):
        for value, means in values.items():
            console.print(Text(f"{what}: {value} -> {'(not mapped)' if means is None else str(means).lower()}"))
    for doubt in (*mapping.doubts, *table.notes):
        console.print(Text(f"note: {doubt}", "yellow"), soft_wrap=True)


def _examples(table: Table, column: str) -> Iterator[str]:
    """Yield three different values of a column, cut to a few words."""
    seen: list[str] = []
    for row in table.rows:
        value = row.values.get(column)
        said = " ".join((str(value) if isinstance(value, list) else text_of(value)).split())
        if said and said not in seen:
            seen.append(said)
            yield f"{said[:_WIDTH]}…" if len(said) > _WIDTH else said
        if len(seen) == _EXAMPLES:
            return


def reject_lines(rejects: Sequence[Reject], unit: str) -> Iterator[str]:
    """Yield what could not be read, in the order of the file."""
    if not rejects:
        return
    yield f"  {len(rejects):,} could not be read, and are not stored:"
    for one in sorted(rejects, key=lambda one: one.line)[:_MOST_REJECTS]:
        yield f"    {unit} {one.line}: {one.why}"
    if len(rejects) > _MOST_REJECTS:
        yield f"    … and {len(rejects) - _MOST_REJECTS:,} more: --json lists all"
