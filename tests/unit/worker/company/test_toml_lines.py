"""The line of each entry of a TOML file, also where strings hold what looks like entries."""

import tomllib
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.company.toml_lines import line_of, lines_of

TEXT = '''# a comment = 1
name = "a # no comment"
"quoted key".'x.y' = 1
long = """
[not.a.table]
name = 2 \\"""
""""
raw = \'\'\'
[[nor.this]]
\'\'\'
list = [
  "a, ]",  # ] comment
  { inner = [1,
             2], other = 1979-05-27 07:32:00 },
]

[table . "sub table"]
key = true

[[rules]]
name = "one"
[rules.fields]
area = "x"
[[rules]]
name = "two"
phrases = { en = ["a",
  "b"] }
[[rules.deep]]
x = 1
[[rules.deep]]
x = 2
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("name",), 2),
        (("quoted key",), 3),
        (("quoted key", "x.y"), 3),
        (("long",), 4),
        (("raw",), 8),
        (("list",), 11),
        (("list", 0), 12),
        (("list", 1), 13),
        (("list", 1, "inner"), 13),
        (("list", 1, "inner", 1), 14),
        (("list", 1, "other"), 14),
        (("table", "sub table"), 17),
        (("table", "sub table", "key"), 18),
        (("rules",), 20),
        (("rules", 0), 20),
        (("rules", 0, "fields", "area"), 23),
        (("rules", 1), 24),
        (("rules", 1, "phrases", "en", 1), 27),
        (("rules", 1, "deep", 0, "x"), 29),
        (("rules", 1, "deep", 1, "x"), 31),
        (("rules", 1, "missing"), 24),
        (("nothing",), 1),
    ],
)
def test_each_entry_has_its_line(place: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(TEXT)
    assert line_of(place, lines_of(TEXT)) == line


KEYS = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True), st.text(max_size=4))
VALUES = st.recursive(
    st.one_of(st.text(max_size=6), st.integers(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)


def written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(f"\\U{ord(c):08x}" if c in '"\\' or not c.isprintable() else c for c in value) + '"'
        case dict():
            return "{" + ", ".join(f"{written(k)} = {written(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ',\n# ] " }\n'.join(map(written, value)) + "\n]"
    return str(value)


@settings(max_examples=30)
@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3))
def test_every_key_that_the_library_reads_has_a_line(file: dict[str, dict[str, object]]) -> None:
    lines: list[str] = []
    expected: dict[tuple[str, ...], int] = {}
    for name, table in file.items():
        lines += ["", f"[{written(name)}]  # x"]
        expected[name,] = len(lines)
        for key, value in table.items():
            expected[name, key] = len(lines) + 1
            lines += f"{written(key)} = {written(value)}".split("\n")
    text = "\n".join(lines)
    assert tomllib.loads(text) == file
    found = lines_of(text)
    assert {place: found[place] for place in expected} == expected


@pytest.mark.parametrize("piece", ['a{n} = "x"\n', "[[t]]\nx = 1\n", "[t{n}]\n", "#\n", 'k{n} = [{{a = """\n"""}}]\n'])
def test_the_time_grows_with_the_length(piece: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(piece.format(n=n) for n in range(count))
        start = thread_time()
        lines_of(text)
        return thread_time() - start

    seconds(100)
    assert seconds(20_000) < 40 * seconds(2_000) + 0.5
