"""What the folder of examples has: no person, no copy, no leak, and a card that says what it was made of."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.handled_tickets import load_handled
from tests.support.past import AT, company
from worker.errors import NotReady
from worker.history.example import Example, Sentence
from worker.history.export import Privacy, export
from worker.history.preparing import Prepared
from worker.learning.dataset import repeats
from worker.learning.dataset.row import load

COMPANY = company()
_ADDRESS = re.compile(r"[\w.]+@[\w.]+")
CARRIED = Sentence("A.", ("docs/a.md#A",))
WORDS = (
    "invoice login export work order asset label phone app webhook report backup seat plan card refund password role meter stock "
    "checklist photo sync token calendar dashboard import filter column permission site team"
).split()


class Redactor:
    """It redacts addresses, the same one alike in one thread."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def thread(self) -> "Redactor":
        return Redactor()

    def redact(self, text: str, language: str | None = None) -> str:
        def placeholder(match: re.Match[str]) -> str:
            return self.known.setdefault(match[0], f"[EMAIL_{len(self.known) + 1}]")

        return _ADDRESS.sub(placeholder, text)


def residue(text: str, language: str | None = None) -> Sequence[object]:
    return ["secret"] if "s3cr3t" in text else []


class Step:
    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None: ...
    def advance(self, count: int = 1) -> None: ...


def example(n: int, **more: Any) -> Example:
    said = " ".join(WORDS[(n * step) % len(WORDS)] for step in (1, 3, 5, 7, 11, 13, 2, 9))
    known: dict[str, Any] = {
        "source": "desk", "external_id": str(n), "subject": f"{said[:20]} {n}",
        "body": f"Case {n}: {said}, {n} times. Mail p{n}@x.example",
        "language": "en", "account": f"acc-{n}", "requester_email": f"p{n}@x.example", "queue": "billing", "priority": "normal",
        "escalate": False, "at": AT + timedelta(days=n), "sentences": (Sentence(f"Open {said}.", ("docs/a.md#A 1",), 0.9),),
    }  # fmt: skip
    return Example(**{**known, **more})


def prepared(examples: Sequence[Example]) -> Prepared:
    known = dict(enumerate(examples))
    return Prepared(
        known,
        known,
        {},
        len(known) + 2,
        index=3,
        encoder="mini:abc",
        imports=[{"source": "desk", "kind": "file", "changed_at": "2026-05-01", "mapping": {"x": 1}}],
    )


def written(
    target: Path, examples: Sequence[Example], **more: Any
) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    privacy = Privacy(Redactor(), residue, private=("accounts",))
    card = export(prepared(examples), COMPANY, privacy, Step(), target=target, **more)
    files = {
        file.stem: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in target.glob("*.jsonl")
    }
    return card, files


def test_the_folder_is_read_as_handled_tickets_and_nobody_is_in_it(tmp_path: Path) -> None:
    card, files = written(tmp_path / "t", [example(n) for n in range(100)])
    assert {name: len(rows) for name, rows in files.items()} == {"train": 70, "validation": 15, "test": 15, "edge": 0}
    assert all(len(load_handled(tmp_path / "t" / f"{name}.jsonl")) == len(rows) for name, rows in files.items() if rows)
    texts = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "t").iterdir())
    assert "x.example" not in texts
    assert "acc-" not in texts
    row = files["train"][5]
    assert row["body"].endswith("Mail [EMAIL_1]")
    assert (row["id"], row["account"], row["requester"], row["copies"], row["carried"], row["at"]) == (
        "desk:5", None, "[EMAIL_1]", 1, 1.0, "2026-03-06",
    )  # fmt: skip
    assert (row["reply"], row["passages"]) == (
        {"action": "answer", "sentences": [example(5).sentences[0].text]},
        ["docs/a.md#A 1"],
    )
    assert (
        max(row["at"] for row in files["train"])
        < card["split"]["test_since"]
        <= min(row["at"] for row in files["test"])
    )


