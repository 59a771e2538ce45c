"""This module reads the handled tickets that something is learned from or measured on: each label is one that the company has."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine, text

from knowledge.handled_tickets import NO_REPLY, HandledTicket, Row, load_rows
from knowledge.passages import section_of
from knowledge.ticket_mistakes import Labels
from models.skills.reply import Action
from models.skills.triage import Priority, Reason
from worker import bootstrap
from worker.company import Company, load_company
from worker.db.session import transaction
from worker.errors import NotReady
from worker.learning import sealed_set
from worker.settings import Settings

_MOST = 10  # references that are told
_KNOWN = text(
    "select distinct section from passages where section = any(cast(:sections as text[])) "
    "and index_id = (select id from indexes where state = 'live')"
)


def labels_of(company: Company) -> Labels:
    """Return the labels that rows of a company may have."""
    return Labels(
        queues=list(company.queues),
        priorities=list(map(str, Priority)),
        reasons=list(map(str, Reason)),
        actions=[*map(str, Action), NO_REPLY],
        fields={one.name: list(one.options) for one in company.fields},
    )


def load(settings: Settings, paths: Iterable[Path], *, labelled_only: bool = False) -> list[HandledTicket]:
    """Return the tickets of some files. Raises `DataError` with every mistake of every file, `Refused` where one has a ticket of
    the sealed set, `CompanyError` and OSError."""
    paths = list(paths)
    sealed_set.refuse(settings, paths)
    labels = labels_of(load_company(settings.company_path))
    return [row.ticket for row in load_rows(paths, labels, labelled_only=labelled_only)]


def tell_lost(settings: Settings, paths: Sequence[Path], say: Callable[[str], None]) -> None:
    """Say which references name nothing in the live index. They teach nothing, but the rest of their rows does."""
    rows = load_rows(paths)
    try:
        with bootstrap.opened(settings) as database:
            lost = list(_lost(database, rows))
    except NotReady:
        return  # whoever searches says so
    if lost:
        say(
            f"{len(lost)} references of the tickets name nothing in the knowledge; `deskhand dataset check` lists them:"
        )
    for row, ref in lost[:_MOST]:
        say(f"  {row.file}, line {row.line}: {ref}")
    if len(lost) > _MOST:
        say(f"  and {len(lost) - _MOST} more")


def _lost(database: Engine, rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Yield the references that a search for the account of their row cannot find. Each account's are read as that account."""
    named: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        named[row.ticket.account].append(row)
    for account, own in named.items():
        sections = sorted({section_of(ref) for row in own for ref in row.ticket.passages})
        with transaction(database, account=account) as session:
            known = set(session.scalars(_KNOWN, {"sections": sections}))
        yield from ((row, ref) for row in own for ref in row.ticket.passages if section_of(ref) not in known)
