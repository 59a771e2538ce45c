"""From a file of past tickets to heads that serve: import, sync, review, examples, and what learns from and measures on them.

The questions are rows of a public set, read where they lie; without them the test is left out.
"""

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from tests.conftest import Database, Stack
from tests.support.paths import ROOT
from worker.cli.main import app
from worker.db import past_reviews
from worker.db.session import transaction

SHARED = ROOT.parent / "shared"  # public data lies beside the repository, where it is there
ROWS = SHARED if (SHARED / "data/banking77/train.csv").exists() else None
COMPANY = """
id = "minibank"
name = "Minibank"
signature = "Minibank support"
not_support_queue = "other"
[queues]
cards = "cards: arrival, activation, lost cards"
transfers = "transfers to other accounts and their fees"
top-up = "adding money"
other = "not a support request"
[escalation]
not_covered = "Nothing in the knowledge answers it."
money_beyond_policy = "Money back that nobody may promise."
not_support = "Spam."
[history]
groups = { "Card desk" = "cards", "Transfers" = "transfers", "Top ups" = "top-up" }
[[history.escalation]]
name = "second level"
reason = "not_covered"
moved_to = ["Tier 2"]
[[history.escalation]]
name = "money back"
reason = "money_beyond_policy"
tags = ["refunded"]
"""
DOCS = {
    "cards.md": "# Cards\n\nA new card arrives within 5 working days. You activate the card in the app under Cards.\n",
    "transfers.md": "# Transfers\n\nA transfer inside Europe takes one working day. A transfer abroad costs 3 EUR.\n",
    "topup.md": "# Top up\n\nA top up by card is there at once. A top up by bank transfer takes two working days.\n",
}
GROUP = {
    "card_arrival": ("Card desk", "A new card arrives within 5 working days."),
    "activate_my_card": ("Card desk", "You activate the card in the app under Cards."),
    "pending_transfer": ("Transfers", "A transfer inside Europe takes one working day."),
    "transfer_fee_charged": ("Transfers", "A transfer abroad costs 3 EUR."),
    "top_up_failed": (
        "Top ups",
        "A top up by card is there at once. The zoo in Leipzig opens at nine.",
    ),
}
COLUMNS = ["id", "description", "answer", "email", "group", "priority", "tags", "created at", "agent"]
Run = Callable[..., Any]


