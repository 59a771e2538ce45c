"""The versions of a skill's adapter, and the pointer to the one that serves."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import AdapterError
from models.weights import pointer, registry, versions
from models.weights.base import BaseModel
from models.weights.pointer import Canary, Change, Serving


def make(folder: Path, weights: bytes) -> Path:
    folder.mkdir(parents=True)
    (folder / registry.WEIGHTS).write_bytes(weights)
    (folder / "adapter_config.json").write_text("{}")
    registry.write_new_manifest(folder, "reply", BaseModel("base", "/home/a/base", "b" * 64), "d", {}, "acme")
    return folder


def promote(folder: Path, name: str) -> Serving:
    return versions.update(
        folder, lambda known: known.changed(Change("promote", name, known.current, "a"), current=name)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "adapters" / "reply"


def test_a_version_serves_when_the_pointer_names_it(folder: Path, tmp_path: Path) -> None:
    assert (versions.read(folder), versions.list_versions(folder)) == (Serving(), [])
    one, two = (versions.add(folder, make(tmp_path / name, name.encode())) for name in ("1", "2"))
    assert versions.serving_folder(folder) is None
    assert set(versions.list_versions(folder)) == {one, two}

    promote(folder, one.name)
    assert versions.serving_folder(folder) == one
    told = versions.update(
        folder, lambda known: known.changed(Change("canary", two.name, one.name, "b"), canary=Canary(two.name, 0.1))
    )
    assert versions.read(folder) == told
    assert (told.current, told.canary) == (one.name, Canary(two.name, 0.1))
    assert [(change.action, change.was, change.by) for change in told.changes] == [
        ("promote", None, "a"),
        ("canary", one.name, "b"),
    ]


def test_an_adapter_of_before_there_were_versions_serves_and_becomes_the_first(folder: Path, tmp_path: Path) -> None:
    old = registry.read_manifest(make(folder, b"old")).id
    assert versions.serving_folder(folder) == folder
    assert versions.find(folder, old[:12]) == folder

    new = versions.add(folder, make(tmp_path / "new", b"new"))

    assert versions.read(folder).current == old
    assert versions.serving_folder(folder) == folder / old
    assert set(versions.list_versions(folder)) == {folder / old, new}
    registry.load_manifest(folder / old, base=None, files=(registry.WEIGHTS,))


def test_a_version_is_found_by_the_beginning_of_its_id_and_a_mistake_is_a_sentence(
    folder: Path, tmp_path: Path
) -> None:
    one, two = (versions.add(folder, make(tmp_path / name, name.encode())) for name in ("1", "2"))
    assert versions.find(folder, one.name[:-2]) == one
    for name, said in (
        ("reply-", "several versions"),
        ("triage", "no version 'triage'; it has reply-"),
        ("", "no version"),
    ):
        with pytest.raises(AdapterError, match=said):
            versions.find(folder, name)
    adapters = folder.parent
    with pytest.raises(AdapterError, match=r"no version in .* serves"):
        versions.resolve(adapters, ("reply",), "reply")
    promote(folder, two.name)
    for name in ("reply", str(folder), two.name, str(two)):
        assert versions.resolve(adapters, ("reply",), name) == two
    with pytest.raises(AdapterError, match="'elsewhere' is no adapter"):
        versions.resolve(adapters, ("reply",), "elsewhere")
    with pytest.raises(AdapterError, match=r"'rep' is no adapter \(did you mean reply\?\)"):
        versions.resolve(adapters, ("reply",), "rep")
    other = folder / "reply-19990101-00000000"
    other.mkdir()
    (other / registry.MANIFEST).write_bytes((one / registry.MANIFEST).read_bytes())
    with pytest.raises(AdapterError, match="several versions that begin with 'reply-2'") as error:
        versions.find(folder, "reply-2")
    assert other.name not in str(error.value)


def test_a_pointer_that_names_a_missing_version_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    versions.add(folder, make(tmp_path / "1", b"1"))
    promote(folder, "reply-gone")
    with pytest.raises(AdapterError, match=r"no version 'reply-gone'.*deskhand models rollback reply"):
        versions.serving_folder(folder)


def test_a_new_score_makes_no_altered_file_a_good_one(folder: Path, tmp_path: Path) -> None:
    one = versions.add(folder, make(tmp_path / "1", b"1"))
    (one / registry.WEIGHTS).write_bytes(b"altered")
    registry.write_manifest(one, replace(registry.read_manifest(one), scores={"queue right": 1.0}))
    with pytest.raises(AdapterError, match="does not match its hash"):
        registry.load_manifest(one, base=None, files=(registry.WEIGHTS,))


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", ".hidden", "", "serving.json", "records", "a b", "-x"])
def test_an_id_that_is_no_name_of_a_folder_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    made = make(tmp_path / "made", b"1")
    registry.write_manifest(made, replace(registry.read_manifest(made), id=name))
    with pytest.raises(AdapterError, match="no id of a version"):
        versions.add(folder, made)
    assert (versions.list_versions(folder), made.exists()) == ([], True)


def test_another_adapter_with_the_id_of_one_that_is_there_is_refused(folder: Path, tmp_path: Path) -> None:
    one = versions.add(folder, make(tmp_path / "1", b"1"))
    assert versions.add(folder, make(tmp_path / "again", b"1")) == one
    other = make(tmp_path / "2", b"2")
    registry.write_manifest(other, replace(registry.read_manifest(other), id=one.name))
    with pytest.raises(AdapterError, match="another adapter with the same id"):
        versions.add(folder, other)
    assert (one / registry.WEIGHTS).read_bytes() == b"1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 2}',
        '{"format": 1, "current": null, "canary": 1, "changes": []}',
        '{"format": 1, "current": 5, "canary": null, "changes": []}',
        '{"format": 1, "current": null, "named": ["a"], "canary": null, "changes": []}',
        '{"format": 1, "current": "a", "named": {}, "canary": {"id": "b", "share": "0.5"}, "changes": []}',
        '{"format": 1, "current": "a", "named": {}, "canary": {"id": "b", "share": 1.5}, "changes": []}',
    ],
)
def test_a_pointer_that_cannot_be_read_is_a_sentence(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / pointer.POINTER).write_text(text)
    with pytest.raises(AdapterError, match=r"serving\.json"):
        versions.read(folder)


def test_whoever_reads_during_promotions_sees_one_of_the_versions(folder: Path, tmp_path: Path) -> None:
    names = [versions.add(folder, make(tmp_path / str(n), str(n).encode())).name for n in range(2)]
    promote(folder, names[0])
    seen, done = set[str | None](), threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(versions.read(folder).current)

    reader = threading.Thread(target=look)
    reader.start()
    writers = [threading.Thread(target=lambda: [promote(folder, n) for n in names * 10]) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    assert seen <= set(names)
    assert len(versions.read(folder).changes) == 41
    assert json.loads((folder / pointer.POINTER).read_text())["format"] == 1
