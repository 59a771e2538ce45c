"""Training for real, on a base so small that a run takes seconds."""

import json
import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from models.errors import AdapterError, TrainingError
from models.generation.local import TransformersEngine, load_base
from models.skills import triage
from models.training import lora
from models.training.examples import Example
from models.training.run import LoraRun, Progress
from models.weights import registry
from models.weights.base import BaseModel
from models.weights.registry import load_manifest
from tests.support.paths import DEMO
from worker.company import load_company
from worker.learning import adapters, training_folder

pytestmark = pytest.mark.usefixtures("one_thread")
QUEUES = {"billing": "money", "access": "log in"}
EXAMPLES = [
    Example(
        triage.render(triage.TriageInput(f"Case {n}", f"{word} number {n}", "unknown"), QUEUES),
        triage.answer(queue, "normal", False, None),
    )
    for n in range(6)
    for queue, word in (("billing", "invoice"), ("access", "password"))
]
COMPANY = load_company(DEMO / "company.toml")
RUN = LoraRun(rank=4, alpha=8, learning_rate=5e-2, epochs=4, batch=4)  # 12 steps
WEIGHTS = "adapter_model.safetensors"


class Interrupted(Exception):
    """A Ctrl-C at a step of our choosing."""


@pytest.fixture(scope="module")
def loaded(tiny_base: BaseModel) -> tuple[Any, Any]:
    """Network and tokenizer, loaded once; training changes the network, so it is given a copy."""
    return load_base(tiny_base)


def train(loaded: tuple[Any, Any], folder: Path, run: LoraRun = RUN, **options: Any) -> list[Progress]:
    """Into `folder`/adapter; returns what was reported."""
    network, tokenizer = deepcopy(loaded[0]), loaded[1]
    (folder / "adapter").mkdir(parents=True, exist_ok=True)
    told: list[Progress] = []

    def report(step: Progress) -> None:
        told.append(step)
        if step.step == options.get("stop_at"):
            raise Interrupted

    kept = {name: value for name, value in options.items() if name != "stop_at"}
    examples = kept.pop("examples", EXAMPLES)
    lora.train(
        network, tokenizer, examples, run, folder / "adapter", checkpoint=folder / "checkpoint", report=report,
        checkpoint_every=5, **kept,
    )  # fmt: skip
    return told


def weights(folder: Path) -> dict[str, Any]:
    return load_file(folder / "adapter" / WEIGHTS)


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.keys() == other.keys() and all(one[name].equal(other[name]) for name in one)


@pytest.mark.parametrize("method", ["lora", "dora"])
def test_the_loss_falls_and_the_adapter_serves(tiny_base: BaseModel, tmp_path: Path, method: str) -> None:
    folder = tmp_path / "triage"
    told: list[Progress] = []
    made = adapters.train("triage", EXAMPLES, tiny_base, replace(RUN, method=method), folder, COMPANY, told.append)
    manifest = training_folder.publish(folder)

    assert [step.step for step in told] == list(range(1, told[0].steps + 1))
    assert sum(step.loss for step in told[-3:]) < 0.8 * sum(step.loss for step in told[:3])
    config = json.loads((folder / "adapter_config.json").read_text())
    assert config["use_dora"] is (method == "dora")
    assert not made.exists()
    engine = TransformersEngine(tiny_base, {"triage": folder})
    assert engine.adapter_id("triage") == manifest.id
    [generation] = engine.generate(
        [EXAMPLES[0].prompt], skill="triage", schema=triage.schema(list(QUEUES)), max_tokens=triage.MAX_TOKENS
    )
    assert triage.parse(generation.text, generation.tokens, list(QUEUES)).queue in QUEUES


@pytest.mark.parametrize("run", [RUN, replace(RUN, method="dora"), replace(RUN, dropout=0.2)], ids=str)
def test_a_resumed_run_ends_with_the_very_weights_of_one_that_was_not_interrupted(
    loaded: tuple[Any, Any], tmp_path: Path, run: LoraRun
) -> None:
    whole = train(loaded, tmp_path / "whole", run)
    with pytest.raises(Interrupted):
        train(loaded, tmp_path / "resumed", run, stop_at=8)  # the last checkpoint is at 5
    rest = train(loaded, tmp_path / "resumed", run)

    assert [step.step for step in rest] == list(range(6, 13))
    assert rest == whole[5:]
    assert same(weights(tmp_path / "whole"), weights(tmp_path / "resumed"))


def test_a_finished_run_that_was_not_published_is_not_trained_again(loaded: tuple[Any, Any], tmp_path: Path) -> None:
    train(loaded, tmp_path)
    first = weights(tmp_path)
    assert train(loaded, tmp_path) == []
    assert same(first, weights(tmp_path))


def test_a_run_whose_loss_is_no_number_any_more_ends_and_makes_nothing(loaded: tuple[Any, Any], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"diverged in step 3: .* lower learning rate"):
        train(loaded, tmp_path, replace(RUN, learning_rate=1e9, warmup=0.0))
    assert not (tmp_path / "adapter" / WEIGHTS).exists()


@pytest.mark.parametrize("changed", [{"run": replace(RUN, seed=8)}, {"examples": EXAMPLES[1:]}, {"origin": "other"}])
def test_a_checkpoint_of_another_run_is_not_resumed(
    loaded: tuple[Any, Any], tmp_path: Path, changed: dict[str, Any]
) -> None:
    with pytest.raises(Interrupted):
        train(loaded, tmp_path, stop_at=8)
    assert train(loaded, tmp_path, **changed)[0].step == 1


