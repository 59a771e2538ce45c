"""How long it takes to make examples of past tickets, and whether the time grows with their number.

    python -m benchmarks.history_examples [--tickets 2000] [--no-redaction]

The tickets are those of the demo, with half of their words replaced, so that few are copies; every seventh stays as it was.
Nothing is stored, and no passages are looked for: `benchmarks/attribution` measures that.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from worker.company import load_company
from worker.history.export import Privacy, export
from worker.history.making import make
from worker.history.preparing import Prepared
from worker.history.redaction import Gazetteer, Redactor
from worker.history.signatures import learn
from worker.past import PastMessage, PastTicket
from worker.thread import Author

DEMO = Path("demo")
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
NAMES = [
    f"{first}{rest}"
    for first in ("Anna", "Jan", "Luc", "Maria", "Tom", "Eva", "Otto", "Lena", "Paul")
    for rest in ("", "lena", "bert")
]
_ADDRESS = re.compile(r"[\w.]+@[\w.]+")


class OnlyAddresses:
    """It redacts addresses, so that the other steps can be measured alone."""

    def thread(self) -> "OnlyAddresses":
        return self

    def redact(self, text: str, language: str | None = None) -> str:  # noqa: ARG002 - a redactor's signature
        return _ADDRESS.sub("[EMAIL_1]", text)


class Laps:
    """It tells how much time of a processor each step took: other work beside it does not count."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began, self._doing = time.process_time(), ""

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None:  # noqa: ARG002 - a step's signature
        now = time.process_time()
        if self._doing:
            self.seconds[self._doing] = now - self._began
        self._began, self._doing = now, doing

    def advance(self, count: int = 1) -> None: ...


def tickets(count: int) -> Iterator[PastTicket]:
    chance = random.Random(3)
    rows: Sequence[dict[str, Any]] = [
        json.loads(line) for line in (DEMO / "tickets/train.jsonl").open(encoding="utf-8")
    ]
    words = [word for row in rows for word in row["body"].split()]
    for n in range(count):
        row = chance.choice(rows)
        body = row["body"].split(" ")
        for _ in range(len(body) // 2 if n % 7 else 0):
            body[chance.randrange(len(body))] = chance.choice(words)
        told = " ".join(row["reply"]["sentences"]) or "We look into it."
        answer = f"Hello {chance.choice(NAMES)},\n\nThank you for contacting us. {told}\n\nKind regards\nTom\nFerrowick Support"
        said = (
            PastMessage(Author.CUSTOMER, " ".join(body), BEGAN + timedelta(minutes=7 * n)),
            PastMessage(
                Author.AGENT, answer, BEGAN + timedelta(minutes=7 * n + 60), author_name=chance.choice(("Tom", "Eva"))
            ),
        )
        yield PastTicket(
            "desk",
            str(n),
            row["subject"],
            said,
            f"p{n // 3}@c{n % 200}.example",
            group_last=row["queue"],
            created_at=said[0].at,
        )


@contextmanager
def lap(seconds: dict[str, float], name: str) -> Iterator[None]:
    began = time.process_time()
    yield
    seconds[name] = time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=2000)
    parser.add_argument("--no-redaction", action="store_true", help="redact addresses only")
    options = parser.parse_args()
    company, past, seconds = load_company(DEMO / "company.toml"), list(tickets(options.tickets)), dict[str, float]()
    with lap(seconds, "learn signatures"):
        known = learn(past)
    with lap(seconds, "make examples"):
        made = (make(one, company.history, company, known) for one in past)
        examples = {n: example for n, example in enumerate(made) if example is not None}
    redactor = Redactor(Gazetteer.made(company, people=NAMES, emails=[one.requester_email or "" for one in past]))
    privacy = Privacy(redactor, redactor.residue)
    if options.no_redaction:
        privacy = Privacy(OnlyAddresses(), lambda *_: ())
    laps = Laps()
    with tempfile.TemporaryDirectory() as folder:
        card = export(
            Prepared(examples, examples, {}, len(past)), company, privacy, laps, target=Path(folder) / "examples"
        )
    laps.begin("")
    for name, took in {**seconds, **laps.seconds}.items():
        print(f"{name:28} {took:7.1f} s of a core  {1000 * took / options.tickets:6.2f} ms per ticket")
    print({name: one["rows"] for name, one in card["files"].items()}, card["copies"])


if __name__ == "__main__":
    main()
