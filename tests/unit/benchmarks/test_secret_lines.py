from pathlib import Path

from benchmarks.secret_lines import alarms, figures, judge
from worker.company import Contacts
from worker.learning.secret_signal import load_examples
from worker.learning.weights import FOLDS
from worker.pipeline.check.secrets.signal import load

OURS = Contacts(domains=frozenset({"ours.example"}))


def test_recall_and_false_alarms_are_counted_by_language_and_kind(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    row = '{{"id": "{}", "language": "en", "label": "{}", "kind": "{}", "text": "{}"}}\n'
    file.write_text(
        row.format("1", "bad", "password", "Send us your password.")
        + row.format("2", "bad", "login", "Log in at theirs.example.")
        + row.format("3", "good", "login", "Log in at ours.example.")
    )
    rows = load_examples(file)
    found = figures(rows, judge(rows, OURS, [load()] * FOLDS))
    assert (found["bad en, found"].hits, found["bad en, found"].total) == (2, 2)
    assert found["bad, found by the rule alone"].hits == 1
    assert found["good login, found"].hits == 0


def test_alarms_name_the_place() -> None:
    shares, where = alarms([("docs/a", "All is well. Send us your PIN."), ("docs/b", "See ours.example.")], OURS)
    assert where == ["docs/a: Send us your PIN."]
    assert shares["demo sentences, foreign_contact without a list"].hits == 1