@pytest.mark.parametrize("name", ["state.json", "optimiser.safetensors"])
def test_a_checkpoint_that_was_cut_off_is_no_checkpoint(loaded: tuple[Any, Any], tmp_path: Path, name: str) -> None:
    """As after a power failure."""
    train(loaded, tmp_path / "whole")
    with pytest.raises(Interrupted):
        train(loaded, tmp_path / "cut", stop_at=8)
    damaged = tmp_path / "cut" / "checkpoint" / name
    damaged.write_bytes(damaged.read_bytes()[:-40])
    told: list[str] = []
    assert train(loaded, tmp_path / "cut", say=told.append)[0].step == 1
    assert told == ["what an interrupted run left cannot be read: this one begins anew"]
    assert same(weights(tmp_path / "whole"), weights(tmp_path / "cut"))


def test_the_same_seed_makes_the_same_adapter_and_another_one_another(loaded: tuple[Any, Any], tmp_path: Path) -> None:
    short = replace(RUN, epochs=1)
    for name, run in (("one", short), ("two", short), ("other", replace(short, seed=8))):
        train(loaded, tmp_path / name, run)
    assert same(weights(tmp_path / "one"), weights(tmp_path / "two"))
    assert not same(weights(tmp_path / "one"), weights(tmp_path / "other"))


@pytest.fixture(scope="module")
def trained(tiny_base: BaseModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "triage"
    adapters.train("triage", EXAMPLES, tiny_base, replace(RUN, epochs=1), folder, COMPANY, lambda _: None)
    training_folder.publish(folder)
    return folder


@pytest.fixture
def serving(trained: Path, tmp_path: Path) -> Path:
    """An adapter folder as it serves."""
    return Path(shutil.copytree(trained, tmp_path / "adapters" / "triage"))


def test_the_manifest_says_where_the_adapter_came_from(tiny_base: BaseModel, serving: Path) -> None:
    manifest = load_manifest(serving, base=tiny_base)

    assert (manifest.skill, manifest.base, manifest.base_sha256) == ("triage", tiny_base.name, tiny_base.sha256)
    assert manifest.data_sha256 == lora.data_sha256(EXAMPLES)
    assert manifest.id.startswith("triage-")
    assert manifest.config.items() >= {"rank": 4, "seed": 7, "method": "lora", "examples": 12}.items()
    assert manifest.config["started_from"] is None
    made = {"adapter_config.json", WEIGHTS, "shortlist.safetensors"}
    assert set(manifest.files) == made | set(registry.OF_THE_RUN)
    assert sorted(path.name for path in serving.parent.iterdir()) == ["triage"]


@pytest.mark.parametrize("name", ["adapter_config.json", WEIGHTS, "shortlist.safetensors"])
def test_a_changed_file_is_refused(tiny_base: BaseModel, serving: Path, name: str) -> None:
    with (serving / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(AdapterError, match=f"{name} does not match its hash"):
        load_manifest(serving, base=tiny_base)


def test_an_adapter_for_another_base_is_refused_by_hash_or_where_there_is_none_by_name(
    tiny_base: BaseModel, serving: Path
) -> None:
    hub, other_hub = (BaseModel(name, name, "") for name in ("some/model", "other/model"))
    with pytest.raises(AdapterError, match="was trained on base"):
        load_manifest(serving, base=replace(tiny_base, sha256="0" * 64))
    with pytest.raises(AdapterError, match="was trained on base"):
        load_manifest(serving, base=hub)
    registry.write_manifest(serving, replace(registry.read_manifest(serving), base=hub.name, base_sha256=""))
    assert load_manifest(serving, base=hub).base == "some/model"
    with pytest.raises(AdapterError, match="was trained on base some/model, this base is other/model"):
        load_manifest(serving, base=other_hub)
    with pytest.raises(AdapterError, match="was trained on base some/model, this base is"):
        load_manifest(serving, base=tiny_base)


def test_what_serves_is_whole_while_its_successor_is_trained_from_it(tiny_base: BaseModel, serving: Path) -> None:
    before, seen = load_manifest(serving, base=tiny_base), []

    def look(_: Progress) -> None:
        seen.append(load_manifest(serving, base=tiny_base).id)

    run = replace(RUN, epochs=1, seed=8)
    adapters.train("triage", EXAMPLES, tiny_base, run, serving, COMPANY, look, start=serving)
    assert load_manifest(serving, base=tiny_base) == before
    after = training_folder.publish(serving)

    assert set(seen) == {before.id}
    assert after.id != before.id
    assert after.config["started_from"] == before.id
    assert load_manifest(serving, base=tiny_base) == after
    assert sorted(path.name for path in serving.parent.iterdir()) == ["triage"]


def test_a_start_of_another_shape_or_skill_is_refused_before_anything_is_touched(
    tiny_base: BaseModel, serving: Path
) -> None:
    for skill, run, said in (
        ("triage", replace(RUN, rank=8, alpha=16), "lora of rank 4 and alpha 8, this run makes lora of rank 8"),
        ("triage", replace(RUN, method="dora"), "this run makes dora of rank 4"),
        ("reply", RUN, "is an adapter for triage"),
    ):
        with pytest.raises(TrainingError, match=said):
            adapters.train(
                skill, EXAMPLES, tiny_base, run, serving.with_name("new"), COMPANY, lambda _: None, start=serving
            )
    assert sorted(path.name for path in serving.parent.iterdir()) == ["triage"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "foo"}, "there is no method 'foo': choose one of lora, dora"),
        ({"epochs": 0}, "epochs must be above zero"),
        ({"epochs": float("nan")}, "epochs must be above zero"),
        ({"rank": 0}, "rank must be above zero"),
        ({"learning_rate": -1.0}, "learning rate must be above zero"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        LoraRun(**options)


def test_without_examples_there_is_nothing_to_train_on(loaded: tuple[Any, Any], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no examples"):
        train(loaded, tmp_path, examples=[])
