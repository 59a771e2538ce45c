import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import questions
from tests.support.json_lines import write_json_lines
from tests.unit.worker.pipeline.builders import passage
from worker.domain import Retrieved, Ticket

SEVERAL = [
    {
        "id": "s-1",
        "language": "en",
        "subject": "Two things",
        "body": "The export is empty. Also, where do I change the VAT number?",
        "questions": [
            {"text": "The export is empty.", "passages": ["docs/export.md#Empty"]},
            {"text": "where do I change the VAT number?", "passages": ["docs/vat.md#Change"]},
        ],
    },
    {
        "id": "s-2",
        "language": "en",
        "subject": "Camera",
        "body": "The camera stays black. What can I do?",
        "questions": [{"text": "The camera stays black.", "passages": []}],
    },
]
VAGUE = [
    {"text": "I need help.", "label": "vague", "language": "en"},
    {"text": "The export is empty.", "label": "clear", "language": "en"},
]
PASSAGES = {
    ref: passage(text, ref=ref)
    for ref, text in (
        ("docs/export.md#Empty", "The export is empty if a filter hides every row."),
        ("docs/vat.md#Change", "The VAT number is changed under Billing details."),
    )
}


@pytest.fixture(autouse=True)
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "SETS", write_json_lines(tmp_path, several_dev=SEVERAL, vague_dev=VAGUE))


def test_the_sets_are_counted_and_no_text_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["questions"])
    questions.main()
    printed = capsys.readouterr().out
    assert "100.0% 3/3" in printed
    assert "export is" not in printed and "camera" not in printed


def test_figures_are_json_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["questions", "--set", "dev", "--json"])
    questions.main()
    result = json.loads(capsys.readouterr().out)
    assert result["dev: 2 tickets"]["recall"]["hits"] == 3
    assert result["dev: vague"]["vague ones told"]["hits"] == 1


def test_a_reply_to_one_of_two_questions_is_noticed_and_one_to_both_is_not_held() -> None:
    def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
        return [
            Retrieved((PASSAGES["docs/vat.md#Change" if "VAT" in t.body else "docs/export.md#Empty"],)) for t in tickets
        ]

    figures = questions.open_figures(SEVERAL, PASSAGES, find, errors=False)
    assert (figures["noticed"].hits, figures["noticed"].total) == (2, 2)
    assert (figures["false when answered in full"].hits, figures["false when answered in full"].total) == (0, 1)
