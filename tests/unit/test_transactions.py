"""Nothing commits but the two functions called `transaction` (ARCHITECTURE.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMITS = {"worker/db/session.py": 1, "knowledge/index/transaction.py": 1}
COMMITS_BY_ITSELF = {
    "knowledge/index/indexes.py": 2,  # create and drop an index concurrently, which no transaction may hold
    "knowledge/index/locks.py": 1,  # an advisory lock of the session, with no transaction open while it is held
    "worker/db/scratch_database.py": 1,  # create and drop a database
    "worker/embedded/postgres.py": 1,  # create a database
    "worker/erasure/erase.py": 1,  # vacuum
}


def test_nothing_else_commits() -> None:
    assert {path: count for path, count, _ in _found() if count} == COMMITS


def test_only_what_runs_in_no_transaction_commits_by_itself() -> None:
    assert {path: count for path, _, count in _found() if count} == COMMITS_BY_ITSELF


@pytest.mark.parametrize(
    "source",
    [
        "engine.begin()",
        "session.commit()",
        "with session.begin_nested(): ...",
        "with self.owner.begin() as connection: ...",
        "connection.execute(text('Commit'))",
        "with Session.begin() as session: ...",
        "sessionmaker(owner).begin().__enter__()",
    ],
)
def test_a_commit_would_be_found(source: str) -> None:
    assert _commits(ast.parse(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "psycopg.connect(url, autocommit=True)",
        "c.execution_options(isolation_level='AUTOCOMMIT')",
        "c.autocommit = True",
    ],
)
def test_a_connection_that_commits_by_itself_would_be_found(source: str) -> None:
    assert _commits_by_itself(ast.parse(source)) == 1


@pytest.mark.parametrize("source", ["queue.commit(database, run)", "step.begin('training', 40)", "begin()"])
def test_other_functions_of_these_names_are_none(source: str) -> None:
    """SQLAlchemy's and psycopg's take no arguments."""
    assert _commits(ast.parse(source)) == 0


def _found() -> Iterator[tuple[str, int, int]]:
    for package in ("worker", "knowledge", "models"):
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield path.relative_to(ROOT).as_posix(), _commits(tree), _commits_by_itself(tree)


def _commits(tree: ast.AST) -> int:
    return sum(_is_commit(node) for node in ast.walk(tree))


def _is_commit(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value.strip().lower() in {"commit", "begin"}
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"begin", "begin_nested", "commit"}
        and not node.args
        and not node.keywords
    )


def _commits_by_itself(tree: ast.AST) -> int:
    return sum(_is_autocommit(node) for node in ast.walk(tree))


def _is_autocommit(node: ast.AST) -> bool:
    match node:
        case ast.keyword(arg="autocommit") | ast.Attribute(attr="autocommit") | ast.Constant(value="AUTOCOMMIT"):
            return True
        case _:
            return False
