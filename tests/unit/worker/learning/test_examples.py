"""What the skills learn from: the passages that a reply example shows, and the texts that have their English."""

import json
from pathlib import Path

import pytest

from knowledge.errors import DataError
from knowledge.handled_tickets import HandledTicket
from models.skills import translation
from worker.learning.examples import Found, reply_examples, translation_examples
from worker.pipeline.retrieve import SHOWN

GERMAN = "Wie kann ich meine Rechnung herunterladen, und wo finde ich sie?"
ENGLISH = "How can I download my invoice?"
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


def test_it_learns_from_the_questions_and_tickets_that_have_their_english(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "question": GERMAN, "english": ENGLISH},
        {"id": "2", "question": ENGLISH},
        {"id": "3", "subject": "Rechnung", "body": "Wo ist sie?", "english": "Invoice\nWhere is it?"},
    ]
    path = tmp_path / "data.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    question, ticket = translation_examples(path)
    assert (question.prompt, question.answer) == (
        translation.render(GERMAN),
        '{"english":"How can I download my invoice?"}',
    )
    assert ticket.prompt == translation.render("Rechnung\nWo ist sie?")
    path.write_text('{"id": "1", "english": "x"}')
    with pytest.raises(DataError, match=r"line 1: .*subject"):
        translation_examples(path)