def test_copies_leave_one_row_that_counts_them_and_none_is_in_two_files(tmp_path: Path) -> None:
    mail = "My {} cannot be sent since the update of this morning, and a customer waits for it. Mail {}@x.example"
    copies = [
        example(n, body=mail.format("invoice", f"q{n}"), queue="data" if n == 3 else "billing") for n in range(0, 60, 3)
    ]
    copies[7] = example(1000, body=mail.format("invoice", "q21"), sentences=())
    others = [example(n) for n in range(1, 100) if n % 3]
    card, files = written(tmp_path / "t", [*copies, *others])
    rows = [row for part in files.values() for row in part]
    [one] = [row for row in rows if row["copies"] > 1]
    assert (one["copies"], one["queue"], one["id"], one["reply"]["action"]) == (20, "billing", "desk:57", "answer")
    assert (card["copies"], len(rows)) == ({"groups": 1, "removed": 19, "disagree": 1}, len(others) + 1)
    assert sum(file["tickets"] for file in card["files"].values()) == len(others) + 20
    paths = [tmp_path / "t" / f"{name}.jsonl" for name, part in files.items() if part]
    assert repeats.repeats(load(paths)) == []


def test_rows_that_are_alike_are_in_one_file(tmp_path: Path) -> None:
    """They are too different to be copies of each other, one by one, but each is alike to the next."""
    base = " ".join(f"{a} {b} now" for a, b in zip(WORDS, WORDS[::-1], strict=True))
    chain = [example(n, body=base.replace(WORDS[n], f"changed{n}")) for n in range(20)]
    _, files = written(tmp_path / "t", [*chain, *(example(n) for n in range(100, 200))])
    paths = [tmp_path / "t" / f"{name}.jsonl" for name, part in files.items() if part]
    rows = load(paths)
    assert not [repeat for repeat in repeats.repeats(rows) if rows[repeat.row].file != rows[repeat.other].file]


@pytest.mark.parametrize(
    ("more", "reply", "passages", "why"),
    [
        ({"sentences": ()}, "none", [], "nobody answered in public"),
        ({"is_ours": True}, "none", [], "we answered, in words that no person changed"),
        ({"sentences": (Sentence("Nobody knows."),)}, "none", [], "no passage carries any of the answer"),
        ({"sentences": (Sentence("Which version?"),)}, "ask", [], None),
        (
            {"sentences": (Sentence("Paid.", ("accounts/acc-1#invoice F-1",)), Sentence("See.", ("docs/a.md#A",)))},
            "none", ["docs/a.md#A"], "the answer shows an account's passage",
        ),
        ({"escalate": True, "reasons": ("not_covered", "angry_or_at_risk")}, "hand_over", ["docs/a.md#A 1"], None),
    ],
)  # fmt: skip
def test_a_row_has_an_answer_only_where_one_can_be_learned(
    tmp_path: Path, more: dict[str, Any], reply: str, passages: list[str], why: str | None
) -> None:
    card, files = written(tmp_path / "t", [example(n) for n in range(40)] + [example(99, **more)])
    [row] = [row for part in files.values() for row in part if row["id"] == "desk:99"]
    assert (row["reply"]["action"], row["passages"]) == (reply, passages)
    assert bool(row["reply"]["sentences"]) == (reply in {"answer", "ask"})
    assert card["unanswered"] == ({why: 1} if why else {})
    assert "accounts/" not in "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "t").iterdir())
    known = [
        t
        for file in ("train", "validation", "test")
        for t in load_handled(tmp_path / "t" / f"{file}.jsonl")
        if t.id == "desk:99"
    ]
    assert [ticket.is_replied for ticket in known] == [reply in {"answer", "ask"}]


def test_an_address_that_is_not_known_for_one_and_a_reference_that_names_somebody_are_in_no_row(tmp_path: Path) -> None:
    odd = example(99, requester_email="/O=FIRMA/CN=anna", by_hand=("scans/s3cr3t.pdf", "docs/a.md#B"))
    _, files = written(tmp_path / "t", [*(example(n) for n in range(40)), odd])
    [row] = [row for part in files.values() for row in part if row["id"] == "desk:99"]
    assert (row["requester"], row["passages"]) == ("unknown", ["docs/a.md#B", "docs/a.md#A 1"])


