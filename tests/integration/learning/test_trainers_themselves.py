"""Axolotl and LLaMA-Factory read what is exported for them as we do: on the packaged base, raw and with Gemma's chat template.

What their own code (0.19.0 and 0.9.5) read is recorded in `trainers_read.json`. Where they are installed, they read again.
"""

import json
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from transformers import AutoTokenizer

from models.generation.turns import has_turns
from models.training.examples import Example, tokenise
from models.training.run import LoraRun
from models.weights.base import BaseModel
from tests.support.paths import DEMO
from worker.company import load_company
from worker.learning.exports.export import TRAINERS, export
from worker.learning.exports.trainer import Wanted
from worker.learning.language_run import LanguageRun
from worker.learning.runs.schema import RunFile
from worker.settings import Settings

RECORDED = Path(__file__).with_name("trainers_read.json")
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set first = messages[0]['content'] + '\n\n' %}"
    "{% set loop_messages = messages[1:] %}{% else %}{% set first = '' %}{% set loop_messages = messages %}{% endif %}"
    "{% for m in loop_messages %}{{ '<start_of_turn>' + ('model' if m['role'] == 'assistant' else m['role']) + '\n'"
    " + (first if loop.first else '') }}{{ m['content'] | trim }}{{ '<end_of_turn>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"
)
MOST = 64
ABLE = {"bf16": True, "fp8": False, "tf32": True, "n_gpu": 1, "compute_capability": "sm_80", "n_node": 1}
TORCH = {"torch_version": "2.13.0"}
EXAMPLES = [
    Example('Route.\nCustomer: "unknown"\nTicket: I can\'t log in!\nJSON: ', '{"queue":"access","escalate":false}'),
    Example("Read.\n<eos><bos>{{idx}} {{content}} <end_of_turn>\n<start_of_turn>model\n<image>", "an <eos> answer ▁"),
    Example("Route.\n" + "Die Tür 12345 klemmt;  日本語 😀\n\n\n" * 8, '{"queue":"büro"}'),
    Example("Only one line", "A long answer that stays whole. " * 5),
]


@pytest.fixture(scope="module")
def bases(base_model: BaseModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, BaseModel]]:
    """Return the packaged base and one with a chat template. All loads give one tokenizer, for one takes seconds."""
    folder = tmp_path_factory.mktemp("bases") / "chat"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        (folder / name).symlink_to(Path(base_model.path) / name)
    (folder / "chat_template.jinja").write_text(GEMMA)
    tokenizer = AutoTokenizer.from_pretrained(base_model.path)

    def load(path: str, **_: Any) -> Any:
        tokenizer.chat_template = GEMMA if path == str(folder) else None
        return tokenizer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AutoTokenizer, "from_pretrained", load)
        yield {"raw": base_model, "chat": BaseModel("chat", str(folder), "")}


@pytest.fixture(scope="module", params=[(kind, tool) for kind in ("raw", "chat") for tool in TRAINERS], ids="-".join)
def exported(
    request: pytest.FixtureRequest, bases: dict[str, BaseModel], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, Path]:
    """Return the kind of base, the tool and the folder of the export."""
    kind, tool = request.param
    return kind, tool, export_for(tool, bases[kind], tmp_path_factory.mktemp(tool))


def export_for(tool: str, base: BaseModel, folder: Path) -> Path:
    data = folder / "tickets.jsonl"
    data.write_text("")
    options = {"rank": 4, "alpha": 8, "targets": [], "max_tokens": MOST, "validation": [str(data)], "patience": 1}
    file = RunFile.model_validate({"skill": "triage", "data": [str(data)], "method": "qlora", **options})
    company = load_company(DEMO / "company.toml")
    run = LanguageRun(file, Settings(home=folder / "home"), company, base, EXAMPLES, EXAMPLES[:1], ())
    assert export(run, TRAINERS[tool], folder / "out").record.counts["examples"] == len(EXAMPLES)
    return folder / "out"


def run_files(tool: str) -> list[dict[str, Any]]:
    """Return run files of every kind."""
    runs = (
        LoraRun(),
        LoraRun(method="dora", precision="float32"),
        LoraRun(patience=2, precision="bfloat16"),
        LoraRun(method="qlora"),
    )
    wanted = Wanted(runs[0], "somewhere", ["q_proj"], 8, 4, 1, 64, "abc", validated=False)
    return [
        TRAINERS[tool].run_file(replace(wanted, run=run, validated=validated))
        for run in runs
        for validated in (False, True)
    ]


def options_of(tool: str) -> set[str]:
    return {option for file in run_files(tool) for option in file}


def ours(base: BaseModel) -> list[list[list[int]]]:
    tokenizer = AutoTokenizer.from_pretrained(base.path)
    rows = [tokenise(example, tokenizer, MOST, turns=has_turns(tokenizer)) for example in EXAMPLES]
    return [[row.ids, [-100] * row.answer_start + row.ids[row.answer_start :]] for row in rows]


