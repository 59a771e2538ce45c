"""This module is the command line of the benchmark."""

import argparse
import json
import sys
import time

from benchmarks.thread_faults.nursery import KILLED
from benchmarks.thread_faults.play import Options, Result, as_json, play
from worker import embedded, logs
from worker.db.scratch_database import scratch_database
from worker.errors import DeskhandError
from worker.settings import Settings

_DESCRIPTION = """Kill workers between every two statements of a delivery while people work in the same tickets.

    python -m benchmarks.thread_faults --tickets 1000
    python -m benchmarks.thread_faults --tickets 100 --deaths 3 --seed 7 --json

Customers open tickets in a local double of Zendesk and write again in them; agents take, note on, answer, solve, close and
merge them, also in the second of our own requests. Each webhook call comes ten times, in any order, to the product's web
process; the product's loops decide, with an engine that is sure of everything, and deliver over HTTP. Every process is
ended by kill -9: at each point between two statements, commits and requests, during commits and writes, and from outside
at random. At the end all is settled, and counted from the double's audits and from the tables. It uses a database of its
own on the server of DESKHAND_HOME, which it deletes.

lost         a message that was not stored, or a ticket of whose newest version nobody was told
twice        an update, a message or a run that is there twice, or a second answer to one message
overwritten  a field or a tag that a person had set, changed by us afterwards
spoken over  public words of ours on a ticket that a person had taken, noted on, answered, solved, closed or merged
crossed      a second answer: a message was there before our reply, and its call came after it; not counted as a fault
"""


def main(arguments: list[str] | None = None) -> int:
    options, as_lines = _parse(arguments)
    logs.configure(level="CRITICAL")
    settings = Settings()
    urls = embedded.up(settings)
    with scratch_database(urls.database, urls.admin_database) as scratch:
        url = scratch.app.url.render_as_string(hide_password=False)
        result = play(scratch.app, url, options, _Line().tell)
    print(json.dumps(as_json(result), indent=1) if as_lines else shown(result))
    return 0 if result.is_clean else 1


def shown(result: Result) -> str:
    """Return the result as lines for people."""
    lines = []
    for kind, of in result.count.of.items():
        times = result.count.faults[kind]
        bound = f"; fewer than {3 / of:.2%} with 95 % confidence" if of and not times else ""
        lines.append(f"{kind:<12} {times} of {of}{bound}")
    lines += [f"  {what}: {len(numbers)}, in {', '.join(numbers[:8])}" for what, numbers in result.count.where.items()]
    lines += [f"    {number}: {line}" for number, told in result.count.stories.items() for line in told]
    of_deliveries = result.of_deliveries
    reached = [died for passed, died in of_deliveries.values() if passed]
    lines += [
        f"points of a delivery: {len(reached)}, deaths at them: {sum(reached)}, at least {min(reached, default=0)} at each",
        *(
            f"  {died:4} of {passed:6} {name}"
            for name, (passed, died) in sorted(of_deliveries.items(), key=lambda p: p[1][1])
        ),
    ]
    others = {name: died for name, (_, died) in result.points.items() if died and not name.startswith("io: ")}
    kills = {name: died for name, died in others.items() if name.startswith((KILLED, "ended by"))}
    lines += [f"other points: {len(others) - len(kills)}, deaths at them: {sum(others.values()) - sum(kills.values())}"]
    lines += [f"{name}: {times}" for name, times in kills.items()]
    lines += [f"{name}: {times}" for name, times in sorted(result.count.seen.items())]
    lines.append("people: " + ", ".join(f"{name} {times}" for name, times in sorted(result.deeds.items())))
    lines.append(f"webhook calls: {dict(sorted(result.calls.items()))}, given up by the helpdesk: {result.given_up}")
    lines.append(f"seconds: {result.seconds}, of these {result.drain_seconds} after the last ticket")
    return "\n".join(lines)


class _Line:
    """A line shows the progress, at most once per second."""

    def __init__(self) -> None:
        self._at = 0.0

    def tell(self, words: str) -> None:
        if time.monotonic() - self._at >= 1.0:
            self._at = time.monotonic()
            end = "\r" if sys.stderr.isatty() else "\n"
            print(f"{words:<90}", end=end, file=sys.stderr, flush=True)


def _parse(arguments: list[str] | None) -> tuple[Options, bool]:
    default = Options()
    parser = argparse.ArgumentParser(
        prog="benchmarks.thread_faults", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tickets", type=int, default=default.tickets)
    parser.add_argument("--copies", type=int, default=default.copies, help="of each webhook call")
    parser.add_argument("--rate", type=float, default=default.rate, help="tickets per second, at most")
    parser.add_argument("--deaths", type=int, default=default.deaths, help="at each point of a delivery")
    parser.add_argument(
        "--gap", type=float, default=default.gap, help="mean seconds between two kills from outside; 0: none"
    )
    parser.add_argument("--deliverers", type=int, default=default.deliverers, help="processes that deliver")
    parser.add_argument("--models", type=int, default=default.models, help="processes that decide")
    parser.add_argument("--lease", type=int, default=default.lease, help="seconds of a lease")
    parser.add_argument("--patience", type=float, default=default.patience, help="seconds for what is left at the end")
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--json", action="store_true", help="everything that was counted, as JSON")
    chosen = vars(parser.parse_args(arguments))
    as_lines = chosen.pop("json")
    return Options(**chosen), as_lines


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except DeskhandError as error:
        raise SystemExit(f"benchmarks.thread_faults: {error}") from error
