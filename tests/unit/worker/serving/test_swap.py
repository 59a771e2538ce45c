"""A promotion is taken between batches, and what cannot be taken changes nothing. Only the engine and the search are doubles."""

import json
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.errors import AdapterError, EngineError, EngineUnavailable, ServerMustRestart
from models.generation.engine import Generation, ScriptedEngine
from models.heads import folder as heads
from models.skills import reply, triage
from models.skills.fields import TokenLogprob
from models.weights import pointer, registry, versions
from models.weights.pointer import Canary
from tests.support import small_heads
from tests.support.paths import DEMO
from tests.support.random_adapter import point
from tests.support.swap_worker import FACT, PASSAGE, QUESTION
from tests.unit.worker.pipeline.builders import ticket
from tests.unit.worker.serving.test_plan import add
from worker.cli.doctor.diagnosis import Level
from worker.cli.doctor.serving import serving
from worker.cli.doctor.versions import learned
from worker.company import Brand, load_company
from worker.domain import Retrieved, Run, Ticket
from worker.errors import NotReady
from worker.pipeline.run import handle_batch
from worker.serving import state
from worker.serving.plan import is_in_share
from worker.serving.services import Services
from worker.serving.state import State
from worker.serving.swap import RETRY_SECONDS, Swap
from worker.serving.tool_set import Loaded, ToolSet
from worker.settings import Settings

BRANDED = replace(load_company(DEMO / "company.toml"), brands=(Brand("Pro", "7", "Pro Support"),))


class Engine(ScriptedEngine):
    """Calm and sure. It knows which adapters it has, and refuses what it is told to."""

    def __init__(self) -> None:
        super().__init__([])
        self.there: dict[str, str] = {}
        self.refuses: dict[str, Exception] = {}
        self.expected: list[str] = []
        self.places: dict[str, Path] = {}

    def load(self, name: str, folder: Path) -> None:
        known = registry.load_manifest(folder, base=None)
        if (error := self.refuses.get(known.id)) is not None:
            raise error
        assert name not in self.there or name in self.expected
        self.there[name], self.places[name] = known.id, folder

    def expect(self, name: str, folder: Path, *, stands_in: bool) -> None:
        self.expected.append(name)
        self.places[name] = folder
        self.there[name] = registry.read_manifest(folder).id

    def drop(self, name: str) -> None:
        self.there.pop(name, None)

    def adapter_id(self, skill: str) -> str | None:
        return self.there.get(skill)

    def generate(self, prompts: Sequence[str], *, skill: str, **rest: Any) -> list[Generation]:  # type: ignore[override]
        assert skill == "triage" or skill in self.there, "an adapter that was dropped is asked"
        calm = triage.answer("access", "normal", False, None)
        said = calm if skill.startswith("triage") else reply.answer("answer", "en", [FACT])
        return [Generation(said, (TokenLogprob(said, -0.01),), 1, finished=True) for _ in prompts]


class Finder:
    def tickets(self, tickets: Sequence[Ticket], translate: Callable[..., Any] | None = None) -> list[Retrieved]:
        return [Retrieved((PASSAGE,), small_heads.vector(), small_heads.ENCODER) for _ in tickets]

    def index(self) -> object:
        raise NotReady("no index")


