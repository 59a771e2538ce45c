"""`[history]` of the company file: what past tickets teach, and every mistake with its line."""

from pathlib import Path

import pytest

from worker.company import HistoryRules, load_company
from worker.company.history import DEFAULTS
from worker.errors import CompanyError

COMPANY = """id = "a"
name = "A"
signature = "S"
queues = { billing = "money", access = "log in" }
escalation = { not_covered = "Nobody knows.", money_beyond_policy = "Refunds." }
"""


def rules(folder: Path, text: str) -> HistoryRules:
    file = folder / "company.toml"
    file.write_text(COMPANY + text, encoding="utf-8")
    return load_company(file).history


def test_without_the_table_the_defaults_apply(tmp_path: Path) -> None:
    assert rules(tmp_path, "") == HistoryRules()
    assert rules(tmp_path, "[history]\nspam_tags = 'junk'").spam_tags == ("junk",)
    assert rules(tmp_path, "[history]\ngroups = { 'Billing team' = 'billing' }").escalation == DEFAULTS
    assert rules(tmp_path, "[history]\nescalation = []").escalation == ()


def test_the_rules_of_the_file_take_the_place_of_the_defaults(tmp_path: Path) -> None:
    known = rules(
        tmp_path,
        """
[history]
groups = { "Billing team" = "billing" }
priorities = { P0 = "urgent" }
[[history.escalation]]
name = "second level"
reason = "not_covered"
moved_to = ["Tier 2", "*"]
[[history.escalation]]
name = "money back"
reason = "money_beyond_policy"
fields = { refund = "*" }
note = "@anna"
reopened = 2
""",
    )
    assert [(rule.name, rule.moved_to, rule.reopened) for rule in known.escalation] == [
        ("second level", ("Tier 2", "*"), None), ("money back", (), 2),
    ]  # fmt: skip
    assert (known.escalation[1].fields, known.escalation[1].note) == ((("refund", ("*",)),), ("@anna",))
    assert known.over({"billing TEAM": "access", "Web": "access"}, {}).groups["Billing team"] == "billing"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[history]\nspam_tag = []", r"line 7: \[history\] has no entry spam_tag: did you mean spam_tags"),
        ("[history]\ngroups = { X = 'biling' }", r"line 7: \[history\] groups.X names biling.*did you mean billing"),
        ("[history]\ngroups = { X = 'billing', x = 'access' }", "groups.x is there in other capitals"),
        ("[history.priorities]\nP1 = 'High'", r"line 7: .*P1 names High, which is not a priority: did you mean high"),
        ("[history]\nescalation = 7", r"escalation is a list of tables \[\[history.escalation\]\], not a number"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_covered'", r'\[\[history.escalation\]\] "x": needs a condition'),
        ("[[history.escalation]]\nreason = 'not_covered'\ntags = 'x'", r"\[\[history.escalation\]\] 1: has no entry 'name'"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_coverd'\ntags = 'x'", "line 8: .*did you mean not_covered"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_support'\ntags = 'x'", "about which .escalation. says nothing"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_covered'\nmove_to = 'x'", "line 9: .*did you mean moved_to"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_covered'\ntags = []", "tags is empty"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_covered'\nreopened = 0", "from 1 upwards"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_covered'\nreopened = '2'", "line 9: .*reopened"),
        ("[[history.escalation]]\nname = 'x'\nreason = 'not_covered'\nfields = { refund = [] }", "fields.refund is empty"),
    ],
)  # fmt: skip
def test_mistakes_are_said_with_their_lines(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CompanyError, match=says):
        rules(tmp_path, text)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(CompanyError) as caught:
        rules(
            tmp_path, "[history]\na = 1\n[[history.escalation]]\nname = 'x'\nb = 2\n[[history.escalation]]\nname = 'x'"
        )
    assert len(str(caught.value).splitlines()) > 5
