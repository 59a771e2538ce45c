"""Which tickets are kept out of training. The adapters that ship were made with this choice, so it must stay."""

import json

from tests.support.paths import DEMO
from worker.learning.hold_out import is_held_out


def test_one_ticket_in_ten_is_held_out() -> None:
    assert 150 < sum(is_held_out(f"Q-{n}") for n in range(2000)) < 250


def test_of_the_demo_the_same_tickets_are_held_out_as_ever() -> None:
    lines = (DEMO / "tickets" / "train.jsonl").read_text(encoding="utf-8").split("\n")
    held_out = [ticket for ticket in (json.loads(line)["id"] for line in lines if line) if is_held_out(ticket)]
    assert len(held_out) == 57
    assert held_out[:6] == ["TR-1021", "TR-1023", "TR-1026", "TR-1030", "TR-1039", "TR-1067"]
