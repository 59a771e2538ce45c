"""The benchmark of automatic mail: its sets are read, its counts are right, and it prints no mail unasked."""

import json
from pathlib import Path

import pytest

from benchmarks import automatic
from knowledge.errors import DataError
from tests.support.json_lines import write_json_lines

ROWS = [
    {"id": "1", "label": "machine", "kind": "bounce", "language": "en", "sender": None, "subject": "a secret subject",
     "body": None, "headers": "Return-Path: <>\r\n"},
    {"id": "2", "label": "machine", "kind": "odd", "language": "de", "sender": "a@b.example", "subject": "nothing shows it",
     "body": "Hallo", "headers": None},
    {"id": "3", "label": "person", "kind": "ordinary", "language": "en", "sender": "a@b.example", "subject": "Export",
     "body": "It is empty.", "headers": {}},
]  # fmt: skip


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(automatic, "FOLDER", write_json_lines(tmp_path, automatic_dev=ROWS))
    return tmp_path


def test_it_counts_by_kind_and_language(sets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    automatic.main(["--json"])
    (found,) = json.loads(capsys.readouterr().out).values()
    counts = {name: (share["hits"], share["total"]) for name, share in found.items()}
    assert counts == {
        "precision": (1, 1),
        "recall": (1, 2),
        "machine, bounce": (1, 1),
        "machine, odd": (0, 1),
        "person, ordinary": (1, 1),
        "language de": (0, 1),
        "language en": (2, 2),
    }


def test_a_mail_is_shown_only_when_asked_for(sets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    automatic.main([])
    said = capsys.readouterr().out
    assert "recall" in said and "50.0% 1/2" in said
    assert "nothing shows it" not in said
    automatic.main(["--set", "dev", "--errors"])
    said = capsys.readouterr().out
    assert "2: machine, odd: nothing shows it" in said
    assert "a secret subject" not in said
    automatic.main(["--without-headers", "--errors"])
    assert "a secret subject" in capsys.readouterr().out


def test_a_line_without_a_field_is_named(sets: Path) -> None:
    (sets / "automatic_dev.jsonl").write_text('{"id": "1"}\n')
    with pytest.raises(DataError, match="line 1: 'label' is missing"):
        automatic.main([])


def test_the_set_of_the_repository_is_told_apart() -> None:
    measured = automatic.measure(automatic.load(Path("benchmarks/sets/automatic_dev.jsonl")))
    assert [one.mail.id for one in measured if not one.right] == []
