"""Known issues: our own list, and GitHub's."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import SourceError
from knowledge.parsing.formats import parse
from knowledge.sources.base import Item
from knowledge.sources.github_issues import GitHubIssues
from knowledge.sources.known_issues import KnownIssues
from tests.unit.knowledge.reading import bad, documents, one, outline

ISSUE = {
    "id": "FW-1",
    "title": "It stalls",
    "affects": "5.8",
    "symptom": "Nothing moves.",
    "workaround": "Wait.",
    "status": "open",
    "updated": "2026-11-01",
}
BODY = """Sync stops at 99 %.

### Affected versions

- 5.8.0
- 5.8.1

### Workaround

Sign out <!-- really? --> and in again.

### Logs

_No response_
"""
EXPORT: dict[str, Any] = {
    "number": 12,
    "title": "Sync stops.",
    "body": BODY,
    "state": "OPEN",
    "stateReason": "",
    "labels": [{"id": "x", "name": "Known Issue", "color": "red"}],
    "closedAt": None,
    "updatedAt": "2026-11-01T10:00:00Z",
    "milestone": None,
    "url": "https://github.com/x/y/issues/12",
}


def ours(folder: Path, *rows: Any) -> KnownIssues:
    file = folder / "issues.json"
    file.write_text(json.dumps(rows))
    return KnownIssues("known_issues", file, "https://status.example")


def github(folder: Path, *rows: Any, labels: tuple[str, ...] = ()) -> GitHubIssues:
    file = folder / "github.json"
    file.write_text(json.dumps(rows))
    return GitHubIssues("bugs", file, parse, labels)


def test_an_issue_says_what_which_versions_the_way_round_and_where(tmp_path: Path) -> None:
    issue = one(ours(tmp_path, ISSUE))
    assert issue.sections[0].text == "FW-1: It stalls. It affects 5.8. Nothing moves. Wait. It is not fixed yet."
    assert (issue.path, issue.title) == ("known_issues/FW-1", "Known issue FW-1: It stalls")
    assert (issue.url, issue.version) == ("https://status.example/FW-1", "2026-11-01")


@pytest.mark.parametrize(
    ("change", "end"),
    [
        ({"status": "fixed", "fixed_in": "5.8.2"}, "It is fixed in 5.8.2."),
        ({"status": "fixed"}, "It is fixed."),
        ({"status": "workaround"}, "It is not fixed yet."),
        ({"status": "wont_fix"}, "It will not be fixed."),
    ],
)
def test_it_says_whether_it_is_fixed(tmp_path: Path, change: dict[str, str], end: str) -> None:
    assert one(ours(tmp_path, {**ISSUE, **change})).sections[0].text.endswith(f"Wait. {end}")


def test_a_sheet_of_issues_is_read_with_semicolons_and_a_mark_at_its_start(tmp_path: Path) -> None:
    file = tmp_path / "issues.csv"
    file.write_bytes(
        "\ufeffID;Title;Symptom;Status;Updated;Workaround\r\nFW-1;It stalls;Nothing; moves;open;2026-11-01\r\n".encode()
    )
    assert "more cells than the header" not in bad(KnownIssues("k", file)).reason
    file.write_text('id;title;symptom;status;updated\nFW-1;It stalls;"Nothing; moves.";open;2026-11-01\n\n')
    assert one(KnownIssues("k", file)).sections[0].text == "FW-1: It stalls. Nothing; moves. It is not fixed yet."


@pytest.mark.parametrize(
    ("row", "path", "reason"),
    [
        ({**ISSUE, "status": "done"}, "known_issues/FW-1", "status: Input should be 'open', 'workaround', 'fixed'"),
        ({"id": "FW-1"}, "known_issues/FW-1", "title: Field required"),
        ({"title": "x"}, "known_issues/row 1", "has no id"),
        ("text", "known_issues/row 1", "is no object with columns"),
        ({**ISSUE, "updated": "yesterday"}, "known_issues/FW-1", "updated: "),
    ],
)
def test_a_row_that_is_wrong_says_why(tmp_path: Path, row: Any, path: str, reason: str) -> None:
    found = bad(ours(tmp_path, row))
    assert found.path == path
    assert reason in found.reason


@pytest.mark.parametrize("content", ["{", "{}", '"text"', "\ufeff[", "[" * 100_000])
def test_known_issues_that_are_no_list_are_an_error_of_the_whole_source(tmp_path: Path, content: str) -> None:
    file = tmp_path / "issues.json"
    file.write_text(content)
    with pytest.raises(SourceError, match=r"issues\.json"):
        list(KnownIssues("known_issues", file).items())


@pytest.mark.parametrize("name", ["issues.json", "issues.csv", "issues.xlsx"])
def test_a_file_that_is_not_there_is_an_error_not_an_empty_source(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError):
        list(KnownIssues("known_issues", tmp_path / name).items())


def test_an_issue_of_github_is_read_under_its_headings(tmp_path: Path) -> None:
    issue = one(github(tmp_path, EXPORT))
    assert (issue.path, issue.title) == ("bugs/12", "Known issue #12: Sync stops.")
    assert (issue.url, issue.version) == ("https://github.com/x/y/issues/12", "2026-11-01")
    assert outline(issue) == [  # type: ignore[arg-type]
        ("", "text: #12: Sync stops. It affects 5.8.0, 5.8.1. It is not fixed yet.", "text: Sync stops at 99 %."),
        ("Affected versions", "list: - 5.8.0\n- 5.8.1"),
        ("Workaround", "text: Sign out and in again."),
    ]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"state": "CLOSED", "stateReason": "COMPLETED", "milestone": {"title": "5.8.2"}}, "It is fixed in 5.8.2."),
        ({"state": "CLOSED", "closedAt": "2026-10-02T03:04:05Z"}, "It was closed as done on 2026-10-02."),
        ({"state": "CLOSED", "stateReason": "NOT_PLANNED", "milestone": {"title": "5"}}, "It will not be fixed."),
        ({"state": "CLOSED", "stateReason": "DUPLICATE"}, "It is a duplicate of another issue."),
        ({"labels": [{"name": "affects: 5.9 on iOS"}], "body": None}, "It affects 5.9 on iOS. It is not fixed yet."),
    ],
)
def test_an_issue_of_github_says_whether_it_is_fixed(tmp_path: Path, change: dict[str, Any], status: str) -> None:
    first = one(github(tmp_path, {**EXPORT, **change})).sections[0].text
    assert status in first


def test_only_issues_with_a_chosen_label_are_for_customers(tmp_path: Path) -> None:
    internal = {**EXPORT, "number": 13, "labels": [{"name": "infrastructure"}]}
    broken = {**EXPORT, "number": 14, "updatedAt": "never"}
    items = list(github(tmp_path, EXPORT, internal, broken, labels=("known issue",)).items())
    assert [item.path for item in items] == ["bugs/12", "bugs/14"]
    assert all(isinstance(item, Item) for item in items)
    assert len(documents(github(tmp_path, EXPORT, internal))) == 2


def test_a_file_that_is_no_export_of_github_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="gh issue list"):
        list(github(tmp_path, ISSUE).items())
