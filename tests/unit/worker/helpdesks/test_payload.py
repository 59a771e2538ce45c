import pytest

from worker.errors import MalformedPayload
from worker.helpdesks.payload import MOST_DEPTH, attachments, parse


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not json",
        b"[]",
        b'"x"',
        b"null",
        b"{",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": ' + b"1" * 5000 + b"}",
        b'{"a": "\xff\xfe"}',
        b'{"a": "\x00"}',
        b"\xef\xbb\xbf{}",
        b"\x1f\x8b\x08\x00zipped",
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a":' + b"[" * MOST_DEPTH + b"]" * MOST_DEPTH + b"}",
    ],
)
def test_what_is_not_a_shallow_json_object_is_malformed(raw):
    with pytest.raises(MalformedPayload):
        parse(raw)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lena\\shot.png", "shot.png"),
        ("a\x00\x1b[31mb\u202egnp.exe", "a[31mbgnp.exe"),
        ("a\nb.png", "a b.png"),
        ("x" * 500 + ".png", "x" * 116 + ".png"),
        ("", "(no name)"),
        ("/", "(no name)"),
        ("..", "(no name)"),
    ],
)
def test_the_name_of_a_file_is_one_line_without_a_path(written: str, name: str) -> None:
    assert attachments([{"file_name": written}])[0].name == name


def test_the_deepest_allowed_nesting_and_brackets_in_strings_are_read():
    inside = MOST_DEPTH - 1
    assert parse(b'{"a":' + b"[" * inside + b"]" * inside + b"}")
    assert parse(b'{"a":"' + b"[{" * 1000 + b'\\"' + b"]" * 3 + b'"}')["a"].startswith("[{[{")


def test_nul_and_halves_of_characters_are_taken_out_and_the_ticket_is_kept():
    assert parse(rb'{"a\u0000": ["x\u0000y", {"z": "\ud800"}]}') == {"a": ["xy", {"z": ""}]}
