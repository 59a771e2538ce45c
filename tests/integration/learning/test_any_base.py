"""An adapter is trained on any base, in the turns of its own chat template where it has one, and served as it was trained."""

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import (
    AutoTokenizer,
    Gemma3TextConfig,
    LlamaConfig,
    LlamaForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
    set_seed,
)

from models.errors import TrainingError
from models.generation.local import TransformersEngine, load_base
from models.generation.turns import end_ids, messages, prompt_ids
from models.skills import triage
from models.training import lora
from models.training.examples import Example, tokenise
from models.training.run import LoraRun, Progress
from models.weights import base, registry
from models.weights.base import BaseModel
from tests.support.paths import DEMO
from worker.company import load_company
from worker.learning import adapters, training_folder

pytestmark = pytest.mark.usefixtures("one_thread")
COMPANY = load_company(DEMO / "company.toml")
QUEUES = {"billing": "money", "access": "log in"}
SIZES = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "head_dim": 16}
CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
NO_SYSTEM = (
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    "[{{ m.role }}]{{ m.content }}[/{{ m.role }}]{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}"
)
EXAMPLES = [
    Example(
        triage.render(triage.TriageInput(f"Case {n}", f"{word} number {n}", "unknown"), QUEUES),
        triage.answer(queue, "normal", False, None),
    )
    for n in range(6)
    for queue, word in (("billing", "invoice"), ("access", "password"))
]
SAME = [Example(e.prompt, triage.answer("access", "urgent", True, "several_problems")) for e in EXAMPLES]
RUN = LoraRun(rank=4, alpha=8, learning_rate=3e-2, epochs=4, batch=4)
ARCHITECTURES: dict[str, tuple[Any, Any]] = {
    "llama": (LlamaConfig, LlamaForCausalLM),
    "qwen": (Qwen3Config, Qwen3ForCausalLM),
}


@pytest.fixture(scope="module")
def bases(tiny_base: BaseModel, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str | None], BaseModel]:
    """Return what makes a tiny random base of an architecture, with the tokenizer of the tiny Gemma and a chat template."""

    def make(kind: str, template: str | None) -> BaseModel:
        folder = tmp_path_factory.mktemp(kind)
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(Path(tiny_base.path) / name, folder)
        if template is not None:
            (folder / "chat_template.jinja").write_text(template)
        if kind == "gemma":
            for name in ("config.json", "generation_config.json", "model.safetensors"):
                shutil.copy(Path(tiny_base.path) / name, folder)
        else:
            words = Gemma3TextConfig.from_pretrained(tiny_base.path).vocab_size
            configuration, network = ARCHITECTURES[kind]
            set_seed(7)
            heads = {"num_key_value_heads": 1, "initializer_range": 0.3, "eos_token_id": 1, "bos_token_id": 2}
            network(configuration(vocab_size=words, **SIZES, **heads)).save_pretrained(folder)
        return base.ensure(str(folder), folder)

    return make


@pytest.mark.parametrize("template", [None, CHATML, NO_SYSTEM], ids=["raw", "chatml", "without a system"])
@pytest.mark.parametrize("kind", ["gemma", "llama", "qwen"])
def test_what_is_trained_is_served(
    kind: str, template: str | None, bases: Callable[..., BaseModel], tmp_path: Path
) -> None:
    model = bases(kind, template)
    told: list[Progress] = []
    adapters.train("triage", SAME, model, replace(RUN, epochs=6), tmp_path / "triage", COMPANY, told.append)
    manifest = training_folder.publish(tmp_path / "triage")
    assert bool(manifest.config.get("turns")) is (template is not None)
    assert told[-1].loss < 0.5 * told[0].loss
    engine = TransformersEngine(model, {"triage": tmp_path / "triage"}, dtype=torch.float32)
    prompts = [example.prompt for example in EXAMPLES[:4]]
    said = engine.generate(prompts, skill="triage", schema=triage.schema(list(QUEUES)), max_tokens=60)
    assert [json.loads(one.text) for one in said] == [json.loads(SAME[0].answer)] * 4


def test_turns_are_those_of_the_template(bases: Callable[..., BaseModel]) -> None:
    tokenizer = AutoTokenizer.from_pretrained(bases("llama", CHATML).path)
    [ids] = prompt_ids(tokenizer, ["Do it.\nHere is a ticket."], turns=True)
    assert tokenizer.decode(ids) == (
        "<|im_start|>system\nDo it.<|im_end|>\n<|im_start|>user\nHere is a ticket.<|im_end|>\n<|im_start|>assistant\n"
    )
    assert tokenizer.decode(end_ids(tokenizer, turns=True)) == "<|im_end|>"
    made = tokenise(Example("Do it.\nNow.", "yes"), tokenizer, 200, turns=True)
    assert tokenizer.decode(made.ids[made.answer_start :]) == "yes<|im_end|>"


def test_a_prompt_of_one_line_is_the_users(bases: Callable[..., BaseModel]) -> None:
    assert messages("Only this.") == [{"role": "user", "content": "Only this."}]
    tokenizer = AutoTokenizer.from_pretrained(bases("llama", NO_SYSTEM).path)
    [ids] = prompt_ids(tokenizer, ["Do it.\nNow."], turns=True)
    assert tokenizer.decode(ids) == "<bos>[user]Do it.\nNow.[/user][assistant]"


