"""Heads are versions too, one folder per encoder, and those of before there were versions are read and divided."""

import shutil
from pathlib import Path

import pytest

from models.errors import AdapterError
from models.heads import folder as heads
from models.weights import pointer, versions
from models.weights.folders import replace_folder
from models.weights.pointer import Change
from tests.support import small_heads
from worker.learning.gate import pruning

OTHERS = [("billing", "access", "data"), ("data", "billing", "access"), ("access", "data", "billing")]


@pytest.fixture
def flat(tmp_path: Path) -> Path:
    """The heads that serve, those that served before, and those that wait, as they lay before there were versions."""
    place = tmp_path / "heads" / "abc"
    small_heads.make(place)
    small_heads.make(place.with_name("abc.previous"), OTHERS[0])
    small_heads.make(place.with_name("abc.candidate"), OTHERS[1])
    return place


def ids(flat: Path) -> list[str]:
    return [heads.read_manifest(flat.with_name(f"abc{kind}")).id for kind in (".previous", "", ".candidate")]


def test_heads_of_before_there_were_versions_are_read_as_they_lie(flat: Path) -> None:
    before, current, waiting = ids(flat)
    known = versions.read(flat)
    assert (known.current, pointer.served_before(known), known.canary) == (current, before, None)
    assert versions.serving_folder(flat) == flat
    assert set(versions.list_versions(flat)) == {
        flat.with_name(f"abc{kind}") for kind in ("", ".previous", ".candidate")
    }
    for name in (before, current, waiting):
        own = versions.find(flat, name)
        assert (heads.read_manifest(own).id, versions.place_of(own)) == (name, flat)
    assert versions.places(flat.parents[1], "heads") == [flat]


def test_the_first_command_that_adds_a_version_divides_them_and_nothing_is_lost(flat: Path) -> None:
    before, current, waiting = ids(flat)
    new = small_heads.add(flat.parents[1], OTHERS[2])
    assert {own.name for own in versions.list_versions(flat)} == {before, current, waiting, new}
    assert [path.name for path in flat.parent.iterdir() if path.is_dir()] == ["abc"]
    known = versions.read(flat)
    assert (known.current, pointer.standing(known)) == (current, [before, current])
    for name in (before, current, waiting):
        assert heads.load(versions.find(flat, name)).id == name


@pytest.mark.parametrize("moment", ["before it is exchanged", "after it is exchanged"])
def test_a_command_that_is_killed_while_it_divides_is_made_good_by_the_next(
    flat: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    wanted = set(ids(flat))

    def killed(target: Path, new: Path) -> None:
        if moment.startswith("after"):
            replace_folder(target, new)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(versions, "replace_folder", killed)
        versions.divide(flat)
    assert versions.serving_folder(flat) is not None
    versions.divide(flat)
    assert {own.name for own in versions.list_versions(flat)} == wanted
    assert [path.name for path in flat.parent.iterdir() if path.is_dir()] == ["abc"]


def test_what_a_kill_left_beside_is_found_until_the_next_command(flat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, current, waiting = ids(flat)
    rename = Path.rename

    def killed(self: Path, target: Path) -> Path:
        if self.name == "abc.previous":
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "rename", killed)
        versions.divide(flat)
    assert versions.serving_folder(flat) == flat / current
    assert versions.find(flat, before) == flat.with_name("abc.previous")
    assert versions.find(flat, waiting) == flat.with_name("abc.candidate")
    assert pruning.prune_place(flat, 1, dry_run=True) == [], "a rollback would let it serve"
    versions.divide(flat)
    assert {own.name for own in versions.list_versions(flat)} == {before, current, waiting}


def test_heads_that_waited_where_none_served_are_a_version(flat: Path) -> None:
    """A reindex that was refused left such ones for its encoder."""
    waiting = ids(flat)[2]
    for kind in ("", ".previous"):
        shutil.rmtree(flat.with_name(f"abc{kind}"))
    assert versions.places(flat.parents[1], "heads") == [flat]
    assert versions.serving_folder(flat) is None
    assert versions.resolve(flat.parents[1], ["heads"], waiting) == flat.with_name("abc.candidate")
    assert pruning.delete(flat.parents[1], waiting).id == waiting
    assert versions.list_versions(flat) == []


def test_what_cannot_be_read_stays_where_it_is_and_stands_in_nobody_s_way(flat: Path) -> None:
    (flat.with_name("abc.previous") / heads.MANIFEST).write_text("no JSON")
    current = heads.read_manifest(flat).id
    assert versions.read(flat).current == current
    assert versions.serving_folder(flat) == flat
    versions.divide(flat)
    assert versions.serving_folder(flat) == flat / current
    assert flat.with_name("abc.previous").is_dir()


def test_versions_of_several_encoders_are_told_apart_and_copies_are_none(tmp_path: Path) -> None:
    one, other = small_heads.add(tmp_path), small_heads.add(tmp_path, OTHERS[0], encoder="def")
    place = tmp_path / "heads" / "abc"
    shutil.copytree(place, place.with_name("abc-backup"))
    assert [found.name for found in versions.places(tmp_path, "heads")] == ["abc", "def"]
    for name, encoder in ((one, "abc"), (other[:-1], "def")):
        assert versions.resolve(tmp_path, ["heads"], name).parent.name == encoder
    with pytest.raises(AdapterError, match=r"no version in .*heads serves"):
        versions.resolve(tmp_path, ["heads"], "heads")
    for name, encoder in ((one, "abc"), (other, "def")):
        change = Change("promote", name, None, "ada")
        versions.update(place.with_name(encoder), lambda known, c=change: known.changed(c, current=c.id))  # type: ignore[misc]
    with pytest.raises(AdapterError, match="several encoders have heads that serve"):
        versions.resolve(tmp_path, ["heads"], "heads")
    shutil.rmtree(place / one)
    small_heads.add(tmp_path, OTHERS[1])
    with pytest.raises(AdapterError, match="deskhand models rollback heads"):
        versions.serving_folder(place)


def test_heads_that_are_trained_again_take_the_place_of_those_that_were_altered(tmp_path: Path) -> None:
    place = tmp_path / "heads" / "abc" / small_heads.add(tmp_path)
    (place / heads.TENSORS).write_bytes(b"altered")
    assert small_heads.add(tmp_path) == place.name
    assert heads.load(place).id == place.name
