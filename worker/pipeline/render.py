"""This module writes what the helpdesk is told about a handled ticket: one update per ticket."""

from dataclasses import replace

from worker.company import Company
from worker.company.fields import Write
from worker.domain import Passage, Run
from worker.helpdesks.protocol import Update, tags_of
from worker.pipeline.writing import agent, customer
from worker.states import Outcome

KIND = "result"  # one effect per version; part of its key


def updates(run: Run, company: Company) -> list[tuple[str, Update]]:
    """Return (kind, update) pairs: a public reply or question when it is sent, an internal note otherwise. No name or other
    free text of the ticket is repeated, because the writer of a ticket could use that to send text to others through us.
    An internal note has two exceptions: the words that ask for a person, or ask what a draft leaves open, without
    addresses, and the names of files, in harmless signs. Where there is nothing to do, the note is one line, and priority
    and select fields stay: a helpdesk keeps no record of an update that says nothing."""
    decision, triage = run.decision, run.triage
    public = decision.outcome.is_public
    nothing_to_do = decision.outcome is Outcome.NOTHING_TO_DO
    chosen = {} if nothing_to_do or triage is None else triage.fields
    fields = [(field, chosen[field.name]) for field in company.fields if field.name in chosen]
    update = Update(
        marker="",  # the effect key, set where the delivery row is made
        public=public,
        comment="",
        priority=str(triage.priority) if triage and not nothing_to_do else None,
        queue=run.queue,
        tags=(*tags_of(decision.outcome, decision.reason), *(f.tag(v) for f, v in fields if f.write is Write.TAG)),
        choices=tuple(field.tags for field, _ in fields if field.tags),
        fields={field.id: value for field, value in fields if field.id is not None},
        cites_account=next((p.account for p in cited(run) if p.account is not None), None),
        brand=(run.ticket.brand or "") if company.brands else None,
    )
    if not public:
        return [(KIND, update.saying(agent.note(run, company)))]
    return [(KIND, replace(update.saying(customer.reply(run, company)), for_people=agent.below_a_draft(run)))]


def cited(run: Run) -> list[Passage]:
    """Return the passages that support the reply, in the order of its sentences."""
    if run.check is None:
        return []
    return [a.passage for a in run.check.attributions if a.passage is not None]
