"""This module reads where the company's knowledge lies: one TOML file (`DESKHAND_KNOWLEDGE`) with entries that become
sources."""

import os
import tomllib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, model_validator

from knowledge.index.shrinkage import Consent
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
from worker.company import load_company
from worker.errors import ForeignAsset, NotReady, Refused
from worker.library.erased import WithoutErased
from worker.library.history import History, owner_of
from worker.settings import Settings

SourceName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class _Entry(BaseModel):
    """An entry refuses unknown options, because a misspelt one that is ignored would be noticed only by a customer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _SourceEntry(_Entry):
    """A source. `max_shrink`: the share that a sync may take of it without consent; None: that of the settings."""

    max_shrink: Annotated[float, Field(ge=0, le=1)] | None = None


class _ShownEntry(_SourceEntry):
    """A source with passages. Those of a less trusted one are shown to people only (`worker.retrieval.trust`)."""

    trusted: bool = True


class _LinkedEntry(_ShownEntry):
    """A source whose passages have addresses. With `public = false` no customer is given one."""

    public: StrictBool = True


class FolderEntry(_LinkedEntry):
    type: Literal["folder"]
    path: Path
    base_url: str = ""
    exclude: tuple[str, ...] = ()


class HelpCenterEntry(_LinkedEntry):
    type: Literal["help_center"]
    url: str
    locale: str = "en-us"
    email: str = ""
    token_env: str = ""
    restricted: bool = False


class PricesEntry(_ShownEntry):
    type: Literal["prices"]
    path: Path
    currency: str = ""


class IssuesEntry(_LinkedEntry):
    type: Literal["known_issues"]
    path: Path
    base_url: str = ""


class GitHubEntry(_LinkedEntry):
    type: Literal["github_issues"]
    public: StrictBool = False  # an issue tracker is written for colleagues, and often only they can open it
    path: Path
    labels: tuple[str, ...] = ()


class AccountsEntry(_ShownEntry):
    type: Literal["accounts"]
    path: Path
    contacts: Path | None = None
    invoices: Path | None = None
    tickets: Path | None = None
    facts: dict[str, str] = Field(default_factory=dict)


class AccountsSqlEntry(_ShownEntry):
    type: Literal["accounts_sql"]
    url_env: str
    query: str
    contacts: str | None = None
    invoices: str | None = None
    tickets: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)


class MacrosEntry(_ShownEntry):
    type: Literal["macros"]
    path: Path | None = None  # a file
    url: str = ""  # or a Zendesk account
    email: str = ""
    token_env: str = ""
    only: tuple[str, ...] = ()  # patterns of titles; * matches anything
    exclude: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_one(self) -> "MacrosEntry":
        if (self.path is None) == (not self.url):
            raise ValueError("needs either a path or a url")
        if self.url and not (self.email and self.token_env):
            raise ValueError("a url needs email and token_env: Zendesk shows macros to agents only")
        return self


class HandledEntry(_SourceEntry):
    type: Literal["handled_tickets"]
    paths: Annotated[tuple[Path, ...], Field(min_length=1)]


class HistoryEntry(_SourceEntry):
    """What people handled, as the database has it: imported, or solved here. `only`: the names of imports; without any, all."""

    type: Literal["history"]
    only: tuple[str, ...] = ()


AnyEntry = (
    FolderEntry
    | HelpCenterEntry
    | PricesEntry
    | IssuesEntry
    | GitHubEntry
    | AccountsEntry
    | AccountsSqlEntry
    | MacrosEntry
    | HandledEntry
    | HistoryEntry
)


class ParsingEntry(_Entry):
    seconds: Annotated[float, Field(gt=0, le=3_600)] = 10.0
    megabytes: Annotated[float, Field(gt=0, le=500)] = 20.0

    def limits(self) -> Limits:
        return Limits(seconds=self.seconds, file_bytes=int(self.megabytes * 1e6))


class KnowledgeFile(_Entry):
    company: str = ""  # id of the company whose knowledge it is; "" in files that do not say
    sources: Annotated[dict[SourceName, Annotated[AnyEntry, Field(discriminator="type")]], Field(min_length=1)]
    parsing: ParsingEntry = ParsingEntry()


def load(path: Path) -> KnowledgeFile:
    """Return the knowledge file. Raises `NotReady` with the name of the wrong entry."""
    if path.is_dir():
        raise NotReady(
            f"{path} is a folder: set DESKHAND_KNOWLEDGE to a TOML file that names it (see demo/knowledge.toml)"
        )
    try:
        return KnowledgeFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise NotReady(
            f"{path} does not exist: `deskhand init FOLDER` writes one; else correct DESKHAND_KNOWLEDGE"
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NotReady(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        raise NotReady(f"{path}: {'; '.join(_complaints(error))}") from error


@contextmanager
def open_sources(settings: Settings) -> Iterator[list[Source]]:
    """Open every source of the file. The process that parses their documents ends with the `with`. Raises NotReady, and
    ForeignAsset where the file is another company's."""
    file = load(settings.knowledge_path)
    _require_own(file, settings)
    limits = file.parsing.limits()
    with Sandbox(limits) as sandbox:
        folder = settings.knowledge_path.parent
        private = _private(file)
        made = partial(_source, folder=folder, parse=sandbox.parse, limits=limits, private=private, settings=settings)
        yield [made(name, entry) for name, entry in file.sources.items()]


