"""Heads that do triage are tried, promoted and taken back under a real worker process while tickets arrive."""

from collections.abc import Callable
from pathlib import Path

from models.weights import versions
from models.weights.manifest import HEADS
from models.weights.pointer import Canary
from tests.integration.process.test_promotion import arriving, now, running, runs, until
from tests.support import random_adapter, small_heads
from worker.db import canary_runs
from worker.db.session import transaction
from worker.history.outcomes.canary import compare, last_trial
from worker.learning.gate.rollback import rollback
from worker.serving import state
from worker.serving.plan import is_in_share
from worker.settings import Settings

SHARE = 0.4
ORDERS = (("access", "billing", "data"), ("billing", "access", "data"), ("data", "access", "billing"))


def test_heads_are_tried_promoted_and_taken_back_under_load(stack, database, tiny_base, tmp_path: Path) -> None:
    adapters = tmp_path / "adapters"
    one, two, bad = (small_heads.add(adapters, order) for order in ORDERS)
    with (adapters / HEADS / small_heads.ENCODER / bad / "heads.safetensors").open("ab") as file:
        file.write(b"?")
    settings = Settings(home=stack.settings.home_path, adapters=adapters)

    def change(action: str, name: str, **values: object) -> None:
        random_adapter.point(adapters / HEADS, small_heads.ENCODER, action, name, **values)

    def decided(since: object, holds: Callable[[str, bool], bool], count: int = 1) -> None:
        """Wait for runs since a change that only this change can have made, by their heads and whether they are drawn."""
        until(
            lambda: (
                sum(holds(r["id"], is_in_share(r["ticket"], two, SHARE)) for r in made() if r["at"] > since) >= count
            )
        )

    def made() -> list[dict]:
        return runs(database, "triage")

    change("promote", one, current=one)
    with running(stack, tiny_base, adapters, DESKHAND_TRIAGE="encoder"), arriving(database, 0.3):
        until(lambda: len(made()) >= 4)
        change("canary", two, canary=Canary(two, SHARE))
        decided(now(database), lambda name, drawn: name == two, 4)
        promoted_at = now(database)
        change("promote", two, current=two, canary=None)
        decided(promoted_at, lambda name, drawn: name == two and not drawn)
        change("promote", bad, current=bad)
        until(lambda: any("does not match its hash" in told.refused for told in state.read(stack.settings.home_path)))
        assert rollback(settings, "heads").current == two
        assert rollback(settings, "heads").current == one
        decided(now(database), lambda name, drawn: name == one and drawn)
    assert {run["state"] for run in made()} == {"decided"}
    assert {run["id"] for run in made()} == {one, two}
    trial = last_trial(versions.read(adapters / HEADS / small_heads.ENCODER))
    assert trial is not None
    assert (trial.current, trial.canary) == (one, two)
    with transaction(database.app, see_all=True) as session:
        rows = canary_runs.stored(session, "triage", [one, two], trial.mark)
    for row in rows:
        assert row["version"] == (two if is_in_share(row["ticket_id"], two, SHARE) else one)
        assert (row["reason"] == "canary") is (row["version"] == two)
    found = compare(rows, trial, HEADS)
    assert found.moved == 0
    assert found.tickets == tuple(sum(row["version"] == name for row in rows) for name in (one, two))
    assert min(found.tickets) > 0
    assert None not in found.seconds
