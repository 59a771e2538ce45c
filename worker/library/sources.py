"""This module opens the sources that the knowledge file names."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from dotenv import dotenv_values

from knowledge.parsing.base import Limits
from knowledge.parsing.sandbox import Sandbox
from knowledge.sources.account_queries import AccountQueries
from knowledge.sources.accounts import PARTS, AccountFiles, AccountsSource
from knowledge.sources.base import Parse, Source
from knowledge.sources.docs import DocsFolder
from knowledge.sources.github_issues import GitHubIssues
from knowledge.sources.handled import HandledTickets
from knowledge.sources.help_center import HelpCenter
from knowledge.sources.known_issues import KnownIssues
from knowledge.sources.macros import Chosen, MacroFile
from knowledge.sources.pricing import PriceBook
from knowledge.sources.zendesk_macros import ZendeskMacros
from worker.errors import NotReady, Refused
from worker.library.erased import WithoutErased
from worker.library.history import History, owner_of
from worker.library.knowledge_file import load, of_accounts, require_own
from worker.library.source_entries import (
    AccountsEntry,
    AccountsSqlEntry,
    AnyEntry,
    FolderEntry,
    GitHubEntry,
    HandledEntry,
    HelpCenterEntry,
    HistoryEntry,
    IssuesEntry,
    MacrosEntry,
    PricesEntry,
)
from worker.settings import Settings


@contextmanager
def open_sources(settings: Settings) -> Iterator[list[Source]]:
    """Open every source of the file. The process that parses their documents ends with the `with`. Raises NotReady, and
    ForeignAsset where the file is another company's."""
    file = load(settings.knowledge_path)
    require_own(file, settings)
    limits = file.parsing.limits()
    with Sandbox(limits) as sandbox:
        folder = settings.knowledge_path.parent
        private = of_accounts(file)
        made = partial(_source, folder=folder, parse=sandbox.parse, limits=limits, private=private, settings=settings)
        yield [made(name, entry) for name, entry in file.sources.items()]


def chosen(sources: Sequence[Source], name: str | None) -> list[Source]:
    """Return all of them, or the one of this name. Raises `Refused` if there is none."""
    found = [source for source in sources if name is None or source.name == name]
    if not found:
        names = ", ".join(source.name for source in sources)
        raise Refused(f"there is no source {name!r} in the knowledge file, which has: {names}")
    return found


def history_of(sources: Sequence[Source]) -> list[Source]:
    """Return the sources of what people handled, by the database."""
    return [source for source in sources if isinstance(source, History)]


def accounts_of(sources: Sequence[Source]) -> list[AccountsSource]:
    return [source for source in sources if isinstance(source, AccountFiles | AccountQueries | WithoutErased)]


def labelled_files(settings: Settings) -> tuple[Path, ...]:
    """Return the files of handled tickets that may have labels: those in JSON Lines. Raises Refused or NotReady."""
    with open_sources(settings) as sources:
        files = [file for source in sources if isinstance(source, HandledTickets) for file in source.files]
    return tuple(file for file in files if file.suffix == ".jsonl" and file.is_file())


def _source(
    name: str,
    entry: AnyEntry,
    *,
    folder: Path,
    parse: Parse,
    limits: Limits,
    private: tuple[str, ...],
    settings: Settings,
) -> Source:
    """Return the source of an entry. `private`: the sources with passages that belong to one account each."""
    match entry:
        case FolderEntry():
            return DocsFolder(
                name, folder / entry.path, parse, entry.base_url, entry.exclude, limits, public=entry.public
            )
        case HelpCenterEntry():
            token = _secret(entry.token_env, name) if entry.token_env else ""
            return HelpCenter(
                name, entry.url, parse, entry.locale, entry.email, token, entry.restricted, public=entry.public
            )
        case PricesEntry():
            return PriceBook(name, folder / entry.path, entry.currency)
        case IssuesEntry():
            return KnownIssues(name, folder / entry.path, entry.base_url, public=entry.public)
        case GitHubEntry():
            return GitHubIssues(name, folder / entry.path, parse, entry.labels, public=entry.public)
        case AccountsEntry():
            files = {part: folder / file for part in PARTS if (file := getattr(entry, part)) is not None}
            return AccountFiles(name, folder / entry.path, files, entry.facts)
        case AccountsSqlEntry():
            queries = {part: query for part in PARTS if (query := getattr(entry, part)) is not None}
            return AccountQueries(name, _secret(entry.url_env, name), entry.query, queries, entry.facts)
        case MacrosEntry():
            wanted = Chosen(entry.only, entry.exclude)
            if entry.path is not None:
                return MacroFile(name, folder / entry.path, parse, wanted)
            return ZendeskMacros(name, entry.url, parse, entry.email, _secret(entry.token_env, name), wanted)
        case HandledEntry():
            return HandledTickets(name, tuple(folder / path for path in entry.paths), private)
        case HistoryEntry():
            return History(name, partial(owner_of, settings), private, entry.only)


def _secret(variable: str, name: str) -> str:
    """Return a value from the environment, or from the `.env` file that the settings come from."""
    env_file = Settings.model_config.get("env_file")
    value = os.environ.get(variable) or (dotenv_values(str(env_file)).get(variable) if env_file else None)
    if not value:
        raise NotReady(f"the source {name!r} needs the environment variable {variable}: set it, or put it into .env")
    return value
