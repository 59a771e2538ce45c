"""What a query in another language is searched for: English before it, or itself where no model helps."""

import json
import logging
from pathlib import Path

import pytest

from knowledge.questions import QuestionError
from models.base import BaseModelError
from models.engine import Engine, EngineUnavailable, ScriptedEngine
from models.skills import translation
from worker.translating import Translator, load_examples

GERMAN = "Wie kann ich meine Rechnung herunterladen, und wo finde ich sie?"
ENGLISH = "How can I download my invoice?"


def translator(*answers: str | Exception) -> tuple[Translator, ScriptedEngine]:
    engine = ScriptedEngine(answers)
    return Translator(lambda: engine), engine


def test_english_comes_before_what_is_not_english_and_the_rest_stays_as_it_is() -> None:
    translate, engine = translator(translation.answer("How can I download my invoice, and where is it?"))
    short = "F-2026-04417"
    assert translate([ENGLISH, GERMAN, short, ""]) == [
        ENGLISH,
        f"How can I download my invoice, and where is it?\n{GERMAN}",
        short,
        "",
    ]
    assert len(engine.prompts) == 1


def test_where_everything_is_english_no_model_is_loaded() -> None:
    def loaded() -> Engine:
        raise AssertionError

    assert Translator(loaded)([ENGLISH]) == [ENGLISH]


@pytest.mark.parametrize("answer", ["", "no JSON", '{"english":""}', '{"english":7}', '["x"]', '{"english":"cut'])
def test_an_answer_that_makes_no_sense_leaves_the_query_as_it_is(answer: str) -> None:
    translate, _ = translator(answer, translation.answer("The second one."))
    assert translate([GERMAN, GERMAN]) == [GERMAN, f"The second one.\n{GERMAN}"]


def test_without_a_model_the_search_goes_on_and_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    def missing() -> Engine:
        raise BaseModelError("the package is missing")

    with caplog.at_level(logging.WARNING):
        assert translator(EngineUnavailable("nobody there"))[0]([GERMAN]) == [GERMAN]
        assert Translator(missing)([GERMAN]) == [GERMAN]
    assert [record.getMessage() for record in caplog.records] == [
        "searched without a translation: nobody there",
        "searched without a translation: the package is missing",
    ]


def test_a_base_without_an_adapter_is_shown_examples() -> None:
    class Bare(ScriptedEngine):
        def adapter_id(self, skill: str) -> None:
            return None

    bare, trained = Bare([translation.answer("x")]), ScriptedEngine([translation.answer("x")])
    for engine in (bare, trained):
        Translator(lambda engine=engine: engine)([GERMAN])  # type: ignore[misc]
    assert bare.prompts[0].endswith(trained.prompts[0].partition("\n")[2])
    assert bare.prompts[0].count("Text: ") == 4
    assert trained.prompts[0].count("Text: ") == 1


def test_a_long_text_is_cut_in_the_middle_and_stands_on_one_line() -> None:
    prompt = translation.render("Anfang\n" + "mitte " * 1000 + "Ende")
    assert len(prompt) < translation.CHARACTERS + 100
    asked = prompt.splitlines()[1]
    assert asked.startswith("Text: Anfang mitte")
    assert asked.endswith("Ende")


def test_it_learns_from_the_questions_and_tickets_that_have_their_english(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "question": GERMAN, "english": ENGLISH},
        {"id": "2", "question": ENGLISH},
        {"id": "3", "subject": "Rechnung", "body": "Wo ist sie?", "english": "Invoice\nWhere is it?"},
    ]
    path = tmp_path / "data.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    question, ticket = load_examples(path)
    assert (question.prompt, question.answer) == (
        translation.render(GERMAN),
        '{"english":"How can I download my invoice?"}',
    )
    assert ticket.prompt == translation.render("Rechnung\nWo ist sie?")
    path.write_text('{"id": "1", "english": "x"}')
    with pytest.raises(QuestionError, match=r"line 1: 'subject' is missing"):
        load_examples(path)
