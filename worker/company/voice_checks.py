"""This module checks the voices of a company file, and that approved texts speak to the reader as their voice does."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.languages.registry import LANGUAGES
from worker.company.mistakes import Complaint, near, quoted
from worker.company.questions import questions_of
from worker.company.toml_lines import Place

_OURS = ("greeting", "closing", "sources")  # texts that speak to the reader


def complaints(data: Mapping[str, Any]) -> Iterator[Complaint]:
    """Yield what no voice can be, and approved texts that speak to the reader in another way than their voice."""
    tables = data.get("voice", {})
    yield from _of_tables(("voice",), tables)
    brands = data.get("brands", {})
    for name, brand in brands.items() if isinstance(brands, dict) else ():
        if isinstance(brand, dict) and "voice" in brand:
            yield from _of_tables(("brands", name, "voice"), brand["voice"], tables if isinstance(tables, dict) else {})
    yield from _questions(tables, data.get("questions", {}))


def _of_tables(place: Place, tables: Any, above: Mapping[str, Any] | None = None) -> Iterator[Complaint]:
    """Yield what is wrong in the tables of one place. `above`: those that fill in what they leave out."""
    if not isinstance(tables, dict):
        return  # of a wrong kind, which the schema says
    for code, table in tables.items():
        if code not in LANGUAGES:
            yield Complaint((*place, code), f"{quoted(code)} is no language that we answer in{near(code, LANGUAGES)}")
        elif isinstance(table, dict):
            yield from _of_table((*place, code), code, table, (above or {}).get(code))


def _of_table(place: Place, code: str, table: Mapping[str, Any], above: Any) -> Iterator[Complaint]:
    names = [one.name for one in LANGUAGES[code].addresses]
    address = table.get("address", above.get("address") if isinstance(above, dict) else None)
    if not names and "address" in table:
        yield Complaint((*place, "address"), f"has an address, but the language {code} speaks to everybody in one way")
    elif "address" in table and isinstance(address, str) and address not in names:
        yield Complaint((*place, "address"), f"address cannot be {address!r}{near(address, names)}")
    else:
        for name in _OURS:
            if other := _contradicts(code, address, table.get(name)):
                yield Complaint((*place, name), f'{name} says "{other}", but the address is {address}')


def _questions(tables: Any, questions: Any) -> Iterator[Complaint]:
    """Yield the approved questions that speak to the reader in another way than the company's voice."""
    if not isinstance(tables, dict) or not isinstance(questions, dict):
        return
    for queue, said in questions.items():
        try:
            known = questions_of({queue: said})[queue]
        except (TypeError, AttributeError):
            continue  # of a wrong kind, which the checks of questions say
        for code, texts in known.items():
            table = tables.get(code)
            address = table.get("address") if isinstance(table, dict) else None
            for text in texts if code in LANGUAGES else ():
                if other := _contradicts(code, address, text):
                    says = f'{queue}: a question says "{other}", but the address in voice.{code} is {address}'
                    yield Complaint(("questions", queue), says)


def _contradicts(code: str, address: Any, text: Any) -> str | None:
    """Return the word of a text that belongs to another address; None if there is none."""
    forms = LANGUAGES[code].addresses
    if not isinstance(text, str) or address not in [one.name for one in forms]:
        return None
    found = {one.name: re.search(one.used, text) for one in forms}
    other = next((match for name, match in found.items() if name != address and match), None)
    return other[0] if other and not found[address] else None
