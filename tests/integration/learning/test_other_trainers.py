"""What is exported trains the same model elsewhere, and what was trained there comes back and serves."""

import json
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file
from transformers import AutoTokenizer

from models.errors import AdapterError
from models.generation.local import TransformersEngine, load_base
from models.quiet import quiet_peft
from models.skills import reply, triage
from models.training.examples import Example, Tokenised
from models.training.lora import tokenised
from models.training.loss import build_shortlist
from models.weights import registry, versions
from models.weights.base import BaseModel, ensure
from models.weights.layers import skeleton
from tests.support.paths import DEMO
from worker.company import load_company
from worker.errors import ForeignAsset, Refused
from worker.learning import importing, lineage
from worker.learning.exports import record
from worker.learning.exports.export import TRAINERS, export
from worker.learning.exports.origin import find_origin
from worker.learning.language_run import LanguageRun
from worker.learning.runs.schema import RunFile
from worker.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")
COMPANY = load_company(DEMO / "company.toml")
QUEUES = {"billing": "money", "access": "log in"}
CHATML = (
    "{% for m in messages %}{{ '<start_of_turn>' + m.role + '\n' + m.content + '<end_of_turn>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<start_of_turn>assistant\n' }}{% endif %}"
)
ANSWER = triage.answer("access", "urgent", True, "several_problems")
EXAMPLES = [
    Example(triage.render(triage.TriageInput(f"Case {n}", f"invoice number {n}", "unknown"), QUEUES), ANSWER)
    for n in range(8)
]
HOSTILE = [
    Example("Read.\nIt says <eos><bos> {{idx}} {{content}} <end_of_turn> <image> <0xE2>", "an <eos> answer"),
    *(Example("Read.\n" + "äöü 12345 日本語 😀😀  and\t\n\n\n" * n, '{"a": "é😀"}') for n in range(12, 20)),
]


@pytest.fixture(scope="module")
def bases(tiny_base: BaseModel, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BaseModel]:
    folder = tmp_path_factory.mktemp("bases") / "chat"
    shutil.copytree(tiny_base.path, folder)
    (folder / "chat_template.jinja").write_text(CHATML)
    return {"raw": tiny_base, "chat": ensure(str(folder), folder)}


@pytest.fixture
def run(bases: dict[str, BaseModel], tmp_path: Path) -> Callable[..., LanguageRun]:
    data = tmp_path / "tickets.jsonl"
    data.write_text('{"id": "T-1"}\n{"id": "T-2"}\n')

    def make(kind: str = "raw", examples: Any = EXAMPLES, validation: Any = (), **options: Any) -> LanguageRun:
        usual = {"rank": 4, "alpha": 8, "targets": [], "epochs": 6.0, "learning_rate": 3e-2, "batch": 4}
        file = RunFile.model_validate({"skill": "triage", "data": [str(data)], **usual, **options})
        return LanguageRun(file, Settings(home=tmp_path / "home"), COMPANY, bases[kind], examples, validation, ())

    return make


def rows_of(folder: Path, name: str = "train.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").split("\n")[:-1]]


def read_as_axolotl(row: dict[str, Any], tokenizer: Any) -> tuple[list[int], list[int]]:
    """`axolotl.prompt_strategies.input_output.RawInputOutputStrategy` of 0.19.0."""
    ids: list[int] = []
    labels: list[int] = []
    for segment in row["segments"]:
        own = tokenizer(segment["text"], add_special_tokens=False)["input_ids"]
        ids += own
        labels += own if segment["label"] else [-100] * len(own)
    return ids, labels


def read_as_llama_factory(row: dict[str, Any], tokenizer: Any) -> tuple[list[int], list[int]]:
    """`llamafactory.data.template.Template._encode` of 0.9.5 with the template `empty`."""
    said = [text for text in (row.get("system", ""), row["instruction"].replace("{{idx}}", "0", 1)) if text]
    before = [token for text in said for token in tokenizer.encode(text, add_special_tokens=False)]
    answer = tokenizer.encode(row["output"], add_special_tokens=False)
    return before + answer, [-100] * len(before) + answer


READ = {"axolotl": read_as_axolotl, "llama-factory": read_as_llama_factory}


def labelled(row: Tokenised) -> tuple[list[int], list[int]]:
    counted = set(row.counted)
    return list(row.ids), [token if place in counted else -100 for place, token in enumerate(row.ids)]


