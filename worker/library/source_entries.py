"""This module has the options of each type of source in the knowledge file. A new type needs an entry here, and a line in
`worker.library.sources` that makes the source of it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator


class Entry(BaseModel):
    """An entry refuses unknown options, because a misspelt one that is ignored would be noticed only by a customer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _SourceEntry(Entry):
    """This is the entry of a source. `max_shrink`: the share that a sync may take of it without consent; None: that of the
    settings."""

    max_shrink: Annotated[float, Field(ge=0, le=1)] | None = None


class _ShownEntry(_SourceEntry):
    """This source has passages. Those of a less trusted one are shown to people only (`worker.retrieval.trust`)."""

    trusted: bool = True


class _LinkedEntry(_ShownEntry):
    """This source has passages with addresses. With `public = false` no customer is given one."""

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
    """This source is what people handled, as the database has it: imported, or solved here. `only`: the names of imports; without
    any, all."""

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
