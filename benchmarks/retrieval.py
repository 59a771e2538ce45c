"""This benchmark measures the search by stage, beside BM25, exact dense search and their reciprocal-rank fusion, in one
run.

    deskhand up && python -m benchmarks.retrieval --data PATH/workarena-kb --data PATH/tau2-banking

The demo company is measured too, unless `--without-demo` is given: its own questions (demo/questions.jsonl, written
without looking at the search) and its held-out handled tickets. Baselines search the same passages: `bm25s` with stop
words and stemming, over passages and over whole documents, exact cosine of MiniLM and of mpnet, both untuned, and the
fusion of `bm25s` with each by reciprocal rank (constant 60). The demo is searched as the settings say, with the
encoder and reranker that were tuned on its handled tickets. A data set's folder is like a company without handled
tickets, so its encoder is untuned: mpnet, or the one that `--encoder` names. The last rows are the product's last
stage less the best baseline without mpnet, and less the best of all, per question, with the 95 % bootstrap interval
of the mean: an interval above zero is better by more than chance.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text

from benchmarks.datasets import load_dataset
from knowledge.index import indexer
from knowledge.measure.evaluation import Answer, interval, measures, score, stages_of
from knowledge.measure.questions import Question, load_questions
from models.encoding.encoder import LARGE, SMALL
from worker import bootstrap, embedded
from worker.db.scratch_database import scratch_database
from worker.embedded import Urls
from worker.learning import search_evaluation
from worker.library.sources import open_sources
from worker.pipeline.retrieve import SHOWN
from worker.retrieval.finder import Finder
from worker.settings import Settings

MEASURED = tuple(measures(SHOWN))
DEPTH = 50
Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Corpus:
    refs: list[str]
    texts: list[str]
    accounts: np.ndarray  # "" for public
    paths: list[str]  # of their documents

    @cached_property
    def page_of(self) -> np.ndarray:
        """The document of each passage, by its place in `pages`."""
        place = {path: n for n, path in enumerate(dict.fromkeys(self.paths))}
        return np.array([place[path] for path in self.paths])

    @cached_property
    def pages(self) -> list[str]:
        """The text of each document, each line of titles and texts once."""
        lines: list[dict[str, None]] = [{} for _ in range(self.page_of.max() + 1)]
        for page, text_ in zip(self.page_of, self.texts, strict=True):
            lines[page] |= dict.fromkeys(text_.split(chr(10)))
        return list(map(chr(10).join, lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", default=[], help="a data set's folder; may be repeated")
    parser.add_argument("--sample", type=int, default=1, help="use only every n-th question")
    parser.add_argument("--encoder", default=LARGE, help=f"encoder of the data sets' indexes; default: {LARGE}")
    parser.add_argument("--without-demo", action="store_true", help="measure only the data sets")
    options = parser.parse_args()
    settings, console = Settings(), Console(width=175)
    urls = embedded.up(settings)
    bootstrap.prepare(settings)
    untuned = bootstrap.make_encoder(settings, options.encoder)
    plain = {
        "MiniLM": bootstrap.make_encoder(settings, SMALL).encode,
        "mpnet": bootstrap.make_encoder(settings, LARGE).encode,
    }
    translate = bootstrap.make_translate(settings)

    def finder(app: Engine, own: bool = False) -> Finder:
        return bootstrap.make_finder(settings, app, translate, own=own)

    if not options.without_demo:
        measure_demo(console, settings, urls, finder, plain, options.sample)
    for folder in options.data:
        if not folder.is_dir():
            console.print(f"{folder} is not here, so it is not measured")
            continue
        for dataset in load_dataset(folder):
            maker = bootstrap.make_maker(settings, untuned)
            with search_evaluation.indexed(dataset, urls.database, urls.admin_database, maker, finder) as (
                search,
                owner,
            ):
                show(console, dataset.name, dataset.questions[:: options.sample], search, owner, plain)


def measure_demo(
    console: Console,
    settings: Settings,
    urls: Urls,
    finder: Callable[..., Finder],
    plain: Mapping[str, Encode],
    sample: int,
) -> None:
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_database(urls.database, urls.admin_database))
        indexer.sync(scratch.owner, stack.enter_context(open_sources(settings)), bootstrap.make_maker(settings))
        asked = {
            "demo, questions": load_questions(Path("demo/questions.jsonl")),
            "demo, held-out tickets": load_questions(Path("demo/tickets/test.jsonl")),
        }
        for name, questions in asked.items():
            show(console, name, questions[::sample], finder(scratch.app, own=True), scratch.owner, plain)


def show(
    console: Console,
    name: str,
    questions: Sequence[Question],
    finder: Finder,
    owner: Engine,
    plain: Mapping[str, Encode],
) -> None:
    asked = [question for question in questions if question.wanted]
    corpus = read_corpus(owner)
    baselines = rank_baselines(asked, corpus, plain)
    measured = {stage: score(answers, stage, SHOWN) for stage, answers in baselines.items()}
    answers = search_evaluation.answers(finder, asked)
    stages = stages_of(answers)
    measured |= {f"deskhand {stage}": score(answers, stage, SHOWN) for stage in stages}
    last = f"deskhand {stages[-1]}"
    table = Table("stage", *MEASURED, title=f"{name}: {len(asked)} questions, {len(corpus.refs)} passages")
    for stage, values in measured.items():
        table.add_row(stage, *(str(interval(values[measure])) for measure in MEASURED))
    small = [stage for stage in baselines if "mpnet" not in stage]
    for beside, stages_beside in {"the best without mpnet": small, "the best baseline": list(baselines)}.items():
        gains = []
        for measure in MEASURED:
            best = max(stages_beside, key=lambda stage: measured[stage][measure].mean())
            gain = interval(measured[last][measure] - measured[best][measure])
            gains.append(f"{gain.mean:+.3f} [{gain.low:+.3f} {gain.high:+.3f}]")
        table.add_row(f"less {beside}", *gains, style="bold")
    console.print(table)
    unanswerable = [question for question in questions if not question.wanted]
    if unanswerable:
        given = [not answer.stages[stages[-1]] for answer in search_evaluation.answers(finder, unanswerable)]
        console.print(f"nothing returned for {sum(given)} of {len(given)} questions that nothing answers")


def read_corpus(owner: Engine) -> Corpus:
    query = text(
        "select ref, p.title || chr(10) || text, coalesce(p.account, ''), path from passages p "
        "join documents d on d.id = p.document_id join indexes i on i.id = p.index_id "
        "where i.state = 'live' and (valid_from is null or valid_from <= current_date) "
        "and (valid_until is null or valid_until >= current_date) order by p.id"
    )
    with owner.connect() as connection:
        rows = connection.execute(query).all()
    return Corpus([r[0] for r in rows], [r[1] for r in rows], np.array([r[2] for r in rows]), [r[3] for r in rows])


def rank_baselines(
    questions: Sequence[Question], corpus: Corpus, encoders: Mapping[str, Encode]
) -> dict[str, list[Answer]]:
    stemmer = Stemmer.Stemmer("english")

    def words(texts: Sequence[str]) -> list[list[str]]:
        return list(bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False))

    def index(texts: Sequence[str]) -> bm25s.BM25:
        made = bm25s.BM25(k1=1.2, b=0.75)
        made.index(words(texts), show_progress=False)
        return made

    lexical, pages = index(corpus.texts), index(corpus.pages)
    asked = [question.text for question in questions]
    cosines = {name: encode(asked) @ encode(corpus.texts).T for name, encode in encoders.items()}
    found: dict[str, list[Answer]] = {}
    for row, (question, tokens) in enumerate(zip(questions, words(asked), strict=True)):
        visible = (corpus.accounts == "") | (corpus.accounts == (question.account or "-"))
        by_words = np.where(visible, lexical.get_scores(tokens) if tokens else 0.0, -9)
        by_page = pages.get_scores(tokens)[corpus.page_of] if tokens else np.zeros(len(corpus.refs))
        by_page = np.where(visible, by_page + 1e-6 * by_words, -9)  # within a document, by its passages
        scores = {"bm25s": by_words, "bm25s, documents": by_page}
        for name, cosine in cosines.items():
            by_meaning = np.where(visible, cosine[row], -9)
            ranks = [1 / (60 + 1 + np.argsort(np.argsort(-values))) for values in (by_words, by_meaning)]
            scores |= {f"{name}, exact": by_meaning, f"{name}, reciprocal rank": np.where(visible, sum(ranks), -9)}
            ranks[0] = 1 / (60 + 1 + np.argsort(np.argsort(-by_page)))
            scores |= {f"{name}, reciprocal rank, documents": np.where(visible, sum(ranks), -9)}
        for name, values in scores.items():
            best = np.argsort(-values, kind="stable")[:DEPTH]
            found.setdefault(name, []).append(Answer(question, {name: [corpus.refs[i] for i in best]}))
    return found


if __name__ == "__main__":
    main()
