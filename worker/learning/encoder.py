"""The search's own models from handled tickets: what customers asked, what agents used, what the search confused it with."""

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from knowledge.measure.questions import Question, section_of
from models.encoding import encoder as embedder
from models.training.encoder import EncoderExample, Judged, train_encoder
from models.training.run import EncoderRun, Progress
from models.weights import registry
from models.weights.base import BaseModel, sha256_of
from models.weights.folders import replace_folder
from worker.retrieval.finder import Finder, Query

BATCH = 16
Texts = Mapping[str, Sequence[str]]


def texts_by_key(owner: Engine) -> Texts:
    """Of the live index: what every section and every document says, as a model reads it."""
    query = text(
        "select ref, title || chr(10) || text from passages p join indexes i on i.id = p.index_id "
        "where i.state = 'live' order by p.id"
    )
    found: dict[str, list[str]] = defaultdict(list)
    with owner.connect() as connection:
        for ref, written in connection.execute(query):
            for key in {section_of(ref), ref.partition("#")[0]}:
                found[key].append(written)
    return found


def encoder_examples(
    finder: Finder,
    questions: Sequence[Question],
    texts: Texts | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> list[EncoderExample]:
    """The candidates of each question, right ones marked. `finder` must not rerank. Raises the first search error.

    `texts`: what is wanted and no candidate comes after them, for what the search misses is what there is to learn.
    """
    examples: list[EncoderExample] = []
    for start in range(0, len(questions), BATCH):
        group = questions[start : start + BATCH]
        for question, found in zip(group, finder.find([Query(q.text, q.account, q.id) for q in group]), strict=True):
            if found.error is not None:
                raise found.error
            judged = [
                Judged(f"{hit.title}\n{hit.text}", question.key(hit.ref) in question.wanted) for hit in found.candidates
            ]
            wanted = [t for key in sorted(question.wanted) for t in (texts or {}).get(key, ())]
            missed = dict.fromkeys(t for t in wanted if t not in {c.text for c in judged})
            examples.append(EncoderExample(found.text, (*judged, *(Judged(t, True) for t in missed))))
        progress(len(group))
    return _with_alike(questions, examples)


def _with_alike(questions: Sequence[Question], examples: Sequence[EncoderExample]) -> list[EncoderExample]:
    """Each with the other questions that one of its wanted passages answers."""
    asked: dict[str, list[str]] = defaultdict(list)
    for question, example in zip(questions, examples, strict=True):
        for key in question.wanted:
            asked[key].append(example.query)
    return [
        replace(
            example,
            alike=tuple(dict.fromkeys(q for key in sorted(question.wanted) for q in asked[key] if q != example.query)),
        )
        for question, example in zip(questions, examples, strict=True)
    ]


def tune_encoder(
    examples: Sequence[EncoderExample],
    encoder: str,
    run: EncoderRun,
    folder: Path,
    report: Callable[[Progress], None] = lambda _: None,
) -> registry.AdapterManifest:
    """Train into `folder`, from the encoder that a tuned one was made of. What was there serves until the end."""
    base = embedder.base_of(encoder)
    network, tokenizer, identity = embedder.load_identified(base)
    peft = train_encoder(network, tokenizer, examples, run, report)
    with _in_its_place(folder) as made:
        embedder.save_lora(made, peft)
        registry.write_manifest(made, _manifest(made, embedder.NAME, base, identity, run, examples))
    return registry.load_manifest(folder, base=BaseModel(base, base, identity), files=embedder.FILES)


@contextmanager
def _in_its_place(folder: Path) -> Iterator[Path]:
    """A new folder, which takes the place of `folder` at the end."""
    made = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    yield made
    replace_folder(folder, made)


def _manifest(
    folder: Path, skill: str, base: str, identity: str, run: Any, examples: Sequence[EncoderExample]
) -> registry.AdapterManifest:
    registry.name_base(folder, base)
    now = datetime.now(UTC)
    return registry.AdapterManifest(
        id=f"{skill}-{now:%Y%m%d}-{sha256_of(folder / 'adapter_model.safetensors')[:8]}",
        skill=skill,
        base=base,
        base_sha256=identity,
        data_sha256=_data_sha256(examples),
        config={**asdict(run), "examples": len(examples)},
        scores={},
        temperatures={},
        code_version=version("deskhand"),
        created_at=now.isoformat(timespec="seconds"),
    )


def _data_sha256(examples: Sequence[EncoderExample]) -> str:
    rows = [[e.query, [[c.text, c.right] for c in e.candidates]] for e in examples]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
