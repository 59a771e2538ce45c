"""This module writes what the helpdesk is told about a handled ticket: one update per ticket, in plain text."""

from models.skills.reply import Action
from worker.company import Company
from worker.company.fields import Write
from worker.domain import Passage, Run
from worker.helpdesks.protocol import Update, tags_of
from worker.mail.attached import listed
from worker.pipeline.coming_back import tried
from worker.pipeline.wording.outcomes import headline
from worker.pipeline.wording.registry import wording_of
from worker.states import Outcome

KIND = "result"  # one effect per version; part of its key
_NOTE_PASSAGES = 3


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
        comment=reply_text(run, company) if public else note(run, company),
        priority=str(triage.priority) if triage and not nothing_to_do else None,
        queue=run.queue,
        tags=(*tags_of(decision.outcome, decision.reason), *(f.tag(v) for f, v in fields if f.write is Write.TAG)),
        choices=tuple(field.tags for field, _ in fields if field.tags),
        fields={field.id: value for field, value in fields if field.id is not None},
        cites_account=next((p.account for p in cited(run) if p.account is not None), None),
        brand=(run.ticket.brand or "") if company.brands else None,
    )
    return [(KIND, update)]


def reply_text(run: Run, company: Company) -> str:
    """Return the reply as the customer reads it; its sources are those with an address that a customer can open."""
    reply = run.reply
    if reply is None or reply.action is Action.HAND_OVER:
        return ""
    wording = wording_of(run.ticket.language or reply.language)
    parts = [wording.greeting, " ".join(reply.sentences)]
    links = dict.fromkeys(p.url for p in cited(run) if p.url)
    if links:
        parts.append("\n".join([wording.sources, *links]))
    parts.append(f"{wording.closing}\n{company.signature_of(run.ticket.brand)}")
    return "\n\n".join(parts)


def note(run: Run, company: Company) -> str:
    """Return the internal note: why a person has the ticket, what is drafted, what was found."""
    decision = run.decision
    rule = company.escalation.get(decision.reason, "")
    lines = [f"Deskhand: {headline(decision.outcome)} ({decision.reason}). {decision.told}."]
    if decision.outcome is Outcome.NOTHING_TO_DO:
        return lines[0]
    if rule:
        lines.append(f"Rule: {rule}")
    if run.ticket.attachments:
        lines += ["", "Files of the ticket:", *(f"- {line}" for line in listed(run.ticket.attachments))]
    if before := tried(run.ticket):
        lines += ["", "Answered before in this ticket:", *(f"- {said}" for said in before)]
    if decision.outcome is Outcome.HOLD and run.reply is not None:
        what = "Draft question:" if run.reply.action is Action.ASK else "Draft:"
        lines += ["", what, reply_text(run, company)]
        if run.check is not None:
            lines += [f"Check: {f.code}: {f.detail}" for f in run.check.findings]
            lines += [f"[{n}] {a.passage.ref}" for n, a in enumerate(run.check.attributions, 1) if a.passage]
    if run.passages:
        lines += ["", "Found in the knowledge:"]
        lines += [f"- {_mark(p)}{p.title} ({p.url or p.ref}): {p.text}" for p in run.passages[:_NOTE_PASSAGES]]
    return "\n".join(lines)


def cited(run: Run) -> list[Passage]:
    """Return the passages that support the reply, in the order of its sentences."""
    if run.check is None:
        return []
    return [a.passage for a in run.check.attributions if a.passage is not None]


def _mark(passage: Passage) -> str:
    return "" if passage.trusted else "[less trusted source, for you only] "