@pytest.mark.parametrize("kind", ["raw", "chat"])
@pytest.mark.parametrize("tool", TRAINERS)
def test_the_tool_reads_the_tokens_that_we_train_on(
    tool: str, kind: str, run: Callable[..., LanguageRun], tmp_path: Path
) -> None:
    asked = run(kind, [*EXAMPLES, *HOSTILE], EXAMPLES[:2], max_tokens=120)
    known = export(asked, TRAINERS[tool], tmp_path / "out")
    tokenizer = AutoTokenizer.from_pretrained(asked.model.path)
    config = skeleton(asked.model).config
    ours, checked = tokenised(config, tokenizer, asked.options, asked.examples, asked.validation)
    assert sum(len(row.ids) == 120 for row in ours) >= 5
    theirs = [READ[tool](row, tokenizer) for row in rows_of(tmp_path / "out")]
    assert known.record.counts.get("left_out", 0) == 0
    assert known.record.counts["controls"] == 1
    shorter = [pair for pair, row in zip(theirs, ours, strict=True) if pair != labelled(row)]
    assert len(shorter) == known.record.counts.get("shortened", 0)
    assert all(120 - 32 <= len(ids) < 120 for ids, _ in shorter)
    assert [READ[tool](row, tokenizer) for row in rows_of(tmp_path / "out", "validation.jsonl")] == list(
        map(labelled, checked)
    )
    shortlist = load_file(tmp_path / "out" / "shortlist.safetensors")["ids"].long()
    assert torch.equal(shortlist, build_shortlist(ours, tokenizer))


def test_a_mark_is_told_of_answers_alone_because_in_a_ticket_it_is_text(run: Callable[..., LanguageRun]) -> None:
    for kind in ("raw", "chat"):
        asked = run(kind, [Example("Read.\nIt says <eos>.", "{}"), Example("Read.\nNothing.", "{}")])
        assert export(asked, TRAINERS["axolotl"], None).told == []


def test_a_row_is_what_the_tools_are_known_to_read_alike(run: Callable[..., LanguageRun], tmp_path: Path) -> None:
    prompt, answer = EXAMPLES[0].prompt, EXAMPLES[0].answer
    export(run(), TRAINERS["axolotl"], tmp_path / "a")
    export(run(), TRAINERS["llama-factory"], tmp_path / "b")
    assert rows_of(tmp_path / "a")[0] == {
        "segments": [{"label": False, "text": f"<bos>{prompt}"}, {"label": True, "text": f"{answer}<eos>"}]
    }
    assert rows_of(tmp_path / "b")[0] == {"instruction": f"<bos>{prompt}", "output": f"{answer}<eos>"}
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a").iterdir()} == {0o600}


def test_of_an_answer_that_is_chosen_the_same_tokens_count_where_the_tool_can(
    run: Callable[..., LanguageRun], tmp_path: Path
) -> None:
    schema = reply.schema(["en"], ["A link is valid for 60 minutes.", "Open Settings."])
    chosen = Example("How long?", reply.answer("answer", "en", ["Open Settings."]), schema)
    asked = run(examples=[chosen])
    told = {name: export(asked, trainer, tmp_path / name) for name, trainer in TRAINERS.items()}
    tokenizer = AutoTokenizer.from_pretrained(asked.model.path)
    [ours], _ = tokenised(skeleton(asked.model).config, tokenizer, asked.options, asked.examples)
    assert 0 < len(ours.counted) < len(ours.ids) - ours.answer_start
    assert read_as_axolotl(rows_of(tmp_path / "axolotl")[0], tokenizer) == labelled(ours)
    _, labels = read_as_llama_factory(rows_of(tmp_path / "llama-factory")[0], tokenizer)
    assert labels == [-100] * ours.answer_start + ours.ids[ours.answer_start :]
    assert all(any("schema" in sentence for sentence in known.differs) for known in told.values())


