"""A reranker from handled tickets: what customers asked, what agents used, and what the search confused it with."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from knowledge.questions import Question
from models import registry
from models.base import BaseModel, sha256_of
from models.reranker import FILES, NAME, Reranker, load_reranker, save_reranker
from models.training.reranking import Judged, RankingExample, RerankerRun, calibrate, train_reranker
from models.training.run import Progress
from worker.finding import Candidate, Finder, Query

BATCH = 16


def is_held_out(question: Question) -> bool:
    """One in ten, by the hash of its id: confidence is calibrated on these."""
    return int(hashlib.sha256(question.id.encode()).hexdigest(), 16) % 10 == 0


def ranking_examples(
    finder: Finder, questions: Sequence[Question], progress: Callable[[int], None] = lambda _: None
) -> list[RankingExample]:
    """The candidates of each question, right ones marked. `finder` must not rerank. Raises the first search error."""
    examples = []
    for start in range(0, len(questions), BATCH):
        group = questions[start : start + BATCH]
        for question, found in zip(group, finder.find([Query(q.text, q.account) for q in group]), strict=True):
            if found.error is not None:
                raise found.error
            judged = (
                Judged(f"{hit.title}\n{hit.text}", hit.score, question.key(hit.ref) in question.wanted)
                for hit in found.candidates
            )
            examples.append(RankingExample(question.text, tuple(judged)))
        progress(len(group))
    return examples


def tune(
    examples: Sequence[RankingExample],
    held_out: Sequence[RankingExample],
    encoder: str,
    run: RerankerRun,
    folder: Path,
    report: Callable[[Progress], None] = lambda _: None,
) -> registry.AdapterManifest:
    """Train into `folder`, calibrate on `held_out`, write the manifest last."""
    from models.embedder import load_transformer, weights_hash

    network, tokenizer = load_transformer(encoder)
    base_sha256 = weights_hash(network)
    (folder / registry.MANIFEST).unlink(missing_ok=True)
    peft, model = train_reranker(network, tokenizer, examples, run, report)
    save_reranker(folder, peft, model)
    registry.name_base(folder, encoder)
    now = datetime.now(UTC)
    manifest = registry.AdapterManifest(
        id=f"{NAME}-{now:%Y%m%d}-{sha256_of(folder / 'adapter_model.safetensors')[:8]}",
        skill=NAME,
        base=encoder,
        base_sha256=base_sha256,
        data_sha256=_data_sha256(examples),
        config={**asdict(run), "examples": len(examples)},
        scores={},
        temperatures={},
        code_version=version("deskhand"),
        created_at=now.isoformat(timespec="seconds"),
    )
    registry.write_manifest(folder, manifest)
    fitted = _calibration(load_reranker(folder, encoder), held_out)
    registry.write_manifest(folder, replace(manifest, temperatures=fitted))
    return registry.load_manifest(folder, base=BaseModel(encoder, encoder, base_sha256), files=FILES)


def _calibration(reranker: Reranker, held_out: Sequence[RankingExample]) -> dict[str, float]:
    shown = [[Candidate(c.text, c.score) for c in example.candidates] for example in held_out]
    logits = reranker.logits([example.query for example in held_out], shown).tolist()
    right = [c.right for example in held_out for c in example.candidates]
    return asdict(calibrate(logits, right))


def _data_sha256(examples: Sequence[RankingExample]) -> str:
    rows = [[e.query, [[c.text, c.right] for c in e.candidates]] for e in examples]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
