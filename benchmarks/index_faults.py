"""This benchmark kills `deskhand knowledge reindex` and `sync` by kill -9 during searches: what fails, what is done twice?

    python -m benchmarks.index_faults [--kills 10] [--documents 500]

It uses a home of its own, with documents of four passages each. Every second kill comes at a random moment while
passages are embedded, the others while the index is finished: made searchable, counted, switched, the old one deleted.
After a kill the same command runs again, until it was killed the given number of times and has finished. A thread
searches all the time, and checks that all passages of an answer are from one index, and all passages of a document from
one version. The command records each request to the encoder before the call, so lost work is counted completely: after
each kill, what was embedded since the kill before less what was stored.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text

from benchmarks.isolation import Remembering
from knowledge.index import filling, indexes, vectors
from worker import bootstrap, embedded
from worker.db.schema import owner_engine
from worker.db.session import make_engine
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query
from worker.settings import Settings

SECTIONS = 4
WORDS = "pump valve sensor invoice refund password seat printer label phone sync token export filter card plan".split()
KNOWLEDGE = '[sources.docs]\ntype = "folder"\npath = "docs"\n'
LIMIT_SECONDS = 600  # of one run


@dataclass
class Home:
    folder: Path
    documents: int
    version: int = 0

    @property
    def settings(self) -> Settings:
        return Settings(home=self.folder / "home", knowledge=self.folder / "knowledge.toml", reranker="none")

    @property
    def log(self) -> Path:
        return self.folder / "encoded.log"

    def write(self) -> None:
        """Write every document again, with a new version in each of its passages."""
        self.version += 1
        (self.folder / "docs").mkdir(exist_ok=True)
        (self.folder / "knowledge.toml").write_text(KNOWLEDGE)
        source = random.Random(7)
        for n in range(self.documents):
            said = (
                f"## Part {i}\n\nversion {self.version} {' '.join(source.choices(WORDS, k=25))}."
                for i in range(SECTIONS)
            )
            (self.folder / "docs" / f"{n:04}.md").write_text(f"# Document {n}\n\n" + "\n\n".join(said) + "\n")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "benchmarks.index_faults", "--child", str(self.log), *command]
        environment = {
            "DESKHAND_HOME": str(self.settings.home),
            "DESKHAND_KNOWLEDGE": str(self.settings.knowledge_path),
            "DESKHAND_RERANKER": "none",
        }
        with (self.folder / "child.log").open("ab") as out:
            return subprocess.Popen(line, env=_environment(environment), stdout=out, stderr=out)

    def steps(self) -> list[int]:
        """Return what the commands did so far: passages of each call of the encoder, 0 for a step of finishing."""
        return [int(line) for line in self.log.read_text().split()] if self.log.exists() else []


@dataclass
class Searches(threading.Thread):
    """This thread searches again and again, and keeps what was wrong."""

    engine: Engine
    count: int = 0
    failed: list[str] = field(default_factory=list)
    two_versions: int = 0
    slowest: float = 0.0
    answers: list[tuple[int, int]] = field(default_factory=list)  # lowest and highest passage id of each

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.stop = threading.Event()
        encoders: dict[str, Remembering] = {}

        def load(name: str) -> Any:
            return encoders.setdefault(name, Remembering(bootstrap.make_encoder(self.settings, name)))

        self.finder = Finder(self.engine, load, None, today=bootstrap.today)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        source = random.Random(3)
        queries = [Query(" ".join(source.sample(WORDS, 3))) for _ in range(100)]
        self.finder.find(queries)  # loads the encoder, and remembers the vectors
        while not self.stop.is_set():
            start = time.monotonic()
            try:
                [found] = self.finder.find([source.choice(queries)])
            except Exception as error:
                self.failed.append(f"{type(error).__name__}: {error}")
                continue
            self.slowest = max(self.slowest, time.monotonic() - start)
            self.count += 1
            hits = found.candidates
            if found.error or not hits:
                self.failed.append(str(found.error or "nothing found"))
                continue
            self.answers.append((min(hit.id for hit in hits), max(hit.id for hit in hits)))
            versions: dict[str, set[str]] = {}
            for hit in hits:
                versions.setdefault(hit.ref.partition("#")[0], set()).add(hit.text.split()[1])
            self.two_versions += any(len(seen) > 1 for seen in versions.values())
            time.sleep(0.01)


@dataclass
class Outcome:
    command: str
    kills: int = 0
    finished: int = 0  # runs that were not killed and succeeded
    encoded: int = 0
    needed: int = 0
    waited: int = 0  # runs that found the lock of a killed one still held
    left: int = 0  # processes that killed ones left behind
    seconds: float = 0.0
    behind: list[int] = field(default_factory=list)  # after each kill: all passages embedded so far, less those stored

    @property
    def repeated(self) -> int:
        return self.encoded - self.needed

    @property
    def worst(self) -> int:
        """Return the most passages that one kill lost."""
        return max((after - before for before, after in pairwise([0, *self.behind])), default=0)


def kill_often(home: Home, owner: Engine, command: tuple[str, ...], kills: int, starts: dict[int, int]) -> Outcome:
    """Run the command until it was killed `kills` times and then finished. `starts` gets each index's first passage."""
    source, outcome = random.Random(len(command)), Outcome(" ".join(command))
    before, begin = sum(home.steps()), time.monotonic()
    known, versions = len(starts), home.version
    is_sync = command[0] == "sync"
    if is_sync:
        home.write()
    while True:
        process = home.start(*command)
        killed = outcome.kills < kills and _comes_to_its_moment(process, home, source, finishing=outcome.kills % 2 == 1)
        if killed:
            outcome.left += _kill(process)
        else:
            process.wait(LIMIT_SECONDS)
        _learn(owner, starts)
        if killed:
            outcome.kills += 1
            made = home.version - versions if is_sync else len(starts) - known
            newest = _stored(owner, home, starts, is_sync=is_sync) if made else 0
            stored = max(made - 1, 0) * home.documents * SECTIONS + newest
            outcome.behind.append(sum(home.steps()) - before - stored)
        elif process.returncode:  # the session of the killed process has not ended in Postgres
            outcome.waited += 1
            time.sleep(1)
        else:
            outcome.finished += 1
            if outcome.kills >= kills:
                break
            if is_sync:
                home.write()
    made = home.version - versions if is_sync else len(starts) - known
    outcome.needed = made * home.documents * SECTIONS
    outcome.encoded = sum(home.steps()) - before
    outcome.seconds = time.monotonic() - begin
    return outcome


