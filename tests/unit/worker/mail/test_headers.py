"""Headers of a mail in the shapes in which helpdesks and mail services give them."""

import json

import pytest

from worker.mail.headers import addresses, keyword, parameters, read_headers

WANTED = {"auto-submitted": ["auto-replied"], "received": ["from a.example by b.example", "from c.example"]}
RAW = "Received: from a.example\r\n\tby b.example\r\nReceived: from c.example\r\nAUTO-submitted: auto-replied\r\n"
PAIRS = [
    ["Received", "from a.example by b.example"],
    ["RECEIVED", "from c.example"],
    ["Auto-Submitted", "auto-replied"],
]


@pytest.mark.parametrize(
    "given",
    [
        {"Auto-Submitted": "auto-replied", "received": ["from a.example by b.example", "from c.example"]},
        [{"name": n, "value": v} for n, v in PAIRS],
        [{"Name": n, "Value": v} for n, v in PAIRS],
        [{"key": n, "value": v} for n, v in PAIRS],
        [{"key": n.lower(), "line": f"{n}: {v}"} for n, v in PAIRS],
        [{n: v} for n, v in PAIRS],
        [f"{n}: {v}" for n, v in PAIRS],
        PAIRS,
        [tuple(pair) for pair in PAIRS],
        RAW,
        RAW.replace("\r\n", "\n"),
        RAW.replace("\r\n", "\r"),
        f"\r\n{RAW}\r\nX-Loop: this is the body\r\n",
        json.dumps(PAIRS),
        json.dumps(RAW)[1:-1],
        {
            "auto_submitted": "auto-replied",
            "Received:": ["from a.example  by\r\n b.example", {"value": "from c.example"}],
        },
    ],
)
def test_headers_are_read_in_any_shape(given):
    assert read_headers(given) == WANTED


@pytest.mark.parametrize(
    "given",
    [None, "", 7, True, [], {}, [None, 3, [], ["a"], {}], "no header at all", "[[[[", {"": "x", "a b": "y", "ü": "z"}],
)
def test_what_has_no_headers_gives_none(given):
    assert read_headers(given) == {}


def test_encoded_words_are_decoded_and_broken_ones_stay():
    read = read_headers(
        {
            "From": "=?utf-8?q?Atenci=C3=B3n?=\r\n =?UTF-8?B?IGFsIHZlY2lubw==?= <a@b.example>",
            "Subject": "=?no-such-set?q?x?=",
            "X-Loop": "=?utf-8?b?a?=",
        }
    )
    assert read["from"] == ["Atención al vecino <a@b.example>"]
    assert read["subject"] == ["=?no-such-set?q?x?="]
    assert read["x-loop"] == ["=?utf-8?b?a?="]


def test_a_value_that_a_library_took_apart_is_put_together():
    read = read_headers(
        {"content-type": {"value": "text/calendar", "params": {"method": "REPLY"}}, "x-autoreply": True}
    )
    assert parameters(read["content-type"][0]) == {"method": "reply"}
    assert read["x-autoreply"] == ["True"]


def test_a_value_has_a_keyword_and_parameters():
    assert keyword(" No (by hand); owner=x") == "no"
    assert keyword("(comment) auto-replied (vacation)") == "auto-replied"
    assert keyword("") == ""
    assert parameters('multipart/report; boundary="a; method=no"; Report-Type=delivery-status') == {
        "boundary": "a; method=no",
        "report-type": "delivery-status",
    }
    assert addresses(["Lena <L@z.example>, x@y.example", "<>"]) == ["l@z.example", "x@y.example"]


@pytest.mark.parametrize(
    "piece", ["=?utf-8?q?a?=", "=?", "a:\n", "a:\n ", "(", "; a=\"", "[", "{", "\\n", "a@", "\n", "x-loop: y\r\n"]
)  # fmt: skip
def test_hostile_sizes_end(piece):
    text = piece * (200_000 // len(piece))
    read = read_headers(text)
    assert len(read) <= 500
    wide = read_headers({"a": [text] * 2000, **{f"b{n}": text for n in range(700)}})
    assert max(len(value) for values in wide.values() for value in values) <= 2000
    for value in wide["a"][:3]:
        keyword(value), parameters(value), addresses([value])