class World:
    """The adapters of a company, and a worker that serves them."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(
            home=home,
            adapters=home / "adapters",
            company=DEMO / "company.toml",
            knowledge=DEMO / "knowledge.toml",
            reply="free",
            triage="model",
            reply_mode="send",
            min_reply=0.5,
            translate=False,
        )
        self.engine, self.time = Engine(), 0.0
        self.ids = [add(self.settings.adapters_path, "reply", name) for name in ("one", "two", "three")]
        self.point("promote", current=self.ids[0])

    def point(self, action: str, **values: Any) -> None:
        point(self.settings.adapters_path, "reply", action, values.get("current"), **values)

    def start(self) -> Swap:
        loaded = Loaded(self.engine, Finder())  # type: ignore[arg-type]

        def make(plan: Any) -> ToolSet:
            return ToolSet(self.settings, BRANDED, None, loaded, plan)  # type: ignore[arg-type]

        return Swap(self.settings, self.engine, make, State(self.settings.home_path), clock=lambda: self.time)

    @property
    def refused(self) -> str:
        [told] = state.read(self.settings.home_path)
        return told.refused


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def ask(count: int = 40, **changes: Any) -> list[Ticket]:
    return [replace(ticket(), id=number, body=QUESTION, subject="Link", **changes) for number in range(count)]


def handled(swap: Swap, tickets: Sequence[Ticket]) -> list[Run]:
    services = Services(Settings(), None, BRANDED, None, None, swap)  # type: ignore[arg-type]
    return services.handle_batch(tickets)


def served(swap: Swap) -> set[str | None]:
    return {run.adapter_ids["reply"] for run in handled(swap, ask(4))}


def test_a_promotion_is_taken_once_between_two_batches_and_the_old_one_goes(world: World) -> None:
    swap, (one, two, _) = world.start(), world.ids
    assert served(swap) == {one}
    under_way = swap.groups(ask(4))
    world.point("promote", current=two)
    assert served(swap) == {one}
    swap.refresh()
    assert served(swap) == {two}
    assert set(world.engine.there.values()) == {two}
    with pytest.raises(AssertionError, match="dropped"):  # nothing of the old tools is left over
        handle_batch(under_way[0][1], under_way[0][0])
    world.point("rollback", current=one)
    swap.refresh()
    assert served(swap) == {one}


def tampered(world: World, name: str) -> None:
    with (world.settings.adapters_path / "reply" / name / registry.WEIGHTS).open("a") as file:
        file.write("?")


def pickled(world: World, name: str) -> None:
    (world.settings.adapters_path / "reply" / name / "adapter_model.bin").write_bytes(b"\x80\x04.")


def of_acme(world: World, name: str) -> None:
    _change(world, name, company="acme")


def with_an_unknown_key(world: World, name: str) -> None:
    _change(world, name, surprise=True)


def gone(world: World, name: str) -> None:
    folder = world.settings.adapters_path / "reply" / name
    folder.rename(folder.with_name(".gone"))


def refused_by_the_engine(world: World, name: str) -> None:
    world.engine.refuses[name] = EngineError("the server says no")


def _change(world: World, name: str, **values: Any) -> None:
    file = world.settings.adapters_path / "reply" / name / registry.MANIFEST
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


FAULTS = [
    (tampered, "does not match its hash"),
    (pickled, "do not belong"),
    (of_acme, "acme"),
    (with_an_unknown_key, "cannot be read"),
    (gone, "no version"),
    (refused_by_the_engine, "the server says no"),
]


@pytest.mark.parametrize(("spoil", "reason"), FAULTS, ids=[spoil.__name__ for spoil, _ in FAULTS])
def test_what_is_not_fit_changes_nothing_and_is_said_once(
    world: World, spoil: Callable[[World, str], None], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    swap, (one, two, three) = world.start(), world.ids
    world.point("canary", canary=Canary(three, 0.5))
    swap.refresh()
    spoil(world, two)
    world.point("promote", current=two, canary=None)
    for _ in range(3):
        swap.refresh()
        world.time += RETRY_SECONDS + 1
    assert served(swap) == {one, three}
    assert reason in world.refused
    assert capsys.readouterr().out.count("goes on with the versions it has") <= 1
    world.point("rollback", current=three)
    swap.refresh()
    assert served(swap) == {three}
    assert world.refused == ""


def test_a_folder_of_before_there_were_versions_is_divided_under_a_worker(world: World, tmp_path: Path) -> None:
    folder, (one, two, _) = world.settings.adapters_path / "reply", world.ids
    (folder / one).rename(tmp_path / "flat")
    (folder / two).rename(tmp_path / "other")
    shutil.rmtree(folder)
    (tmp_path / "flat").rename(folder)
    swap = world.start()
    versions.add(folder, tmp_path / "other")
    swap.refresh()
    assert (served(swap), world.refused) == ({one}, "")
    assert world.engine.places[f"reply@{one}"] == folder / one  # a server that is started again finds it
    world.point("promote", current=two)
    swap.refresh()
    assert served(swap) == {two}


@pytest.mark.parametrize("spoil", [tampered, gone, with_an_unknown_key])
def test_a_rollback_does_not_wait_for_a_named_version_that_is_not_fit(
    world: World, spoil: Callable[[World, str], None]
) -> None:
    swap, (one, two, three) = world.start(), world.ids
    world.point("promote", current=two)
    swap.refresh()
    spoil(world, three)
    world.point("assign", current=one, named={"brand:7": three})
    swap.refresh()
    assert served(swap) == {one}
    assert {run.adapter_ids["reply"] for run in handled(swap, ask(2, brand="7"))} == {one}
    assert three in world.refused or "deskhand-adapter.json" in world.refused
    assert set(world.engine.there.values()) == {one}
    for _ in range(2):
        world.time += RETRY_SECONDS + 1
        swap.refresh()
    assert (served(swap), bool(world.refused)) == ({one}, True)


def test_a_server_that_was_away_is_asked_again(world: World) -> None:
    swap, (one, two, _) = world.start(), world.ids
    world.engine.refuses[two] = EngineUnavailable("nobody answers")
    world.point("promote", current=two)
    swap.refresh()
    world.engine.refuses.clear()
    swap.refresh()
    assert served(swap) == {one}
    world.time += RETRY_SECONDS + 1
    swap.refresh()
    assert (served(swap), world.refused) == ({two}, "")


def test_a_canary_s_replies_are_drafts_and_a_brand_has_its_own(world: World) -> None:
    swap, (one, two, three) = world.start(), world.ids
    world.point("canary", canary=Canary(two, 0.5), named={"brand:7": three})
    swap.refresh()
    runs = handled(swap, [*ask(40), replace(ask(1)[0], id=40, brand="7")])
    assert [run.ticket.id for run in runs] == list(range(41))
    for run in runs[:-1]:
        tried = is_in_share(run.ticket.id, two, 0.5)
        assert run.adapter_ids["reply"] == (two if tried else one)
        assert (str(run.decision.outcome), run.decision.reason) == (
            ("hold", "canary") if tried else ("send", "grounded")
        )
        mark = pointer.canary_mark(versions.read(world.settings.adapters_path / "reply"))
        assert run.adapter_ids["reply.canary"] == mark, "of the canary and beside it"
    assert runs[-1].adapter_ids["reply"] == three
    assert "reply.canary" not in runs[-1].adapter_ids, "a brand's ticket was not drawn"
    assert runs[-1].decision.reason == "grounded"


def test_a_canary_that_a_brand_is_named_to_get_stays_unproven_for_the_others(world: World) -> None:
    swap, (_, two, _) = world.start(), world.ids
    world.point("canary", canary=Canary(two, 0.5), named={"brand:7": two})
    swap.refresh()
    tried = next(one for one in ask(40) if is_in_share(one.id, two, 0.5))
    for batch in ([tried, replace(tried, id=99, brand="7")], [replace(tried, id=99, brand="7"), tried]):
        assert {run.ticket.brand: run.decision.reason for run in handled(swap, batch)} == {
            tried.brand: "canary",
            "7": "grounded",
        }


def test_a_queue_has_its_own_once_triage_knows_it(world: World) -> None:
    swap, (one, two, _) = world.start(), world.ids
    world.point("assign", current=one, named={"queue:access": two, "queue:billing": one})
    swap.refresh()
    assert served(swap) == {two}
    world.point("assign", current=one, named={"queue:billing": two})
    swap.refresh()
    assert served(swap) == {one}


def test_a_worker_starts_without_a_bad_canary_but_not_without_what_serves(world: World) -> None:
    one, two, _ = world.ids
    tampered(world, two)
    world.point("canary", canary=Canary(two, 0.9))
    swap = world.start()
    assert served(swap) == {one}
    assert "does not match its hash" in world.refused
    world.point("promote", current=two, canary=None)
    with pytest.raises(AdapterError, match="hash"):
        world.start()


def of_another_form(world: World, name: str) -> None:
    _change(world, name, config={"form": "grammar"})


def test_a_canary_of_another_form_than_the_setting_stands_in_nobody_s_way(world: World) -> None:
    one, two, three = world.ids
    of_another_form(world, two)
    world.point("canary", canary=Canary(two, 0.9), named={"brand:7": two})
    swap = world.start()
    assert served(swap) == {one}
    assert "was trained to choose sentences" in world.refused
    world.point("promote", current=three)
    swap.refresh()
    assert served(swap) == {three}
    assert set(world.engine.there.values()) == {three}


def test_a_server_that_must_be_started_again_answers_no_canary_s_tickets(world: World) -> None:
    one, two, _ = world.ids
    world.engine.refuses[two] = ServerMustRestart("start it again")
    world.point("canary", canary=Canary(two, 0.9))
    swap = world.start()
    assert (served(swap), world.engine.expected, world.refused) == ({one}, [], "start it again")


@pytest.mark.parametrize("error", [EngineUnavailable("nobody answers"), ServerMustRestart("start it again")])
def test_a_worker_starts_although_the_model_server_is_not_ready(world: World, error: Exception) -> None:
    one = world.ids[0]
    world.engine.refuses[one] = error
    swap = world.start()
    assert (served(swap), world.engine.expected) == ({one}, [f"reply@{one}"])
    assert str(error) in world.refused


def test_a_threshold_that_was_proven_since_is_taken_without_loading_again(world: World) -> None:
    world.settings = world.settings.model_copy(update={"min_reply": None})
    swap, one = world.start(), world.ids[0]
    assert {run.decision.reason for run in handled(swap, ask(2))} == {"no_threshold"}
    from models.evaluation.promise import Promise
    from models.evaluation.scores import Share

    folder = versions.find(world.settings.adapters_path / "reply", one)
    promise = Promise(0.1, 0.95, 0.5, Share(9, 9), 0.05, 9, 0, Share(0, 9), 0)
    registry.write_manifest(folder, replace(registry.read_manifest(folder), promise=promise))
    swap.refresh()
    assert {run.decision.reason for run in handled(swap, ask(2))} == {"grounded"}


def by_heads(world: World) -> tuple[list[str], Callable[..., None]]:
    """Let heads do triage. Returns three versions, of which the first serves, and what changes their pointer."""
    adapters = world.settings.adapters_path
    world.settings = world.settings.model_copy(update={"triage": None})
    orders = (("access", "billing", "data"), ("billing", "access", "data"), ("data", "access", "billing"))
    names = [small_heads.add(adapters, order) for order in orders]

    def change(action: str, name: str | None, **values: Any) -> None:
        point(adapters / "heads", small_heads.ENCODER, action, name, **values)

    change("promote", names[0], current=names[0])
    return names, change


def triaged(swap: Swap, tickets: Sequence[Ticket]) -> dict[int, tuple[str | None, str, str]]:
    return {
        r.ticket.id: (r.adapter_ids["triage"], r.triage.queue if r.triage else "", r.decision.reason)
        for r in handled(swap, tickets)
    }


def test_heads_are_taken_between_two_batches_and_tried_on_the_tickets_of_a_canary(world: World) -> None:
    (one, two, three), change = by_heads(world)
    swap = world.start()
    assert set(triaged(swap, ask(4)).values()) == {(one, "access", "grounded")}
    change("canary", two, canary=Canary(two, 0.5))
    assert set(triaged(swap, ask(4)).values()) == {(one, "access", "grounded")}  # this batch has begun
    swap.refresh()
    for number, found in triaged(swap, ask(40)).items():
        tried = is_in_share(number, two, 0.5)
        assert found == ((two, "billing", "canary") if tried else (one, "access", "grounded"))
    assert [dict(told.canaries) for told in state.read(world.settings.home_path)] == [{"heads": two}]
    change("promote", two, current=two, canary=None)
    swap.refresh()
    assert set(triaged(swap, ask(4)).values()) == {(two, "billing", "grounded")}
    change("promote", three, current=three)
    change("rollback", one, current=one)
    swap.refresh()
    assert set(triaged(swap, ask(4)).values()) == {(one, "access", "grounded")}


def test_heads_that_are_not_fit_are_not_tried_and_hold_up_no_promotion(world: World) -> None:
    (one, two, three), change = by_heads(world)
    swap = world.start()
    place = world.settings.adapters_path / "heads" / small_heads.ENCODER
    with (place / two / heads.TENSORS).open("ab") as file:
        file.write(b"?")
    change("canary", two, canary=Canary(two, 0.5))
    swap.refresh()
    assert {found[0] for found in triaged(swap, ask(10)).values()} == {one}
    assert "does not match its hash" in world.refused
    world.engine, engine = Engine(), world.engine
    assert {found[0] for found in triaged(world.start(), ask(10)).values()} == {one}  # a worker that starts now
    world.engine = engine
    assert any("does not match its hash" in diagnosis.message for diagnosis in learned(world.settings))
    change("promote", three, current=three)
    swap.refresh()
    assert {found[0] for found in triaged(swap, ask(10)).values()} == {three}
    change("promote", two, current=two, canary=None)
    swap.refresh()
    assert ({found[0] for found in triaged(swap, ask(10)).values()}, "hash" in world.refused) == ({three}, True)


def test_the_doctor_says_what_a_worker_serves_and_what_it_will_take(world: World) -> None:
    def said() -> list[tuple[Level, str]]:
        return [(one.level, one.message) for one in serving(world.settings)]

    one, two, _ = world.ids
    world.point("rollback", current=None)
    swap = world.start()
    assert said() == [(Level.GOOD, "serves no adapter")]
    world.point("promote", current=one)
    assert said() == [(Level.NOTE, f"serves no adapter, and takes {one} after its batch")]
    swap.refresh()
    assert said() == [(Level.GOOD, f"serves {one}")]
    world.point("canary", canary=Canary(two, 0.1))
    assert said() == [(Level.NOTE, f"serves {one}, and takes {one}, {two} (canary) after its batch")]
    tampered(world, two)
    swap.refresh()
    [(level, message)] = said()
    assert (level, f"goes on with {one}, because" in message) == (Level.WRONG, True)


def test_a_worker_whose_file_is_gone_or_cannot_be_written_works_on_and_says_itself_again(world: World) -> None:
    swap, (one, two, _) = world.start(), world.ids
    folder = world.settings.home_path / state.FOLDER
    [file] = folder.glob("*.json")
    (folder / f"{file.stem.rpartition('-')[0]}-x.json").write_text("of somebody else")
    file.unlink()
    swap.refresh()
    assert [told.serves for told in state.read(world.settings.home_path)] == [{"reply": one}]
    shutil.rmtree(folder)
    folder.write_text("in the way")
    world.point("promote", current=two)
    swap.refresh()
    swap.refresh()
    assert served(swap) == {two}


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("worker.serving").setLevel(logging.ERROR)
