"""The one form of a handled ticket, which training, evaluation, precedents and translation read."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import DataError
from knowledge.handled_tickets import load_handled, load_rows
from knowledge.ticket_mistakes import Labels

TICKET: dict[str, Any] = {
    "id": "T-1", "subject": "Link", "body": "It is dead.", "language": "en", "account": None, "requester": "a@b.example",
    "queue": "access", "priority": "normal", "escalate": False, "reason": None, "passages": ["docs/x.md#A"],
    "reply": {"action": "answer", "sentences": ["Ask for a new one."]},
}  # fmt: skip


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "tickets.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in TICKET.items() if key != name}


def test_a_line_is_a_ticket_with_all_that_was_decided_about_it(tmp_path: Path) -> None:
    [ticket] = load_handled(written(tmp_path, "", {**TICKET, "kind": "of no use here"}, " "))
    assert (ticket.id, ticket.text, ticket.passages) == ("T-1", "Link\nIt is dead.", ("docs/x.md#A",))
    assert (ticket.action, ticket.sentences, ticket.is_replied) == ("answer", ("Ask for a new one.",), True)
    assert ticket.english is None
    assert dict(ticket.fields) == {}


def test_a_ticket_has_the_select_fields_of_which_somebody_said_a_value(tmp_path: Path) -> None:
    fields = [{"product": "mobile-app", "area": None, "year": 2026}, {}, None]
    found = load_handled(written(tmp_path, *({**TICKET, "id": n, "fields": one} for n, one in enumerate(fields))))
    assert [dict(ticket.fields) for ticket in found] == [{"product": "mobile-app", "year": "2026"}, {}, {}]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"id": "x"}, "line 2: .*subject"),
        *((without(name), f"line 2: {name}.*: Field required") for name in TICKET),
        ({**TICKET, "passages": "docs/x.md"}, "line 2: passages is a text: write a list of references"),
        ({**TICKET, "reply": "yes"}, "line 2: reply.action: "),
        ({**TICKET, "fields": ["app"]}, "line 2: fields: "),
        ({**TICKET, "fields": {"area": ["app"]}}, "line 2: fields.area: "),
        ({**TICKET, "escalate": "perhaps"}, 'line 2: escalate is "perhaps": it is true or false'),
        ({**TICKET, "subject": "", "body": " "}, "line 2: .*needs a question, or a subject and a body"),
        ("7", "line 2: is no object"),
        ("[" * 100_000, "line 2: is nested too deeply"),
        ('{"id": ', "line 2: is not JSON: .* at character 8"),
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, bad: Any, says: str) -> None:
    with pytest.raises(DataError, match=f"tickets.jsonl, {says}"):
        load_handled(written(tmp_path, TICKET, bad))


def test_what_a_bad_line_says_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        load_handled(written(tmp_path, {**TICKET, "body": ["a customer's words"]}))
    assert "customer" not in str(raised.value)


LABELS = Labels(
    queues=("access", "product-info"),
    priorities=("low", "normal", "high", "urgent"),
    reasons=("not_covered", "asks_for_person"),
    actions=("answer", "ask", "hand_over"),
    fields={"area": ("app", "web")},
)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"queue": "produkt"}, 'queue is "produkt", which is not known'),
        ({"queue": "Product info"}, "did you mean product-info? allowed: access, product-info"),
        ({"queue": ""}, 'queue is "", which is not known; allowed: access, product-info'),
        ({"queue": None}, "queue is null, but a value is needed"),
        ({"queue": 7}, "queue is a number, and not a text"),
        ({"priority": "High"}, 'priority is "High", which is not known: did you mean high?'),
        ({"priority": "P1"}, 'priority is "P1", which is not known; allowed: low, normal, high, urgent'),
        ({"priority": 1}, "priority is a number, and not a text"),
        ({"reason": "not covered"}, "did you mean not_covered?"),
        ({"reason": ["not_covered"]}, "reason is a list, and not a text"),
        ({"escalate": "yes"}, 'escalate is "yes": it is true or false, without quotation marks'),
        ({"escalate": 1}, "escalate is a number: it is true or false"),
        ({"escalate": None}, "escalate is null, but a value is needed"),
        ({"passages": None}, "passages is null, but a value is needed"),
        ({"passages": "docs/x.md#A"}, 'write a list of references, ["docs/x.md#A"]'),
        ({"passages": [7]}, "line 1: passages.0: "),
        ({"language": "German"}, 'language is "German": it is a code of two letters, such as en or de'),
        ({"body": 7}, "body is a number, and not a text"),
        ({"id": 1.5}, "id is a number, and not a text or a whole number"),
        (
            {"reply": {"action": "Answer", "sentences": []}},
            'reply.action is "Answer", which is not known: did you mean answer?',
        ),
        ({"fields": {"area": "App"}}, 'fields.area is "App", which is not known: did you mean app?'),
        ({"fields": {"aera": "app"}}, 'fields names "aera", which the company file does not have: did you mean area?'),
    ],
)
def test_a_value_that_cannot_be_a_label_is_told_with_what_is_allowed(tmp_path: Path, change: Any, says: str) -> None:
    with pytest.raises(DataError) as raised:
        load_handled(written(tmp_path, {**TICKET, **change}), LABELS)
    assert says in str(raised.value)
    assert str(raised.value).startswith(f"{tmp_path / 'tickets.jsonl'}, line 1: ")


def test_all_mistakes_of_all_files_are_told_at_once_and_at_most_twenty_lines_of_each(tmp_path: Path) -> None:
    bad = [{**TICKET, "id": n, "queue": "produkt", "priority": "High"} for n in range(30)]
    first = written(tmp_path, TICKET, *bad)
    second = tmp_path / "more.jsonl"
    second.write_text(json.dumps({**TICKET, "body": "Another one."}))
    with pytest.raises(DataError) as raised:
        load_rows([first, first, second], LABELS)
    lines = str(raised.value).splitlines()
    assert lines[0] == f"30 lines of {first} cannot be used:"
    assert len([line for line in lines if line.startswith(f"  {first}, line ")]) == 20
    assert 'line 2: queue is "produkt"' in lines[1] and 'priority is "High"' in lines[1]
    assert lines[21:] == [
        "  and 10 more lines",
        f"{second}, line 1: the id T-1 is that of another ticket ({first}, line 1): give each its own",
    ]


def test_the_same_row_twice_is_no_mistake(tmp_path: Path) -> None:
    assert len(load_handled(written(tmp_path, TICKET, TICKET))) == 2


ROW = json.dumps(TICKET)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (ROW.encode("utf-16"), "is not UTF-8 but UTF-16: save it as UTF-8"),
        (ROW.encode("utf-16-le"), "holds no tickets|is not JSON|not UTF-8"),
        (ROW.encode("utf-32"), "is not UTF-8 but UTF-32"),
        (
            b"\n" + ROW.replace("dead", "tot für").encode().replace("ü".encode(), b"\xfc"),
            "byte 0xfc in line 2; it may be Latin-1",
        ),
        (f"[{ROW}]".encode(), "is one JSON document, not an object per line: `jq -c"),
        (json.dumps([TICKET], indent=2).encode(), "is one JSON document"),
        (json.dumps(TICKET, indent=2).encode(), "is one JSON document"),
        (b"", "holds no tickets"),
        (b"\xef\xbb\xbf", "holds no tickets"),
        (ROW.replace("dead", "dead \\ud800").encode(), "half of a character"),
        (b"id;subject\n1;x\n", "2 lines of .* cannot be used"),
    ],
)
def test_a_file_of_another_kind_is_told_in_words(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "tickets.jsonl"
    path.write_bytes(content)
    with pytest.raises(DataError, match=says):
        load_handled(path)


def test_a_mark_of_utf8_and_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "tickets.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + f"{ROW}\r\n\r\n".encode())
    assert [ticket.id for ticket in load_handled(path, LABELS)] == ["T-1"]


def test_a_folder_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a folder: name a file of JSON Lines"):
        load_handled(tmp_path)


def test_a_file_without_tickets_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"tickets\.jsonl holds no tickets"):
        load_handled(written(tmp_path, "", " "))


def test_the_shipped_tickets_load_and_do_not_overlap() -> None:
    sets = [load_handled(Path(f"demo/tickets/{name}.jsonl")) for name in ("train", "test")]
    assert len(sets[0]) >= 400
    assert len(sets[1]) == 60
    assert not {t.body for t in sets[0]} & {t.body for t in sets[1]}


def test_a_ticket_may_have_messages_in_place_of_a_body(tmp_path: Path) -> None:
    said = [
        {"author": "customer", "text": "First."},
        {"author": {"kind": "agent"}, "body": "Told."},
        {"author": "customer", "text": "Second."},
        {"author": "customer", "text": "Third."},
    ]
    [ticket] = load_handled(written(tmp_path, without("body") | {"messages": said}))
    assert ticket.body == "Second.\n\nThird."
    assert [message.text for message in ticket.before] == ["First.", "Told."]
    [own] = load_handled(written(tmp_path, TICKET | {"messages": said}))
    assert own.body == TICKET["body"]


def test_a_ticket_whose_messages_end_with_the_company_s_asks_nothing(tmp_path: Path) -> None:
    said = [{"author": "customer", "text": "First."}, {"author": "agent", "text": "Told."}]
    with pytest.raises(DataError, match="line 1"):
        load_handled(
            written(tmp_path, {k: v for k, v in without("body").items() if k != "subject"} | {"messages": said})
        )


def test_what_a_reply_needs_may_be_noted(tmp_path: Path) -> None:
    rows = [
        TICKET | {"facts": ["15 minutes", ["once"]], "answers": ["docs/y.md#B"], "kind": "vague"},
        {**TICKET, "id": "T-2"},
    ]
    noted, bare = load_handled(written(tmp_path, *rows))
    assert (noted.facts, noted.answers, noted.kind) == (("15 minutes", "once"), ("docs/y.md#B",), "vague")
    assert (bare.facts, bare.answers, bare.kind, bare.messages) == ((), (), None, ())
