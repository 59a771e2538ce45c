"""A folder of documents, with and without git."""

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import SourceError
from knowledge.parsing.base import Limits
from knowledge.parsing.formats import parse
from knowledge.sources.base import BadDocument, Item
from knowledge.sources.docs import DocsFolder
from tests.unit.knowledge.reading import documents, everything


def source(folder: Path, **options: Any) -> DocsFolder:
    return DocsFolder("docs", folder, parse, **options)


def prints(found: DocsFolder) -> dict[str, str]:
    return {item.path: item.fingerprint for item in found.items() if isinstance(item, Item)}


def git(folder: Path, *arguments: str, day: str = "2025-03-04") -> None:
    when = f"{day}T12:00:00+00:00"
    who = {f"GIT_{role}_{what}": "a@x.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def test_each_file_of_a_format_that_can_be_read_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "billing").mkdir()
    (tmp_path / "billing" / "fees & more.md").write_text("# Fees\ntext")
    (tmp_path / "notes.TXT").write_text("text")
    (tmp_path / "page.html").write_text("<h1>Page</h1>text")
    for ignored in (".hidden.md", "picture.png"):
        (tmp_path / ignored).write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_text("x")
    found = {d.path: d for d in documents(source(tmp_path, base_url="https://help.example/"))}
    assert set(found) == {"docs/billing/fees & more.md", "docs/notes.TXT", "docs/page.html"}
    fees = found["docs/billing/fees & more.md"]
    assert (fees.url, fees.source, fees.title) == ("https://help.example/billing/fees%20%26%20more", "docs", "Fees")


def test_what_is_excluded_is_left_out(tmp_path: Path) -> None:
    for name in ("a/README.md", "drafts/x/y.md", "a/b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert set(prints(source(tmp_path, exclude=("drafts/*", "*/README.md")))) == {"docs/a/b.md"}


def test_one_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Good\ntext")
    (tmp_path / "bad.md").write_bytes(b"# \xff\xfe")
    (tmp_path / "large.md").write_bytes(b"x" * 1_001)
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "dangling.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    found = {d.path: d for d in everything(source(tmp_path, limits=Limits(file_bytes=1_000)))}
    reasons = {path: d.reason for path, d in found.items() if isinstance(d, BadDocument)}
    assert reasons == {
        "docs/bad.md": "byte 0xFF at position 2 is not UTF-8: save it as UTF-8",
        "docs/large.md": "is 0.0 MB, more than 0.001 MB: split it",
        "docs/pipe.md": "is no file",
        "docs/folder.md": "is no file",  # it stands where a document may have been
        "docs/loop.md": "is a link that leads back to itself",
        "docs/dangling.md": "cannot be opened: No such file or directory",
    }
    assert set(found) - set(reasons) == {"docs/good.md"}


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("hunter2")
    (folder / "a.md").write_text("text")
    (folder / "inside.md").symlink_to(folder / "a.md")
    (folder / "outside.md").symlink_to(tmp_path / "secret.md")
    (folder / "up").symlink_to(tmp_path)
    found = {d.path: d for d in everything(source(folder))}
    assert set(found) == {"docs/a.md", "docs/inside.md", "docs/outside.md"}
    assert isinstance(found["docs/outside.md"], BadDocument)


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.md")).write_text("x")
    (only,) = source(tmp_path).items()
    assert isinstance(only, BadDocument)
    assert "rename it" in only.reason


def test_a_folder_that_is_not_there_is_an_error_not_an_empty_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'docs'"):
        list(source(tmp_path / "nothing").items())


def test_the_fingerprint_changes_with_whatever_changes_the_document(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("one")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    before = prints(source(tmp_path))
    assert prints(source(tmp_path)) == before
    assert prints(source(tmp_path, base_url="https://x.example")) != before
    file.write_text("two")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert prints(source(tmp_path)) != before
    file.write_text("one")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert prints(source(tmp_path)) == before
    os.utime(file, (1_800_000_000, 1_800_000_000))
    assert prints(source(tmp_path)) != before


def test_without_git_a_document_is_of_the_day_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    os.utime(tmp_path / "a.md", (1_700_000_000, 1_700_000_000))
    (document,) = documents(source(tmp_path))
    assert document.updated_on == date(2023, 11, 14)


def test_in_a_git_checkout_it_is_of_the_day_of_its_last_commit_unless_it_was_changed_since(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    git(tmp_path, "init", "--quiet")
    for name in ("old.md", "newer.md", "ünïcode.md", "changed.md"):
        (folder / name).write_text("one")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one", day="2024-01-02")
    (folder / "newer.md").write_text("two")
    git(tmp_path, "commit", "-am", "two", day="2025-03-04")
    (folder / "changed.md").write_text("not committed")
    (folder / "untracked.md").write_text("new")
    found = {d.path: d.updated_on for d in documents(source(folder))}
    today = datetime.now(UTC).date()
    assert found == {
        "docs/old.md": date(2024, 1, 2),
        "docs/ünïcode.md": date(2024, 1, 2),
        "docs/newer.md": date(2025, 3, 4),
        "docs/changed.md": today,
        "docs/untracked.md": today,
    }