def test_an_adapter_of_before_there_were_turns_is_served_without_them(
    bases: Callable[..., BaseModel], tmp_path: Path
) -> None:
    model = bases("llama", CHATML)
    made = adapters.train(
        "triage", EXAMPLES, model, replace(RUN, epochs=0.5), tmp_path / "triage", COMPANY, lambda _: None
    )
    manifest = registry.read_manifest(made)
    registry.write_manifest(made, replace(manifest, config={k: v for k, v in manifest.config.items() if k != "turns"}))
    engine = TransformersEngine(model, {"triage": made}, dtype=torch.float32)
    [old] = engine.generate(["A\nB"], skill="triage", schema=triage.schema(list(QUEUES)), max_tokens=60)
    [bare] = engine.generate(["A\nB"], skill="reply", schema=triage.schema(list(QUEUES)), max_tokens=60)
    tokenizer = AutoTokenizer.from_pretrained(model.path)
    assert old.prompt_tokens == len(prompt_ids(tokenizer, ["A\nB"], turns=False)[0])
    assert bare.prompt_tokens == len(prompt_ids(tokenizer, ["A\nB"], turns=True)[0])


def test_the_epoch_with_the_lowest_validation_loss_is_kept_also_after_a_resume(
    bases: Callable[..., BaseModel], tmp_path: Path
) -> None:
    model = bases("llama", None)
    wrong = [Example(e.prompt, triage.answer("billing", "urgent", True, "angry_or_at_risk")) for e in EXAMPLES]
    run = replace(RUN, epochs=12, patience=11, learning_rate=0.1)  # so high that the loss rises again

    def train(folder: Path, report: Callable[[Progress], None]) -> None:
        adapters.train("triage", EXAMPLES, model, run, folder, COMPANY, report, validation=wrong)

    whole: list[Progress] = []
    train(tmp_path / "one", whole.append)
    losses = [told.validation for told in whole if told.validation is not None]
    assert losses[-1] > min(losses)

    def interrupt(told: Progress) -> None:
        if told.step == 28:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tmp_path / "two", interrupt)
    rest: list[Progress] = []
    train(tmp_path / "two", rest.append)
    assert rest[0].step == 26  # a checkpoint is made after 25 steps
    first, second = (registry.read_manifest(_made(tmp_path / name)) for name in ("one", "two"))
    assert first.files["adapter_model.safetensors"] == second.files["adapter_model.safetensors"]


def test_a_run_ends_when_the_validation_loss_has_not_fallen_for_some_epochs(
    bases: Callable[..., BaseModel], tmp_path: Path
) -> None:
    wrong = [Example(e.prompt, triage.answer("billing", "low", False, None)) for e in EXAMPLES]
    told: list[Progress] = []
    run = replace(RUN, epochs=12, patience=2)
    adapters.train("triage", SAME, bases("llama", None), run, tmp_path / "t", COMPANY, told.append, validation=wrong)
    assert told[-1].step < told[-1].steps


def test_a_run_that_had_ended_early_learns_nothing_more_when_it_goes_on(
    bases: Callable[..., BaseModel], tmp_path: Path
) -> None:
    network, tokenizer = load_base(bases("llama", None))
    wrong = [Example(e.prompt, triage.answer("billing", "low", False, None)) for e in EXAMPLES]
    run = replace(RUN, epochs=12, patience=2)

    def train(folder: Path) -> list[Progress]:
        told: list[Progress] = []
        lora.train(deepcopy(network), tokenizer, SAME, run, folder, checkpoint=tmp_path / "checkpoint", report=told.append,
                   checkpoint_every=1, validation=wrong)  # fmt: skip
        return told

    ended = train(tmp_path / "one")  # the state is saved before the adapter is, and the process may be killed between
    assert ended[-1].step < ended[-1].steps
    assert train(tmp_path / "two") == []
    one, two = (load_file(tmp_path / name / "adapter_model.safetensors") for name in ("one", "two"))
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_batches_of_tokens_hold_each_example_once_per_epoch(bases: Callable[..., BaseModel], tmp_path: Path) -> None:
    model = bases("llama", None)
    told: list[Progress] = []
    run = replace(RUN, epochs=1, batch_tokens=120)
    adapters.train("triage", EXAMPLES, model, run, tmp_path / "triage", COMPANY, told.append)
    tokenizer = AutoTokenizer.from_pretrained(model.path)
    rows = [tokenise(example, tokenizer, run.max_tokens) for example in EXAMPLES]
    assert told[-1].tokens == sum(len(row.ids) for row in rows)
    assert 1 < told[-1].steps < len(EXAMPLES)


def test_layers_that_the_base_does_not_have_are_named(bases: Callable[..., BaseModel], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no layers called qkv; it has down_proj"):
        adapters.train(
            "triage",
            EXAMPLES,
            bases("llama", None),
            replace(RUN, targets=("qkv",)),
            tmp_path / "t",
            COMPANY,
            lambda _: None,
        )


def test_qlora_trains_and_serves_where_its_package_is_there(bases: Callable[..., BaseModel], tmp_path: Path) -> None:
    model, run = bases("llama", CHATML), replace(RUN, method="qlora")
    if find_spec("bitsandbytes") is None:
        with pytest.raises(TrainingError, match=r"pip install 'deskhand\[qlora\]'"):
            adapters.train("triage", EXAMPLES, model, run, tmp_path / "triage", COMPANY, lambda _: None)
        return
    told: list[Progress] = []
    adapters.train("triage", SAME, model, replace(run, epochs=6), tmp_path / "triage", COMPANY, told.append)
    training_folder.publish(tmp_path / "triage")
    assert told[-1].loss < 0.5 * told[0].loss
    engine = TransformersEngine(model, {"triage": tmp_path / "triage"}, dtype=torch.float32)
    [said] = engine.generate([EXAMPLES[0].prompt], skill="triage", schema=triage.schema(list(QUEUES)), max_tokens=60)
    # In four bits random weights are others than those that serve; what a trained base rounds to is near it.
    assert json.loads(said.text)["queue"] == "access"


def _made(folder: Path) -> Path:
    return training_folder.checkpoint(folder).parent / "adapter"
