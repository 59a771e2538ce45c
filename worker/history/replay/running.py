"""This module runs a replay. It is dry: the pipeline is asked as a worker asks it, and nothing is written, neither a ticket, a
decision, a delivery nor an example. An interrupted replay leaves nothing behind."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Engine

from worker import bootstrap
from worker.company import Company
from worker.db import past_tickets
from worker.db.session import transaction
from worker.domain import Run, Ticket
from worker.history import preparing
from worker.history.attribution import attribute, kept
from worker.history.preparing import Step as OfExamples
from worker.history.replay.asking import copies_of, names_of, people, precedents, ticket_of
from worker.history.replay.choosing import Choice, Past, choose
from worker.history.replay.comparing import Row
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools
from worker.settings import Settings


class Step(OfExamples, Protocol):
    """A step shows how far a command is (`worker.cli.progress`)."""

    def update(self, done: int, total: int | None = None) -> None: ...


@dataclass(frozen=True)
class Wanted:
    """This is what the options ask for."""

    since: datetime | None
    limit: int
    source: str | None = None
    min_reply: float | None = None  # in place of the send threshold of the settings


@dataclass(frozen=True)
class Replayed:
    """A replayed set of past tickets, with what has to be known to read it."""

    rows: tuple[Row, ...]
    choice: Choice
    threshold: float | None  # from which a reply is sent
    trained_at: datetime | None  # when the heads that serve were made
    verified: int  # tickets of senders who are verified contacts today

    @property
    def newer(self) -> tuple[Row, ...]:
        """Return the tickets that the heads that serve cannot have learned from."""
        made = self.trained_at
        return self.rows if made is None else tuple(row for row in self.rows if row.at is not None and row.at > made)


def replay(
    settings: Settings, company: Company, owner: Engine, database: Engine, wanted: Wanted, step: Step
) -> Replayed:
    """Run the chosen tickets through today's pipeline. Raises NotReady, Refused or CompanyError."""
    choice = choose(owner, company, since=wanted.since, limit=wanted.limit, source=wanted.source, step=step)
    if not choice.chosen:
        return Replayed((), choice, None, None, 0)
    choice = _with_passages(settings, owner, database, choice, step)
    with transaction(owner) as session:
        names = names_of(choice.prepared.labelled, [values for _, _, values in past_tickets.examples(session)])
    step.begin("load the models and search")
    copies = copies_of({past.row: past.example for past in choice.chosen}, names, precedents(owner))
    tools = _as_if_sending(bootstrap.make_tools(settings, company, database, copies), wanted.min_reply)
    contacts = people(database)
    tickets = [ticket_of(past, names[past.row], contacts) for past in choice.chosen]
    rows = list[Row]()
    step.begin("replay", len(tickets), "tickets")
    for start in range(0, len(tickets), settings.batch):
        group = tickets[start : start + settings.batch]
        for past, ticket, run in zip(choice.chosen[start:], group, handle_batch(group, tools), strict=False):
            rows.append(_row(past, ticket, run))
        step.advance(len(group))
    return Replayed(
        tuple(rows),
        choice,
        tools.policy.send_threshold,
        _trained_at(tools),
        sum(ticket.verified for ticket in tickets),
    )


def _with_passages(settings: Settings, owner: Engine, database: Engine, choice: Choice, step: Step) -> Choice:
    """Find the passages that carry the answers, where they are not known yet; what is found is not stored."""
    wanted = replace(choice.prepared, examples={past.row: past.example for past in choice.chosen})
    step.begin("find the passages of the answers", len(choice.chosen), "tickets")
    found = preparing.with_passages(
        owner, wanted, lambda examples: attribute(examples, settings, database, step), kept, step, keep=False
    )
    chosen = tuple(replace(past, example=found.examples[past.row]) for past in choice.chosen)
    return replace(choice, chosen=chosen)


def _as_if_sending(tools: Tools, min_reply: float | None) -> Tools:
    policy = replace(tools.policy, reply_mode="send")
    return replace(tools, policy=policy if min_reply is None else replace(policy, send_threshold=min_reply))


def _trained_at(tools: Tools) -> datetime | None:
    made = [datetime.fromisoformat(own.manifest.created_at) for own in tools.heads.values()]
    return max((at if at.tzinfo else at.replace(tzinfo=UTC) for at in made), default=None)


def _row(past: Past, ticket: Ticket, run: Run) -> Row:
    name = f"{past.ticket.source}:{past.ticket.external_id}"
    return Row(name, past.at, ticket.subject, ticket.body, past.example, run)
