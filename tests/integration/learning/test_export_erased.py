"""Who is erased loses whole rows of exports, together with the entries that say whose they were."""

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.weights.base import BaseModel
from tests.support.paths import DEMO
from worker.company import load_company
from worker.db.erasures import Subject
from worker.erasure import exports, files
from worker.erasure.person import Person
from worker.learning.examples import reply_examples, translation_examples, triage_examples
from worker.learning.exports import journal, record, tickets
from worker.learning.exports.export import TRAINERS, export
from worker.learning.language_run import LanguageRun
from worker.learning.runs.schema import RunFile
from worker.settings import Settings

COMPANY = load_company(DEMO / "company.toml")
ANNA = Person(Subject.EMAIL, "anna@firma.example", frozenset({"anna@firma.example"}), frozenset({"Anna Kowalski"}))


def ticket(id_: str, requester: str, body: str) -> dict[str, Any]:
    return {
        "id": id_, "subject": "Invoice", "body": body, "language": "en", "account": None, "requester": requester,
        "queue": "billing", "priority": "normal", "escalate": False, "reason": None, "passages": ["docs/a.md#A"],
        "reply": {"action": "answer", "sentences": ["Here it is."]}, "english": "Where is it?",
    }  # fmt: skip


TICKETS = [
    ticket("T-1", "anna@firma.example", "Where is my invoice?"),
    ticket("T-2", "bob@other.example", "Where is my invoice?"),  # the same text, so the same row
    ticket("T-3", "bob@other.example", "Anna Kowalski said that you know."),
    ticket("T-4", "bob@other.example", "Where is my parcel?"),
]


@pytest.fixture
def exported(tiny_base: BaseModel, tmp_path: Path) -> Callable[[str], Path]:
    """Return what exports the tickets, with the last one as validation, into `<home>/../<tool>`."""
    data = tmp_path / "tickets.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in TICKETS))

    def make(tool: str) -> Path:
        from knowledge.handled_tickets import HandledTicket

        found = triage_examples([HandledTicket.model_validate(row) for row in TICKETS], COMPANY.queues, {})
        file = RunFile.model_validate(
            {"skill": "triage", "data": [str(data)], "validation": [str(data)], "rank": 4, "alpha": 8, "targets": []}
        )
        settings = Settings(home=tmp_path / "home")
        run = LanguageRun(file, settings, COMPANY, tiny_base, found[:3], [found[3], found[0]], ())
        export(run, TRAINERS[tool], tmp_path / tool)
        for folder in ("cache", "prepared-1", "out"):
            (tmp_path / tool / folder).mkdir()
            (tmp_path / tool / folder / "file").write_text(folder)
        return tmp_path / tool

    return make


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


@pytest.mark.parametrize("tool", TRAINERS)
def test_rows_and_entries_of_a_person_go_together(exported: Callable[[str], Path], tool: str, tmp_path: Path) -> None:
    folder = exported(tool)
    before, known = lines(folder / "train.jsonl"), record.read(folder)
    assert [row["id"] for row in lines(folder / tickets.FILE)] == ["T-1", "T-2", "T-3", "T-4", "T-1"]
    assert before[0] == before[1]
    looked = exports.erase(tmp_path / "home", (), ANNA, dry_run=True)
    assert lines(folder / "train.jsonl") == before
    assert looked.changes == exports.erase(tmp_path / "home", (), ANNA, dry_run=False).changes
    counts = {change.path.name: (change.removed, change.masked) for change in looked.changes}
    assert counts == {"train.jsonl": (1, 1), "validation.jsonl": (1, 0), "cache": (1, 0), "prepared-1": (1, 0)}

    left = lines(folder / "train.jsonl")
    assert left[0] == before[1]
    assert "************* said that you know." in json.dumps(left[1])
    assert len(lines(folder / "validation.jsonl")) == 1
    entries = lines(folder / tickets.FILE)
    assert [(row["file"], row["id"]) for row in entries] == [
        ("train.jsonl", "T-2"), ("train.jsonl", "T-3"), ("validation.jsonl", "T-4"),
    ]  # fmt: skip
    assert "anna" not in (folder / tickets.FILE).read_text().lower()
    now = record.read(folder)  # which refuses files that are not as the record says
    assert {name: now.counts[name] for name in ("examples", "validation", "erased")} == {
        "examples": 2, "validation": 1, "erased": 2,
    }  # fmt: skip
    assert (now.id, now.learned_from, now.data_sha256) == (known.id, known.learned_from, known.data_sha256)
    assert "`train.jsonl` has 2 examples." in (folder / "README.md").read_text()
    assert (folder / "out" / "file").read_text() == "out", "what was trained stays"
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["out"], "what a tool kept of rows goes"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()}
    assert (modes, stat.S_IMODE(folder.stat().st_mode)) == ({0o600}, 0o700)
    again = exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert (again.changes, again.told) == ([], [])
    assert [path.name for path in tmp_path.iterdir() if ".erasing" in path.name] == []


