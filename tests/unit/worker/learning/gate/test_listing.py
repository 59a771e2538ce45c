"""What `deskhand models list` says of each version, and how it fits on a narrow terminal."""

from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console

from models.weights import versions
from models.weights.pointer import Change
from tests.unit.worker.learning.gate.desk import Desk
from worker.cli.models import listing
from worker.learning.gate.inventory import inventory

Listed = Callable[[Desk, int], str]


def serve(desk: Desk, skill: str, name: str) -> None:
    versions.update(
        desk.settings.adapters_path / skill,
        lambda known: known.changed(Change("promote", name, known.current, "ana"), current=name),
    )


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Listed:
    def run(desk: Desk, width: int) -> str:
        monkeypatch.setattr(listing, "Settings", lambda: desk.settings)
        monkeypatch.setattr(listing, "console", Console(file=StringIO(), width=width, color_system=None))
        listing.list_learned(pruned=False, as_json=False)
        return str(listing.console.file.getvalue())  # type: ignore[attr-defined]

    return run


def test_what_the_settings_give_no_work_is_idle_and_the_list_says_what_does_it(desk: Desk, listed: Listed) -> None:
    triage, reply, waits = desk.add("t"), desk.add("r", skill="reply"), desk.add("w", skill="reply")
    serve(desk, "triage", triage)
    serve(desk, "reply", reply)
    desk.settings = desk.settings.model_copy(update={"reply": "chosen"})
    told = {one.id: one for one in inventory(desk.settings)}
    assert told[reply].idle.startswith("replies are chosen without a model")
    assert (told[triage].idle, told[waits].idle) == ("", "")
    assert told[reply].as_json()["idle"] == told[reply].idle
    shown = listed(desk, 120)
    assert "serves, idle" in next(line for line in shown.splitlines() if reply in line)
    assert shown.count("reply: replies are chosen without a model") == 1
    desk.settings = desk.settings.model_copy(update={"reply": "grammar"})
    assert "idle" not in listed(desk, 120)


@pytest.mark.parametrize(
    ("width", "columns"), [(100, "id state made fits score MB"), (46, "id state made fits"), (40, "id state made fits")]
)
def test_a_narrow_terminal_gets_fewer_columns_and_whole_words(
    desk: Desk, listed: Listed, width: int, columns: str
) -> None:
    name = desk.add("one")
    lines = listed(desk, width).splitlines()
    assert lines[0].split() == columns.split()
    row = " ".join(lines[2:])
    assert "candidate" in row
    assert versions.list_versions(desk.folder)[0].name == name
    assert "".join(line[: line.find(" ")] for line in lines[2:]) == name  # folded, and nothing of it is lost
    assert "\N{HORIZONTAL ELLIPSIS}" not in row
