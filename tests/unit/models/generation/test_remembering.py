"""An engine that asks another one only what it has not asked before."""

from pathlib import Path
from typing import Any

from models.generation.engine import Generation, ScriptedEngine
from models.generation.remembering import RememberingEngine
from models.skills.fields import TokenLogprob

ASK: dict[str, Any] = {"skill": "base", "schema": {"enum": ["a"]}, "max_tokens": 8}


def test_what_was_generated_once_is_not_generated_again(tmp_path: Path) -> None:
    first = RememberingEngine(ScriptedEngine(["one", "two"]), tmp_path / "kept")
    made = first.generate(["1", "2", "1"], **ASK)
    assert [one.text for one in made] == ["one", "two", "one"]
    inner = ScriptedEngine(["three"])
    again = RememberingEngine(inner, tmp_path / "kept")
    assert again.generate(["1", "3", "2"], **ASK)[::2] == made[:2]
    assert inner.prompts == ["3"]
    assert (again.base_id, again.adapter_id("base")) == ("scripted", "scripted-base")


def test_another_base_limit_or_schema_is_another_question(tmp_path: Path) -> None:
    RememberingEngine(ScriptedEngine(["one"]), tmp_path).generate(["1"], **ASK)
    inner = ScriptedEngine(["a", "b", "c"])
    again = RememberingEngine(inner, tmp_path)
    again.generate(["1"], **{**ASK, "max_tokens": 9})
    again.generate(["1"], **{**ASK, "schema": {}})
    inner.base_id = "another"
    again.generate(["1"], **ASK)
    assert inner.prompts == ["1", "1", "1"]


class Sure(ScriptedEngine):
    def generate(self, prompts: Any, **_: Any) -> list[Generation]:
        return [Generation("x", (TokenLogprob("x", -0.25),), 3, finished=False) for _ in prompts]


def test_all_of_a_generation_is_kept_and_half_a_file_is_made_again(tmp_path: Path) -> None:
    [made] = RememberingEngine(Sure([]), tmp_path).generate(["1"], **ASK)
    assert RememberingEngine(ScriptedEngine([]), tmp_path).generate(["1"], **ASK) == [made]
    [file] = tmp_path.iterdir()
    file.write_text('{"text": "x"')
    assert RememberingEngine(ScriptedEngine(["new"]), tmp_path).generate(["1"], **ASK)[0].text == "new"