def test_tickets_of_one_account_are_in_one_file_where_no_address_tells_who_wrote(tmp_path: Path) -> None:
    _, files = written(tmp_path / "t", [example(n, requester_email=None, account=f"acc-{n % 20}") for n in range(100)])
    found = {part: {int(row["id"].partition(":")[2]) % 20 for row in rows} for part, rows in files.items()}
    assert not any(found[one] & found[other] for one in found for other in found if one != other)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"queue": None}, "its group is no queue of the company"),
        ({"priority": None}, "its priority is not known"),
        ({"body": "The password is s3cr3t."}, "something of a person is left in it"),
        ({"subject": "s3cr3t"}, "something of a person is left in it"),
        ({"sentences": (CARRIED, Sentence("s3cr3t", ("docs/a.md#A",)))}, "something of a person is left in it"),
        ({"body": "..."}, "nothing is left of its words"),
        ({"sentences": (CARRIED, Sentence("B."), Sentence("C."))}, "too little of its answer is carried by passages"),
    ],
)  # fmt: skip
def test_what_must_not_be_learned_is_left_out_and_counted(tmp_path: Path, more: dict[str, Any], why: str) -> None:
    card, files = written(tmp_path / "t", [example(n) for n in range(40)] + [example(99, **more)], least_carried=0.5)
    assert "desk:99" not in {row["id"] for part in files.values() for row in part}
    assert card["left_out"] == {why: 1}


def test_the_card_says_what_is_there_and_where_it_came_from(tmp_path: Path) -> None:
    gaps = (Sentence("A.", ("docs/a.md#A",)), Sentence("B."))
    rows = [
        example(n, queue="sales" if n % 2 else "billing", language="de" if n % 5 else "en", sentences=gaps)
        for n in range(60)
    ]
    card, files = written(
        target := tmp_path / "t",
        rows,
        reviewed=False,
        check=lambda paths: ({"label": 3}, [f"{len(paths)} files were looked at"]),
    )
    assert json.loads((target / "card.json").read_text(encoding="utf-8")) == json.loads(json.dumps(card))
    for name, one in card["files"].items():
        assert one["sha256"] == hashlib.sha256((target / name).read_bytes()).hexdigest()
    train = card["files"]["train.jsonl"]
    assert (train["rows"], sum(train["queues"].values()), set(train["languages"])) == (
        len(files["train"]),
        train["rows"],
        {"de", "en"},
    )
    assert (card["company"]["name"], card["index"], card["encoder"], card["imports"]) == (
        "Ferrowick",
        3,
        "mini:abc",
        [{"source": "desk", "kind": "file", "changed_at": "2026-05-01"}],
    )
    assert card["gaps"] == {"answers": 60, "answers_without_passage": 0, "sentences": 120, "carried": 60}
    assert (card["tickets"], card["nothing_to_learn"], card["problems"]) == (62, 2, {"label": 3})
    assert card["review"]["done"] is False
    page = (target / "card.md").read_text(encoding="utf-8")
    for part in (
        "UNREVIEWED",
        "3 files were looked at",
        "3 label",
        "| train.jsonl |",
        "## Languages",
        train["sha256"][:16],
    ):
        assert part in page


def test_nothing_is_written_in_a_dry_run_or_without_a_queue(tmp_path: Path) -> None:
    privacy = Privacy(Redactor(), residue)
    card = export(prepared([example(n) for n in range(30)]), COMPANY, privacy, Step(), target=None)
    assert (sum(one["rows"] for one in card["files"].values()), list(tmp_path.iterdir())) == (30, [])
    with pytest.raises(NotReady, match=r"\[history\].groups"):
        export(prepared([example(1, queue=None)]), COMPANY, privacy, Step(), target=tmp_path / "t")
    with pytest.raises(NotReady, match="history import"):
        export(prepared([]), COMPANY, privacy, Step(), target=tmp_path / "t")
    assert not list(tmp_path.iterdir())


def test_the_same_examples_give_the_same_files(tmp_path: Path) -> None:
    rows = [example(n) for n in range(80)]
    one, _ = written(tmp_path / "a", rows)
    other, _ = written(tmp_path / "b", rows)
    assert one["files"] == other["files"]
    assert written(tmp_path / "c", rows[::-1])[0]["files"]["test.jsonl"] == one["files"]["test.jsonl"]
