"""This module makes the adapter of the sentence encoder: it loads the questions, builds the examples and trains.
`training_folder.add_encoder` is the last step, and `deskhand knowledge reindex` measures how good the adapter is.

The adapters of the language model are made in the same way in `worker.learning.adapters`. They learn from what agents
wrote; the encoder learns from what customers asked, what agents used, and what retrieval confused it with.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from knowledge.measure.questions import Question
from knowledge.passages import indexed_text, section_of
from models.encoding import encoder as encoder_model
from models.errors import TrainingError
from models.training.encoder import EncoderExample, Judged, train_encoder
from models.training.run import EncoderRun, Progress
from models.weights import registry
from models.weights.base import BaseModel
from worker.errors import Refused
from worker.learning import question_file, training_folder
from worker.learning.gate import encoders
from worker.learning.report import run_page
from worker.learning.runs import deciding
from worker.learning.runs.record import Record
from worker.retrieval.batches import find_all
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query
from worker.settings import Settings

Texts = Mapping[str, Sequence[str]]


def load(settings: Settings, paths: Sequence[Path]) -> list[Question]:
    """Return the questions of the files that passages answer. Raises `TrainingError` if there are none, and `Refused` where one
    is of the sealed set."""
    found = [question for path in paths for question in question_file.load(settings, path) if question.wanted]
    if not found:
        raise TrainingError(f"there is no question with passages that answer it in {', '.join(map(str, paths))}")
    return found


def refuse_in_use(owner: Engine, folder: Path) -> None:
    """Raise `Refused` if an index was made by the encoder in `folder`, which would be replaced, because that index could not be
    searched without it."""
    if (folder / registry.MANIFEST).exists() and encoders.is_needed(folder, encoders.in_use(owner)):
        raise Refused(
            f"an index in use was made by the encoder in {folder}, and cannot be searched without it: give another --out, "
            "then reindex with DESKHAND_ENCODER"
        )


def texts_by_key(owner: Engine) -> Texts:
    """Return the texts of every section and every document of the live index, as a model reads them, by its
    reference."""
    query = text(
        "select ref, path, p.title, text from passages p join documents d on d.id = p.document_id "
        "join indexes i on i.id = p.index_id where i.state = 'live' order by p.id"
    )
    found: dict[str, list[str]] = defaultdict(list)
    with owner.connect() as connection:
        for ref, path, title, written in connection.execute(query):
            for key in {section_of(ref), path}:
                found[key].append(indexed_text(title, written))
    return found


def examples(
    finder: Finder,
    questions: Sequence[Question],
    texts: Texts | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> list[EncoderExample]:
    """Return for each question the passages that were found, with the right ones marked. `finder` must not rerank.

    `texts`: the texts of the index (`texts_by_key`). They supply the passages that answer a question and were not
    found, because the encoder must learn what retrieval misses. `progress` is told how many more questions were
    searched for. Raises the first search error.
    """
    made: list[EncoderExample] = []
    results = find_all(finder, [Query(q.text, q.account, q.id) for q in questions], progress)
    for question, found in zip(questions, results, strict=True):
        judged = [
            Judged(indexed_text(hit.title, hit.text), question.key(hit.ref) in question.wanted)
            for hit in found.candidates
        ]
        wanted = [t for key in sorted(question.wanted) for t in (texts or {}).get(key, ())]
        missed = dict.fromkeys(t for t in wanted if t not in {c.text for c in judged})
        made.append(EncoderExample(found.text, (*judged, *(Judged(t, True) for t in missed))))
    return _with_alike(questions, made)


def _with_alike(questions: Sequence[Question], made: Sequence[EncoderExample]) -> list[EncoderExample]:
    """Return each example with the other questions that one of its right passages answers."""
    asked: dict[str, list[str]] = defaultdict(list)
    for question, example in zip(questions, made, strict=True):
        for key in question.wanted:
            asked[key].append(example.query)
    return [
        replace(
            example,
            alike=tuple(dict.fromkeys(q for key in sorted(question.wanted) for q in asked[key] if q != example.query)),
        )
        for question, example in zip(questions, made, strict=True)
    ]


def train(
    examples: Sequence[EncoderExample],
    encoder: str,
    run: EncoderRun,
    folder: Path,
    company: str,
    report: Callable[[Progress], None] = lambda _: None,
    *,
    validation: Sequence[EncoderExample] = (),
    say: Callable[[str], None] = lambda _: None,
    described: Mapping[str, Any] | None = None,
    base_sha256: str | None = None,
) -> Path:
    """Train in the workshop of `folder`, and return the folder of the finished adapter there. It can be used after
    `training_folder.add_encoder(folder)` or `publish`. `encoder`: the encoder to change; if it has an adapter already, its base
    is changed. `company`: the id of the one whose questions these are. `validation`: examples that choose the epoch whose state
    is kept. `say` is told what becomes of an interrupted run. `described`: the run file, which is kept beside the adapter.
    `base_sha256`: the identity that the base must have, if that is given.

    Raises `TrainingError`, `EncoderError` or `AdapterError`, and `Refused` for another base.
    """
    base = encoder_model.base_of(encoder)
    network, tokenizer, identity = encoder_model.load_identified(base)
    deciding.require("base_sha256", base_sha256, identity, base)
    made = training_folder.begin(folder)
    record = Record(training_folder.record(folder))

    def keep(told: Progress) -> None:
        record.add(told)
        report(told)

    known = {"data": data_sha256(examples), "origin": f"{base}@{identity}"}
    if validation:
        known["validation"] = data_sha256(validation)
    place = training_folder.checkpoint(folder)
    peft = train_encoder(
        network, tokenizer, examples, run, keep, validation=validation, checkpoint=place, identity=known, say=say
    )
    encoder_model.save_lora(made, peft)
    config = {**asdict(run), "examples": len(examples)}
    model = BaseModel(base, base, identity)
    own = {**(described or {"skill": encoder_model.NAME, "base": base, **asdict(run)}), "base_sha256": identity}
    run_page.write(made, own, record.rows)
    registry.write_new_manifest(made, encoder_model.NAME, model, known["data"], config, company)
    registry.load_manifest(made, base=model, files=encoder_model.FILES)  # what cannot be loaded is not published
    return made


def data_sha256(examples: Sequence[EncoderExample]) -> str:
    """Return the hash of the examples, in order."""
    rows = [[e.query, [[c.text, c.right] for c in e.candidates]] for e in examples]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
