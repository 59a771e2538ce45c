"""This benchmark measures how many causes of bad answers a diagnosis names right.

    python -m benchmarks.diagnosis [--part seen | unseen] [--errors]

The set is benchmarks/sets/diagnosis.jsonl: 60 answers to handled tickets of the demo, whose causes were set by reading them
before any diagnosis of them ran. 30 are as the product gives them; in the other 30 one part was broken on purpose
(benchmarks/breaks.py). 20 of them are `unseen`: nobody looked at what was diagnosed of them while the rules were written.
What the agent did is the handled ticket, unless the line says otherwise.

The demo's index is made in a scratch database, from the shipped vectors. A run is made of each ticket and diagnosed while the
part is broken.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from benchmarks.breaks import OF_INDEX, broken_index, broken_run
from benchmarks.machine import named
from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.index import indexer, vector_file
from knowledge.json_lines import read_lines
from models.evaluation.scores import Share
from worker import bootstrap, embedded
from worker.db.scratch_database import scratch_database
from worker.diagnosis.case import After, Case, case_of
from worker.diagnosis.causes import Diagnosis
from worker.diagnosis.diagnosing import Practice, attributor, diagnose, practice
from worker.learning.received import as_ticket
from worker.library.sources import open_sources
from worker.library.vectors import shipped
from worker.settings import Settings

SET = Path("benchmarks/sets/diagnosis.jsonl")
TICKETS = {name: Path(f"demo/tickets/{name}.jsonl") for name in ("test", "train")}


@dataclass(frozen=True)
class Result:
    row: Mapping[str, Any]
    found: Diagnosis

    @property
    def is_right(self) -> bool:
        return self.found.cause == self.row["cause"]


@contextmanager
def demo(settings: Settings) -> Iterator[tuple[Engine, Practice]]:
    """Make the demo's index in a scratch database."""
    urls = embedded.up(settings)
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_database(urls.database, urls.admin_database))
        vector_file.store(scratch.owner, vector_file.read(shipped(settings)))
        indexer.sync(scratch.owner, stack.enter_context(open_sources(settings)), bootstrap.make_maker(settings))
        yield scratch.owner, practice(settings, scratch.app)


def results(rows: Sequence[Mapping[str, Any]], owner: Engine, given: Practice) -> Iterator[Result]:
    tickets = {one.id: one for path in TICKETS.values() for one in load_handled(path)}
    for row in rows:
        handled = tickets[row["ticket"]].model_copy(update={"english": None})
        made = Result(row, diagnosed(row, handled, owner, given))
        print(row["id"], row["ticket"], "right" if made.is_right else "wrong", file=sys.stderr, flush=True)
        yield made


def diagnosed(row: Mapping[str, Any], handled: HandledTicket, owner: Engine, given: Practice) -> Diagnosis:
    """Return the diagnosis of one line, made while its part is broken; what is broken `when` it runs only is whole again."""
    breaks = row.get("broken", [])
    for_run = [one for one in breaks if one.get("when") == "run"]
    with broken_index(owner, [one for one in breaks if one not in for_run]):
        with broken_index(owner, for_run):
            case = case_in(row, handled, given)
        return diagnose(case, _anew(given))


def _anew(given: Practice) -> Practice:
    """Return a practice that has read nothing of the knowledge yet, because it was changed under the last one."""
    library = given.library
    own = attributor(Settings(), library.database, library.looking, given.company)
    return replace(given, library=replace(library, attributor=own))


def case_in(row: Mapping[str, Any], handled: HandledTicket, given: Practice) -> Case:
    """Return the case: the run, and what the handled ticket or the line says that people did. Where a part is broken, people
    leave queue and priority as we set them, unless the line says otherwise, so that there is one fault."""
    breaks = row.get("broken", [])
    run = broken_run(as_ticket(handled), given.tools, [one for one in breaks if one["kind"] not in OF_INDEX])
    told, around = row.get("after", {}), row.get("around")
    ours = run.reply.sentences if run.reply else ()
    sentences = ours if around else tuple(told.get("sentences", handled.sentences))
    kept = (run.queue, run.triage.priority if run.triage else None) if breaks else (handled.queue, handled.priority)
    after = After(
        sentences=sentences,
        text=_letter(around["theirs"], sentences) if around else " ".join(sentences),
        queue=told.get("queue", kept[0]),
        priority=told.get("priority", kept[1]),
        escalated=handled.escalate,
    )
    case = case_of(run, datetime.now(UTC), after)
    return replace(case, draft=_letter(around["ours"], ours)) if around else case


def _letter(around: Sequence[str], sentences: Sequence[str]) -> str:
    greeting, *closing = around
    return "\n\n".join((greeting, " ".join(sentences), "\n".join(closing)))


def show(found: Sequence[Result], *, errors: bool) -> None:
    groups = {
        "all": found,
        "as they are": [one for one in found if not one.row.get("broken")],
        "broken on purpose": [one for one in found if one.row.get("broken")],
        "seen": [one for one in found if one.row["part"] == "seen"],
        "unseen": [one for one in found if one.row["part"] == "unseen"],
    }
    print(named())
    for name, group in groups.items():
        print(f"{name:20} causes right {Share.of(one.is_right for one in group)}")
    causes = sorted({one.row["cause"] for one in found})
    for cause in causes:
        group = [one for one in found if one.row["cause"] == cause]
        print(f"  {cause:24} {Share.of(one.is_right for one in group)}")
    confused = Counter((one.row["cause"], one.found.cause.value) for one in found if not one.is_right)
    for (wanted, given), count in confused.most_common():
        print(f"  {wanted} called {given}: {count}")
    for one in found:
        if errors and not one.is_right:
            print(f"\n{one.row['id']} {one.row['ticket']}: {one.row['cause']}, called {one.found.cause.value}")
            print(f"    set because {one.row['why']}")
            for fact in one.found.evidence:
                print(f"    {fact.text} {fact.ref}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("seen", "unseen"), help="only these lines")
    parser.add_argument("--errors", action="store_true", help="print what was diagnosed otherwise")
    options = parser.parse_args()
    rows: list[dict[str, Any]] = read_lines(SET, lambda _, row: row)
    asked = [row for row in rows if options.part in (None, row["part"])]
    with demo(Settings()) as (owner, given):
        show(list(results(asked, owner, given)), errors=options.errors)


if __name__ == "__main__":
    main()
