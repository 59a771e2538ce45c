"""The knowledge file: what it says about an entry that is wrong, and about a file that cannot be read."""

from pathlib import Path

import pytest

from worker.errors import NotReady
from worker.library.knowledge_file import load

FOLDER = '[sources.docs]\ntype = "folder"\npath = "docs"\n'


def written(folder: Path, content: str) -> Path:
    file = folder / "knowledge.toml"
    file.write_text(content)
    return file


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[sources.docs]\ntype = "folder"\n', "[sources.docs] path: Field required"),
        ('[sources.docs]\npath = "docs"\n', "[sources.docs]: Unable to extract tag using discriminator 'type'"),
        ('[sources.docs]\ntype = "wiki"\n', "[sources.docs]: Input tag 'wiki' found using 'type' does not match"),
        (FOLDER + 'base_ulr = "x"\n', "[sources.docs] base_ulr: Extra inputs are not permitted"),
        ('[sources."a/b"]\ntype = "folder"\npath = "docs"\n', "[sources.a/b]"),
        (FOLDER + "[parsing]\nseconds = 0\n", "[parsing.seconds]: Input should be greater than 0"),
        ("[sources]\n", "[sources]: Dictionary should have at least 1 item"),
        ("sources = [", "is not TOML"),
        (FOLDER + FOLDER, "is not TOML: "),
    ],
)
def test_an_entry_that_is_wrong_is_named(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(NotReady) as raised:
        load(written(tmp_path, content))
    assert reason in str(raised.value)
    assert "knowledge.toml" in str(raised.value)


@pytest.mark.parametrize(
    "entry",
    [
        FOLDER + 'public = "no"\n',
        '[sources.a]\ntype = "accounts"\npath = "a.jsonl"\npublic = true\n',
        '[sources.a]\ntype = "handled_tickets"\npaths = ["a.jsonl"]\npublic = true\n',
        '[sources.a]\ntype = "prices"\npath = "a.yaml"\npublic = true\n',
    ],
)
def test_a_source_without_addresses_is_never_public_and_the_mark_is_true_or_false(tmp_path: Path, entry: str) -> None:
    with pytest.raises(NotReady, match="public"):
        load(written(tmp_path, entry))


def test_a_file_that_is_not_there_and_a_folder_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=r"`deskhand init FOLDER` writes one"):
        load(tmp_path / "none.toml")
    with pytest.raises(NotReady, match="set DESKHAND_KNOWLEDGE to a TOML file"):
        load(tmp_path)
