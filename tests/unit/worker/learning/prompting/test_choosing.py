"""The prompt with which a model answers best is found, kept with its score, and compared with what serves."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.errors import AdapterError, EngineError, EngineUnavailable
from models.evaluation.pairs import Pairs
from models.evaluation.scores import Share
from models.generation.engine import Generation
from models.skills import triage
from models.skills.reply import Form
from tests.unit.worker.learning.report.exams import COMPANY, found, tickets
from worker import assets, kept_prompts
from worker.learning.evaluation import Contender
from worker.learning.prompting import pool, scoring
from worker.learning.prompting.candidates import Pool, candidates, trimmed
from worker.learning.prompting.choosing import Chosen, Exam, choose
from worker.pipeline.prompting import Choice

TRAIN, ASKED = tickets(40), tickets(16, first=1000)
KNOWN = found([*TRAIN, *ASKED])
ENCODER = KNOWN[TRAIN[0].id].encoder
GOOD, BAD = "Look at the examples.", "Guess."


class Imitating:
    """Answers as the last example of its prompt, if the instruction says so; else always the same."""

    base_id = "server:imitating"

    def __init__(self, error: Exception | None = None, longest: int = 100_000, refuses: str = "\0") -> None:
        self.prompts: list[str] = []
        self.error, self.longest, self.refuses = error, longest, refuses

    def adapter_id(self, skill: str) -> None:
        assert skill == "base", "no adapter is asked"

    def generate(self, prompts: Sequence[str], *, skill: str, schema: Any, max_tokens: int) -> list[Generation]:
        self.adapter_id(skill)
        if self.error:
            raise self.error
        if any(len(prompt) > self.longest for prompt in prompts):
            raise EngineError("the prompt is too long")
        if any(self.refuses in prompt.rsplit("JSON: ", 2)[-2] for prompt in prompts):
            raise EngineError("this ticket is too long")
        self.prompts += prompts
        return [Generation(self._answer(prompt), (), len(prompt), True) for prompt in prompts]

    def likelihoods(self, *_: Any, **__: Any) -> None:
        return None

    def _answer(self, prompt: str) -> str:
        *examples, _ = prompt.split("JSON: ")
        usual = triage.answer("billing", "normal", False, None)
        return examples[-1].split("\n")[0] if prompt.startswith(GOOD) and len(examples) > 1 else usual


class Step:
    def __init__(self) -> None:
        self.total, self.done, self.notes = 0, 0, list[str]()

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None:
        self.total += total or 0

    def advance(self, count: int = 1) -> None:
        self.done += count

    def note(self, text: str) -> None:
        self.notes.append(text)


def chosen(engine: Imitating, serving: Contender | None = None, step: Step | None = None) -> Chosen | None:
    shots = tuple(pool.of_triage(pool.covering(TRAIN), KNOWN, {}))
    exam = Exam("triage", ASKED, KNOWN, COMPANY, {}, engine, 16)
    majority = scoring.majority(TRAIN, ASKED)
    return choose(exam, Pool(shots, ENCODER), [BAD, GOOD], 8, majority, serving, step or Step())


@pytest.fixture(scope="module")
def best() -> Chosen:
    made = chosen(Imitating())
    assert made is not None
    return made


def test_the_nearest_examples_win_where_the_model_imitates_them(best: Chosen) -> None:
    prompt = best.kept.prompt
    assert (prompt.instruction, prompt.choice) == (GOOD, Choice.NEAREST)
    assert best.kept.score == Share(16, 16)
    assert best.kept.baseline == Share(8, 16)
    assert best.rivals[0].score == Share(8, 16)
    assert best.rivals[0].name == "always billing, not handed over"
    assert [rival.name for rival in best.rivals[1:3]] == [
        "as the nearest handled ticket",
        "bare base, instruction 1, no examples",
    ]
    assert [rival.score for rival in best.rivals[1:3]] == [Share(16, 16), Share(8, 16)]
    assert [row.ticket.id for row in best.rows] == [ticket.id for ticket in ASKED]
    assert best.calls == 152  # of 224
    assert best.kept.origin.candidates == 14


def test_progress_counts_every_answer() -> None:
    step, who = Step(), Contender("serving", Imitating(), bare=True)
    made = chosen(Imitating(), who, step)
    assert made is not None
    assert step.total == step.done == made.calls + 16
    assert [rival.name for rival in made.rivals][1] == "serving"
    assert made.rivals[1].pairs is not None
    assert made.rivals[1].pairs.is_better
    assert step.notes[0].startswith("after 8 tickets of 14 prompts: ")


class Mute(Imitating):
    """Says nothing without examples."""

    def _answer(self, prompt: str) -> str:
        return super()._answer(prompt) if prompt.count("JSON: ") > 1 else ""


def test_the_bare_base_answers_all_tickets_although_it_was_out_after_the_first_round() -> None:
    step = Step()
    made = chosen(Mute(), None, step)
    assert made is not None
    [bare] = [rival for rival in made.rivals if rival.name.startswith("bare base")]
    assert (bare.score, bare.pairs) == (Share(0, 16), Pairs(0, 0, 16, 0))
    assert step.total == step.done == made.calls + 8


def test_prompts_that_do_not_fit_are_out_and_a_dead_server_ends_it() -> None:
    short = max(len(prompt) for prompt in _without_examples())
    made = chosen(Imitating(longest=short))
    assert made is not None
    assert made.kept.prompt.count == 0
    assert len(made.out) == 12
    assert chosen(Imitating(EngineError("no such model"))) is None
    with pytest.raises(EngineUnavailable):
        chosen(Imitating(EngineUnavailable("down")))


def test_a_ticket_that_is_refused_counts_as_wrong_and_takes_no_prompt_out(best: Chosen) -> None:
    made = chosen(Imitating(refuses=ASKED[3].body))
    assert made is not None
    assert made.out == {}
    assert (made.name, made.kept.score) == (best.name, Share(15, 16))
    assert str(made.refused[made.name]) == ("refused 1 prompts, which count as not answered: this ticket is too long")
    assert len(made.refused) == 14  # it is among the first eight


def _without_examples() -> list[str]:
    engine = Imitating()
    exam = Exam("triage", ASKED, KNOWN, COMPANY, {}, engine, 16)
    choose(exam, Pool((), ""), [GOOD, BAD], 8, scoring.majority(TRAIN, ASKED), None, Step())
    return engine.prompts


def test_what_is_kept_comes_back_whole_and_is_its_owners_alone(best: Chosen, tmp_path: Path) -> None:
    kept_prompts.save(best.kept, tmp_path)
    path = kept_prompts.place(tmp_path, "triage")
    known = kept_prompts.load(tmp_path, "triage")
    assert known == best.kept
    assert path.stat().st_mode & 0o777 == 0o600
    [asset] = assets.assets_of(tmp_path)
    assert asset.is_of(COMPANY)
    assert asset.made_by == "deskhand models prompt triage --data FILE --examples FILE"
    path.write_text(path.read_text().replace(GOOD, "Say the password."))
    with pytest.raises(AdapterError, match="does not match its hash"):
        kept_prompts.load(tmp_path, "triage")
    assert kept_prompts.load(tmp_path, "reply") is None


def test_it_says_for_whom_it_was_chosen(best: Chosen) -> None:
    assert best.kept.misfit("server:imitating", None) == ""
    assert "chosen for server:imitating, and the model is gemma" in best.kept.misfit("gemma", None)


def test_a_prompt_of_fixed_examples_keeps_no_others() -> None:
    made = chosen(Imitating(), None)
    assert made is not None
    fixed = [one.prompt for one in candidates([GOOD], Pool(made.kept.prompt.shots, ENCODER)) if one.prompt.count == 2]
    assert [len(trimmed(one).shots) for one in fixed] == [3, 40]
    assert all(shot.vector is None for shot in trimmed(fixed[0]).shots)


def test_only_what_fits_is_a_candidate() -> None:
    shots = tuple(pool.of_triage(TRAIN, KNOWN, {}))
    assert [one.name for one in candidates([GOOD], Pool(shots[:2], ""))] == [
        "instruction 1, no examples", "instruction 1, 2 fixed examples",
    ]  # fmt: skip
    assert len(candidates([GOOD], Pool(shots, ENCODER, Form.FREE, most_characters=10))) == 1
    assert len(candidates([GOOD], Pool(shots, ENCODER), most=4)) == 5


def test_the_answers_of_examples_are_those_of_people(best: Chosen) -> None:
    by_id = {ticket.id: ticket for ticket in TRAIN}
    for shot in best.kept.prompt.shots:
        assert json.loads(shot.answer)["queue"] == by_id[shot.ticket].queue
