import json
from pathlib import Path

import pytest

from benchmarks import person
from tests.support.json_lines import write_json_lines

ROWS = [
    {"text": "Can I speak to a human?", "label": "person", "language": "en"},
    {"text": "Where is the invoice?", "label": "none", "language": "en"},
    {"text": "¿Hay alguien de carne y hueso ahí?", "label": "person", "language": "es"},
]


@pytest.fixture(autouse=True)
def test_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person, "TEST", write_json_lines(tmp_path, person_test=ROWS) / "person_test.jsonl")


def test_a_set_is_counted_per_method_and_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["person", "--set", "test", "--json"])
    person.main()
    [result] = json.loads(capsys.readouterr().out)
    rows = {(row["method"], row["language"]): row for row in result["rows"]}
    assert rows["both", "all"]["recall"]["hits"] == rows["both", "all"]["recall"]["total"] == 2
    assert rows["rule", "es"]["precision"]["total"] == 1


def test_no_text_is_printed_unless_errors_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["person", "--set", "test"])
    person.main()
    printed = capsys.readouterr().out
    assert "recall" in printed
    assert all(row["text"] not in printed for row in ROWS)
