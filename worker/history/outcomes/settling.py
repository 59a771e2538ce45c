"""This module brings the table of outcomes up to date. It is asked by whoever reads that table, and judges only what may have
changed; a crash leaves tickets for the next time, and two that run at once store the same."""

from collections import ChainMap, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine, func, select

from worker.company import Company, HistoryRules
from worker.db import outcomes
from worker.db.session import transaction
from worker.helpdesks.protocol import Update
from worker.helpdesks.registry import VENDORS
from worker.history.labels import priority_of, queue_of
from worker.history.outcomes.facts import Report, TicketFacts, Told, Word
from worker.history.outcomes.judging import judge
from worker.settings import Settings
from worker.states import Outcome
from worker.thread import Author

_AT_ONCE = 100  # tickets
_CLOCKS = timedelta(minutes=1)  # by which the helpdesk's may differ from the database's


def settle(
    settings: Settings, company: Company, database: Engine, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Judge every outcome that may have changed, and return of how many tickets. `progress` is told how many more are done."""
    rules = helpdesk_names(settings, company)
    after, done = 0, 0
    while True:
        with transaction(database, see_all=True) as session:
            ids = outcomes.due(session, after, _AT_ONCE)
            now = session.scalar(select(func.now()))
            known = facts_of(outcomes.rows(session, ids)) if ids else []
        if not ids or now is None:
            return done
        judged = [
            one
            for facts in known
            for one in judge(facts, partial(_queue, rules, company), partial(_priority, rules), now)
        ]
        with transaction(database, see_all=True) as session:
            there = {row.ticket_id for kind, row in outcomes.rows(session, ids) if kind == "told"}
            alive = {told.decision_id for facts in known if facts.ticket_id in there for told in facts.told}
            outcomes.save(session, [asdict(one) for one in judged if one.decision_id in alive], now)
        after, done = ids[-1], done + len(ids)
        progress(len(ids))


def helpdesk_names(settings: Settings, company: Company) -> HistoryRules:
    """Return what the helpdesk's groups and priorities are called here: by the company file, and by the groups we write to."""
    groups = [vendor.groups(settings) for vendor in VENDORS]
    return company.history.over(dict(ChainMap(*map(dict, groups))), {})


def facts_of(rows: Any) -> list[TicketFacts]:
    """Return the facts of tickets from their rows."""
    found: Mapping[str, defaultdict[int, list[Any]]] = {kind: defaultdict(list) for kind in ("told", "word", "report")}
    resolved: dict[int, datetime | None] = {}
    for kind, row in rows:
        if kind == "ticket":
            resolved[row.id] = row.resolved_at
        else:
            found[kind][row.ticket_id].append(row)
    return [
        TicketFacts(
            ticket_id,
            told=tuple(map(_told, found["told"][ticket_id])),
            words=tuple(map(_word, found["word"][ticket_id])),
            reports=tuple(
                Report(r.field, r.value, Author(r.author), r.occurred_at) for r in found["report"][ticket_id]
            ),
            resolved_at=at,
        )
        for ticket_id, at in resolved.items()
    ]


def _told(row: Any) -> Told:
    try:
        update = Update.from_json(row.payload)
    except ValueError:  # a row of a version that this one cannot read
        update = Update("", bool(row.payload.get("public")), str(row.payload.get("comment", "")))
    draft = row.reply if row.action != "hand_over" else ""
    return Told(
        decision_id=row.id,
        account=row.account,
        outcome=Outcome(row.outcome),
        reason=row.reason,
        public=update.public,
        since=_since(row.stamp, row.sent_at, row.asked_at),
        told_at=row.sent_at,
        reply=draft,
        written=update.written,
        comment=update.comment,
        quotes=tuple(dict.fromkeys(row.quotes)),
        language=row.language,
        queue=update.queue,
        priority=update.priority,
    )


def _since(stamp: str | None, sent_at: datetime, asked_at: datetime | None) -> datetime:
    """Return from when on something is an answer to what we wrote: the helpdesk's own stamp was read before the write."""
    try:
        read = datetime.fromisoformat(stamp or "")
    except ValueError:
        read = sent_at - _CLOCKS
    if read.tzinfo is None or not sent_at - timedelta(days=60) < read <= sent_at + _CLOCKS:
        read = sent_at - _CLOCKS
    return read if asked_at is None else max(read, min(asked_at, sent_at))


def _word(row: Any) -> Word:
    return Word(Author(row.author), row.public, row.occurred_at, row.original, row.body)


def _queue(rules: HistoryRules, company: Company, group: str) -> str | None:
    return queue_of(group, rules, company.queues)


def _priority(rules: HistoryRules, priority: str) -> str | None:
    return priority_of(priority, rules)
