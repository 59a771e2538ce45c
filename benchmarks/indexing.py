"""This benchmark measures how fast knowledge is indexed, compared with the bare encoder, its memory, and how soon an
edit is found.

    deskhand up && python -m benchmarks.indexing [--documents 5000] [--large 100000]
    deskhand up && python -m benchmarks.indexing --data PATH/techqa [--data PATH/...] [--encoder all-minilm-l6-v2]

Documents are composed of the demo company's own sentences, so that lengths and words are realistic. The bare encoder
gets the texts that the sync embedded, in one call, in the same process, twice after it. Memory is that of the whole
process (resident) while a source of many small documents is read, embedded and written; the documents are made while
they are read. The edit is timed from the start of `sync`, in a process with a loaded encoder, to the end of the search
that finds it.

With `--data` the documents are those of a data set, such as a help centre's articles, and only the first sync is
measured: its time, the time that was estimated before it, and the share of the processor's measured speed in a plain
matrix product that the encoder reaches.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import torch
from numpy.typing import NDArray
from rich.console import Console
from sqlalchemy import Engine, text

from benchmarks import machine
from benchmarks.datasets import load_dataset
from knowledge.index import indexer
from knowledge.index.passage_maker import Maker
from knowledge.measure.dataset_folder import DatasetSource
from knowledge.parsing.sandbox import Sandbox
from knowledge.passages import Document, Kind, plain
from knowledge.sources.base import Item
from knowledge.sources.docs import DocsFolder
from models.encoding.encoder import Encoder, base_of, encoder_path
from models.hardware.processor import computes_in_bf16
from worker import bootstrap, embedded
from worker.db.scratch_database import Scratch, scratch_database
from worker.retrieval.query import Query
from worker.settings import Settings

SECTIONS = 5
COMPARED = 96  # texts
console = Console(highlight=False, soft_wrap=True)


@dataclass
class Counted:
    """This encoder counts what it was asked, and can keep the texts."""

    maker: Maker
    texts: list[str] = field(default_factory=list)
    amount: int = 0
    keep: bool = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.amount += len(texts)
        if self.keep:
            self.texts += texts
        return self.maker.encode(texts)

    @property
    def made(self) -> Maker:
        return replace(self.maker, encode=self.encode)


@dataclass(frozen=True)
class Small:
    """This source has many documents of ten short sections each, made while they are read."""

    amount: int
    sentences: Sequence[str]
    name: str = "small"
    kind: Kind = Kind.DOCS

    def items(self) -> Iterator[Item]:
        for number in range(self.amount):
            yield Item(f"small/{number}", str(number), partial(self._read, number))

    def _read(self, number: int) -> Document:
        source = random.Random(number)
        said = (" ".join(source.choice(self.sentences).split()[:6]) for _ in range(10))
        sections = tuple(plain(f"Part {n}", words) for n, words in enumerate(said))
        return Document(f"small/{number}", "small", Kind.DOCS, f"Note {number}", sections)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--documents", type=int, default=5_000, help="files for the ratio, the second sync and the edit"
    )
    parser.add_argument("--large", type=int, default=100_000, help="passages for the memory; 0 skips it")
    parser.add_argument("--data", type=Path, action="append", default=[], help="a data set's folder; may be repeated")
    parser.add_argument("--every", type=int, default=1, help="with --data: use only every n-th document")
    parser.add_argument("--encoder", help="used in place of the encoder of the settings")
    options = parser.parse_args()
    settings = Settings(encoder=options.encoder) if options.encoder else Settings()
    urls = embedded.up(settings)
    bootstrap.prepare(settings)
    console.print(machine.named())
    encoder = bootstrap.make_encoder(settings, bootstrap.encoder_name(settings))
    counted = Counted(bootstrap.make_maker(settings, encoder))
    if options.data:
        for folder in options.data:
            documents = load_dataset(folder)[0].documents[:: options.every]
            with scratch_database(urls.database, urls.admin_database) as scratch:
                corpus(scratch.owner, folder.name, documents, counted, encoder)
        return
    sentences = demo_sentences()
    with tempfile.TemporaryDirectory() as name, Sandbox() as sandbox:
        folder = Path(name)
        write(folder, sentences, options.documents)
        with scratch_database(urls.database, urls.admin_database) as scratch:
            source = DocsFolder("docs", folder, sandbox.parse)
            ratio(scratch.owner, source, counted)
            second(scratch.owner, source, counted)
            edit(settings, scratch, source, counted)
    if options.large:
        with scratch_database(urls.database, urls.admin_database) as scratch:
            memory(scratch.owner, Small(options.large // 10, sentences), counted)


def corpus(owner: Engine, name: str, documents: Sequence[Document], counted: Counted, encoder: Encoder) -> None:
    """Measure the first sync of these documents, and its share of the processor's speed."""
    told: list[float] = []
    counted.texts.clear()
    counted.keep = True
    start = time.perf_counter()
    report = indexer.sync(
        owner,
        [DatasetSource(tuple(documents))],
        counted.made,
        begins=lambda work: told.append(work.seconds(counted.maker.encode)),
    )
    synced = time.perf_counter() - start
    counted.keep = False
    floor = encoder.operations(counted.texts) / machine.peak()
    tokens = sum(encoder.count_tokens(said) + 2 for said in counted.texts)
    letters = sum(len(section.text) for document in documents for section in document.sections)
    beside = compared(encoder, random.Random(7).sample(counted.texts, min(COMPARED, len(counted.texts))))
    console.print(
        f"{name} by {encoder.id}: {len(documents)} documents of {letters:,} characters, {report.embedded:,} passages, "
        f"{report.texts:,} texts of {tokens:,} tokens in {synced:.0f} s, {report.embedded / synced:.1f} passages/s; said "
        f"beforehand {', '.join(f'{seconds:.0f} s' for seconds in told) or 'nothing'}; the arithmetic alone "
        f"{floor:.0f} s, {floor / synced:.0%} of the measured speed; {beside}"
    )


