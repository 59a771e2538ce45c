"""What of the knowledge somebody should know: pages that are called internal, where a reply may say their sentences."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import Database
from worker.library.standing import standing
from worker.settings import Settings

PATHS = ("internal-refunds.md", "refunds.md", "international-calls.md", "Vertraulich/preise.md")


@pytest.mark.parametrize(("trusted", "told"), [("", 2), ("trusted = false\n", 0)])
def test_pages_that_are_called_internal_are_told_where_customers_may_hear_them(
    database: Database, tmp_path: Path, trusted: str, told: int
) -> None:
    (tmp_path / "knowledge.toml").write_text(f'[sources.docs]\ntype = "folder"\npath = "docs"\n{trusted}')
    row = text(
        "insert into documents (path, source, kind, title, fingerprint, content_sha256, metadata_sha256, body) "
        "values (:path, 'docs', 'docs', 'A page', 'x', 'x', 'x', '{\"title\": \"A\", \"sections\": []}')"
    )
    with database.owner.begin() as connection:
        connection.execute(row, [{"path": f"docs/{path}"} for path in PATHS])
    notes = [line for what, line in standing(Settings(knowledge=tmp_path / "knowledge.toml"), database.owner).notes()]
    named = [line for line in notes if "called internal" in line]
    assert len(named) == bool(told)
    assert all(line.startswith(f"{told} pages of docs are called internal (docs/") for line in named)
