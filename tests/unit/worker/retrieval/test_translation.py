"""What a query in another language is searched for: English before it, or itself where no model helps."""

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
from structlog.testing import capture_logs

from models.errors import BaseModelError, EngineUnavailable
from models.generation.engine import Engine, Generation, ScriptedEngine
from models.skills import translation
from worker.retrieval.batches import BATCH
from worker.retrieval.translation import Translator

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


def test_a_text_is_translated_once_in_a_batch_and_once_in_a_process() -> None:
    translate, engine = translator(translation.answer("How can I?"), translation.answer("The password?"))
    other = "Le mot de passe n'est plus accepté depuis hier, que faire ?"
    once = [f"How can I?\n{GERMAN}", f"The password?\n{other}"]
    assert translate([GERMAN, other, GERMAN]) == [*once, once[0]]
    assert translate([other, ENGLISH, GERMAN]) == [once[1], ENGLISH, once[0]]
    assert len(engine.prompts) == 2


def test_what_was_not_translated_is_asked_for_again() -> None:
    translate, _ = translator("no JSON", EngineUnavailable("busy"), translation.answer("How can I?"))
    assert translate([GERMAN]) == [GERMAN]
    assert translate([GERMAN]) == [GERMAN]
    assert translate([GERMAN]) == [f"How can I?\n{GERMAN}"]


def test_only_so_many_translations_are_kept_those_used_last() -> None:
    german = [f"Wo ist die Rechnung Nummer {number}, die ich nicht finde?" for number in range(4)]
    engine = ScriptedEngine([translation.answer(f"made {number}") for number in range(6)])
    translate = Translator(lambda: engine, remembered=2)
    translate(german[:2])
    translate(german[:1])
    translate(german[2:3])  # the second is forgotten, for the first was used after it
    assert translate(german[:2]) == [f"made 0\n{german[0]}", f"made 3\n{german[1]}"]
    # More at once than are kept: all are translated.
    assert [text.partition("\n")[2] for text in translate(german[1:])] == german[1:]


def test_a_batch_is_one_call_of_the_engine() -> None:
    class Counting(ScriptedEngine):
        batches: ClassVar[list[int]] = []

        def generate(self, prompts: Sequence[str], **options: Any) -> list[Generation]:
            self.batches.append(len(prompts))
            return super().generate(prompts, **options)

    german = [f"Wo ist die Rechnung Nummer {number}, die ich nicht finde?" for number in range(BATCH + 2)]
    engine = Counting([translation.answer("Where?")] * len(german))
    Translator(lambda: engine)([*german, ENGLISH, *german])
    assert engine.batches == [BATCH, 2]


@pytest.mark.parametrize("answer", ["", "no JSON", '{"english":""}', '{"english":7}', '["x"]', '{"english":"', '{"eng'])
def test_an_answer_that_makes_no_sense_leaves_the_query_as_it_is(answer: str) -> None:
    translate, _ = translator(answer, translation.answer("The second one."))
    other = f"Guten Tag. {GERMAN}"
    assert translate([GERMAN, other]) == [GERMAN, f"The second one.\n{other}"]


def test_a_translation_that_was_cut_is_used_as_far_as_it_goes() -> None:
    whole = translation.answer('The path C:\\n says "no"\nsince \x07 today.')
    for end in range(len('{"english":"T'), len(whole)):
        cut = translation.parse(whole[:end])
        assert translation.parse(whole).startswith(cut)
        assert len(cut) > (end - 14) / 2  # an escape of six characters is one
    translate, _ = translator('{"english":"How can I downl')
    assert translate([GERMAN]) == [f"How can I downl\n{GERMAN}"]


def test_without_a_model_the_search_goes_on_and_the_log_says_why() -> None:
    def missing() -> Engine:
        raise BaseModelError("the package is missing")

    with capture_logs() as lines:
        assert translator(EngineUnavailable("nobody there"))[0]([GERMAN]) == [GERMAN]
        assert Translator(missing)([GERMAN]) == [GERMAN]
    assert [(line["log_level"], line["event"], line["reason"]) for line in lines] == [
        ("warning", "searched without a translation", "nobody there"),
        ("warning", "searched without a translation", "the package is missing"),
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
