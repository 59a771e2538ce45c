"""Files lose the rows of an erased person and keep those of others, whose texts lose the address and the full name."""

import json
from pathlib import Path

import pytest

from worker.db.erasures import Subject, hash_of
from worker.erasure import files, journal
from worker.erasure.person import Person
from worker.learning import lineage

ANNA = Person(
    Subject.EMAIL,
    "anna@firma.example",
    frozenset({"anna@firma.example"}),
    frozenset({"Anna Kowalski", "Anna"}),
    frozenset({("standard", "T-1")}),
    frozenset({("zendesk", "9")}),
)
ACCOUNT = Person(Subject.ACCOUNT, "acc-1", frozenset({"anna@firma.example"}))


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("row", "theirs"),
    [
        ({"id": "1", "requester": " ANNA@firma.example"}, True),
        ({"id": "1", "requester_email": "anna@firma.example"}, True),
        ({"id": "zendesk:9", "requester": "[EMAIL_1]", "account": None}, True),
        ({"id": "zendesk:9", "requester": "unknown"}, True),
        ({"id": "T-1"}, True),
        ({"id": "T-1", "requester": "bob@other.example"}, False),
        ({"id": "T-1", "account": "acc-2"}, False),
        ({"id": "T-2", "requester": "[EMAIL_1]"}, False),
        ({"id": 5, "question": "How?"}, False),
        ({"id": 9, "question": "How?"}, False),
    ],
)
def test_an_id_counts_only_where_the_row_names_nobody_else(row: dict[str, object], theirs: bool) -> None:
    assert files.is_theirs(row, ANNA) is theirs


def test_rows_of_an_account_are_theirs() -> None:
    assert files.is_theirs({"id": "q-1", "account": "acc-1", "question": "How?"}, ACCOUNT)
    assert not files.is_theirs({"id": "q-2", "account": "acc-2", "question": "How?"}, ACCOUNT)


def test_a_file_is_written_anew_with_its_mode_and_others_rows_are_masked(tmp_path: Path) -> None:
    other = {
        "id": "T-7",
        "requester": "bob@other.example",
        "body": "Ask anna  kowalski or Anna@firma.example, not xanna@firma.example",
    }
    path = write(tmp_path / "train.jsonl", {"id": "T-1", "body": "mine"}, other, {"id": "T-8", "body": "Anna"})
    change = files.rewrite(path, ANNA)
    assert (change.removed, change.masked, change.ids) == (1, 1, {"T-1"})
    first, second = map(json.loads, path.read_text().splitlines())
    assert first["body"] == "Ask ************** or ******************, not xanna@firma.example"
    assert second == {"id": "T-8", "body": "Anna"}
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_untouched_file_stays_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "T-8"})
    path.write_bytes(path.read_bytes() + b"no json \xff\n")
    before = path.stat().st_mtime_ns
    assert files.rewrite(path, ANNA).removed == 0
    assert path.stat().st_mtime_ns == before


def test_a_table_loses_its_rows_too(tmp_path: Path) -> None:
    path = tmp_path / "handled.csv"
    path.write_text(
        'id;requester;body\nT-9;anna@firma.example;"two\nlines"\nT-10;bob@other.example;"Hello; Anna Kowalski"\n'
    )
    change = files.rewrite(path, ANNA)
    assert (change.removed, change.masked) == (1, 1)
    assert path.read_text().splitlines() == ["id;requester;body", 'T-10;bob@other.example;"Hello; *************"']


@pytest.mark.parametrize("name", ["handled.csv", "handled.jsonl"])
def test_what_is_no_utf_8_stays_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    old = "id;requester;body\nT-9;anna@firma.example;a\nT-10;bob@other.example;Größe\n"
    path.write_bytes(old.encode("cp1252") if name.endswith("csv") else b'{"id": "T-1"}\nGr\xf6\xdfe\n')
    assert files.rewrite(path, ANNA).removed == 1
    assert b"Gr\xf6\xdfe" in path.read_bytes()


def test_a_cell_of_a_table_may_be_a_long_mail(tmp_path: Path) -> None:
    path = tmp_path / "handled.csv"
    path.write_text(f"id,requester,body\nT-9,anna@firma.example,a\nT-10,bob@other.example,{'a' * 200_000}\n")
    assert files.rewrite(path, ANNA).removed == 1
    assert len(path.read_text()) > 200_000


def test_logs_lose_a_person_however_programs_wrote_the_name_and_nobody_else(tmp_path: Path) -> None:
    whom = Person(Subject.EMAIL, "ann@x.example", frozenset({"ann@x.example"}), frozenset({"Jörg O'Hara"}))
    log = tmp_path / "logs" / "a.log"
    log.parent.mkdir()
    (tmp_path / "evaluations" / "old").mkdir(parents=True)
    others = ["joann@x.example", "Jörg Müller", "\udcff end"]
    theirs = [
        "Ann@x.example",
        "JÖRG  O'HARA",
        "Jo\u0308rg O'Hara",
        "J\\u00f6rg O'Hara",
        "Jörg O&#x27;Hara",
        "Jörg O&#39;Hara",
    ]
    log.write_text("\n".join([*theirs, *others]), encoding="utf-8", errors="surrogateescape")
    size = log.stat().st_size
    [change] = files.home_changes(tmp_path, whom, frozenset(), dry_run=False)
    lines = log.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    assert (change.masked, lines[len(theirs) :], log.stat().st_size) == (len(theirs), others, size)
    assert all(set(line) == {"*"} for line in lines[: len(theirs)])


def test_the_journal_keeps_a_person_until_the_end(tmp_path: Path) -> None:
    journal.begin(tmp_path, ANNA)
    assert journal.path_of(tmp_path, ANNA.digest).stat().st_mode & 0o777 == 0o600
    assert journal.begun(tmp_path, hash_of(Subject.EMAIL, " ANNA@firma.example ")) == ANNA
    assert journal.interrupted(tmp_path) == ["--email anna@firma.example"]
    journal.end(tmp_path, ANNA.digest)
    assert journal.begun(tmp_path, ANNA.digest) is None


def test_a_person_found_again_is_what_both_runs_knew() -> None:
    later = Person(Subject.EMAIL, "anna@firma.example", frozenset({"anna@firma.example"}), rows=frozenset({"T-3"}))
    both = later.together(ANNA)
    assert both.names == ANNA.names
    assert both.rows == {"T-3"}
    assert {"T-1", "standard:T-1", "zendesk:9", "T-3"} <= both.ids


def test_lineage_says_of_how_many_tickets_something_learned(tmp_path: Path) -> None:
    lineage.record(tmp_path, "reply-1", {f"T-{number}" for number in range(500)})
    lineage.record(tmp_path, "reply-2", {"T-1"})
    assert lineage.learned(tmp_path, "reply-1", ["T-1", "T-2", "X-1"]) == 2
    assert lineage.learned(tmp_path, "reply-2", ["T-2"]) == 0
    assert lineage.learned(tmp_path, "reply-0", ["T-1"]) is None
    assert (tmp_path / lineage.FILE).stat().st_size < 3_000


def test_a_link_that_leads_back_to_itself_stops_no_erasure(tmp_path: Path) -> None:
    (tmp_path / "loop.jsonl").symlink_to(tmp_path / "loop.jsonl")
    rows = write(tmp_path / "rows.jsonl", {"id": "T-1"})
    assert files.company_files([tmp_path], [], []) == [rows]