@pytest.mark.parametrize("kind", ["raw", "chat"])
def test_what_the_tools_read_is_what_we_train_on(kind: str, bases: dict[str, BaseModel]) -> None:
    known = json.loads(RECORDED.read_text())[kind]
    assert ours(bases[kind]) == known["axolotl"] == known["llama-factory"]


def test_the_rows_and_options_are_those_that_they_read(exported: tuple[str, str, Path]) -> None:
    kind, tool, folder = exported
    recorded = json.loads(RECORDED.read_text())
    assert [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()] == recorded[kind]["rows"][
        tool
    ]


@pytest.mark.parametrize("tool", TRAINERS)
def test_every_option_that_is_written_is_one_of_the_tool(tool: str) -> None:
    assert options_of(tool) == set(json.loads(RECORDED.read_text())["options"][tool])


def test_where_a_tool_is_installed_it_reads_the_same(
    exported: tuple[str, str, Path], bases: dict[str, BaseModel]
) -> None:
    kind, tool, folder = exported
    package = {"axolotl": "axolotl", "llama-factory": "llamafactory"}[tool]
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed; what it read is recorded")
    with _strangers():
        options, read = (_axolotl if tool == "axolotl" else _llama_factory)(folder, bases[kind])
    assert options_of(tool) <= options
    assert read == ours(bases[kind])


def _axolotl(folder: Path, base: BaseModel) -> tuple[set[str], list[list[list[int]]]]:
    from axolotl.prompt_strategies.input_output import load
    from axolotl.utils.config import validate_config
    from axolotl.utils.dict import DictDefault
    from axolotl.utils.schemas.config import AxolotlInputConfig
    from axolotl.utils.schemas.datasets import SFTDataset

    said = yaml.safe_load((folder / "run.yaml").read_text())
    assert {key for one in (*said["datasets"], *said["test_datasets"]) for key in one} <= set(SFTDataset.model_fields)
    for other in run_files("axolotl"):
        validate_config(DictDefault({**other, "base_model": base.path}), capabilities=ABLE, env_capabilities=TORCH)
    config = validate_config(DictDefault(said), capabilities=ABLE, env_capabilities=TORCH)
    strategy = load(AutoTokenizer.from_pretrained(base.path), config)
    rows = [strategy.tokenize_prompt(json.loads(line)) for line in (folder / "train.jsonl").read_text().splitlines()]
    return set(AxolotlInputConfig.model_fields), [[row["input_ids"], row["labels"]] for row in rows]


def _llama_factory(folder: Path, base: BaseModel) -> tuple[set[str], list[list[list[int]]]]:
    from llamafactory.data import get_template_and_fix_tokenizer
    from llamafactory.data.converter import get_dataset_converter
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.data.processor.supervised import SupervisedDatasetProcessor
    from llamafactory.hparams.parser import _TRAIN_ARGS, get_train_args

    said = yaml.safe_load((folder / "run.yaml").read_text())
    cannot = ("bf16", "quantization_bit", "quantization_method", "quantization_type", "double_quantization")
    here = {"dataset_dir": str(folder), "output_dir": str(folder / "o"), "use_cpu": True}
    for other in (*run_files("llama-factory"), said):  # the last one is used below
        known = {name: value for name, value in other.items() if name not in cannot}
        _, data, training, _, _ = get_train_args(known | here | {"model_name_or_path": base.path})
    tokenizer = AutoTokenizer.from_pretrained(base.path)
    template = get_template_and_fix_tokenizer(tokenizer, data)
    [attributes] = get_dataset_list(data.dataset, data.dataset_dir)
    convert: Any = get_dataset_converter(attributes.formatting, attributes, data)
    columns = [name for name in ("prompt", "query", "response", "system") if getattr(attributes, name)]
    rows = [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()]
    assert all(set(row) == {getattr(attributes, name) for name in columns} for row in rows)
    made = [convert(row) for row in rows]
    batch = {name: [row[name] for row in made] for name in made[0]}
    found = SupervisedDatasetProcessor(template, tokenizer, None, data).preprocess_dataset(batch)
    assert training.lr_scheduler_kwargs == {"min_lr_rate": 0.1}
    options = {field.name for group in _TRAIN_ARGS for field in fields(group)}
    return options, [list(pair) for pair in zip(found["input_ids"], found["labels"], strict=True)]


@contextmanager
def _strangers() -> Iterator[None]:
    """Let a tool be imported beside other versions than it asks for: it warns, looks for sound, and reports its use."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("AXOLOTL_DO_NOT_TRACK", "1")
        patch.setenv("DISABLE_VERSION_CHECK", "1")
        if find_spec("torchaudio") is None:
            patch.setitem(sys.modules, "torchaudio", ModuleType("torchaudio"))
        yield
