"""This module reads the company file (`DESKHAND_COMPANY`), and finds all of its mistakes at once.

text ▸ tomllib ▸ schema, and checks between its entries ▸ the company, or every mistake with its line
"""

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from worker.company import checks, schema
from worker.company.company import Company
from worker.company.mistakes import Complaint, Mistake, complaints_of
from worker.company.questions import questions_of
from worker.company.toml_lines import lines_of
from worker.errors import CompanyError

_AT_LINE = re.compile(r"\(at line (\d+),")


def load_company(path: Path) -> Company:
    """Read the company file. Raises `CompanyError` with all mistakes."""
    found = examine(path)
    if isinstance(found, Company):
        return found
    raise CompanyError("\n".join([f"{path} cannot be used:", *(f"  {mistake}" for mistake in found)]))


def examine(path: Path) -> Company | tuple[Mistake, ...]:
    """Return the company, or what is wrong in its file, by line. Raises `CompanyError` if there is no file."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors of Windows begin a file with a mark
        data = tomllib.loads(text)
    except FileNotFoundError as error:
        raise CompanyError(
            f"{path} does not exist: `deskhand init FOLDER` writes one; else correct DESKHAND_COMPANY"
        ) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # no UTF-8, no TOML, a number of thousands of digits, brackets without end
        line = _AT_LINE.search(str(error))
        return (Mistake(int(line[1]) if line else 1, f"it is not TOML: {error}"),)
    found = list(checks.complaints(data))
    try:
        file = schema.CompanyFile.model_validate(data)
    except ValidationError as error:
        found += complaints_of(error, schema.ALLOWED)
    if not found:
        return file.company(questions_of(data.get("questions", {})))
    return _located(found, data, text)


def _located(found: list[Complaint], data: dict[str, object], text: str) -> tuple[Mistake, ...]:
    lines = lines_of(text)
    return tuple(sorted({one.located(data, lines) for one in found}, key=lambda mistake: (mistake.line, mistake.says)))
