"""This module exports examples: rows of texts, a run file, the words that the adapter may write, a page and a record.

examples ▶ tokens, as `models train` has them ▶ texts that give these tokens ▶ rows of the tool ▶ a folder, whole or not at all
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from models.generation.turns import has_turns
from models.skills import reply, translation
from models.training.examples import Tokenised, data_sha256
from worker import private_folder
from worker.errors import Refused
from worker.learning import lineage
from worker.learning.adapters import COMMON_TOKENS
from worker.learning.exports import axolotl, journal, llama_factory, page, record, tickets
from worker.learning.exports.rows import Rows, rows_of, told
from worker.learning.exports.trainer import RUN, TRAIN, VALIDATION, Trainer, Wanted
from worker.learning.language_run import LanguageRun

TRAINERS: Mapping[str, Trainer] = {trainer.NAME: trainer for trainer in (axolotl, llama_factory)}
_OURS = frozenset(
    {TRAIN, VALIDATION, RUN, record.SHORTLIST, record.FILE, page.FILE, tickets.FILE, llama_factory.DATA_SETS}
)
_HEAD = "# Written by `deskhand dataset export`. README.md says how to train with it, and how the adapter comes back.\n"


@dataclass(frozen=True)
class Exported:
    """An export was written, or could be."""

    record: record.Export
    differs: Sequence[str]  # what the tool does otherwise, in sentences
    told: Sequence[str]  # what became of some rows, in sentences


def export(
    run: LanguageRun,
    trainer: Trainer,
    target: Path | None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Exported:
    """Write the folder `target`, or nothing with None. Raises `Refused` for a folder that is something else, for a run that
    trains an adapter further, and where nothing could be trained."""
    require_place(target)
    if run.file.start_from:
        raise Refused(
            "an export begins a new adapter: leave start_from out, or train it further with `deskhand models train`"
        )
    from safetensors.torch import save

    from models.training.loss import build_shortlist
    from models.training.network import targets
    from models.training.plan import plan

    options, base = run.options, run.model
    network, tokenizer, made, seen, tokens = _spelled(run, trainer, progress)
    if not made.rows:
        raise Refused(f"no text of the {len(tokens)} examples gives {trainer.NAME} the tokens that we train on")
    planned, data = plan(tokens, options), data_sha256(run.examples)
    batch = max(1, round(len(tokens) * options.epochs / planned.steps)) if options.batch_tokens else options.batch
    wanted = Wanted(
        run=options,
        base=str(Path(base.path).resolve()) if Path(base.path).is_dir() else base.path,
        targets=targets(network, options),
        batch=batch,
        epoch_steps=-(-len(made.rows) // batch),
        warmup_steps=max(1, int(planned.steps * options.warmup)),
        longest=max(options.max_tokens, made.longest, seen.longest),
        data=data[:12],
        validated=bool(seen.rows),
        chosen=any(example.schema for example in run.examples),
    )
    shortlist = build_shortlist(tokens, tokenizer, COMMON_TOKENS if run.skill == translation.NAME else 0)
    parts = {name: own for name, own in ((TRAIN, made), (VALIDATION, seen)) if own.rows}
    files: dict[str, str | bytes] = {name: "".join(own.lines()) for name, own in parts.items()}
    whose = [entry for name, own in parts.items() for entry in tickets.entries(name, own.lines(), own.sources)]
    files[tickets.FILE] = "".join(entry.line() for entry in whose)
    files |= trainer.other_files({name: own.keys for name, own in parts.items()})
    files[record.SHORTLIST] = save({"ids": shortlist.int()})
    counts = Counter(examples=len(made.rows), validation=len(seen.rows), held_out=len(run.held_out))
    counts.update(made.counts + seen.counts)
    known = record.Export(
        id=f"{run.skill}-{datetime.now(UTC):%Y%m%d}-{data[:8]}",
        tool=trainer.NAME,
        tool_version=trainer.VERSION,
        skill=run.skill,
        form=run.file.form if run.skill == reply.NAME else None,
        turns=has_turns(tokenizer),
        base=base.name,
        base_sha256=base.sha256,
        company=run.company.id,
        data_sha256=data,
        run=asdict(options),
        targets=list(wanted.targets),
        counts=dict(counts),
        learned_from=lineage.hashes(lineage.ids_of(run.files)),
        code_version=metadata.version("deskhand"),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        files={name: _sha256(held) for name, held in files.items()},
    )
    differs = [*_differences(wanted, len(shortlist), int(network.config.vocab_size)), *trainer.differences(wanted)]
    if target is not None:
        files[RUN] = _HEAD + yaml.safe_dump(trainer.run_file(wanted), sort_keys=False, allow_unicode=True)
        files |= {record.FILE: record.as_json(known), page.FILE: page.page(known, trainer, differs)}
        journal.keep(
            run.settings.home_path, target, known.id
        )  # first: what is there is known, whatever ends this command
        with private_folder.new_folder(target, _OURS) as folder:
            private_folder.write(folder, files)
    return Exported(known, differs, told(counts, trainer))


def _spelled(
    run: LanguageRun, trainer: Trainer, progress: Callable[[int, int], None]
) -> tuple[Any, Any, Rows, Rows, list[Tokenised]]:
    """Return the network without weights, the tokenizer, the rows to train and to validate on, and the tokens to train on."""
    from transformers import AutoTokenizer

    from models.training.lora import tokenised
    from models.weights.layers import skeleton

    network = skeleton(run.model)
    tokenizer = AutoTokenizer.from_pretrained(run.model.path, trust_remote_code=False)
    tokens, checked = tokenised(network.config, tokenizer, run.options, run.examples, run.validation)
    whole = len(tokens) + len(checked)
    made = rows_of(run.examples, tokens, tokenizer, trainer, lambda done: progress(done, whole))
    seen = rows_of(run.validation, checked, tokenizer, trainer, lambda done: progress(len(tokens) + done, whole))
    return network, tokenizer, made, seen, tokens


def require_place(target: Path | None) -> None:
    """Raise `Refused` for a folder that holds something else than an export: a command that takes minutes asks this first."""
    if target is None:
        return
    if target.is_dir() and any(target.iterdir()) and not (target / record.FILE).exists():
        raise Refused(f"{target} is there already and is no export: choose another --out, or remove it")
    private_folder.others(target, _OURS)


def _differences(wanted: Wanted, shortlist: int, vocabulary: int) -> list[str]:
    """Return what every tool does otherwise than `deskhand models train`."""
    found = [
        f"The loss compares each token of an answer with all {vocabulary:,} words of the base; `deskhand models train` compares "
        f"it with the {shortlist:,} that the adapter may write, and with those of the prompt.",
        "The order of the examples and the initial weights are drawn by the tool: the same seed draws others there.",
        "Each epoch begins a new batch, and the learning rate is one step behind: the first step has the rate zero.",
    ]
    if wanted.run.batch_tokens:
        found.append(
            f"A step takes {wanted.batch} examples, which have {wanted.run.batch_tokens:,} tokens on average, and not as many as "
            "have so many tokens."
        )
    if wanted.run.precision == "auto":
        found.append(
            "The base is computed in bf16 where the machine does that; here, the processor decides in the same way."
        )
    return found


def _sha256(held: str | bytes) -> str:
    return hashlib.sha256(held if isinstance(held, bytes) else held.encode()).hexdigest()
