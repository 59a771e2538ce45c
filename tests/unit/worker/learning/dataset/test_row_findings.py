"""What can be seen on one row alone: values, empty texts, languages."""

from pathlib import Path
from typing import Any

import pytest

from tests.support import select_fields
from tests.unit.worker.learning.dataset.tickets import company, row
from worker.learning.dataset import languages, values
from worker.learning.dataset.finding import Kind


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"area": "app"}, []),
        ({"area": None}, []),
        ({}, []),
        ({"area": "App"}, [("field.area", "App", "app")]),
        ({"area": "fax"}, [("field.area", "fax", "")]),
        ({"aera": "app"}, [("fields", "aera", "area")]),
        (
            {"colour": "red", "area": "web", "severity": "lo"},
            [("fields", "colour", ""), ("field.severity", "lo", "low")],
        ),
    ],
)
def test_select_fields_and_values_that_the_company_file_lacks(
    tmp_path: Path, fields: dict[str, Any], found: list[tuple[str, str, str]]
) -> None:
    named = values.findings(row(fields=fields), select_fields.company(tmp_path))
    shown = [(one.field, one.label, one.suggested) for one in named if one.field.startswith("field")]
    assert shown == found


def test_a_company_without_select_fields_knows_no_value() -> None:
    [finding] = values.findings(row(fields={"area": "app"}), company())
    assert finding.why == "[fields] of the company file does not have it: it declares none"


@pytest.mark.parametrize(
    ("changed", "field", "suggested"),
    [
        ({"queue": "acess"}, "queue", "access"),
        ({"queue": "Work orders"}, "queue", "work-orders"),
        ({"queue": "refunds of 2019"}, "queue", ""),
        ({"priority": "Urgent"}, "priority", "urgent"),
        (
            {"escalate": True, "reason": "asks_for_human", "reply": {"action": "hand_over", "sentences": []}},
            "reason",
            "",
        ),
        ({"escalate": True, "reply": {"action": "hand_over", "sentences": []}}, "reason", ""),
        ({"reason": "not_covered"}, "escalate", "true"),
        ({"reply": {"action": "hand_over", "sentences": []}}, "reply", ""),
        ({"reply": {"action": "answered", "sentences": ["Ask for a new one."]}}, "reply", "answer"),
        ({"escalate": True, "reason": "not_covered"}, "reply", ""),
    ],
)
def test_labels_that_nobody_knows_or_that_exclude_each_other(
    changed: dict[str, Any], field: str, suggested: str
) -> None:
    found = [finding for finding in values.findings(row(**changed), company()) if finding.kind is Kind.VALUE]
    assert [finding.field for finding in found] == [field]
    assert suggested in {"", found[0].suggested}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"body": " \n"}, "body"),
        ({"id": ""}, "id"),
        ({"reply": {"action": "answer", "sentences": []}}, "reply"),
        ({"reply": {"action": "answer", "sentences": ["Ask for a new one.", " "]}}, "reply"),
        ({"passages": []}, "passages"),
    ],
)
def test_texts_without_words(changed: dict[str, Any], field: str) -> None:
    [finding] = values.findings(row(**changed), company())
    assert (finding.kind, finding.field) == (Kind.EMPTY, field)


def test_a_good_row_has_no_finding() -> None:
    assert [*values.findings(row(), company()), *languages.findings(row())] == []


GERMAN = (
    "Guten Tag, wir haben die Rechnung für November noch nicht bekommen. Können Sie sie bitte noch einmal schicken?"
)


@pytest.mark.parametrize(
    ("changed", "field", "suggested"),
    [
        ({"body": GERMAN}, "body", "de"),
        ({"reply": {"action": "answer", "sentences": [GERMAN]}}, "reply", "de"),
        ({"body": "Добрый день, мы ещё не получили счёт за ноябрь. Пришлите его, пожалуйста, ещё раз."}, "body", ""),
    ],
)
def test_another_language_than_the_row_says(changed: dict[str, Any], field: str, suggested: str) -> None:
    [finding] = languages.findings(row(**changed))
    assert (finding.kind, finding.field, finding.label, finding.suggested) == (Kind.LANGUAGE, field, "en", suggested)


def test_a_text_too_short_to_tell_is_in_no_other_language() -> None:
    assert list(languages.findings(row(body="ok", reply={"action": "ask", "sentences": ["Plan?"]}))) == []
