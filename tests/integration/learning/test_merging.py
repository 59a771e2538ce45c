"""A merge is an adapter like any other: it has a manifest, it is served, and a plain model of it says the same words."""

import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoTokenizer

from models.errors import AdapterError
from models.generation.local import TransformersEngine, load_base
from models.generation.turns import has_turns
from models.merging.merge import Plan
from models.merging.methods import Method
from models.quiet import quiet_peft
from models.skills import triage
from models.training import lora
from models.training.examples import Example
from models.training.run import LoraRun
from models.weights import base, registry, versions
from models.weights.base import BaseModel
from tests.support.paths import DEMO
from worker.company import load_company
from worker.errors import ForeignAsset, Refused
from worker.learning import merging, training_folder

pytestmark = pytest.mark.usefixtures("one_thread")
OURS = load_company(DEMO / "company.toml")
QUEUES = {"billing": "money", "access": "log in"}
RUN = LoraRun(rank=4, alpha=8, learning_rate=5e-2, epochs=3, batch=4)
PROMPTS = [
    triage.render(triage.TriageInput("Case", f"{word} number 3", "unknown"), QUEUES) for word in ("invoice", "key")
]
SCHEMA = triage.schema(list(QUEUES))


@pytest.fixture(scope="module")
def adapter(tiny_base: BaseModel, tmp_path_factory: pytest.TempPathFactory) -> Any:
    network, tokenizer = load_base(tiny_base)

    def make(name: str, method: str = "lora", skill: str = "triage", seed: int = 7) -> Path:
        folder = tmp_path_factory.mktemp(name)
        examples = [
            Example(
                triage.render(triage.TriageInput(f"Case {n}", f"{word} number {n}", "unknown"), QUEUES),
                triage.answer(queue, "normal", False, None),
            )
            for n in range(4)
            for queue, word in (("billing", "invoice"), ("access", "password"))
        ]
        run = replace(RUN, method=method, seed=seed)
        data = lora.train(deepcopy(network), tokenizer, examples, run, folder, checkpoint=folder.parent / f"{name}.run")
        registry.write_new_manifest(folder, skill, tiny_base, data, {"method": method, "examples": 8}, OURS.id)
        return folder

    return make


def test_two_of_the_same_are_that_one(adapter: Any, tiny_base: BaseModel, tmp_path: Path) -> None:
    one = adapter("one")
    manifest, known = merging.merge([one, one], Plan(), tiny_base, tmp_path / "both", OURS)
    assert (known.exact, known.rank, manifest.skill) == (True, 8, "triage")
    assert manifest.config["merged_from"] == [registry.read_manifest(one).id] * 2
    assert registry.load_manifest(tmp_path / "both", base=tiny_base).id == manifest.id
    assert _said(tiny_base, tmp_path / "both") == _said(tiny_base, one)


def test_two_merges_do_not_share_a_workshop(adapter: Any, tiny_base: BaseModel, tmp_path: Path) -> None:
    one = adapter("one", seed=1)
    with (
        training_folder.claimed(tmp_path / "merge"),
        pytest.raises(Refused, match="another command makes merge"),
    ):
        merging.as_candidate([one, one], Plan(), tiny_base, tmp_path, OURS)
    manifest, _ = merging.as_candidate([one, one], Plan(), tiny_base, tmp_path, OURS)
    assert [place.name for place in versions.list_versions(tmp_path / manifest.skill)] == [manifest.id]


def test_a_plain_model_says_what_base_and_adapter_say(adapter: Any, tiny_base: BaseModel, tmp_path: Path) -> None:
    one = adapter("plain", method="dora")
    merging.into_base(one, tiny_base, tmp_path / "model", OURS)
    ids = torch.arange(10, 50).unsqueeze(0)
    with quiet_peft(), torch.inference_mode():
        plain = load_base(base.ensure(str(tmp_path / "model"), tmp_path), torch.float32)[0](ids).logits
        adapted = PeftModel.from_pretrained(load_base(tiny_base, torch.float32)[0], one)(ids).logits
        bare = load_base(tiny_base, torch.float32)[0](ids).logits
    assert torch.allclose(plain, adapted, atol=1e-3 * float(adapted.abs().max()))
    assert not torch.allclose(bare, adapted, atol=1e-2 * float(adapted.abs().max()))


def test_the_lengths_of_dora_are_kept_as_they_were_learned(adapter: Any) -> None:
    kept = load_file(adapter("lengths", method="dora") / registry.WEIGHTS)
    lengths = {name: tensor for name, tensor in kept.items() if name.endswith("lora_magnitude_vector")}
    assert lengths
    assert {tensor.dtype for tensor in lengths.values()} == {torch.float32}
    assert not all(torch.equal(one, one.to(torch.bfloat16).float()) for one in lengths.values())
    assert {kept[name].dtype for name in kept.keys() - lengths.keys()} == {torch.bfloat16}


def test_a_merge_is_asked_as_its_parents_were(adapter: Any, tiny_base: BaseModel, tmp_path: Path) -> None:
    plain, turned = adapter("plain-one"), adapter("turned")
    known = registry.read_manifest(turned)
    registry.write_manifest(turned, replace(known, config={**known.config, "turns": True}))
    manifest, _ = merging.merge([turned, turned], Plan(), tiny_base, tmp_path / "both", OURS)
    assert manifest.config["turns"] is True
    with pytest.raises(AdapterError, match="learned from plain prompts"):
        merging.merge([plain, turned], Plan(), tiny_base, tmp_path / "mixed", OURS)
    chats = tmp_path / "chats"
    shutil.copytree(tiny_base.path, chats)
    (chats / "chat_template.jinja").write_text("{{ messages[0].content }}")
    for folder, asked in ((plain, False), (turned, True)):
        merging.into_base(folder, base.ensure(str(chats), tmp_path), tmp_path / folder.name, OURS)
        assert has_turns(AutoTokenizer.from_pretrained(tmp_path / folder.name)) is asked


def test_what_does_not_belong_together_is_refused_and_nothing_is_left(
    adapter: Any, tiny_base: BaseModel, tmp_path: Path
) -> None:
    one, other = adapter("first"), adapter("second", skill="reply")
    with pytest.raises(AdapterError, match="say with --skill"):
        merging.merge([one, other], Plan(), tiny_base, tmp_path / "out", OURS)
    strange = replace(tiny_base, sha256="0" * 64)
    with pytest.raises(AdapterError, match="was trained on base"):
        merging.merge([one, one], Plan(), strange, tmp_path / "out", OURS)
    (tmp_path / "there").mkdir()
    with pytest.raises(AdapterError, match="there already"):
        merging.merge([one, one], Plan(Method.TIES, rank=4), tiny_base, tmp_path / "there", OURS)
    with pytest.raises(ForeignAsset, match="was learned for the company"):
        merging.merge([one, one], Plan(), tiny_base, tmp_path / "out", replace(OURS, id="globex"))
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def _said(model: BaseModel, folder: Path) -> list[str]:
    engine = TransformersEngine(model, {"triage": folder})
    return [g.text for g in engine.generate(PROMPTS, skill="triage", schema=SCHEMA, max_tokens=60)]
