"""An engine that refuses some prompts answers the others; one that refuses most is not asked in vain."""

import pytest

from models.errors import EngineError, EngineUnavailable, ModelNotServed
from models.generation.engine import ScriptedEngine
from worker.learning.refusals import Answering

SCHEMA = {"type": "object"}


def ask(view: Answering, count: int) -> list[str]:
    made = view.generate(["x"] * count, skill="triage", schema=SCHEMA, max_tokens=4)
    return [one.text for one in made]


def test_what_is_refused_is_asked_alone_and_answered_with_nothing() -> None:
    view = Answering(ScriptedEngine(["a", EngineError("too long"), "a", EngineError("too long"), "c"]))
    assert ask(view, 3) == ["a", "", "c"]
    assert str(view.refused) == "refused 1 prompts, which count as not answered: too long"
    view.require_answers()


def test_an_error_that_may_quote_the_ticket_is_told_by_its_place_alone() -> None:
    view = Answering(ScriptedEngine([IndexError("secret words"), IndexError("secret words"), "b", "c"]))
    assert ask(view, 3) == ["", "b", "c"]
    assert "secret" not in str(view.refused)
    assert "IndexError at " in str(view.refused)


def test_who_refuses_most_is_asked_no_more() -> None:
    view = Answering(ScriptedEngine([EngineError("no")] * 40))
    with pytest.raises(EngineError, match="no"):
        ask(view, 8)
    few = Answering(ScriptedEngine([EngineError("no")] * 4))
    assert ask(few, 2) == ["", ""]  # of so few nothing is known yet
    with pytest.raises(EngineError, match="no"):
        few.require_answers()


@pytest.mark.parametrize("error", [EngineUnavailable("down"), ModelNotServed("404")])
@pytest.mark.parametrize("before", [[], [EngineError("too long"), "a"]])
def test_no_ticket_is_to_blame_for_a_server_that_is_away(error: Exception, before: list[str | Exception]) -> None:
    with pytest.raises(type(error)):
        ask(Answering(ScriptedEngine([*before, error])), 3)


def test_an_error_of_ours_is_no_refusal() -> None:
    with pytest.raises(TypeError):
        ask(Answering(ScriptedEngine([TypeError("ours")])), 1)
