"""The files that the documents for contributors name are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:worker|knowledge|models|migrations|tests|benchmarks|demo|docs)/[\w./-]+)`")
MADE_UP = re.compile(r"\b(?:xx\.py|acme)\b")


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_that_is_named_exists(document: str) -> None:
    named = {path for path in NAMED.findall((ROOT / document).read_text(encoding="utf-8")) if not MADE_UP.search(path)}
    assert len(named) > 5
    assert {path for path in named if not list(ROOT.glob(path + ("" if "." in Path(path).name else "*")))} == set()
