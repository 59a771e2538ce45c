"""This module runs one round of a worker: claim, run the pipeline, commit each ticket alone.

    claim ─▶ read the files ─▶ handle the batch ─▶ commit each
                └ raised ─▶ one by one ─▶ commit
                              ├ raised alone ─▶ back, counted; the third time it goes to a person
                              └ no engine ─▶ back, uncounted; after `engine_patience_seconds` it goes to a person

An engine that gives no answer for one ticket but answers for the next one is not down: the failure is the ticket's, and
is counted. No transaction is open while the pipeline runs.
"""

import time
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from models.errors import EngineUnavailable
from worker.db import tickets as queue
from worker.db.reply_cap import Limits
from worker.domain import Run, Ticket
from worker.errors import where, words
from worker.logs import get_logger
from worker.pipeline.render import updates
from worker.process.attachments import read_files
from worker.process.lease_keeper import Keeper
from worker.process.services import Services
from worker.settings import Settings

log = get_logger(__name__)
ENGINE_PAUSE_SECONDS = 30.0
# After so many tickets in a row without an answer, the engine counts as down: each further one would wait for its timeout.
SILENT_TRIES = 2
RETRY_PAUSE_SECONDS = 10.0  # a ticket that failed alone is tried again later, when a temporary cause may be over
COMMIT_PAUSES = (1.0, 4.0)  # seconds; a database that restarts must not cost a whole batch of generations


def work_once(services: Services, keeper: Keeper) -> int:
    """Claim up to a batch and settle it. Return how many were claimed; 0 means that there is nothing to do now."""
    settings = services.settings
    services.refresh()  # between batches, and before tickets are held
    claimed = queue.claim(
        services.database, keeper.holder, settings.batch, settings.lease_seconds, settings.max_attempts
    )
    if not claimed:
        return 0
    start = time.monotonic()
    with keeper.holding(claimed):
        try:
            _handle(services, keeper, read_files(services, keeper, claimed))
        finally:
            keeper.give_back()  # what a stop left, or what would be held for ever after an error
    log.info("round", tickets=[ticket.id for ticket in claimed], seconds=round(time.monotonic() - start, 2))
    return len(claimed)


def _handle(services: Services, keeper: Keeper, batch: Sequence[Ticket]) -> None:
    if len(batch) > 1:
        try:
            results = {run.ticket.id: run for run in services.handle_batch(batch)}
        except Exception as error:  # one ticket's input must not end the worker, nor fail the other tickets
            ids = [ticket.id for ticket in batch]
            log.warning("batch failed, trying one by one", where=where(error), reason=words(error), tickets=ids)
        else:
            for ticket in batch:
                _settle(services, keeper, ticket, results.get(ticket.id))
            return
    _handle_singly(services, keeper, batch)


def _handle_singly(services: Services, keeper: Keeper, batch: Sequence[Ticket]) -> None:
    silent: list[tuple[Ticket, EngineUnavailable]] = []  # since the engine's last answer
    for place, ticket in enumerate(batch):
        if keeper.stopping.is_set():
            break
        try:
            results = services.handle_batch([ticket])
        except EngineUnavailable as error:
            silent.append((ticket, error))
            if len(silent) == SILENT_TRIES:
                silent += [(untried, error) for untried in batch[place + 1 :]]
                break
        except Exception as error:
            _failed(services, keeper, ticket, error)
        else:
            run = results[0] if results else None
            if run is not None and run.tokens:  # not every ticket needs the engine
                for before, silence in silent:
                    _failed(services, keeper, before, silence)
                silent.clear()
            _settle(services, keeper, ticket, run)
    if silent:
        _wait_for_engine(services, keeper, [ticket for ticket, _ in silent], silent[-1][1])


def _wait_for_engine(services: Services, keeper: Keeper, batch: Sequence[Ticket], error: EngineUnavailable) -> None:
    """Give the tickets back uncounted, because an engine's silence says nothing about them. A person gets the overdue ones."""
    log.warning("no engine", reason=str(error), tickets=[ticket.id for ticket in batch])
    overdue = queue.waiting_longer(services.database, batch, services.settings.engine_patience_seconds)
    rest = [ticket for ticket in batch if ticket.id not in overdue]
    _release(services, keeper, rest, attempted=False, delay=ENGINE_PAUSE_SECONDS)
    for ticket in batch:
        if ticket.id not in overdue or keeper.stopping.is_set():
            continue
        try:
            run = services.handle_without_model(ticket, str(error))
        except Exception as failure:
            _failed(services, keeper, ticket, failure)
        else:
            _settle(services, keeper, ticket, run)


def _settle(services: Services, keeper: Keeper, ticket: Ticket, run: Run | None) -> None:
    try:
        if run is None:
            raise LookupError("the pipeline returned nothing for this ticket")
        stored = _commit(services, keeper, run)
    except OperationalError:
        raise  # the database is gone, which says nothing about the ticket: its lease runs out
    except Exception as error:  # a result that cannot be rendered or stored must not fail the other tickets
        _failed(services, keeper, ticket, error)
        return
    keeper.settled(ticket)
    if not stored:
        log.warning("result dropped: the lease was lost or the ticket changed", ticket=ticket.id)


def _commit(services: Services, keeper: Keeper, run: Run) -> bool:
    """Commit a run, if need be repeatedly. This is safe: if an earlier try was stored although its answer was lost, the
    fencing token lets no second one through."""
    effects = updates(run, services.company)
    cap = queue.Cap(_limits(services.settings), lambda held: updates(held, services.company))
    for pause in COMMIT_PAUSES:
        try:
            return queue.commit(services.database, run, keeper.holder, effects, cap)
        except OperationalError as error:
            log.warning("commit failed", ticket=run.ticket.id, error=type(error).__name__, again_in=pause)
            time.sleep(pause)
    return queue.commit(services.database, run, keeper.holder, effects, cap)


def _limits(settings: Settings) -> Limits:
    return Limits(
        ticket_hour=settings.replies_per_ticket_hour,
        ticket_day=settings.replies_per_ticket_day,
        sender_hour=settings.replies_per_sender_hour,
        sender_day=settings.replies_per_sender_day,
    )


def _failed(services: Services, keeper: Keeper, ticket: Ticket, error: Exception) -> None:
    log.error("ticket failed", ticket=ticket.id, where=where(error), reason=words(error))
    failure = words(error) or f"a {type(error).__name__}"
    _release(services, keeper, [ticket], attempted=True, delay=RETRY_PAUSE_SECONDS, failure=failure)


def _release(
    services: Services,
    keeper: Keeper,
    batch: Sequence[Ticket],
    *,
    attempted: bool,
    delay: float,
    failure: str | None = None,
) -> None:
    try:
        queue.give_back(services.database, batch, attempted=attempted, delay_seconds=delay, failure=failure)
    except SQLAlchemyError as error:  # the lease runs out by itself
        log.warning("not given back", tickets=[ticket.id for ticket in batch], error=type(error).__name__)
    for ticket in batch:
        keeper.settled(ticket)
