"""The sources of a knowledge file: every entry becomes one, and its secrets and paths are found."""

import re
from pathlib import Path

import pytest

from knowledge.passages import Kind
from knowledge.sources.account_queries import AccountQueries
from knowledge.sources.accounts import AccountFiles
from knowledge.sources.docs import DocsFolder
from knowledge.sources.github_issues import GitHubIssues
from knowledge.sources.help_center import HelpCenter
from knowledge.sources.pricing import PriceBook
from tests.support.paths import DEMO as COMPANY
from tests.unit.knowledge.reading import documents
from worker.errors import NotReady, Refused
from worker.library.sources import accounts_of, chosen, open_sources
from worker.settings import Settings

DEMO = COMPANY / "knowledge.toml"
FOLDER = '[sources.docs]\ntype = "folder"\npath = "docs"\n'


def written(folder: Path, content: str) -> Settings:
    file = folder / "knowledge.toml"
    file.write_text(content)
    return Settings(knowledge=file)


def uncommented(text: str) -> str:
    """The demo's file with every source type that it only shows."""
    shown = text.partition("# --- Source types")[2].partition("[parsing]")[0]
    lines = [line.removeprefix("# ") for line in shown.split("\n") if re.match(r'# (\[sources|\w+ = ["\[tf{])', line)]
    return text + "\n" + "\n".join(lines)


def test_the_demo_has_one_source_of_each_kind() -> None:
    with open_sources(Settings(knowledge=DEMO)) as sources:
        assert {source.name: source.kind for source in sources} == {
            "docs": Kind.DOCS,
            "pricing": Kind.PRICING,
            "known_issues": Kind.KNOWN_ISSUE,
            "accounts": Kind.ACCOUNT,
            "handled": Kind.HANDLED,
        }
        assert [source.name for source in accounts_of(sources)] == ["accounts"]


def test_the_source_types_that_the_demo_only_shows_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKHAND_ZENDESK_TOKEN", "t-1")
    monkeypatch.setenv("CRM_DATABASE_URL", "postgresql://reader@host/crm")
    settings = written(tmp_path, uncommented(DEMO.read_text(encoding="utf-8")))
    with open_sources(settings) as sources:
        found = {source.name: source for source in sources}
    help_center, github, crm = found["help"], found["github"], found["crm"]
    assert isinstance(help_center, HelpCenter)
    assert (help_center.token, help_center.restricted) == ("t-1", False)
    assert isinstance(github, GitHubIssues)
    assert (github.file, github.labels) == (tmp_path / "issues.json", ("known issue",))
    assert isinstance(crm, AccountQueries)
    assert (crm.url, set(crm.parts)) == ("postgresql://reader@host/crm", {"contacts", "invoices", "tickets"})


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    more = '[sources.crm]\ntype = "accounts"\npath = "a.csv"\ninvoices = "/data/i.csv"\n'
    more += '[sources.crm.facts]\nregion = "In {value}."\n'
    with open_sources(written(tmp_path, FOLDER + more)) as (docs, crm):
        assert isinstance(docs, DocsFolder)
        assert docs.folder == tmp_path / "docs"
        assert isinstance(crm, AccountFiles)
        assert (crm.file, crm.parts) == (tmp_path / "a.csv", {"invoices": Path("/data/i.csv")})
        assert crm.facts == {"region": "In {value}."}


def test_limits_of_parsing_are_set_for_all_of_them(tmp_path: Path) -> None:
    with open_sources(written(tmp_path, FOLDER + "[parsing]\nseconds = 60\nmegabytes = 1.5\n")) as (docs,):
        assert isinstance(docs, DocsFolder)
        assert (docs.limits.seconds, docs.limits.file_bytes) == (60.0, 1_500_000)


@pytest.mark.parametrize(
    ("entry", "public"),
    [
        (FOLDER, True),
        (FOLDER + "public = false\n", False),
        ('[sources.docs]\ntype = "known_issues"\npath = "x.json"\npublic = false\n', False),
        ('[sources.docs]\ntype = "help_center"\nurl = "https://x.zendesk.com"\n', True),
        ('[sources.docs]\ntype = "github_issues"\npath = "x.json"\n', False),
        ('[sources.docs]\ntype = "github_issues"\npath = "x.json"\npublic = true\n', True),
    ],
)
def test_a_source_says_whether_customers_can_open_its_pages(tmp_path: Path, entry: str, public: bool) -> None:
    with open_sources(written(tmp_path, entry)) as (source,):
        assert getattr(source, "public") is public  # noqa: B009 - several kinds of sources have it


def test_a_secret_comes_from_the_environment_or_from_env_and_is_missed_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = '[sources.crm]\ntype = "accounts_sql"\nurl_env = "CRM_URL"\nquery = "select 1 as id"\n'
    settings = written(tmp_path, entry)
    with pytest.raises(NotReady, match=r"'crm' needs the environment variable CRM_URL"), open_sources(settings):
        pass
    (tmp_path / ".env").write_text("CRM_URL=sqlite:///from-file\n")
    monkeypatch.setitem(Settings.model_config, "env_file", str(tmp_path / ".env"))
    with open_sources(settings) as (crm,):
        assert isinstance(crm, AccountQueries)
        assert crm.url == "sqlite:///from-file"
    monkeypatch.setenv("CRM_URL", "sqlite:///from-environment")
    with open_sources(settings) as (crm,):
        assert isinstance(crm, AccountQueries)
        assert crm.url == "sqlite:///from-environment"


def test_every_example_of_the_guide_is_a_knowledge_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DESKHAND_ZENDESK_TOKEN", "CRM_DATABASE_URL"):
        monkeypatch.setenv(variable, "sqlite://")
    guide = (DEMO.parents[1] / "docs" / "guides" / "knowledge-sources.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    examples = [example for example in examples if "[contacts]" not in example]  # of the company file
    assert len(examples) == 12
    for example in examples:
        with open_sources(written(tmp_path, example if "[sources" in example else FOLDER + example)) as sources:
            assert sources


def test_the_prices_of_the_guide_read_as_it_says(tmp_path: Path) -> None:
    guide = (DEMO.parents[1] / "docs" / "guides" / "knowledge-sources.md").read_text(encoding="utf-8")
    shown = " ".join(re.findall(r"^> (.+)$", guide, re.MULTILINE))
    fenced = re.findall(r"^```(\w*)\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)
    for suffix, fence in (("yaml", "yaml"), ("csv", "")):
        (example,) = [content for kind, content in fenced if kind == fence and "valid_until" in content]
        (tmp_path / f"prices.{suffix}").write_text(example)
        for document in documents(PriceBook("pricing", tmp_path / f"prices.{suffix}")):
            if document.path != "pricing/yearly":
                assert document.sections[0].text.partition(" each per month")[0] in shown


def test_one_source_is_chosen_by_its_name_and_an_unknown_one_lists_the_names(tmp_path: Path) -> None:
    with open_sources(Settings(knowledge=DEMO)) as sources:
        assert chosen(sources, None) == sources
        assert [source.name for source in chosen(sources, "pricing")] == ["pricing"]
        with pytest.raises(
            Refused, match="'prices' in the knowledge file, which has: docs, pricing, known_issues, accounts"
        ):
            chosen(sources, "prices")
