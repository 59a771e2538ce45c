import json
from pathlib import Path

import pytest

from worker.errors import HandledTicketError
from worker.learning.handled_tickets import Found, HandledTicket, load_handled, reply_examples
from worker.pipeline.reply import SHOWN

HITS = [Found(f"docs/{n}.md#A", f"Passage {n}.") for n in range(8)]
BY_REF = {found.ref: found for found in (*HITS, Found("docs/missed.md#A", "The missed one."))}


def handled(*passages: str, escalate: bool = False, reason: str | None = None, number: int = 1) -> HandledTicket:
    return HandledTicket(
        id=f"T-{number}", subject="s", body="b", language="en", account=None, requester="a@a.example", queue="billing",
        priority="normal", escalate=escalate, reason=reason, passages=passages,
        action="hand_over" if escalate else "answer", sentences=() if escalate else ("Said.",),
    )  # fmt: skip


def prompts(*tickets: HandledTicket) -> list[tuple[str, str]]:
    return [(e.prompt, e.answer) for e in reply_examples(tickets, lambda _: HITS, BY_REF)]


def test_passages_keep_the_order_of_the_search() -> None:
    prompt, answer = prompts(handled("docs/1.md#A"))[0]
    lines = [line for line in prompt.splitlines() if line.startswith("- ")]
    assert lines == ["- Passage 0.", "- Passage 1.", "- Passage 2."][:SHOWN]
    assert json.loads(answer)["sentences"] == ["Said."]


def test_a_passage_the_search_missed_is_shown_in_place_of_a_wrong_one() -> None:
    prompt, _ = prompts(handled("docs/0.md#A", "docs/missed.md#A"))[0]
    assert "- Passage 0." in prompt
    assert "- The missed one." in prompt
    assert prompt.count("\n- ") == SHOWN


def test_what_the_knowledge_does_not_cover_becomes_a_hand_over() -> None:
    [(_, answer)] = prompts(handled(escalate=True, reason="not_covered"))
    assert json.loads(answer) == {"action": "hand_over", "language": "en", "sentences": []}


def test_other_escalations_teach_the_reply_skill_nothing() -> None:
    assert prompts(handled(escalate=True, reason="asks_for_person")) == []


def test_the_right_passages_are_withheld_from_some_so_that_the_model_learns_to_hand_over() -> None:
    made = prompts(*(handled("docs/0.md#A", number=n) for n in range(120)))
    withheld = [prompt for prompt, answer in made if json.loads(answer)["action"] == "hand_over"]
    assert 10 <= len(withheld) <= 30
    assert all("- Passage 0." not in prompt for prompt in withheld)


def test_a_bad_line_is_named_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "tickets.jsonl"
    file.write_text('\n{"id": "x"}\n')
    with pytest.raises(HandledTicketError, match="line 2"):
        load_handled(file)


def test_the_shipped_tickets_load_and_do_not_overlap() -> None:
    sets = [load_handled(Path(f"demo/tickets/{name}.jsonl")) for name in ("train", "test")]
    assert len(sets[0]) >= 400
    assert len(sets[1]) == 60
    assert not {t.body for t in sets[0]} & {t.body for t in sets[1]}