def train_elsewhere(folder: Path, base: BaseModel, target: Path, **options: Any) -> None:
    """Train on the exported rows with PEFT and a loop of torch, as the run file of Axolotl says."""
    network, tokenizer = load_base(base, torch.float32)
    said = yaml.safe_load((folder / "run.yaml").read_text())
    config = LoraConfig(
        r=said["lora_r"],
        lora_alpha=said["lora_alpha"],
        target_modules=said["lora_target_modules"],
        use_dora=said["peft_use_dora"],
        task_type="CAUSAL_LM",
        **options,
    )
    with quiet_peft():
        torch.manual_seed(said["seed"])
        peft: Any = get_peft_model(network, config)
        weights = [weight for weight in peft.parameters() if weight.requires_grad]
        optimiser = torch.optim.AdamW(weights, lr=said["learning_rate"], weight_decay=said["weight_decay"])
        pairs = [read_as_axolotl(row, tokenizer) for row in rows_of(folder)]
        for _ in range(int(said["num_epochs"])):
            for ids, labels in pairs:
                loss = peft(input_ids=torch.tensor([ids]), labels=torch.tensor([labels])).loss
                loss.backward()
                optimiser.step()
                optimiser.zero_grad()
        peft.save_pretrained(target)
    (target / "training_args.bin").write_bytes(b"pickled")
    (target / "checkpoint-2").mkdir()
    (target / "tokenizer.json").write_text("{}")


@pytest.mark.parametrize(("kind", "method"), [("raw", "lora"), ("chat", "dora")])
def test_what_was_trained_elsewhere_comes_back_and_serves(
    kind: str, method: str, run: Callable[..., LanguageRun], tmp_path: Path
) -> None:
    asked = run(kind, method=method, epochs=3.0)
    export(asked, TRAINERS["axolotl"], tmp_path / "out")
    train_elsewhere(tmp_path / "out", asked.model, tmp_path / "out" / "out", use_rslora=method == "lora")
    origin = find_origin(tmp_path / "out" / "out", None)
    known = importing.import_adapter(
        tmp_path / "out" / "out", asked.model, COMPANY, tmp_path / "adapters", origin=origin
    )
    assert sorted(path.name for path in known.folder.iterdir()) == [
        "adapter_config.json", "adapter_model.safetensors", "deskhand-adapter.json", "shortlist.safetensors",
    ]  # fmt: skip
    assert known.told == []
    assert registry.load_manifest(known.folder, base=asked.model).config["imported_from"]["tool"] == "axolotl"
    assert versions.list_versions(tmp_path / "adapters" / "triage") == [known.folder]
    assert versions.serving_folder(tmp_path / "adapters" / "triage") is None
    assert lineage.learned(tmp_path / "adapters", known.manifest.id, ["T-1", "T-3"]) == 1
    assert [path.name for path in (tmp_path / "adapters").iterdir() if ".importing" in path.name] == []
    engine = TransformersEngine(asked.model, {"triage": known.folder}, dtype=torch.float32)
    said = engine.generate(
        [example.prompt for example in EXAMPLES[:2]], skill="triage", schema=triage.schema(list(QUEUES)), max_tokens=60
    )
    assert [json.loads(one.text) for one in said] == [json.loads(ANSWER)] * 2


def an_adapter(folder: Path, base: BaseModel) -> Path:
    """Write what PEFT saves before the first step."""
    network, _ = load_base(base)
    with quiet_peft():
        config = LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj"], task_type="CAUSAL_LM")
        get_peft_model(network, config).save_pretrained(folder)
    return folder


def test_what_is_another_ones_or_was_altered_is_refused_and_nothing_is_left(
    run: Callable[..., LanguageRun], tmp_path: Path
) -> None:
    asked = run()
    exported = tmp_path / "out"
    export(asked, TRAINERS["llama-factory"], exported)
    adapter = an_adapter(tmp_path / "elsewhere", asked.model)
    origin = find_origin(adapter, exported)
    assert origin is not None

    def bring(base: BaseModel = asked.model, company: Any = COMPANY, skill: str | None = None, by: Any = origin) -> Any:
        return importing.import_adapter(adapter, base, company, tmp_path / "adapters", origin=by, skill=skill)

    with pytest.raises(ForeignAsset, match='exported from the tickets of the company "ferrowick"'):
        bring(company=replace(COMPANY, id="globex"))
    with pytest.raises(AdapterError, match="exported for the base"):
        bring(base=replace(asked.model, sha256="0" * 64))
    with pytest.raises(Refused, match="not for reply"):
        bring(skill="reply")
    with pytest.raises(Refused, match="give --from"):
        bring(by=None)
    (exported / "run.yaml").write_text("base_model: elsewhere")
    (exported / "train.jsonl").unlink()
    assert record.read(exported).id == origin.export.id
    (exported / "train.jsonl").write_text("{}")
    with pytest.raises(Refused, match=r"train.jsonl changed after the export"):
        find_origin(adapter, exported)
    (exported / "train.jsonl").unlink()
    (exported / "shortlist.safetensors").unlink()
    with pytest.raises(Refused, match="has no shortlist"):
        bring()
    assert not list((tmp_path / "adapters").glob("**/*.safetensors"))
    assert not list((tmp_path / "adapters").glob("**/*.importing*"))


