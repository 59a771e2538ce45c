import threading
from pathlib import Path

import pytest

from models.weights import folders
from models.weights.folders import replace_folder


def make(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "text").write_text(text)
    return folder


@pytest.mark.parametrize("exchange", [True, False], ids=["in one step", "where the system cannot exchange"])
def test_the_new_folder_is_there_and_nothing_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    target = tmp_path / "target"
    replace_folder(target, make(tmp_path / "new", "first"))
    assert (target / "text").read_text() == "first"
    replace_folder(target, make(tmp_path / "new", "second"))
    assert (target / "text").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_a_reader_never_finds_the_folder_missing(tmp_path: Path) -> None:
    target, stop, seen = make(tmp_path / "target", "0"), threading.Event(), set()

    def read() -> None:
        while not stop.is_set():
            seen.add(target.exists())

    if not folders._exchange(target, make(tmp_path / "probe", "x")):
        pytest.skip("this file system cannot exchange two folders")
    reader = threading.Thread(target=read)
    reader.start()
    for number in range(300):
        replace_folder(target, make(tmp_path / "new", str(number)))
    stop.set()
    reader.join()
    assert seen == {True}
