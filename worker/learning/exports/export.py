"""This module exports examples: rows of texts, a run file, the words that the adapter may write, a page and a record.

examples ▶ tokens, as `models train` has them ▶ texts that give these tokens ▶ rows of the tool ▶ a folder, whole or not at all
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from models.skills import reply
from models.training.examples import Example, Tokenised, data_sha256
from models.training.run import LoraRun
from models.training.spelling import Spelled
from models.weights.base import BaseModel
from worker import private_folder
from worker.company import Company
from worker.errors import Refused
from worker.learning import lineage
from worker.learning.exports import axolotl, llama_factory, page, record
from worker.learning.exports.trainer import RUN, TRAIN, VALIDATION, Trainer, Wanted

TRAINERS: Mapping[str, Trainer] = {trainer.NAME: trainer for trainer in (axolotl, llama_factory)}
_OURS = frozenset({TRAIN, VALIDATION, RUN, record.SHORTLIST, record.FILE, page.FILE, llama_factory.DATA_SETS})
_HEAD = "# Written by `deskhand dataset export`. README.md says how to train with it, and how the adapter comes back.\n"


@dataclass(frozen=True)
class Source:
    """This is what an export is made of."""

    skill: str
    examples: Sequence[Example]
    validation: Sequence[Example]
    tickets: set[str]  # ids of what the examples were made from
    held_out: int  # tickets that are no examples, so that confidence can be calibrated on them
    form: reply.Form | None = None  # of replies


@dataclass(frozen=True)
class Exported:
    """An export was written, or could be."""

    record: record.Export
    differs: Sequence[str]  # what the tool does otherwise, in sentences
    told: Sequence[str]  # what became of some rows, in sentences


def export(
    source: Source,
    run: LoraRun,
    base: BaseModel,
    company: Company,
    trainer: Trainer,
    target: Path | None,
    common: int = 0,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Exported:
    """Write the folder `target`, or nothing with None. `common`: as in training. Raises `Refused` for a folder that is something
    else, and where nothing could be trained."""
    require_place(target)
    from safetensors.torch import save
    from transformers import AutoTokenizer

    from models.generation.turns import has_turns
    from models.training.lora import tokenised
    from models.training.loss import build_shortlist
    from models.training.network import targets
    from models.training.plan import plan
    from models.weights.layers import skeleton

    network = skeleton(base)
    tokenizer = AutoTokenizer.from_pretrained(base.path, trust_remote_code=False)
    turns = has_turns(tokenizer)
    tokens, checked = tokenised(network.config, tokenizer, run, source.examples, source.validation)
    whole = len(tokens) + len(checked)
    made = _rows(source.examples, tokens, tokenizer, trainer, turns, lambda done: progress(done, whole))
    seen = _rows(
        source.validation, checked, tokenizer, trainer, turns, lambda done: progress(len(tokens) + done, whole)
    )
    if not made.rows:
        raise Refused(f"no text of the {len(tokens)} examples gives {trainer.NAME} the tokens that we train on")
    shortlist = build_shortlist(tokens, tokenizer, common)
    planned = plan(tokens, run)
    data = data_sha256(source.examples)
    wanted = Wanted(
        run=run,
        base=str(Path(base.path).resolve()) if Path(base.path).is_dir() else base.path,
        targets=targets(network, run),
        batch=max(1, round(len(tokens) * run.epochs / planned.steps)) if run.batch_tokens else run.batch,
        warmup_steps=max(1, int(planned.steps * run.warmup)),
        longest=max(run.max_tokens, *(one.tokens for one in (*made.spelled, *seen.spelled))),
        data=data[:12],
        validated=bool(seen.rows),
        chosen=any(example.schema for example in source.examples),
    )
    files: dict[str, str | bytes] = {
        name: _lines(own.rows) for name, own in ((TRAIN, made), (VALIDATION, seen)) if own.rows
    }
    files |= trainer.other_files({name: own.keys for name, own in ((TRAIN, made), (VALIDATION, seen)) if own.rows})
    files[RUN] = _HEAD + yaml.safe_dump(trainer.run_file(wanted), sort_keys=False, allow_unicode=True)
    files[record.SHORTLIST] = save({"ids": shortlist.int()})
    counts = Counter(examples=len(made.rows), validation=len(seen.rows), held_out=source.held_out)
    counts.update(made.counts + seen.counts)
    known = record.Export(
        id=f"{source.skill}-{datetime.now(UTC):%Y%m%d}-{data[:8]}",
        tool=trainer.NAME,
        tool_version=trainer.VERSION,
        skill=source.skill,
        form=str(source.form) if source.form else None,
        turns=turns,
        base=base.name,
        base_sha256=base.sha256,
        company=company.id,
        data_sha256=data,
        run=asdict(run),
        targets=list(wanted.targets),
        counts=dict(counts),
        learned_from=lineage.hashes(source.tickets),
        code_version=metadata.version("deskhand"),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files={name: _sha256(held) for name, held in files.items() if name != RUN},
    )
    differs = [*_differences(wanted, len(shortlist), int(network.config.vocab_size)), *trainer.differences(wanted)]
    if target is not None:
        files |= {record.FILE: record.as_json(known), page.FILE: page.page(known, trainer, differs)}
        with private_folder.new_folder(target, _OURS) as folder:
            private_folder.write(folder, files)
    return Exported(known, differs, _told(counts, trainer))


def require_place(target: Path | None) -> None:
    """Raise `Refused` for a folder that holds something else than an export: a command that takes minutes asks this first."""
    if target is not None and target.is_dir() and any(target.iterdir()) and not (target / record.FILE).exists():
        raise Refused(f"{target} is there already and is no export: choose another --out, or remove it")


@dataclass(frozen=True)
class _Made:
    rows: Sequence[Mapping[str, Any]]
    spelled: Sequence[Spelled]
    counts: Counter[str]

    @property
    def keys(self) -> set[str]:
        return {key for row in self.rows for key in row}


def _rows(
    examples: Sequence[Example],
    tokens: Sequence[Tokenised],
    tokenizer: Any,
    trainer: Trainer,
    turns: bool,
    progress: Callable[[int], None],
) -> _Made:
    """Return the rows of some examples, and how many could not be written as they are."""
    from models.training.spelling import spelled

    controls = {place for place, token in tokenizer.added_tokens_decoder.items() if token.special}
    rows: list[dict[str, Any]] = []
    texts: list[Spelled] = []
    counts: Counter[str] = Counter()
    for done, (example, row) in enumerate(zip(examples, tokens, strict=True), 1):
        one = spelled(example, row, tokenizer, turns=turns)
        line = trainer.row(one) if one is not None else None
        if one is None or line is None:
            counts["left_out"] += 1
        else:
            counts["shortened"] += one.lost > 0
            counts["undivided"] += not one.divided
            rows.append(line)
            texts.append(one)
        said = (tokenizer(text, add_special_tokens=False).input_ids for text in (example.prompt, example.answer))
        counts["controls"] += any(not controls.isdisjoint(ids) for ids in said)
        progress(done)
    keys = {key for row in rows for key in row}
    return _Made([{**dict.fromkeys(sorted(keys - set(row)), ""), **row} for row in rows], texts, counts)


def _differences(wanted: Wanted, shortlist: int, vocabulary: int) -> list[str]:
    """Return what every tool does otherwise than `deskhand models train`."""
    found = [
        f"The loss compares each token of an answer with all {vocabulary:,} words of the base; `deskhand models train` compares "
        f"it with the {shortlist:,} that the adapter may write, and with those of the prompt.",
        "The order of the examples and the initial weights are drawn by the tool: the same seed draws others there.",
        "Each epoch begins a new batch, and the first step has the rate zero, which the others follow by one step.",
    ]
    if wanted.run.batch_tokens:
        found.append(
            f"A step takes {wanted.batch} examples, as many as {wanted.run.batch_tokens:,} tokens are on average, and not as many "
            "as have so many tokens."
        )
    if wanted.run.precision == "auto":
        found.append(
            "The base is computed in bf16 where the machine does that; here, the processor decides in the same way."
        )
    return found


def _told(counts: Mapping[str, int], trainer: Trainer) -> list[str]:
    """Return what became of the rows that are not like the others."""
    sentences = {
        "left_out": f"left out, because no text gives {trainer.NAME} the same tokens",
        "shortened": "cut by a few tokens more than in training here, because the cut went through a sign",
        "undivided": "with all tokens of the answer in the loss, because those that count are no texts of their own",
        "controls": "with a text such as <eos> in the ticket, which the tokenizer reads as a sign of control, there as here",
    }
    return [f"{counts[name]} examples {said}" for name, said in sentences.items() if counts.get(name)]


def _lines(rows: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _sha256(held: str | bytes) -> str:
    return hashlib.sha256(held if isinstance(held, bytes) else held.encode()).hexdigest()
