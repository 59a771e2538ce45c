"""A run file says how a training run is made; whatever is wrong in it is told at once, with its place."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from models.errors import TrainingError
from worker.errors import Refused
from worker.learning.runs import deciding, reading, writing
from worker.learning.runs.schema import RunFile
from worker.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tickets.jsonl").write_text('{"id": "1"}\n')
    (tmp_path / "others.jsonl").write_text('{"id": "2"}\n')
    return tmp_path


def read(folder: Path, text: str, skill: str = "triage", **flags: Any) -> RunFile:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return reading.read(skill, path, flags)


def refused(folder: Path, text: str, skill: str = "triage", **flags: Any) -> list[str]:
    with pytest.raises(Refused) as error:
        read(folder, text, skill, **flags)
    return str(error.value).splitlines()


def decided(folder: Path, text: str = 'data = "tickets.jsonl"', skill: str = "triage", **flags: Any) -> RunFile:
    return deciding.decide(skill, read(folder, text, skill, **flags), Settings(_env_file=None))


def test_all_mistakes_are_told_with_their_lines_and_flags(folder: Path) -> None:
    text = 'skill = "reply"\nrnak = 3\nlora_alpha = 4\nrank = "8"\nepochs = nan\ndropout = true\nmethod = "foo"\nqueries = 3\n'
    first, *lines = refused(folder, text, alpha=0, data=[])
    assert first == f"{folder / 'run.toml'} cannot be used:"
    assert lines == [
        "  line 1: skill is reply, but the command trains triage",
        "  line 2: has no entry rnak: did you mean rank?",
        "  line 3: has no entry 'lora_alpha': did you mean alpha?",
        "  line 4: rank is a whole number, not a text",
        "  line 5: epochs must be above zero, not nan",
        "  line 6: dropout is a number, not true or false",
        "  line 7: there is no method 'foo': choose one of lora, dora, qlora",
        lines[7],
        "--alpha: alpha must be above zero, not 0",
        "--data: data names no file",
    ]
    assert lines[7].startswith("  line 8: queries says nothing about triage: leave it out. triage has skill, base, ")


def test_what_is_allowed_is_listed_once(folder: Path) -> None:
    _, first, second, third, fourth = refused(folder, "foo1 = 1\nzzzz = 2\nqueries = 3\ntemperature = 0.1\n")
    assert "; allowed: skill, base, " in first
    assert second == "  line 2: has no entry zzzz"
    assert "leave it out. triage has skill, " in third
    assert fourth == "  line 4: temperature says nothing about triage: leave it out"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("batch = 4\nbatch_tokens = 500", "line 2: batch_tokens and batch are both given"),
        ("patience = 2", "line 1: patience waits for a better validation loss"),
        ('data = ["a", "b"]\ndata_sha256 = "0"', "line 2: data_sha256 has 1 hashes for 2 files"),
        ('data = "a"\nvalidation = ["b", "a"]', "line 2: validation has a, which is in data as well"),
        ("rank = 1 2", "line 1: it is not TOML"),
        ("rank = 1\n\nrank = 2\n", "line 3: it is not TOML"),
        ("load_in_4bit = true", "has no entry 'load_in_4bit': did you mean method?"),
        ("[training]\nrank = 1", "has no entry training"),
        ("warmup = 1.5", "line 1: warmup is a share, from 0 to below 1"),
        ('precision = "fp8"', "there is no precision 'fp8'"),
        ("rank = 2.5", "line 1: rank is a whole number, not a number"),
        ("targets = [1]", "line 1: targets, item 1 is a text, not a number"),
        ('base = " "', "line 1: base is empty"),
        ('data = ["a", ""]', "line 1: data is empty"),
        (r'data = "a\u0000"', "line 1: data has a sign of code zero"),
        (f"rank = 1{'0' * 400}", "line 1: rank must be at most 1,000,000,000"),
        ("epochs = 1e8", "line 1: epochs must be at most 10,000"),
        ("seed = -1", "line 1: seed must be from 0 to 4,294,967,295"),
    ],
)
def test_what_contradicts_itself_or_makes_no_sense_is_refused(folder: Path, text: str, said: str) -> None:
    assert any(said in line for line in refused(folder, text))


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("heads", "rank = 4"),
        ("encoder", "alpha = 4"),
        ("triage", 'form = "free"'),
        ("translation", 'baseline = "words"'),
    ],
)
def test_an_entry_of_another_kind_of_training_is_refused(folder: Path, skill: str, text: str) -> None:
    assert f"says nothing about {skill}: leave it out" in refused(folder, text, skill)[1]


def test_a_flag_goes_before_the_file_which_goes_before_what_is_usual(folder: Path) -> None:
    run = decided(folder, 'data = "tickets.jsonl"\nrank = 4\nepochs = 2', rank=8)
    assert (run.rank, run.epochs, run.alpha, run.seed, run.precision) == (8, 2.0, 16, 7, "auto")
    options = deciding.lora_run(run)
    assert (options.rank, options.alpha, options.targets) == (8, 16, ())


def test_a_size_of_a_step_by_flag_replaces_the_other_one_of_the_file(folder: Path) -> None:
    text = 'data = "tickets.jsonl"\nbatch = 8\nbatch_tokens = 0'
    run = decided(folder, text, batch_tokens=500)
    assert (run.batch, run.batch_tokens) == (None, 500)
    assert decided(folder, text.replace("8", "4"), batch_tokens=0).batch == 4
    assert decided(folder, 'data = "tickets.jsonl"\nbatch_tokens = 500', batch=2).batch == 2


def test_a_flag_is_called_as_it_was_given(folder: Path) -> None:
    assert refused(folder, "", "heads", resume=False)[0].startswith("--restart: resume says nothing about heads")


@pytest.mark.parametrize("held", ['{"run": ["rank"]}', '{"run": "rank"}', "[1]", '{"ru'])
def test_what_is_no_run_of_a_version_is_refused(folder: Path, held: str) -> None:
    (folder / "run.json").write_text(held)
    with pytest.raises(Refused, match=r"is no run.json of a version"):
        reading.read("triage", folder / "run.json", {})


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "run.toml").write_bytes(b'base = "\xfcber"')
    with pytest.raises(Refused, match="it is not UTF-8"):
        reading.read("triage", folder / "run.toml", {})


def test_the_home_of_a_user_is_meant_by_its_sign(folder: Path) -> None:
    run = decided(folder, 'data = "tickets.jsonl"\nout = "~/adapters"', "encoder")
    assert run.out == str(Path.home() / "adapters")


def test_a_flag_replaces_what_is_wrong_in_the_file(folder: Path) -> None:
    assert read(folder, "rank = 0", rank=2).rank == 2


def test_files_are_looked_for_beside_the_run_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert decided(folder).data == [str(folder / "tickets.jsonl")]


def test_another_file_than_that_of_the_hash_is_refused(folder: Path) -> None:
    own = sha256((folder / "tickets.jsonl").read_bytes()).hexdigest()
    text = f'data = "tickets.jsonl"\ndata_sha256 = "{own}"'
    assert decided(folder, text).data_sha256 == [own]
    (folder / "tickets.jsonl").write_text('{"id": "3"}\n')
    with pytest.raises(Refused, match=f"data_sha256 is {own[:12]}… in the run file, and .*tickets.jsonl has "):
        decided(folder, text)


def test_a_run_without_data_says_what_to_give(folder: Path) -> None:
    with pytest.raises(Refused, match="give --data FILE, or data in the run file"):
        decided(folder, "rank = 4")


def test_a_method_whose_package_is_missing_is_refused_before_anything_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.training.run.find_spec", lambda _: None)
    with pytest.raises(TrainingError, match=r"pip install 'deskhand\[qlora\]'"):
        decided(folder, method="qlora")


@pytest.mark.parametrize("skill", ["triage", "reply", "encoder", "heads"])
def test_the_whole_run_is_written_and_makes_the_same_run(folder: Path, skill: str) -> None:
    flags = {
        "triage": {"batch_tokens": 500, "targets": ["q_proj"], "start_from": "triage-2026"},
        "encoder": {"queries": 8},
    }.get(skill, {})
    run = decided(folder, skill=skill, **flags)
    text = writing.to_toml(run)
    again = decided(folder, text, skill)
    assert again == decided(folder, text.replace("\n#", "\n\n#"), skill)
    assert again.model_dump() == run.model_copy(update={"data": again.data, "out": again.out}).model_dump()


def test_the_run_that_a_version_keeps_is_a_run_file(folder: Path) -> None:
    run = decided(folder, rank=4)
    (folder / "run.json").write_text(json.dumps({"run": run.model_dump(exclude_none=True), "record": []}))
    assert reading.read("triage", folder / "run.json", {}) == run
    (folder / "run.json").write_text("{}")
    with pytest.raises(Refused, match=r"is no run\.json of a version"):
        reading.read("triage", folder / "run.json", {})
