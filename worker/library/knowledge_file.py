"""This module reads the knowledge file (`DESKHAND_KNOWLEDGE`, TOML), which says where the company's knowledge lies."""

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from knowledge.index.shrinkage import Consent
from knowledge.parsing.base import Limits
from worker.company import load_company
from worker.errors import ForeignAsset, NotReady
from worker.library.source_entries import AccountsEntry, AccountsSqlEntry, AnyEntry, Entry, HistoryEntry
from worker.settings import Settings

SourceName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class ParsingEntry(Entry):
    seconds: Annotated[float, Field(gt=0, le=3_600)] = 10.0
    megabytes: Annotated[float, Field(gt=0, le=500)] = 20.0

    def limits(self) -> Limits:
        return Limits(seconds=self.seconds, file_bytes=int(self.megabytes * 1e6))


class KnowledgeFile(Entry):
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


def require_own(file: KnowledgeFile, settings: Settings) -> None:
    """Raise `ForeignAsset` if the knowledge file is another company's: its prices and pages would answer for this one."""
    if file.company and file.company != (own := load_company(settings.company_path).id):
        raise ForeignAsset(
            f'{settings.knowledge_path} is the knowledge of the company "{file.company}", and the company file says "{own}": '
            "set DESKHAND_KNOWLEDGE to your own file, which `deskhand init FOLDER` writes"
        )


def private_sources(settings: Settings) -> tuple[str, ...]:
    """Return the names of the settings' sources whose passages each belong to one account. Raises `NotReady`."""
    return of_accounts(load(settings.knowledge_path))


def of_accounts(file: KnowledgeFile) -> tuple[str, ...]:
    """Return the names of the sources whose passages each belong to one account."""
    return tuple(name for name, entry in file.sources.items() if isinstance(entry, AccountsEntry | AccountsSqlEntry))


def consent_of(settings: Settings, given: Collection[str] = ()) -> Consent:
    """Return what each source may lose in a sync. `given`: those of which a person consented to lose whatever is lost."""
    entries = load(settings.knowledge_path).sources
    guarded = {name: entry for name, entry in entries.items() if not isinstance(entry, HistoryEntry)}
    shares = {name: entry.max_shrink for name, entry in guarded.items() if entry.max_shrink is not None}
    own = [name for name, entry in entries.items() if isinstance(entry, HistoryEntry)]  # who is erased has to leave
    return Consent(settings.max_shrink, shares, [*given, *own])