def _require_own(file: KnowledgeFile, settings: Settings) -> None:
    """Raise `ForeignAsset` if the knowledge file is another company's: its prices and pages would answer for this one."""
    if file.company and file.company != (own := load_company(settings.company_path).id):
        raise ForeignAsset(
            f'{settings.knowledge_path} is the knowledge of the company "{file.company}", and the company file says "{own}": '
            "set DESKHAND_KNOWLEDGE to your own file, which `deskhand init FOLDER` writes"
        )


def private_sources(settings: Settings) -> tuple[str, ...]:
    """Return the names of the sources whose passages each belong to one account. Raises Refused or NotReady."""
    return _private(load(settings.knowledge_path))


def _private(file: KnowledgeFile) -> tuple[str, ...]:
    return tuple(name for name, entry in file.sources.items() if isinstance(entry, AccountsEntry | AccountsSqlEntry))


def history_of(sources: Sequence[Source]) -> list[Source]:
    """Return the sources of what people handled, by the database."""
    return [source for source in sources if isinstance(source, History)]


def consent_of(settings: Settings, given: Collection[str] = ()) -> Consent:
    """Return what each source may lose in a sync. `given`: those of which a person consented to lose whatever is lost."""
    entries = load(settings.knowledge_path).sources
    guarded = {name: entry for name, entry in entries.items() if not isinstance(entry, HistoryEntry)}
    shares = {name: entry.max_shrink for name, entry in guarded.items() if entry.max_shrink is not None}
    own = [name for name, entry in entries.items() if isinstance(entry, HistoryEntry)]  # who is erased has to leave
    return Consent(settings.max_shrink, shares, [*given, *own])


def chosen(sources: Sequence[Source], name: str | None) -> list[Source]:
    """Return all of them, or the one of this name. Raises `Refused` if there is none."""
    found = [source for source in sources if name is None or source.name == name]
    if not found:
        names = ", ".join(source.name for source in sources)
        raise Refused(f"there is no source {name!r} in the knowledge file, which has: {names}")
    return found


def labelled_files(settings: Settings) -> tuple[Path, ...]:
    """Return the files of handled tickets that may have labels: those in JSON Lines. Raises Refused or NotReady."""
    with open_sources(settings) as sources:
        files = [file for source in sources if isinstance(source, HandledTickets) for file in source.files]
    return tuple(file for file in files if file.suffix == ".jsonl" and file.is_file())


def accounts_of(sources: Sequence[Source]) -> list[AccountsSource]:
    return [source for source in sources if isinstance(source, AccountFiles | AccountQueries | WithoutErased)]


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


def _complaints(error: ValidationError) -> Iterator[str]:
    """Yield lines such as `[sources.docs] path: Field required`."""
    for found in error.errors(include_url=False, include_input=False, include_context=False):
        table, *rest = [str(part) for part in found["loc"]]
        if table == "sources" and rest:
            name, *rest = rest
            option = " ".join(rest[1:])  # the first is the type, which Pydantic puts there
            yield f"[sources.{name}]{f' {option}' if option else ''}: {found['msg']}"
        else:
            yield f"[{'.'.join((table, *rest))}]: {found['msg']}"