def _comes_to_its_moment(
    process: subprocess.Popen[bytes], home: Home, source: random.Random, *, finishing: bool
) -> bool:
    """Wait until the process embeds, or finishes, and then for a random time. Return False if it ended first."""
    start, wanted = len(home.steps()), source.randint(1, 3) if finishing else 1
    deadline = time.monotonic() + LIMIT_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        new = home.steps()[start:]
        if sum(not step if finishing else step > 0 for step in new) >= wanted:
            time.sleep(source.uniform(0, 0.2 if finishing else 2))
            break
        time.sleep(0.01)
    return process.poll() is None


def _learn(owner: Engine, starts: dict[int, int]) -> None:
    with owner.connect() as connection:
        for index, first in connection.execute(text("select index_id, min(id) from passages group by index_id")):
            starts.setdefault(index, first)


def _stored(owner: Engine, home: Home, starts: dict[int, int], *, is_sync: bool) -> int:
    """Return how many passages the newest version or index has, once the killed process's last transaction has ended."""
    busy = text("select count(*) from pg_locks where locktype = 'advisory'")
    newest = "split_part(text, ' ', 2) = :version" if is_sync else "index_id = :index"
    with owner.connect() as connection:
        while connection.scalar(busy):
            time.sleep(0.05)
        query = text(f"select count(*) from passages where {newest}")
        values = {"version": str(home.version)} if is_sync else {"index": max(starts)}
        return int(connection.scalar(query, values) or 0)


