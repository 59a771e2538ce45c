"""What was learned for one company serves no other, and what an earlier version made is taken over only by a person."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from knowledge.search import evidence
from knowledge.search.evidence import FEATURES, Evidence
from models import hashed_file
from models.errors import AdapterError
from models.heads import folder as heads
from models.weights import registry
from tests.support.paths import DEMO
from worker import assets, bootstrap, demo_home, learned_assets, reply_promise
from worker.cli.main import app
from worker.company import load_company
from worker.errors import CompanyError, ForeignAsset, Refused
from worker.settings import Settings

FERROWICK = load_company(DEMO / "company.toml")
ACME = replace(FERROWICK, id="acme", name="Acme")


def test_all_that_the_demo_ships_is_the_demos() -> None:
    found = assets.assets_of(DEMO / "adapters")
    assert {asset.company for asset in found} == {"ferrowick"}
    assert len(found) >= 7
    for asset in found:
        assets.require_own(asset.file, FERROWICK)
        with pytest.raises(ForeignAsset, match=r'learned for the company "ferrowick".*says "acme".*`deskhand '):
            assets.require_own(asset.file, ACME)


def adapter(folder: Path, company: str | None) -> Path:
    folder.mkdir(parents=True)
    known = {"skill": folder.name, **({} if company is None else {"company": company})}
    (folder / registry.MANIFEST).write_text(json.dumps(known))
    return folder / registry.MANIFEST


@pytest.fixture
def acme(tmp_path: Path) -> Settings:
    file = tmp_path / "company.toml"
    text = (DEMO / "company.toml").read_text(encoding="utf-8")
    file.write_text(
        text.replace('"ferrowick"', '"acme"').replace('name = "Ferrowick"', 'name = "Acme"'), encoding="utf-8"
    )
    return Settings(company=file, knowledge=DEMO / "knowledge.toml", adapters=DEMO / "adapters")


LOADED: list[Callable[[Settings], object]] = [
    learned_assets.load_heads,
    learned_assets.adapter_folders,
    lambda settings: bootstrap.encoder_name(settings.model_copy(update={"encoder": None})),
    learned_assets.load_evidence,
    lambda settings: learned_assets.load_confidence(settings, "enc"),
    lambda settings: bootstrap.make_encoder(settings, str(DEMO / "adapters" / "encoder")),
    lambda settings: bootstrap.encoder_name(
        settings.model_copy(update={"encoder": str(DEMO / "adapters" / "encoder")})
    ),
]


@pytest.mark.parametrize("load", LOADED)
def test_nothing_of_the_demo_is_loaded_for_another_company(acme: Settings, load: Callable[[Settings], object]) -> None:
    with pytest.raises(ForeignAsset, match="ferrowick"):
        load(acme)


def test_what_is_made_carries_the_company_s_id(tmp_path: Path) -> None:
    evidence.save(tmp_path / evidence.FILE, Evidence("abc", (1.0,) * FEATURES, 0.0, 0.5, "acme"))
    assert [asset.company for asset in assets.assets_of(tmp_path)] == ["acme"]


def test_workshops_and_what_is_no_asset_are_left_alone(tmp_path: Path) -> None:
    adapter(tmp_path / ".reply.training", None)
    (tmp_path / "notes.json").write_text("{}")
    assert assets.assets_of(tmp_path) == []


@pytest.mark.parametrize("company", [None, "", "Acme"])
def test_what_an_earlier_version_made_is_refused_until_it_is_claimed(tmp_path: Path, company: str | None) -> None:
    file = adapter(tmp_path / "triage", company)
    with pytest.raises(ForeignAsset, match=r"does not say whose it is.*deskhand models claim"):
        assets.require_own(file, ACME)
    assets.claim(assets.read(file), ACME)
    assets.require_own(file, ACME)
    with pytest.raises(Refused, match='learned for the company "acme"'):
        assets.claim(assets.read(file), FERROWICK)


def test_a_file_with_a_hash_is_claimed_whole_and_not_after_it_was_altered(tmp_path: Path) -> None:
    file = tmp_path / reply_promise.FILE
    hashed_file.write(file, {"format": 1, "promise": {}})
    assets.claim(assets.read(file), ACME)
    assert hashed_file.read(file, 1) == {"format": 1, "promise": {}, "company": "acme"}
    file.write_text(file.read_text().replace('"acme"', '""'))
    with pytest.raises(AdapterError, match="altered"):
        assets.claim(assets.read(file), ACME)


def test_claimed_heads_are_read_again(tmp_path: Path) -> None:
    [shipped] = (DEMO / "adapters" / "heads").glob(f"*/{heads.MANIFEST}")
    values = {name: value for name, value in json.loads(shipped.read_text()).items() if name != "sha256"}
    values["company"] = "Acme"
    file = tmp_path / heads.MANIFEST
    file.write_text(json.dumps({**values, "sha256": hashed_file.digest(values)}))
    assets.claim(assets.read(file), ACME)
    assert heads.read_manifest(tmp_path).company == "acme"


def test_the_command_claims_what_is_confirmed_and_refuses_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKHAND_ADAPTERS", str(tmp_path))
    adapter(tmp_path / "triage", None)
    other = adapter(tmp_path / "reply", "acme")
    refused = CliRunner().invoke(app, ["models", "claim"], input="n\n")
    assert (refused.exit_code, "nothing was claimed" in refused.stderr) == (1, True)
    said = json.loads(CliRunner().invoke(app, ["models", "claim", "--yes", "--json"]).stdout)
    assert said == {
        "company": "ferrowick",
        "claimed": [str(tmp_path / "triage" / registry.MANIFEST)],
        "refused": [str(other)],
    }
    assert json.loads(other.read_text())["company"] == "acme"


NAMED = ("company", "knowledge", "adapters")


@pytest.fixture
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMED:
        monkeypatch.delenv(f"DESKHAND_{name.upper()}")


@pytest.mark.usefixtures("nothing_named")
def test_without_a_setting_no_company_is_taken(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for name in NAMED:
        with pytest.raises(CompanyError, match=f"deskhand init FOLDER.*DESKHAND_{name.upper()}.*deskhand demo"):
            getattr(settings, f"{name}_path")


@pytest.mark.usefixtures("nothing_named")
@pytest.mark.parametrize("mark", [demo_home.MARK, "demo.json"])
def test_a_home_of_the_demo_uses_the_demos_files_unless_a_company_is_named(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).touch()
    assert {name: getattr(Settings(home=tmp_path), name) for name in NAMED} == demo_home.files()
    own = Settings(home=tmp_path, company=tmp_path / "company.toml")
    assert (own.knowledge, own.adapters) == (None, None)
    with pytest.raises(CompanyError, match="DESKHAND_ADAPTERS"):
        _ = own.adapters_path