@pytest.fixture
def company(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for name, written in DOCS.items():
        (tmp_path / "docs" / name).write_text(written, encoding="utf-8")
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    (tmp_path / "knowledge.toml").write_text('[sources.docs]\ntype = "folder"\npath = "docs"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(database: Database, stack: Stack, company: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    settings = stack.environment | {
        "DESKHAND_COMPANY": str(company / "company.toml"),
        "DESKHAND_KNOWLEDGE": str(company / "knowledge.toml"),
        "DESKHAND_ADAPTERS": str(company / "adapters"),
        "DESKHAND_THREADS": "1",
    }
    for name, value in settings.items():
        if name.startswith("DESKHAND_"):
            monkeypatch.setenv(name, value)

    def command(*arguments: object, code: int | None = 0) -> Any:
        done = CliRunner().invoke(app, [*map(str, arguments)])
        assert code is None or done.exit_code == code, f"{arguments}: {done.output}\n{done.exception!r}"
        return json.loads(done.stdout) if "--json" in arguments and done.stdout.strip() else done.output

    return command


def written(file: Path, count: int) -> int:
    """A file of past tickets as a helpdesk exports them. Every tenth went to the second level, some got their money back."""
    assert ROWS is not None
    chosen: dict[str, list[str]] = {category: [] for category in GROUP}
    with (ROWS / "data/banking77/train.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row in rows:
        if row["category"] in chosen and len(chosen[row["category"]]) < count // len(GROUP):
            chosen[row["category"]].append(row["text"])
    mixed = [(category, said[n]) for n in range(count // len(GROUP)) for category, said in chosen.items()]
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(COLUMNS)
        for n, (category, asked) in enumerate(mixed):
            group, told = GROUP[category]
            answer = f"Hello Ann,\n\nThank you for contacting us. {told}\n\nKind regards\nTom Reed\nMinibank"
            body = f"Hello,\n{asked} My address is p{n}@mail.example.\n\nBest regards\nAnn Lee"
            tags = "refunded" if n % 6 == 3 else ""
            last = "Tier 2" if n % 10 == 0 else group
            day = f"2026-{1 + n // 28 % 12:02}-{1 + n % 28:02} 10:00"
            table.writerow(
                [n, body, answer, f"p{n // 2}@mail.example", last, "normal" if n % 4 else "P2", tags, day, "Tom Reed"]
            )
    return len(mixed)


@pytest.mark.slow
@pytest.mark.skipif(ROWS is None, reason="the public rows are not there")
def test_from_past_tickets_to_heads_that_serve(run: Run, company: Path, database: Database, tmp_path: Path) -> None:
    count = written(tmp_path / "past.csv", 120)
    run("history", "import", tmp_path / "past.csv", "--yes", "--json")
    run("knowledge", "sync", "--json")
    out = company / "tickets"

    refused = run("history", "examples", "--out", out, code=1)
    assert "deskhand history review" in refused
    assert not out.exists()

    # The sample is written into a file, filled in, and given back: one label was wrong.
    labels = tmp_path / "labels.csv"
    run("history", "review", "--out", labels)
    assert stat.S_IMODE(labels.stat().st_mode) == 0o600
    assert "mail.example" not in labels.read_text(encoding="utf-8")
    with labels.open(encoding="utf-8", newline="") as opened:
        sample = list(csv.DictReader(opened))
    assert len(sample) == 50
    rules = {row["rule"] for row in sample}
    assert "money back" in rules
    assert "no rule" in rules
    wrong = next(row for row in sample if row["rule"] == "money back")
    for row in sample:
        row["verdict"] = "wrong" if row is wrong else "right"
    with labels.open("w", encoding="utf-8", newline="") as opened:
        table = csv.DictWriter(opened, list(sample[0]))
        table.writeheader()
        table.writerows(sample)
    said = run("history", "review", "--answers", labels, "--json")
    assert (said["looked_at"], said["left"]) == (50, 0)
    assert said["rules"]["money back"]["right"] == said["rules"]["money back"]["of"] - 1

    card = run("history", "examples", "--out", out, "--json")
    assert (card["tickets"], card["review"]["corrected"], card["review"]["done"]) == (count, 1, True)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}
    everything = "".join(file.read_text(encoding="utf-8") for file in out.iterdir())
    for part in ("mail.example", "Ann Lee", "Tom Reed", "Kind regards", "Thank you for contacting"):
        assert part not in everything
    rows = {
        name: [json.loads(line) for line in (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("train", "validation", "test", "edge")
    }
    total = [row for part in rows.values() for row in part]
    assert len(total) + card["copies"]["removed"] + sum(card["left_out"].values()) == count
    [corrected] = [row for row in total if row["id"] == wrong["id"]]
    assert (corrected["escalate"], corrected["rules"]) == (False, ["a person"])
    answered = [row for row in total if row["reply"]["action"] == "answer"]
    assert sum("docs/cards.md" in row["passages"] for row in answered if row["queue"] == "cards") > 15
    gaps = [row for row in answered if row["queue"] == "top-up"]
    assert gaps
    assert all(row["carried"] < 1 for row in gaps), gaps[:2]

    # What was corrected outlives another import and other examples; what did not change is not looked up again.
    run("history", "import", tmp_path / "past.csv", "--yes", "--json")
    again = run("history", "examples", "--out", out, "--json")
    assert again["files"] == card["files"]
    with transaction(database.owner) as session:
        assert len(past_reviews.every(session)) == 50

    # The commands that there were work on the folder.
    trained = run("models", "heads", "--data", out / "train.jsonl", "--baseline", "vector", "--json")
    assert trained["tickets"] == len(rows["train"])
    assert trained["heads"]["queue"]["out_of_fold"]["accuracy"] > 0.7
    run("dataset", "check", *(out / f"{name}.jsonl" for name in rows if rows[name]), "--json", code=None)
    options = ("--train", out / "train.jsonl", "--only", "triage", "--no-baseline", "--json")
    figures = run("models", "evaluate", "--data", out / "test.jsonl", *options)[0]
    assert len(figures["rows"]) == len(rows["test"])
    with (company / "knowledge.toml").open("a", encoding="utf-8") as opened:
        opened.write('[sources.past]\ntype = "handled_tickets"\npaths = ["tickets/train.jsonl"]\n')
    run("knowledge", "sync", "--json")
    with database.owner.connect() as connection:
        precedents = connection.scalar(text("select count(*) from precedents"))
    assert precedents == sum(bool(row["passages"]) for row in rows["train"])
    assert run("history", "examples", "--out", out, "--dry-run", "--json")["files"] == card["files"]


def test_without_past_tickets_the_commands_say_what_to_do(run: Run, tmp_path: Path) -> None:
    for command in (("review",), ("examples", "--out", tmp_path / "t", "--unreviewed")):
        assert "deskhand history import" in run("history", *command, code=1)
