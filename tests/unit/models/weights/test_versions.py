"""What a kill leaves while a folder of before there were versions is divided, where the system cannot exchange two folders."""

import threading
from pathlib import Path

import pytest

from models.errors import AdapterError
from models.weights import folders, pointer, registry, versions
from models.weights.base import BaseModel

BASE = BaseModel("base", "base", "b" * 64)


class Killed(BaseException):
    """Stands for a kill: nothing is cleaned up after it."""


@pytest.fixture
def flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an adapter as it lay before there were versions, on a file system that cannot exchange folders."""
    monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    return made(tmp_path / "reply", "first")


def made(folder: Path, weights: str) -> Path:
    folder.mkdir()
    (folder / registry.WEIGHTS).write_text(weights)
    (folder / "adapter_config.json").write_text("{}")
    registry.write_new_manifest(folder, "reply", BASE, "d", {}, "ferrowick")
    return folder


def killed_after(renames: int, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Divide a folder, and end after so many of its renames."""
    rename, left = Path.rename, renames

    def counted(self: Path, target: Path) -> Path:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1
        return rename(self, target)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Path, "rename", counted)
        versions.update(folder, lambda known: known)


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_whoever_comes_next_finds_the_adapter(flat: Path, monkeypatch: pytest.MonkeyPatch, renames: int) -> None:
    name = registry.read_manifest(flat).id
    killed_after(renames, monkeypatch, flat)
    assert versions.read(flat).current == name
    served = versions.serving_folder(flat)
    assert served is not None
    assert (served / registry.WEIGHTS).read_text() == "first"
    second = versions.add(flat, made(flat.with_name("made"), "second"))
    assert {place.name for place in versions.list_versions(flat)} == {name, second.name}
    assert versions.read(flat).current == name
    assert sorted(path.name for path in flat.parent.iterdir()) == [".reply.lock", "reply"], "nothing is left over"


def test_a_command_that_changes_the_folder_first_does_not_take_it_for_empty(
    flat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = registry.read_manifest(flat).id
    killed_after(1, monkeypatch, flat)
    versions.add(flat, made(flat.with_name("made"), "second"))
    assert versions.read(flat).current == name


def test_a_reader_waits_for_the_command_that_divides(flat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = registry.read_manifest(flat).id
    between, go_on, rename = threading.Event(), threading.Event(), Path.rename

    def slow(self: Path, target: Path) -> Path:
        renamed = rename(self, target)
        if target.name == ".reply.old":
            between.set()
            assert go_on.wait(60)
        return renamed

    monkeypatch.setattr(Path, "rename", slow)
    seen: list[pointer.Serving] = []
    command = threading.Thread(target=versions.update, args=(flat, lambda known: known))
    reader = threading.Thread(target=lambda: seen.append(versions.read(flat)))
    command.start()
    assert between.wait(60)
    reader.start()
    reader.join(0.2)
    assert not seen, "there is no folder at this moment"
    go_on.set()
    command.join()
    reader.join()
    assert [one.current for one in seen] == [name]
    assert [change.action for change in seen[0].changes] == ["promote"], "the command was not disturbed"


def test_who_may_not_give_it_back_is_told_who_can(flat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(1, monkeypatch, flat)

    def refused(*_: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(versions, "restore", refused)
    with pytest.raises(AdapterError, match=r"left aside by a command that was killed: read-only.* as the owner of"):
        versions.read(flat)
