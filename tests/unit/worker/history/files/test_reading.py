"""Files of past tickets as helpdesks write them: their encoding, their separators, and what is broken in them."""

from pathlib import Path

import pytest

from worker.errors import Refused
from worker.history.files.delimited import Broken, Dialect, Record, dialect_of, records
from worker.history.files.encoding import encoding_of
from worker.history.files.table import read

WORDS = {
    "de": "Die Rechnung ist überfällig, bitte prüfen Sie die Größe.",
    "fr": "Ma facture est erronée, où est l’élève ?",
    "es": "¿Dónde está mi factura de mañana?",
}


def written(folder: Path, content: str | bytes, encoding: str = "utf-8", name: str = "x.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_the_encoding_is_told(tmp_path, language, encoding, found) -> None:
    path = written(tmp_path, f"id;text\n1;{WORDS[language]}\n2;plain\n", encoding)
    assert encoding_of(path) == found
    assert read(path).rows[0].values["text"] == WORDS[language]


def test_the_signs_that_tell_it_may_stand_at_the_end_of_a_long_file(tmp_path) -> None:
    path = written(tmp_path, "id,text\n" + "1,plain\n" * 60_000 + "2,fällig\n", "cp1252")
    assert encoding_of(path) == "cp1252"
    assert read(path).rows[-1].values["text"] == "fällig"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_told_though_texts_have_others(delimiter) -> None:
    lines = [f"id{delimiter}subject{delimiter}text\r\n"]
    lines += [f'{n}{delimiter}"A, B; C | D"{delimiter}"one, two; three\r\n' for n in range(3) for _ in (0,)]
    lines = [line if i == 0 else f'{line.rstrip()}, four"\r\n' for i, line in enumerate(lines)]
    assert dialect_of(lines).delimiter == delimiter
    assert {len(one.values) for one in records(lines, dialect_of(lines)) if isinstance(one, Record)} == {3}


def test_a_text_has_lines_and_quotation_marks_in_it() -> None:
    lines = ['1,"He said ""no"",\n', 'and left"\n', '2,5" screen\n']
    assert [(one.line, list(one.values)) for one in records(lines, Dialect(",")) if isinstance(one, Record)] == [
        (1, ["1", 'He said "no",\nand left']),
        (3, ["2", '5" screen']),
    ]
    escaped = ["id,a,b\n", '1,"He said \\"no\\", ok","b"\n', '2,"x","a \\"quote\\", and"\n']
    assert dialect_of(escaped).escape
    assert [one.values[1] for one in records(escaped, dialect_of(escaped)) if isinstance(one, Record)][
        1
    ] == 'He said "no", ok'


def test_a_mark_that_is_never_closed_costs_one_line() -> None:
    lines = ['1,"fine"\n', '2,"never closed\n', '3,"fine"\n', "4,fine\n", '5,"also never\n']
    found = list(records(lines, Dialect(",")))
    assert [one.line for one in found if isinstance(one, Broken)] == [2, 5]
    assert [one.values[0] for one in found if isinstance(one, Record)] == ["1", "3", "4"]


def test_a_mark_that_is_never_closed_in_a_long_file_is_found_in_time() -> None:
    lines = ["1,fine\n", '2,"never closed\n', *("3,fine\n" for _ in range(30_000))]
    found = list(records(lines, Dialect(",")))
    assert [one.line for one in found if isinstance(one, Broken)] == [2]
    assert len(found) == 30_002


def test_a_file_without_a_header_has_numbered_columns(tmp_path) -> None:
    table = read(
        written(tmp_path, "1|ann@x.example|My invoice is wrong|3/25/2024\n2|b@x.example|It crashes|3/26/2024\n")
    )
    assert table.columns == ("column 1", "column 2", "column 3", "column 4")
    assert len(table.rows) == 2


def test_a_value_that_is_a_usual_name_of_a_column_makes_no_header(tmp_path) -> None:
    table = read(written(tmp_path, "1;email;My invoice is wrong\n2;chat;It crashes\n"))
    assert len(table.rows) == 2
    assert read(written(tmp_path, "id;foo\n2;chat\n")).columns == ("id", "foo")


def test_columns_of_one_name_are_kept_apart(tmp_path) -> None:
    assert read(written(tmp_path, "id,Comment,Comment,\n1,a,b,c\n")).columns == (
        "id",
        "Comment",
        "Comment (3)",
        "column 4",
    )


def test_json_is_read_as_lines_as_a_list_and_within_an_object(tmp_path) -> None:
    row = '{"id": 1, "requester": {"email": "a@x.example"}, "solved": true}'
    for content in (f"{row}\n{row}\n", f"[{row},\n{row}]", f'{{"tickets": [{row}, {row}], "count": 2}}'):
        table = read(written(tmp_path, content, "utf-8-sig", "x.json"))
        assert [one.values for one in table.rows] == [
            {"id": "1", "requester.email": "a@x.example", "solved": "true"}
        ] * 2


@pytest.mark.parametrize("content", ["", "\n\n", b"PK\x03\x04\0\0\0\x08\0\0"])
def test_what_is_no_file_of_tickets_is_refused(tmp_path, content) -> None:
    with pytest.raises(Refused):
        read(written(tmp_path, content))
    with pytest.raises(Refused, match="no such file"):
        read(tmp_path / "missing.csv")
