"""Where the company's knowledge lies: one folder with docs/, pricing/, known_issues/ and accounts/, each optional."""

from pathlib import Path

from knowledge.sources.accounts import AccountsFile
from knowledge.sources.base import Source
from knowledge.sources.docs import DocsFolder
from knowledge.sources.known_issues import KnownIssues
from knowledge.sources.pricing import PriceBook
from worker.company import load_company
from worker.errors import NotReady
from worker.settings import Settings

PRICES, ISSUES, ACCOUNTS = "pricing/prices.yaml", "known_issues/issues.json", "accounts/accounts.jsonl"


def sources(settings: Settings) -> list[Source]:
    """The sources that exist. A kind whose folder is missing is not a source, so its passages are left alone."""
    folder = settings.knowledge
    if not folder.is_dir():
        raise NotReady(f"{folder} is not a folder: set DESKHAND_KNOWLEDGE to one with docs/, pricing/, …")
    docs_url = load_company(settings.company).docs_url
    found: list[Source] = []
    if (folder / "docs").is_dir():
        found.append(DocsFolder(folder / "docs", docs_url))
    if (folder / PRICES).exists():
        found.append(PriceBook(folder / PRICES))
    if (folder / ISSUES).exists():
        found.append(KnownIssues(folder / ISSUES))
    accounts = accounts_file(settings)
    return [*found, accounts] if accounts else found


def accounts_file(settings: Settings) -> AccountsFile | None:
    path: Path = settings.knowledge / ACCOUNTS
    return AccountsFile(path) if path.exists() else None
