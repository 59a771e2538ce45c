"""This benchmark measures requests per second and latency of the webhook intake, with the worker off and on. As many
requests must be accepted as stored.

deskhand up && python -m benchmarks.intake [--requests 1000] [--clients 8]
"""

import argparse
import secrets
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlalchemy import text

from worker import bootstrap
from worker.cli.demo.rehearsal import new_secret, post, processes, require_harmless
from worker.db.session import transaction
from worker.errors import DeskhandError
from worker.settings import Settings

BODY = "The password reset mail never arrives, I have looked into the spam folder as well. Our account is on the Team plan."


def measure(url: str, secret: str, requests: int, clients: int, name: str) -> tuple[int, str]:
    """Return the number of accepted requests and a line of figures."""

    def one(number: int) -> tuple[int, float]:
        row = {
            "id": f"{name}-{number}-{secrets.token_hex(4)}",
            "subject": "Reset",
            "body": BODY,
            "requester": "a@bench.example",
        }
        start = time.perf_counter()
        posted = post(url, secret, row, "bench", client)
        return posted.status, time.perf_counter() - start

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool, httpx.Client() as client:  # connections are kept, as a helpdesk does
        results = list(pool.map(one, range(requests)))
    seconds = time.perf_counter() - start
    accepted = sum(status == 202 for status, _ in results)
    spent = sorted(value * 1000 for _, value in results)
    p99 = spent[int(len(spent) * 0.99) - 1]
    return accepted, f"{requests / seconds:6.1f} requests/s, p50 {statistics.median(spent):.1f} ms, p99 {p99:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    settings = Settings()
    require_harmless(settings)  # before the first row is written
    engine = bootstrap.database(settings)
    secret = new_secret()
    for name, commands in (("worker off", ("web",)), ("worker on", ("web", "worker"))):
        with processes(settings, secret, commands) as url:
            if "worker" in commands:
                time.sleep(20)  # now the model is loaded and busy with tickets of the first half
            before = _stored(engine)
            accepted, line = measure(url, secret, options.requests, options.clients, name.replace(" ", "-"))
            print(f"{name:10}: {line}; accepted {accepted}, stored {_stored(engine) - before}", flush=True)
    with transaction(engine, see_all=True) as session:  # leave no work behind
        session.execute(text("delete from tickets where requester_email = 'a@bench.example'"))


def _stored(engine: object) -> int:
    with transaction(engine, see_all=True) as session:  # type: ignore[arg-type]
        return int(session.scalar(text("select count(*) from tickets where requester_email = 'a@bench.example'")) or 0)


if __name__ == "__main__":
    try:
        main()
    except DeskhandError as error:
        raise SystemExit(f"benchmarks.intake: {error}") from error
