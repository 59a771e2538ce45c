"""This module loads what an adapter learns from the files: examples of its skill, and the tickets that are held out."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy import select
from sqlalchemy.orm import defer

from knowledge.handled_tickets import HandledTicket
from knowledge.index.tables import PassageRow
from knowledge.statements import Statement
from models.skills import reply, translation, triage
from models.training.examples import Example
from worker import bootstrap
from worker.company import load_company
from worker.db.session import transaction
from worker.domain import Passage, as_shown
from worker.learning import chosen_answers, handled, moved
from worker.learning.adapters import customers
from worker.learning.evaluation import retrieved_for
from worker.learning.examples import Found, Say, as_written, reply_examples, translation_examples, triage_examples
from worker.learning.hold_out import is_held_out
from worker.pipeline.retrieve import Find
from worker.retrieval.trust import is_trusted, untrusted_sources
from worker.settings import Settings


def load(
    settings: Settings,
    skill: str,
    paths: Sequence[Path],
    progress: Callable[[int], None] = lambda _: None,
    form: reply.Form = reply.Form.FREE,
) -> tuple[list[Example], list[HandledTicket]]:
    """Return what `skill` learns from the files, and the tickets held out to calibrate confidence on. `progress` is
    told how many more tickets were searched for. `form`: of replies."""
    if skill == translation.NAME:
        return [example for path in paths for example in translation_examples(path)], []
    known = handled.load(settings, paths)
    held_out = [t for t in known if is_held_out(t.id)]
    return examples(settings, skill, [t for t in known if not is_held_out(t.id)], progress, form), held_out


def examples(
    settings: Settings,
    skill: str,
    tickets: Sequence[HandledTicket],
    progress: Callable[[int], None] = lambda _: None,
    form: reply.Form = reply.Form.FREE,
) -> list[Example]:
    """Return what `skill` learns from these tickets. `form`: of replies."""
    company = load_company(settings.company_path)
    with bootstrap.opened(settings) as database:
        if skill == triage.NAME:
            return triage_examples(tickets, company.queues, customers(database))
        find = bootstrap.make_finder(settings, database).tickets
        say = chosen_answers.answers(company) if form is reply.Form.GRAMMAR else as_written
        known = moved.tickets(database, tickets)
        return reply_data(known, database, find, progress, untrusted_sources(settings.knowledge_path), say)


def reply_data(
    tickets: Sequence[HandledTicket],
    engine: DatabaseEngine,
    find: Find,
    progress: Callable[[int], None] = lambda _: None,
    untrusted: Collection[str] = (),
    say: Say = as_written,
) -> list[Example]:
    """Return examples for replies, with the answers that `say` gives. Their wrong passages come from the retrieval that
    serves, and none from a source that is `untrusted`. Raises the first search error."""
    found: dict[str, list[Found]] = {}
    by_ref: dict[str, Found] = {}
    passages = retrieved_for(tickets, find, progress)
    for ticket in tickets:
        found[ticket.id] = [Found(p.ref, p.shown, p) for p in passages[ticket.id].passages if p.trusted]
        with transaction(engine, account=ticket.account) as session:
            wanted = select(PassageRow).where(PassageRow.ref.in_(ticket.passages))
            for row in session.scalars(
                wanted.options(
                    defer(PassageRow.embedding), defer(PassageRow.windows), defer(PassageRow.statement_vectors)
                )
            ):
                if is_trusted(row.ref, untrusted):
                    by_ref[row.ref] = Found(row.ref, as_shown(row.title, row.text), missed(row))
    return reply_examples(tickets, lambda ticket: found[ticket.id], by_ref, say=say)


def missed(row: PassageRow) -> Passage:
    """Return a passage that no search found."""
    return Passage(
        id=row.id,
        ref=row.ref,
        kind=row.kind,
        title=row.title,
        url=row.url,
        text=row.text,
        version=row.version,
        account=row.account,
        lexical_rank=None,
        dense_rank=None,
        score=0.0,
        language=row.language,
        fields=row.fields or {},
        statements=tuple(map(Statement.from_json, row.statements or ())),
    )
