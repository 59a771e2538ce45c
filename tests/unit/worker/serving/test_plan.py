"""Which version handles which ticket."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import AdapterError
from models.weights import registry, versions
from models.weights.base import BaseModel
from models.weights.pointer import Canary
from tests.support.paths import DEMO
from tests.support.random_adapter import point
from tests.unit.worker.pipeline.builders import ticket
from worker.errors import ForeignAsset, Refused
from worker.serving import naming
from worker.serving.plan import is_in_share, read
from worker.settings import Settings


def add(adapters: Path, skill: str, weights: str, company: str = "ferrowick") -> str:
    made = adapters / f".{weights}"
    made.mkdir(parents=True)
    for name in registry.FILES:
        (made / name).write_text(weights if name == registry.WEIGHTS else "{}")
    registry.write_new_manifest(made, skill, BaseModel("base", "/base", "b" * 64), "d", {}, company)
    return versions.add(adapters / skill, made).name


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(adapters=tmp_path / "adapters", company=DEMO / "company.toml", reply="free", triage="model")


def test_a_larger_share_only_adds_tickets_and_each_canary_draws_anew() -> None:
    few = {n for n in range(4000) if is_in_share(n, "reply-a", 0.1)}
    more = {n for n in range(4000) if is_in_share(n, "reply-a", 0.3)}
    other = {n for n in range(4000) if is_in_share(n, "reply-b", 0.1)}
    assert few < more
    assert 340 < len(few) < 460
    assert len(few & other) < 80


def test_a_brand_comes_before_the_canary_which_comes_before_what_serves(settings: Settings) -> None:
    adapters = settings.adapters_path
    now, tried, own = (add(adapters, "reply", name) for name in ("now", "tried", "own"))
    point(adapters, "reply", "promote", now, current=now)
    point(adapters, "reply", "canary", tried, canary=Canary(tried, 0.5), named={"brand:7": own})
    plan = read(settings).adapters["reply"]
    of = {n: plan.of(replace(ticket(), id=n)) for n in range(40)}
    assert {n: known.id for n, known in of.items() if known} == {
        n: tried if is_in_share(n, tried, 0.5) else now for n in range(40)
    }
    assert {known.id for n in range(40) if (known := plan.of(replace(ticket(), id=n, brand="7")))} == {own}


def test_what_is_not_fit_is_refused_or_left_out_with_the_reason(settings: Settings) -> None:
    adapters = settings.adapters_path
    now, foreign = add(adapters, "reply", "now"), add(adapters, "reply", "foreign", "acme")
    point(adapters, "reply", "promote", now, current=now)
    point(adapters, "reply", "canary", foreign, canary=Canary(foreign, 0.5), named={"brand:7": "reply-gone"})
    with pytest.raises((AdapterError, ForeignAsset)):
        read(settings)
    why: list[str] = []
    plan = read(settings, why).adapters["reply"]
    assert (plan.current.id if plan.current else None, plan.canary, plan.named) == (now, None, {})
    assert ["acme" in one or "no version 'reply-gone'" in one for one in why] == [True, True]


def test_another_skill_s_or_a_renamed_adapter_does_not_serve(settings: Settings) -> None:
    adapters = settings.adapters_path
    other = add(adapters, "triage", "other")
    (adapters / "triage" / other).rename(adapters / "triage" / "renamed")
    point(adapters, "triage", "promote", "renamed", current="renamed")
    with pytest.raises(AdapterError, match="a folder of its own name"):
        read(settings)
    (adapters / "triage" / "renamed").rename(adapters / "elsewhere")
    (adapters / "triage" / other).symlink_to(adapters / "elsewhere")
    point(adapters, "triage", "promote", other, current=other)
    with pytest.raises(AdapterError, match="is a link"):
        read(settings)


def test_where_no_model_is_asked_nothing_is_tried(settings: Settings) -> None:
    adapters = settings.adapters_path
    now, tried = add(adapters, "reply", "now"), add(adapters, "reply", "tried")
    point(adapters, "reply", "promote", now, current=now, canary=Canary(tried, 0.5))
    chosen = read(settings.model_copy(update={"reply": "chosen"})).adapters["reply"]
    assert (chosen.current, chosen.canary) == (None, None)


def test_a_brand_or_queue_gets_a_version_and_loses_it_again(settings: Settings) -> None:
    adapters, company = settings.adapters_path, naming.load_company(settings.company_path)
    now, own = add(adapters, "reply", "now"), add(adapters, "reply", "own")
    point(adapters, "reply", "promote", now, current=now)
    queue = next(iter(company.queues))
    given = naming.who(company, "reply", None, queue)
    home = settings.model_copy(update={"base_model": "gemma3-270m", "home": adapters / "nowhere"})
    assert naming.assign(home, "reply", own[:-2], given, "ada").named == {given: own}
    assert naming.remove(home, "reply", given, "ada").named == {}
    assert [change.action for change in versions.read(adapters / "reply").changes][1:] == [
        f"assign {given}",
        f"remove {given}",
    ]
    for skill, brand, name in [("reply", None, "nowhere"), ("reply", "nobody", None), ("triage", None, queue)]:
        with pytest.raises(Refused):
            naming.who(company, skill, brand, name)
    odd = add(adapters, "reply", "odd")
    (adapters / "reply" / odd / "adapter_config.json").write_text('{"plugin": "x"}')
    manifest = registry.read_manifest(adapters / "reply" / odd)
    registry.write_manifest(adapters / "reply" / odd, replace(manifest, files={}))
    with pytest.raises(AdapterError, match="nobody knows here: plugin"):
        naming.assign(home, "reply", odd, given, "ada")
    with (adapters / "reply" / own / registry.WEIGHTS).open("a") as file:
        file.write("?")
    with pytest.raises(AdapterError, match="hash"):
        naming.assign(home, "reply", own, given, "ada")
