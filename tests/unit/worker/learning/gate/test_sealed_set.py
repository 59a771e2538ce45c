"""No command learns from the sealed set, chooses on it or measures on it; only a promotion opens it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.weights import versions
from tests.support import small_heads
from tests.unit.worker.learning.gate.desk import Desk, first, write_tickets
from worker.cli.knowledge.reindex import search_judge
from worker.cli.main import app
from worker.cli.progress import Step
from worker.errors import Refused
from worker.learning import handled, heads_training, sealed_set
from worker.learning.gate import ledger, promotion
from worker.learning.gate.ledger import Kind
from worker.learning.gate.promotion import Wish
from worker.settings import Settings

COMMANDS = [
    "models train triage --dry-run --data FILE",
    "models train triage --dry-run --data OTHER --validation FILE",
    "models train encoder --dry-run --data FILE",
    "models train encoder --dry-run --data OTHER --validation FILE",
    "models train heads --dry-run --data FILE",
    "models heads --data FILE",
    "models selector --data FILE",
    "models confidence --data OTHER --data FILE",
    "models threshold --data FILE",
    "models calibrate --data FILE --adapter TRIAGE",
    "models evaluate --no-baseline --data FILE",
    "models evaluate --train FILE --data OTHER",
    "models compare base simplest --skill triage --data FILE",
    "models promote TRIAGE --data FILE",
    "models promote TRIAGE --force reason --data FILE",
    "models promote heads --data FILE",
    "models prompt triage --data FILE --examples OTHER",
    "models prompt triage --data OTHER --examples FILE",
    "dataset export --for axolotl --skill triage --data FILE --dry-run --out EXPORT",
    "knowledge tune encoder --data FILE",
    "knowledge threshold --questions FILE",
    "knowledge evaluate --questions FILE",
]


@pytest.fixture
def sealed(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of commands are those of the desk, with a sealed set."""
    file = write_tickets(tmp_path / "sealed.jsonl", 10, first=100)
    own = desk.settings.model_copy(update={"sealed": file, "threads": 1})
    for name in ("home", "company", "adapters", "base_model", "triage", "sealed", "threads"):
        monkeypatch.setenv(f"DESKHAND_{name.upper()}", str(getattr(own, name)))
    desk.settings = own
    return file


def copied(rows: Path, to: Path, **changes: object) -> Path:
    """Copy the last row of a file, with some changes, below tickets of its own."""
    write_tickets(to, 40, first=1000)
    row = {**json.loads(rows.read_text(encoding="utf-8").splitlines()[-1]), **changes}
    to.write_text(to.read_text(encoding="utf-8") + json.dumps(row) + "\n", encoding="utf-8")
    return to


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_refuses_a_file_with_a_ticket_of_the_sealed_set(
    desk: Desk, sealed: Path, tmp_path: Path, command: str
) -> None:
    other = write_tickets(tmp_path / "other.jsonl", 40, first=2000)
    other.write_text(other.read_text(encoding="utf-8").replace('"passages": []', '"passages": ["docs/a.md#A"]'))
    names = {
        "FILE": str(copied(sealed, tmp_path / "with.jsonl", id="renamed")),
        "OTHER": str(other),
        "TRIAGE": desk.add("candidate"),
        "EXPORT": str(tmp_path / "export"),
    }
    small_heads.add(desk.settings.adapters_path)
    done = CliRunner().invoke(app, [names.get(word, word) for word in command.split()])
    assert done.exit_code == 1
    assert f"{names['FILE']} and the sealed set {sealed} have texts in common" in done.output
    assert "only `deskhand models promote` opens it" in done.output
    assert not ledger.read(desk.folder), "nothing was seen"
    assert versions.read(desk.folder).current is None


def test_a_ticket_is_known_by_the_file_by_its_id_and_by_its_text(sealed: Path, desk: Desk, tmp_path: Path) -> None:
    linked = tmp_path / "linked.jsonl"
    linked.symlink_to(sealed)
    with pytest.raises(Refused, match=r"linked\.jsonl is the sealed set: only .* Give other tickets"):
        handled.load(desk.settings, [linked])
    edited = copied(sealed, tmp_path / "edited.jsonl", body="Where is my parcel?")
    with pytest.raises(Refused, match=r"edited\.jsonl and the sealed set .* have tickets in common: 1, such as V-109"):
        handled.load(desk.settings, [edited])
    shouted = copied(sealed, tmp_path / "shouted.jsonl", id="x", subject=" INVOICE", body="where  is INVOICE 109?")
    with pytest.raises(Refused, match=r"shouted\.jsonl and the sealed set .* have texts in common"):
        handled.load(desk.settings, [shouted])
    apart = write_tickets(tmp_path / "apart.jsonl", 3, first=5000)
    assert len(handled.load(desk.settings, [apart])) == 3
    question = {"id": "V-109", "question": "Where is it?", "passages": []}  # questions have numbers of their own
    asked = tmp_path / "questions.jsonl"
    asked.write_text(json.dumps(question), encoding="utf-8")
    sealed_set.refuse(desk.settings, [asked])


def test_a_new_index_is_not_measured_on_the_sealed_set(sealed: Path, desk: Desk) -> None:
    with pytest.raises(Refused, match="is the sealed set"):
        search_judge(desk.settings, sealed, Step("measure"), force=False)


def test_what_learns_by_itself_leaves_the_tickets_of_the_sealed_set_out(
    sealed: Path, desk: Desk, tmp_path: Path
) -> None:
    known = copied(sealed, tmp_path / "known.jsonl", id="renamed")
    own = desk.settings.model_copy(update={"gate": write_tickets(tmp_path / "gate.jsonl", 10, first=1000)})
    assert [t.id for t in heads_training.labelled(own, [known, sealed])] == [f"V-{n}" for n in range(1010, 1040)]


def test_a_sealed_set_that_is_not_there_stops_a_command(desk: Desk, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, company=desk.settings.company, sealed=tmp_path / "gone.jsonl")
    with pytest.raises(
        Refused, match=r"the sealed set .*gone\.jsonl is not there: correct --sealed or DESKHAND_SEALED"
    ):
        handled.load(settings, [desk.tickets])


def test_validation_that_shares_a_ticket_with_the_sealed_set_is_refused_before_anything_is_compared(
    desk: Desk, tmp_path: Path
) -> None:
    name = desk.add("new")
    desk.right |= {name: first(35), "base": first(2)}
    sealed = write_tickets(tmp_path / "sealed.jsonl", 10, first=30)
    folder = versions.find(desk.folder, name)
    with pytest.raises(
        Refused, match=r"validation\.jsonl and the sealed set .* have tickets in common: 10, such as V-30"
    ):
        promotion.promote(desk.settings, folder, Wish(desk.tickets, sealed))
    assert not desk.asked
    assert not ledger.read(desk.folder), "neither a look nor an opening is spent"
    apart = write_tickets(tmp_path / "apart.jsonl", 40, first=900)
    assert promotion.promote(desk.settings, folder, Wish(desk.tickets, apart)).promoted
    assert len(ledger.of(ledger.read(desk.folder), name, Kind.OPENING)) == 1