def _kill(process: subprocess.Popen[bytes]) -> int:
    """Kill a process and return how many of its children it leaves behind."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=15)
    return len(alive)


def _environment(more: dict[str, str]) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}, **more}


def child(log: Path, command: list[str]) -> None:
    """Run the command itself, and record how many passages it embeds."""
    from knowledge.index.filling import Maker
    from worker.cli.main import app

    def noted(real: Any, size: Any) -> Any:
        def call(*values: Any, **options: Any) -> Any:
            with log.open("a") as file:
                file.write(f"{size(*values)}\n")
            return real(*values, **options)

        return call

    vectors.find = lambda *_: {}  # the cache would hide what is embedded again
    Maker.embed = noted(Maker.embed, lambda *given: sum(map(len, given[1])))
    for step in ("make_searchable", "count_terms", "switch", "drop_old"):
        setattr(indexes, step, noted(getattr(indexes, step), lambda *_: 0))
    app(["knowledge", *command])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10, help="how many kills of each command")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.child:
        child(options.child, rest)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="deskhand-faults-"))
    home = Home(folder, options.documents)
    home.write()
    urls = embedded.up(home.settings)
    owner, app = owner_engine(urls.admin_database), make_engine(urls.database)
    try:
        if home.start("sync").wait(LIMIT_SECONDS) != 0:
            print((folder / "child.log").read_text()[-2000:])
            return 1
        searches, starts = Searches(app), dict[int, int]()
        _learn(owner, starts)
        searches.start()
        outcomes = [kill_often(home, owner, ("reindex", "--yes"), options.kills, starts)]
        mixed = two_indexes(searches.answers, starts)
        outcomes.append(kill_often(home, owner, ("sync",), options.kills, starts))
        searches.stop.set()
        searches.join()
        return show(outcomes, searches, mixed, options.documents)
    finally:
        owner.dispose()
        app.dispose()
        embedded.down(home.settings)
        shutil.rmtree(folder, ignore_errors=True)


def two_indexes(answers: list[tuple[int, int]], starts: dict[int, int]) -> int:
    """Count answers from two indexes. Indexes are built one after the other, so each has a range of passage ids."""
    firsts = sorted(starts.values())
    return sum(bisect_right(firsts, low) != bisect_right(firsts, high) for low, high in list(answers))


def show(outcomes: list[Outcome], searches: Searches, mixed: int, documents: int) -> int:
    console = Console()
    columns = (
        "command",
        "kills",
        "finished",
        "embedded",
        "needed",
        "repeated",
        "per kill",
        "at worst",
        "left behind",
        "s",
    )
    table = Table(*columns, title=f"kill -9, {documents} documents of {SECTIONS} passages, batches of {filling.BATCH}")
    for o in outcomes:
        table.add_row(
            o.command, str(o.kills), str(o.finished), str(o.encoded), str(o.needed), str(o.repeated),
            f"{o.repeated / max(o.kills, 1):.0f}", str(o.worst), str(o.left), f"{o.seconds:.0f}",
        )  # fmt: skip
    console.print(table)
    console.print(
        f"{searches.count:,} searches meanwhile: {len(searches.failed)} failed, {mixed} with passages of two indexes, "
        f"{searches.two_versions} with two versions of a document; the slowest took {searches.slowest:.1f} s"
    )
    for reason in sorted(set(searches.failed))[:5]:
        console.print(reason[:300], markup=False)
    wrong = searches.failed or mixed or searches.two_versions or any(o.left for o in outcomes)
    return 1 if wrong or any(o.worst > filling.BATCH for o in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
