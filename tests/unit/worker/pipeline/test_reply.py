"""What the model is asked for a reply under the grammar, and what becomes of its answer."""

import json
from dataclasses import replace

import pytest

from knowledge.statements import Statement
from models.errors import InvalidOutput
from models.generation.engine import ScriptedEngine
from models.skills.reply import Form
from models.skills.reply import answer as written
from tests.unit.worker.pipeline.builders import COMPANY, passage, ticket
from worker.domain import Action, Reply
from worker.pipeline import asking, reply

STEPS = ("Open Settings.", "Click Billing.", "Choose the card.")
FIRST = passage(" ".join(STEPS), statements=tuple(Statement(text, text) for text in STEPS), language="en")
SECOND = passage("A card can be changed.", ref="docs/card.md#A", language="en")
QUESTIONS = {"billing": {"en": ("Which invoice do you mean?", "What is your password?")}}
ASKING = replace(COMPANY, questions=QUESTIONS)


def task(**changes):  # type: ignore[no-untyped-def]
    return reply.task(ticket(**changes), [FIRST, SECOND], Form.GRAMMAR, ASKING, "billing")


def test_the_schema_names_the_statements_and_the_approved_questions() -> None:
    answering, asking_, _ = task().schema["anyOf"]
    assert answering["properties"]["sentences"]["items"]["enum"] == [*STEPS, "A card can be changed."]
    assert asking_["properties"]["sentences"]["items"]["enum"] == ["Which invoice do you mean?"]
    assert answering["properties"]["language"] == {"enum": ["en"]}


def test_nobody_is_asked_twice() -> None:
    assert len(task(asked=1).schema["anyOf"]) == 2


def test_a_free_reply_is_asked_as_before() -> None:
    free = reply.task(ticket(), [FIRST], Form.FREE, ASKING)
    assert (free.refs, free.prompt) == (None, task().prompt.replace("\n- Login > Reset. A card can be changed.", ""))


def test_what_is_said_names_its_passages_and_steps_keep_their_order() -> None:
    engine = ScriptedEngine([written("answer", "en", [STEPS[2], "A card can be changed.", STEPS[0]])])
    [(said, _)] = reply.run([task()], engine)
    assert isinstance(said, Reply)
    assert said.sentences == (STEPS[0], "A card can be changed.", STEPS[2])
    assert said.refs == (FIRST.ref, SECOND.ref, FIRST.ref)
    assert engine.schemas == [task().schema]


def test_a_sentence_that_a_server_repeats_is_said_once_and_one_of_its_own_not_at_all() -> None:
    twice = written("answer", "en", [STEPS[0], STEPS[0]])
    for answer, wanted in (
        (twice, (STEPS[0],)),
        (written("answer", "en", [STEPS[0], "We refunded it."]), None),
        (written("answer", "en", ["Which invoice do you mean?"]), None),
        (written("ask", "en", [STEPS[0]]), None),
        (written("answer", "de", [STEPS[0]]), None),
    ):
        [(said, _)] = reply.run([task()], ScriptedEngine([answer]))
        assert isinstance(said, InvalidOutput) if wanted is None else said.sentences == wanted, answer


def test_a_statement_that_goes_on_says_the_shorter_one_as_well() -> None:
    texts = ("The list is cut.", "The list is cut. It is fixed in 3.4.", "Add a seat.")
    one = passage(" ".join(texts), statements=tuple(Statement(text, text) for text in texts), language="en")
    own = reply.task(ticket(), [one], Form.GRAMMAR, COMPANY)
    [(said, _)] = reply.run([own], ScriptedEngine([written("answer", "en", [texts[0], texts[2], texts[1]])]))
    assert isinstance(said, Reply)
    assert (said.sentences, said.refs) == (texts[1:], (one.ref, one.ref))


def test_an_approved_question_needs_no_check() -> None:
    [(said, _)] = reply.run([task()], ScriptedEngine([written("ask", "en", ["Which invoice do you mean?"])]))
    assert isinstance(said, Reply) and asking.is_approved(said)
    assert (said.action, said.refs) == (Action.ASK, ("",))


def test_no_model_is_asked_where_nothing_may_be_said() -> None:
    silent = reply.task(ticket(language="de"), [FIRST], Form.GRAMMAR, COMPANY)
    engine = ScriptedEngine([written("answer", "en", [STEPS[0]])])
    (first, _), (second, _) = reply.run([silent, task()], engine)
    assert (first.action, first.language) == (Action.HAND_OVER, "de")
    assert second.sentences == (STEPS[0],)
    assert engine.prompts == [task().prompt]


def test_a_limit_leaves_room_for_the_longest_reply() -> None:
    long = passage("x", statements=tuple(Statement(f"{n} " + "ß" * 400, "x") for n in range(9)), language="en")
    one = reply.task(ticket(), [long], Form.GRAMMAR, COMPANY)
    assert one.max_tokens > len(json.dumps(["ß" * 400] * 6, ensure_ascii=False).encode())


@pytest.mark.parametrize("form", list(Form))
def test_the_prompt_is_the_same_in_both_forms(form: Form) -> None:
    assert reply.task(ticket(), [FIRST], form, COMPANY).prompt == reply.prompt(ticket(), [FIRST])
