"""This benchmark chooses how words and meaning are added on all data sets but one, and reports the one that was left out.

    deskhand up && python -m benchmarks.fusion --data PATH/techqa --data PATH/workarena-kb [--encoder all-minilm-l6-v2]

Every set is a company on its first day: nothing is tuned on it and no ticket was handled. The demo company takes part with
its public documents and the English questions about them, banking77 (a folder with train.csv and test.csv) as "find a
question like mine". The form is the product's (`knowledge/search/candidates.sql`): the cosine, plus a weight times BM25 of
the passage and of its document, over the lexemes of Postgres. What is chosen is the weight and the document's share of it.
It is measured without an approximate index and without a limit of candidates, in numpy.

The baselines search the same passages, and whole documents: `bm25s` with stop words and stemming, the exact cosine, and the
two by reciprocal rank. The measure is the mean of recall@1, @3 and @5. Differences are to the best baseline of that set, with
95 % bootstrap intervals over the questions. The shipped weights were chosen on all sets together.
"""

import argparse
import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_matrix
from sqlalchemy import Connection, create_engine, text

from benchmarks.datasets import load_dataset
from knowledge.index import lexical
from knowledge.index.passage_maker import Maker
from knowledge.index.splitter import WINDOW
from knowledge.languages.guess import guess
from knowledge.measure.evaluation import interval
from knowledge.measure.questions import Question, load_questions
from knowledge.passages import Document, Kind, plain, section_of
from knowledge.search.ranking_weights import WEIGHTS
from knowledge.sources.base import BadDocument
from models.encoding.encoder import LARGE
from worker import bootstrap, embedded
from worker.db.schema import sqlalchemy_url
from worker.library.sources import open_sources
from worker.settings import Settings

CHOICES = tuple(product((0.002, 0.004, 0.006, 0.008, 0.01, 0.013, 0.016), (0.0, 0.3, 0.5, 0.7, 1.0)))  # weight, share
PRESENT = (2 * WEIGHTS.lexical_weight, 0.5)
QUESTIONS = 1000  # per set, so that no set takes hours
Scores = NDArray[np.float32]


