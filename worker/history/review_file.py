"""This module writes the labels that a person should look at into a file, and reads the answers back.

A row has what was asked and answered, redacted, the label with its rule, and what happened to the ticket. The person writes into
`verdict`: `right`, `wrong`, or the reason that would have been right (`none`: nobody had to take it).
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.errors import DataError
from worker.company import Company
from worker.db.past_reviews import Review
from worker.history import reviewing
from worker.history.example import Example
from worker.history.files.encoding import encoding_of
from worker.history.rows import Redactor, row_id

RIGHT, WRONG, NOBODY = "right", "wrong", "none"
COLUMNS = ("id", "subject", "question", "answer", "queue", "label", "rule", "happened", "verdict")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a table program computes a cell that begins so
_MOST_SHOWN = 1500  # characters of a question or an answer


def shown(example: Example, redactor: Redactor) -> dict[str, str]:
    """Return what a person sees of an example."""
    thread = redactor.thread()
    answer = "\n".join(sentence.text for sentence in example.sentences)
    subject, question, told = (
        thread.redact(part, example.language) for part in (example.subject, example.body, answer)
    )
    return {
        "id": row_id(example),
        "subject": subject,
        "question": question[:_MOST_SHOWN],
        "answer": told[:_MOST_SHOWN],
        "queue": example.queue or "",
        "label": reviewing.reason_of(example) or NOBODY,
        "rule": reviewing.rule_of(example),
        "happened": thread.redact("; ".join(_happened(example)), example.language),
        "verdict": "",
    }


def as_text(rows: Sequence[Mapping[str, str]], *, json_lines: bool) -> str:
    """Return the text of a file of rows: JSON Lines, or CSV."""
    text = io.StringIO(newline="")
    if json_lines:
        text.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return text.getvalue()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    for row in rows:
        table.writerow({key: f"'{cell}" if cell.startswith(_FORMULA) else cell for key, cell in row.items()})
    return text.getvalue()


def read(path: Path, ids: Mapping[str, int], company: Company) -> dict[int, Review]:
    """Return the answers of a file, by the past ticket's row; rows without a verdict are left alone. `ids`: row of each id.
    Raises `DataError` with everything that is wrong."""
    found, wrong = dict[int, Review](), list[str]()
    for line, row in _rows(path):
        verdict = str(row.get("verdict") or "").strip()
        if not verdict:
            continue
        name = str(row.get("id") or "").lstrip("'").strip()
        if name not in ids:
            wrong.append(f"line {line}: no past ticket has the id {name!r}")
            continue
        try:
            label, rule = str(row.get("label") or NOBODY).strip(), str(row.get("rule") or "").lstrip("'").strip()
            found[ids[name]] = answer(verdict, None if label == NOBODY else label, rule, company)
        except ValueError as error:
            wrong.append(f"line {line}: {error}")
    if wrong:
        raise DataError("\n  ".join([f"{path} cannot be used:", *wrong]))
    return found


def answer(verdict: str, reason: str | None, rule: str, company: Company) -> Review:
    """Return the review that a verdict on a label is. Raises ValueError for a verdict that says nothing."""
    said = verdict.strip().lower()
    if said == RIGHT:
        return Review(reason, rule, reason)
    if said == WRONG and reason is not None:
        return Review(reason, rule, None)
    if said == WRONG:
        raise ValueError(f"somebody had to take it: write the reason in place of wrong ({_reasons(company)})")
    if said == NOBODY:
        return Review(reason, rule, None)
    if said not in company.escalation:
        raise ValueError(f"{verdict!r} is no verdict: write right, wrong, none or a reason ({_reasons(company)})")
    return Review(reason, rule, said)


def _reasons(company: Company) -> str:
    return ", ".join(company.escalation)


def _happened(example: Example) -> Iterator[str]:
    if example.queue_first and example.queue_first != example.queue:
        yield f"began in {example.queue_first}"
    if example.priority_first and example.priority_first != example.priority:
        yield f"priority {example.priority_first} became {example.priority}"
    if example.reopened:
        yield f"opened again {example.reopened} times"
    if example.tags:
        yield f"tags {', '.join(example.tags)}"
    if len(example.reasons) > 1:
        yield f"also {', '.join(example.reasons[1:])}"
    if not example.sentences:
        yield "no public answer"


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    text = path.read_text(encoding=encoding_of(path), errors="replace").removeprefix("\ufeff")
    if path.suffix == ".jsonl":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise DataError(f"{path}, line {number}: is not JSON: {error}") from error
                if not isinstance(row, dict):
                    raise DataError(f"{path}, line {number}: is no object with columns")
                yield number, row
        return
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    if not _has({"id", "verdict"}, table.fieldnames):
        raise DataError(
            f"{path} has no columns id and verdict: fill in the file that `deskhand history review --out` writes"
        )
    for row in table:
        yield table.line_num, row


def _delimiter(text: str) -> str:
    """Return what separates the columns: a table program may have saved the file with another sign."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _has(wanted: Collection[str], names: Sequence[str] | None) -> bool:
    return set(wanted) <= set(names or ())
