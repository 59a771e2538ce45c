"""The one form of a handled ticket, which training, evaluation, precedents and translation read."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import DataError
from knowledge.handled_tickets import load_handled

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
    found = load_handled(written(tmp_path, *({**TICKET, "fields": one} for one in fields)))
    assert [dict(ticket.fields) for ticket in found] == [{"product": "mobile-app", "year": "2026"}, {}, {}]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"id": "x"}, "line 2: .*subject"),
        *((without(name), f"line 2: {name}.*: Field required") for name in TICKET),
        ({**TICKET, "passages": "docs/x.md"}, "line 2: passages: .*list of references"),
        ({**TICKET, "reply": "yes"}, "line 2: reply.action: "),
        ({**TICKET, "fields": ["app"]}, "line 2: fields: "),
        ({**TICKET, "fields": {"area": ["app"]}}, "line 2: fields.area: "),
        ({**TICKET, "escalate": "perhaps"}, "line 2: escalate: "),
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
    rows = [TICKET | {"facts": ["15 minutes", ["once"]], "answers": ["docs/y.md#B"], "kind": "vague"}, TICKET]
    noted, bare = load_handled(written(tmp_path, *rows))
    assert (noted.facts, noted.answers, noted.kind) == (("15 minutes", "once"), ("docs/y.md#B",), "vague")
    assert (bare.facts, bare.answers, bare.kind, bare.messages) == ((), (), None, ())