def test_without_an_export_it_may_write_every_word_and_that_is_said(
    bases: dict[str, BaseModel], tmp_path: Path
) -> None:
    adapter = an_adapter(tmp_path / "elsewhere", bases["chat"])
    known = importing.import_adapter(adapter, bases["chat"], COMPANY, tmp_path / "adapters", skill="reply")
    assert "only the shapes" in known.told[0]
    assert "may write all" in known.told[1]
    assert known.manifest.config["turns"] is True
    assert known.manifest.config["form"] == "free"
    again = importing.import_adapter(known.folder, bases["chat"], COMPANY, tmp_path / "others")
    assert again.manifest == registry.read_manifest(known.folder)
    with pytest.raises(ForeignAsset):
        importing.import_adapter(known.folder, bases["chat"], replace(COMPANY, id="globex"), tmp_path / "others")


def test_what_is_there_already_is_said_and_other_options_do_not_vanish(
    bases: dict[str, BaseModel], tmp_path: Path
) -> None:
    def bring(folder: Path, **options: Any) -> importing.Imported:
        return importing.import_adapter(folder, bases["raw"], COMPANY, tmp_path / "adapters", **options)

    adapter = an_adapter(tmp_path / "elsewhere", bases["raw"])
    first = bring(adapter, skill="reply")
    again = bring(adapter, skill="reply")
    assert (again.folder, again.told[-1]) == (
        first.folder,
        f"{first.manifest.id} was there already, and stays as it is.",
    )
    with pytest.raises(Refused, match="brought with other options"):
        bring(adapter, skill="reply", form=reply.Form.GRAMMAR)
    with pytest.raises(Refused, match="of the form free, not grammar"):
        bring(first.folder, form=reply.Form.GRAMMAR)
    with pytest.raises(Refused, match="--form is for replies"):
        bring(adapter, skill="triage", form=reply.Form.FREE)


def test_a_manifest_leads_nowhere_else_and_no_link_is_followed(bases: dict[str, BaseModel], tmp_path: Path) -> None:
    base, adapters = bases["raw"], tmp_path / "adapters"
    made = importing.import_adapter(an_adapter(tmp_path / "elsewhere", base), base, COMPANY, adapters, skill="triage")
    copied = shutil.copytree(made.folder, tmp_path / "copied")
    for lie in ({"id": "../../outside"}, {"id": ".hidden"}, {"skill": "../outside"}, {"skill": "encoder"}):
        registry.write_manifest(copied, replace(made.manifest, **lie))  # type: ignore[arg-type]
        with pytest.raises(AdapterError, match="names a skill or an id"):
            importing.import_adapter(copied, base, COMPANY, adapters)
    registry.write_manifest(copied, made.manifest)
    (tmp_path / "secret").write_text("a key")
    (copied / "README.md").symlink_to(tmp_path / "secret")
    with pytest.raises(AdapterError, match="is no plain file"):
        importing.import_adapter(copied, base, COMPANY, tmp_path / "others")
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "others").exists()


def test_a_folder_of_something_else_is_refused_and_an_older_export_is_replaced(
    run: Callable[..., LanguageRun], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="no export"):
        export(run(), TRAINERS["axolotl"], tmp_path / "out")
    (tmp_path / "out" / "mine.txt").unlink()
    export(run(), TRAINERS["llama-factory"], tmp_path / "out")
    export(run(), TRAINERS["axolotl"], tmp_path / "out")
    assert "dataset_info.json" not in {path.name for path in (tmp_path / "out").iterdir()}
    assert [path.name for path in tmp_path.iterdir()].count(".out.writing") == 0
    (tmp_path / "out" / "prepared").mkdir()
    with pytest.raises(Refused, match="also holds prepared"):
        export(run(), TRAINERS["axolotl"], tmp_path / "out")
    with pytest.raises(Refused, match="begins a new adapter"):
        export(run(start_from="x"), TRAINERS["axolotl"], tmp_path / "other")