def compared(encoder: Encoder, texts: Sequence[str]) -> str:
    """Compare the encoder with the simplest use of sentence-transformers, padded batches of sixteen, on the same texts."""
    from sentence_transformers import SentenceTransformer

    name = base_of(encoder.id.rpartition("@")[0])
    plain = SentenceTransformer(encoder_path(name), model_kwargs={"dtype": "float32"}).eval()

    def padded() -> None:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=computes_in_bf16()):
            plain.encode(list(texts), batch_size=16, normalize_embeddings=True, show_progress_bar=False)

    ratios = []
    for _ in range(3):
        seconds = []
        for encode in (padded, partial(encoder.encode, texts)):
            start = time.perf_counter()
            encode()
            seconds.append(time.perf_counter() - start)
        ratios.append(seconds[0] / seconds[1])
    low, middle, high = sorted(ratios)
    return f"{middle:.2f} ({low:.2f} to {high:.2f}) times as fast as sentence-transformers on {len(texts)} of the texts"


def demo_sentences() -> list[str]:
    texts = [file.read_text() for file in sorted(Path("demo/knowledge/docs").glob("*.md"))]
    lines = [line for written in texts for line in written.split("\n") if line and not line.startswith("#")]
    return [f"{sentence.rstrip('.')}." for line in lines for sentence in line.split(". ")]


def write(folder: Path, sentences: Sequence[str], documents: int) -> None:
    """Write documents: one in `SECTIONS` has that many sections, the others have one: about two passages per document."""
    for number in range(documents):
        source = random.Random(number)
        parts = [
            f"## Part {n}\n\n{' '.join(source.sample(sentences, 4))}\n"
            for n in range(1 if number % SECTIONS else SECTIONS)
        ]
        (folder / f"{number}.md").write_text(f"# Note {number}\n\n" + "\n".join(parts))


def ratio(owner: Engine, source: DocsFolder, counted: Counted) -> None:
    counted.keep = True
    start = time.perf_counter()
    report = indexer.sync(owner, [source], counted.made)
    synced = time.perf_counter() - start
    counted.keep = False
    bare = []
    for _ in range(2):
        start = time.perf_counter()
        counted.maker.encode(counted.texts)
        bare.append(time.perf_counter() - start)
    amount = report.embedded
    console.print(
        f"first sync: {len(list(source.items()))} files, {amount} passages in {synced:.1f} s, {amount / synced:.1f}/s; bare "
        f"encoder {', '.join(f'{amount / seconds:.1f}/s' for seconds in bare)}; ratio {np.mean(bare) / synced:.2f}"
    )
    counted.texts.clear()


def second(owner: Engine, source: DocsFolder, counted: Counted) -> None:
    counted.amount = 0
    start = time.perf_counter()
    report = indexer.sync(owner, [source], counted.made)
    console.print(
        f"second sync: {report.sources['docs'].unchanged} unchanged, {counted.amount} texts embedded, "
        f"{time.perf_counter() - start:.2f} s"
    )


def edit(settings: Settings, scratch: Scratch, source: DocsFolder, counted: Counted, times: int = 5) -> None:
    finder = bootstrap.make_finder(settings, scratch.app, rerank=False)
    finder.find([Query("warm")])
    spent = []
    for number in range(times):
        word = f"zyx{number}quark"
        file = source.folder / f"{number}.md"
        file.write_text(file.read_text() + f"\n## Added\n\nThe {word} is now allowed.\n")
        start = time.perf_counter()
        report = indexer.sync(scratch.owner, [source], counted.made)
        [found] = finder.find([Query(f"is the {word} allowed")])
        spent.append(time.perf_counter() - start)
        if report.sources["docs"].updated != 1 or word not in found.ranked[0].hit.text:
            raise SystemExit(f"the edit of {file.name} was not found")
    console.print(f"an edit is found after {', '.join(f'{seconds:.2f}' for seconds in spent)} s")


def memory(owner: Engine, source: Small, counted: Counted) -> None:
    process, resident = psutil.Process(), [(0, psutil.Process().memory_info().rss)]
    counted.amount = 0

    def progress(step: indexer.Progress) -> None:
        if step.done * 10 // step.total > (resident[-1][0] * 10 // step.total):
            resident.append((step.done, process.memory_info().rss))

    start = time.perf_counter()
    indexer.sync(owner, [source], counted.made, progress=progress)
    seconds = time.perf_counter() - start
    shown = ", ".join(f"{done * 10:,}: {rss / 2**20:.0f}" for done, rss in resident)
    with owner.connect() as connection:
        stored = connection.scalar(text("select count(*) from passages"))
    console.print(
        f"{stored:,} passages in {seconds:.0f} s, {counted.amount / seconds:.0f}/s; resident MiB after so many: {shown}"
    )


if __name__ == "__main__":
    main()