@dataclass
class Measured:
    """One data set, with the scores of every passage for every question: [questions, passages]."""

    name: str
    family: str  # sets of one family are left out together
    keys: NDArray[np.int64]  # of a passage: the document or section by which it is counted
    wanted: list[set[int]]
    dense: Scores
    passage: Scores
    document: Scores
    baselines: dict[str, Scores] = field(default_factory=dict)

    def recall(self, scores: Scores) -> NDArray[np.float64]:
        """Return the mean of recall@1, @3 and @5 of each question."""
        order = np.argsort(self.keys, kind="stable")
        starts = np.searchsorted(self.keys[order], np.arange(self.keys.max() + 1))
        best = np.argsort(-np.maximum.reduceat(scores[:, order], starts, axis=1), axis=1, kind="stable")
        hits = [[len(w & set(b[:k])) / len(w) for k in (1, 3, 5)] for w, b in zip(self.wanted, best, strict=True)]
        return np.array(hits).mean(axis=1)

    def fused(self, weight: float, share: float) -> Scores:
        return self.dense + np.float32(weight) * ((1 - share) * self.passage + share * self.document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", default=[], help="a data set's folder; may be repeated")
    parser.add_argument("--encoder", default=LARGE, help=f"default: {LARGE}")
    options = parser.parse_args()
    settings, console = Settings(), Console(width=150)
    urls = embedded.up(settings)
    bootstrap.prepare(settings)
    maker = bootstrap.make_maker(settings, bootstrap.make_encoder(settings, options.encoder))
    owner = create_engine(sqlalchemy_url(urls.admin_database))
    sets = []
    with owner.connect() as connection:
        for name, documents, questions in companies(settings, options.data):
            console.print(f"{name}: {len(documents)} documents, {len(questions)} questions", highlight=False)
            sets.append(measure(name, documents, questions[:QUESTIONS], maker, connection))
    owner.dispose()
    console.print(left_out(sets, options.encoder))


def companies(settings: Settings, folders: Sequence[Path]) -> Iterator[tuple[str, list[Document], list[Question]]]:
    yield "demo, first day", *_demo(settings)
    for folder in folders:
        if (folder / "train.csv").exists():
            yield folder.name, *_like_mine(folder)
            continue
        for dataset in load_dataset(folder):
            yield dataset.name, list(dataset.documents), [q for q in dataset.questions if q.wanted]


def _demo(settings: Settings) -> tuple[list[Document], list[Question]]:
    with open_sources(settings) as sources:
        public = [source for source in sources if source.kind not in {Kind.HANDLED, Kind.ACCOUNT}]
        documents = [item.read() for source in public for item in source.items() if not isinstance(item, BadDocument)]
    refs = {f"{d.path}#{section.heading}" if section.heading else d.path for d in documents for section in d.sections}
    asked = load_questions(Path("demo/questions.jsonl"))
    known = [q for q in asked if q.wanted and not q.account and q.wanted <= refs]
    return documents, [q for q in known if guess(q.text) in {None, "en"}]


def _like_mine(folder: Path) -> tuple[list[Document], list[Question]]:
    with (folder / "train.csv").open() as train, (folder / "test.csv").open() as test:
        said, asked = list(csv.DictReader(train)), list(csv.DictReader(test))
    by_intent: dict[str, list[str]] = {}
    for row in said:
        by_intent.setdefault(row["category"], []).append(row["text"])
    documents = [
        Document(name, "data", Kind.DOCS, "", tuple(plain("", line) for line in lines))
        for name, lines in by_intent.items()
    ]
    chosen = random.Random(5).sample(asked, min(QUESTIONS, len(asked)))
    return documents, [
        Question(str(n), row["text"], frozenset({row["category"]}), by_document=True) for n, row in enumerate(chosen)
    ]


def measure(
    name: str, documents: Sequence[Document], questions: Sequence[Question], maker: Maker, connection: Connection
) -> Measured:
    drafts = [(document, draft) for document in documents for draft in maker.split(document)]
    texts = [draft.indexed_text for _, draft in drafts]
    asked = [question.text for question in questions]
    paths = {document.path: place for place, document in enumerate(documents)}
    of_document = np.array([paths[document.path] for document, _ in drafts])
    keys: dict[str, int] = {}
    names = [d.path if questions[0].by_document else section_of(draft.ref) for d, draft in drafts]
    of_key = np.array([keys.setdefault(name, len(keys)) for name in names])
    whole = maker.encode(asked) @ maker.encode(texts).T
    nearest = _nearest_window([draft.windows for _, draft in drafts], maker, asked, whole)
    is_short = np.array([len(question) <= WINDOW for question in asked])[:, None]
    share = np.float32(WEIGHTS.window_weight)
    passage_words = _lexemes(connection, texts)
    document_words: list[Counter[str]] = [Counter() for _ in documents]
    for place, words in zip(of_document, passage_words, strict=True):
        document_words[place].update(words)
    query = [
        Counter({word: min(times, WEIGHTS.repeats) for word, times in words.items()})
        for words in _lexemes(connection, asked)
    ]
    counts = Counter(word for words in passage_words for word in words)
    by_document = _bm25(document_words, query, counts, len(texts), lexical.TYPICAL_DOCUMENT)
    made = Measured(
        name,
        name.partition(",")[0],
        of_key,
        [{keys[key] for key in question.wanted if key in keys} or {-1} for question in questions],
        np.where(is_short, share * nearest + (1 - share) * whole, whole),
        _bm25(passage_words, query, counts, len(texts), lexical.TYPICAL_LENGTH),
        by_document[:, of_document],
    )
    pages: list[dict[str, None]] = [{} for _ in documents]  # titles and texts, each once
    for place, (_, draft) in zip(of_document, drafts, strict=True):
        pages[place] |= dict.fromkeys((draft.title, draft.text))
    by_words, by_page = _plain_bm25(texts, asked), _plain_bm25(list(map(chr(10).join, pages)), asked)[:, of_document]
    made.baselines = {
        "bm25s, passages": by_words,
        "bm25s, documents": by_page,
        "cosine": whole,
        "reciprocal rank, passages": _reciprocal(by_words, whole),
        "reciprocal rank, documents": _reciprocal(by_page, whole),
    }
    return made


def _nearest_window(windows: Sequence[Sequence[str]], maker: Maker, asked: Sequence[str], whole: Scores) -> Scores:
    flat = [window for own in windows for window in own]
    if not flat:
        return whole
    cosines = maker.encode(asked) @ maker.encode(flat).T
    nearest, start = whole.copy(), 0
    for place, own in enumerate(windows):
        if own:
            nearest[:, place] = cosines[:, start : start + len(own)].max(axis=1)
        start += len(own)
    return nearest


def _lexemes(connection: Connection, texts: Sequence[str]) -> list[Counter[str]]:
    query = text(
        "select lexeme, cardinality(positions) from unnest(to_tsvector(cast(:configuration as regconfig), :text)) "
        "order by positions[1], lexeme"
    )
    found = []
    for one in texts:
        rows = connection.execute(query, {"configuration": lexical.CONFIGURATION, "text": one.replace("\0", " ")})
        found.append(Counter(dict(map(tuple, rows))))
    return found


def _bm25(
    texts: Sequence[Counter[str]], queries: Sequence[Counter[str]], counts: Counter[str], total: int, typical: int
) -> Scores:
    places = {word: place for place, word in enumerate(counts)}
    rare = {word: np.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in counts.items()}
    held = [lexical.K1 * (1 - lexical.B + lexical.B * len(words) / typical) for words in texts]
    weights = _sparse(texts, places, lambda row, _, times: times * (lexical.K1 + 1) / (times + held[row]))
    asked = _sparse(
        [Counter(dict(list(q.items())[: WEIGHTS.lexemes])) for q in queries], places, lambda _, w, t: t * rare[w]
    )
    return np.asarray((asked @ weights.T).todense(), dtype=np.float32)


def _sparse(
    rows: Sequence[Counter[str]], places: dict[str, int], value: Callable[[int, str, int], float]
) -> csr_matrix:
    cells = [(n, places[w], value(n, w, t)) for n, words in enumerate(rows) for w, t in words.items() if w in places]
    row, column, data = zip(*cells, strict=True)
    return csr_matrix((data, (row, column)), shape=(len(rows), len(places)))


def _plain_bm25(texts: Sequence[str], asked: Sequence[str]) -> Scores:
    stemmer = Stemmer.Stemmer("english")

    def words(some: Sequence[str]) -> list[list[str]]:
        return list(bm25s.tokenize(list(some), stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False))

    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index(words(texts), show_progress=False)
    return np.stack([index.get_scores(tokens) if tokens else np.zeros(len(texts)) for tokens in words(asked)])


def _reciprocal(*scores: Scores) -> Scores:
    return sum(1 / (61 + np.argsort(np.argsort(-s, axis=1, kind="stable"), axis=1, kind="stable")) for s in scores)  # type: ignore[return-value]


def left_out(sets: Sequence[Measured], encoder: str) -> Table:
    results = {(made.name, choice): made.recall(made.fused(*choice)) for made in sets for choice in CHOICES}
    present = {made.name: made.recall(made.fused(*PRESENT)) for made in sets}
    table = Table(
        title=f"{encoder}: chosen on the other sets (weight, the document's share), reported on the one left out"
    )
    for column in (
        "set",
        "best baseline",
        "recall",
        "chosen",
        "recall of the chosen",
        "less the baseline",
        "recall as shipped",
        "less the baseline",
    ):
        table.add_column(column)
    for made in sets:
        others = [other for other in sets if other.family != made.family]
        choice = max(CHOICES, key=lambda c: _mean_of_families(others, results, c))
        baselines = {name: made.recall(scores) for name, scores in made.baselines.items()}
        best = max(baselines, key=lambda name: baselines[name].mean())
        chosen = results[made.name, choice]
        table.add_row(
            made.name, best, f"{baselines[best].mean():.3f}", str(choice), f"{chosen.mean():.3f}",
            _gain(chosen - baselines[best]), f"{present[made.name].mean():.3f}", _gain(present[made.name] - baselines[best]),
        )  # fmt: skip
    return table


def _mean_of_families(
    sets: Sequence[Measured],
    results: dict[tuple[str, tuple[float, float]], NDArray[np.float64]],
    choice: tuple[float, float],
) -> float:
    families: dict[str, list[float]] = {}
    for made in sets:
        families.setdefault(made.family, []).append(results[made.name, choice].mean())
    return float(np.mean([np.mean(means) for means in families.values()]))


def _gain(gains: NDArray[np.float64]) -> str:
    known = interval(gains)
    return f"{known.mean:+.3f} [{known.low:+.3f} {known.high:+.3f}]"


if __name__ == "__main__":
    main()
