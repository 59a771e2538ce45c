"""Which sources are shown to people only stands in the knowledge file, and a file that cannot be read trusts nobody."""

from pathlib import Path

import pytest

from tests.support.paths import DEMO
from worker.errors import NotReady
from worker.retrieval.trust import is_trusted, untrusted_sources


def test_only_what_is_marked_is_less_trusted(tmp_path: Path) -> None:
    file = tmp_path / "knowledge.toml"
    file.write_text(
        '[sources.docs]\ntype = "folder"\n[sources.forum]\ntrusted = false\n[sources.odd]\ntrusted = "yes"\n'
    )
    assert untrusted_sources(file) == {"forum", "odd"}
    assert untrusted_sources(DEMO / "knowledge.toml") == frozenset()


@pytest.mark.parametrize("content", ["", "sources = 1", "[sources]\na = 1", "not toml"])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "knowledge.toml"
    file.write_text(content)
    with pytest.raises(NotReady, match="names no sources that can be read"):
        untrusted_sources(file)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="does not exist"):
        untrusted_sources(tmp_path / "knowledge.toml")


def test_the_source_is_the_first_part_of_a_reference() -> None:
    assert not is_trusted("forum/a.md#Top", {"forum"})
    assert is_trusted("forums/forum/a.md#Top", {"forum"})
