"""This module reads the files of claimed tickets before the pipeline runs: it fetches them, parses them, and stores the text,
or why there is none, with the message. A ticket that is tried again finds them there. If the worker dies in between, they
are fetched again. No transaction is open meanwhile, and the keeper keeps the leases.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from knowledge.errors import BadDocumentError, SandboxError
from knowledge.parsing import attachment
from knowledge.parsing.base import Limits as ParserLimits
from knowledge.parsing.sandbox import Sandbox
from knowledge.postgres import scrub
from worker.db import messages
from worker.domain import Attachment, Ticket
from worker.errors import NotFetched, where
from worker.helpdesks.downloads import Download, Limits, download, too_large
from worker.helpdesks.registry import VENDORS
from worker.helpdesks.vendor import FileHosts
from worker.logs import get_logger
from worker.mail.attached import is_decoration, is_image
from worker.mail.characters import visible
from worker.process.lease_keeper import Keeper
from worker.process.services import Services
from worker.settings import Settings

log = get_logger(__name__)
FETCHERS = 8  # files at once: a slow server must not hold up the batch
_PARSE_SECONDS = 10.0

Fetched = Download | str  # or why there is none


def read_files(services: Services, keeper: Keeper, batch: Sequence[Ticket]) -> list[Ticket]:
    """Return the tickets with the texts of their files; none of them if the worker is told to stop meanwhile, because the
    next one fetches the files again."""
    if not any(file.is_open for ticket in batch for file in ticket.attachments):
        return list(batch)
    chosen = {ticket.id: _chosen(ticket, services.settings) for ticket in batch}
    fetched = _fetch_all(batch, chosen, services.settings, keeper)
    if keeper.stopping.is_set():
        return []
    with Sandbox(_parser_limits(services.settings)) as sandbox:
        done = []
        for ticket in batch:
            if keeper.stopping.is_set():
                return []  # what was read is stored
            done.append(_read(services, ticket, chosen[ticket.id], fetched, sandbox))
            keeper.goes_on()
        return done


def _chosen(ticket: Ticket, settings: Settings) -> list[str | None]:
    """Return for each file of a ticket why it is not fetched; None for the first few that can be read."""
    reasons: list[str | None] = []
    for file in ticket.attachments:
        reason = _why_not(file, settings)
        if reason is None and reasons.count(None) >= settings.attachment_files:
            reason = f"only {settings.attachment_files} files of a ticket are read"
        reasons.append(reason)
    return reasons


def _why_not(file: Attachment, settings: Settings) -> str | None:
    if not file.is_open:
        return "settled"
    if is_decoration(file):
        return "it looks like a part of a signature"
    if is_image(file):
        return "images are not read"
    if attachment.format_of(file.name, file.type) is None:
        return "files of this kind are not read"
    if not file.url:
        return "the helpdesk gave no address of it"
    if file.size is not None and file.size > settings.attachment_bytes:
        return too_large(settings.attachment_bytes)
    return None


def _fetch_all(
    batch: Sequence[Ticket], chosen: dict[int, list[str | None]], settings: Settings, keeper: Keeper
) -> dict[tuple[int, int], Fetched]:
    hosts = {vendor.name: vendor.file_hosts(settings) for vendor in VENDORS}
    limits = Limits(settings.attachment_bytes, settings.attachment_seconds, settings.attachment_http)
    wanted = [
        (ticket.id, number, file.url or "", hosts.get(ticket.source, FileHosts()))
        for ticket in batch
        for number, (file, reason) in enumerate(zip(ticket.attachments, chosen[ticket.id], strict=True))
        if reason is None
    ]
    if not wanted:
        return {}
    pool = ThreadPoolExecutor(FETCHERS, thread_name_prefix="fetch")
    try:
        fetch = partial(_fetch, limits, keeper)
        found = list(pool.map(fetch, [url for _, _, url, _ in wanted], [own for *_, own in wanted]))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return {(ticket_id, number): got for (ticket_id, number, _, _), got in zip(wanted, found, strict=True)}


def _fetch(limits: Limits, keeper: Keeper, url: str, hosts: FileHosts) -> Fetched:
    if keeper.stopping.is_set():
        return "the worker stopped"
    keeper.goes_on()
    try:
        return download(url, hosts, limits)
    except NotFetched as error:
        return str(error)
    except Exception as error:  # a server chose the answer; it must not cost the ticket its decision
        log.warning("file not fetched", where=where(error))
        return "it could not be fetched"


def _read(
    services: Services,
    ticket: Ticket,
    chosen: Sequence[str | None],
    fetched: dict[tuple[int, int], Fetched],
    sandbox: Sandbox,
) -> Ticket:
    if not any(file.is_open for file in ticket.attachments):
        return ticket
    most = services.settings.attachment_characters
    files = []
    for number, (file, reason) in enumerate(zip(ticket.attachments, chosen, strict=True)):
        got = fetched.get((ticket.id, number))
        if not file.is_open:
            files.append(file)
        elif isinstance(got, Download):
            files.append(_parsed(file, got, sandbox, most))
        else:
            files.append(replace(file, problem=got or reason))
    done = replace(ticket, attachments=tuple(files))
    try:
        messages.keep_files(services.database, done)
    except SQLAlchemyError as error:  # this run has them; another one would fetch them again
        log.warning("files not stored", ticket=ticket.id, error=type(error).__name__)
    log.info("files", ticket=ticket.id, read=sum(file.text is not None for file in files), listed=len(files))
    return done


def _parsed(file: Attachment, got: Download, sandbox: Sandbox, most: int) -> Attachment:
    try:
        text = attachment.read(file.name, file.type, got.raw, got.type, sandbox)
    except (BadDocumentError, SandboxError) as error:
        return replace(file, problem=f"it {error}"[:300] if isinstance(error, BadDocumentError) else str(error)[:300])
    text = visible(scrub(text[: 2 * most])).strip()[:most]  # as the words of a message are
    if not text:
        return replace(file, problem="it has no text")
    return replace(file, size=file.size or len(got.raw), text=text)


def _parser_limits(settings: Settings) -> ParserLimits:
    return ParserLimits(file_bytes=settings.attachment_bytes, seconds=_PARSE_SECONDS, pages=200)