def test_an_erasure_that_is_killed_leaves_the_export_as_it_was(
    exported: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = exported("axolotl")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(exports, "replace_folder", killed)
        exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert len(lines(folder / "train.jsonl")) == 2


def test_what_cannot_be_reached_is_told(exported: Callable[[str], Path], tmp_path: Path) -> None:
    folder = exported("axolotl")
    shutil.move(folder, tmp_path / "company")
    found = exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert not found.changes
    assert f"is not in {folder} any more: where it was moved or copied to" in found.told[0]
    within = exports.erase(tmp_path / "home", [tmp_path / "company"], ANNA, dry_run=False)
    assert {change.path.name for change in within.changes} >= {"train.jsonl"}, "below the company's folder it is found"

    (tmp_path / "company" / tickets.FILE).unlink()
    other = Person(Subject.EMAIL, "bob@other.example", frozenset({"bob@other.example"}))
    older = exports.erase(tmp_path / "home", [tmp_path / "company"], other, dry_run=False)
    assert "was exported by an earlier version" in older.told[0]
    assert not older.changes


def test_a_file_that_somebody_changed_stays_refused(exported: Callable[[str], Path], tmp_path: Path) -> None:
    folder = exported("axolotl")
    with (folder / "train.jsonl").open("a") as file:
        file.write('{"segments": []}\n')
    exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert len(lines(folder / "train.jsonl")) == 3
    with pytest.raises(Exception, match=r"train\.jsonl changed after the export"):
        record.read(folder)


def test_a_row_that_somebody_altered_is_told_and_no_entry_names_the_person(
    exported: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = exported("axolotl")
    path = folder / "train.jsonl"
    path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in reversed(lines(path))))
    found = exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert f"{path} was changed after the export: 1 rows of theirs are not there as they were" in found.told[0]
    assert (folder / tickets.FILE, 1) in {(change.path, change.removed) for change in found.changes}
    assert [row["id"] for row in lines(folder / tickets.FILE)] == ["T-2", "T-3", "T-4"]

    other = Person(Subject.EMAIL, "bob@other.example", frozenset({"bob@other.example"}))
    assert "2 rows of theirs" in exports.erase(tmp_path / "home", (), other, dry_run=False).told[0]
    assert lines(folder / tickets.FILE) == []


def test_an_entry_goes_also_where_its_row_is_gone(exported: Callable[[str], Path], tmp_path: Path) -> None:
    folder = exported("axolotl")
    for name in ("train.jsonl", "validation.jsonl"):
        (folder / name).write_text("")
    found = exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert [(change.path.name, change.removed) for change in found.changes] == [(tickets.FILE, 2)]
    assert "anna" not in (folder / tickets.FILE).read_text()
    assert not found.told


def test_a_record_that_is_damaged_is_told_and_leaves_no_copy(exported: Callable[[str], Path], tmp_path: Path) -> None:
    folder = exported("axolotl")
    (folder / record.FILE).write_text("{")
    found = exports.erase(tmp_path / "home", (), ANNA, dry_run=False)
    assert f"{folder} cannot be changed" in found.told[0]
    assert len(lines(folder / "train.jsonl")) == 3
    assert [path.name for path in tmp_path.iterdir() if ".erasing" in path.name] == []


def test_other_rows_beside_an_export_are_files_of_the_company(exported: Callable[[str], Path], tmp_path: Path) -> None:
    folder = exported("axolotl")
    own = folder / "sorted-out.jsonl"
    own.write_text(json.dumps(TICKETS[0]) + "\n")
    assert [path for path in files.company_files([folder], (), ()) if path.parent == folder] == [own]


def test_every_example_says_what_it_was_made_of(tmp_path: Path) -> None:
    from knowledge.handled_tickets import HandledTicket

    rows = [HandledTicket.model_validate(row) for row in TICKETS]
    replies = reply_examples(rows, lambda _: (), {})
    assert {one.source.id for one in replies if one.source} == {"T-1", "T-2", "T-3", "T-4"}
    asked = tmp_path / "asked.jsonl"
    question = {"id": "q-1", "question": "Wo ist es?", "english": "Where is it?", "account": "acc-1"}
    asked.write_text(json.dumps(TICKETS[0]) + "\n" + json.dumps(question) + "\n")
    own = [one.source for one in translation_examples(asked)]
    assert [(one.id, one.account, one.requester, one.is_question) for one in own if one] == [
        ("T-1", None, "anna@firma.example", False), ("q-1", "acc-1", None, True),
    ]  # fmt: skip


def test_the_installation_knows_its_exports(exported: Callable[[str], Path], tmp_path: Path) -> None:
    folders = [exported(tool) for tool in TRAINERS]
    assert [one.folder for one in journal.read(tmp_path / "home")] == [str(folder) for folder in folders]
    with (tmp_path / "home" / journal.FILE).open("a") as file:
        file.write('{"folder": "/x"')  # a command was killed in the middle of a line
    assert len(journal.read(tmp_path / "home")) == 2
