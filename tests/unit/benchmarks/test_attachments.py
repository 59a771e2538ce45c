"""The benchmark of messages that lean on a file counts what it is given."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import attachments

ROWS = [
    ("a", "en", "leans", "See the screenshot"),
    ("b", "en", "leans", "The opening hours on your site have changed"),
    ("c", "de", "none", "Wie hänge ich ein Foto an?"),
    ("d", "de", "none", "Siehe Anhang"),
]


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lines = [json.dumps(dict(zip(("id", "language", "label", "text"), row, strict=True))) for row in ROWS]
    path = tmp_path / "attachments_test.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(attachments, "TEST", path)
    return path


def test_recall_precision_and_false_alarms_are_counted(sample: Path) -> None:
    known = attachments.cases(sample)
    counted = {name: (share.hits, share.total) for name, share in attachments.shares(known).items()}
    assert counted == {"recall": (1, 2), "precision": (1, 2), "false alarms": (1, 2)}


def test_texts_are_printed_only_when_asked_for(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, shown in (([], False), (["--errors"], True), (["--json"], False)):
        monkeypatch.setattr(sys, "argv", ["attachments", "--set", "test", *arguments])
        attachments.main()
        assert ("Siehe Anhang" in capsys.readouterr().out) is shown
