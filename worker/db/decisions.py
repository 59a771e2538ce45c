"""This module stores what a run leaves behind: the run, the decision, the reply and its citations. All are stored by
value, because the documents, the prompts and the adapters may have changed by the time someone asks."""

from typing import Any

from sqlalchemy.orm import Session

from worker.db.tables import CitationRow, DecisionRow, ReplyRow, RunRow
from worker.domain import CheckResult, Passage, Reply, Run
from worker.states import Outcome

QUARANTINED = "quarantined"  # the reason of a decision that no run made, and the kind of its delivery


def add(session: Session, run: Run, worker: str) -> None:
    """Add what a run produced. `tickets.commit` calls this in its transaction, after it has checked the fencing token."""
    ticket, triage = run.ticket, run.triage
    row = RunRow(
        ticket_id=ticket.id,
        ticket_version=ticket.version,
        account=ticket.account,
        worker=worker,
        base_id=run.base_id,
        adapter_ids=dict(run.adapter_ids),
        prompt_hashes=dict(run.prompt_hashes),
        tokens=dict(run.tokens),
        milliseconds=dict(run.milliseconds),
        passages={"found": [_found(passage) for passage in run.passages]},
        failures=dict(run.failures),
    )
    session.add(row)
    session.flush()
    decision = DecisionRow(
        ticket_id=ticket.id,
        ticket_version=ticket.version,
        run_id=row.id,
        account=ticket.account,
        outcome=run.decision.outcome,
        reason=run.decision.reason,
        explanation=run.decision.explanation,
        made_by=run.decision.made_by,
        queue=run.queue,
        priority=triage.priority if triage else None,
        escalate=triage.escalate if triage else None,
        escalate_reason=triage.reason if triage else None,
        probabilities=_probabilities(run),
        fields=dict(triage.fields) if triage else {},
    )
    session.add(decision)
    session.flush()
    if run.reply is not None:
        _add_reply(session, decision, run.reply, run.check)


def add_quarantine(session: Session, ticket_id: int, version: int, account: str | None, why: str) -> None:
    """Add the decision that a person gets a ticket that could not be handled."""
    session.add(
        DecisionRow(
            ticket_id=ticket_id,
            ticket_version=version,
            run_id=None,
            account=account,
            outcome=Outcome.HAND_OVER,
            reason=QUARANTINED,
            explanation=why,
            probabilities={},
        )
    )


def _add_reply(session: Session, decision: DecisionRow, reply: Reply, check: CheckResult | None) -> None:
    findings = check.findings if check else ()
    row = ReplyRow(
        decision_id=decision.id,
        account=decision.account,
        action=reply.action,
        language=reply.language,
        text=" ".join(reply.sentences),
        check_findings={"findings": [{"code": f.code, "sentence": f.sentence, "detail": f.detail} for f in findings]},
    )
    session.add(row)
    session.flush()
    for position, attribution in enumerate(check.attributions if check else (), 1):
        passage = attribution.passage
        if passage is None:  # a question to the customer states nothing
            continue
        session.add(
            CitationRow(
                reply_id=row.id,
                account=decision.account,
                position=position,
                sentence=attribution.sentence,
                support=attribution.support,
                ref=passage.ref,
                title=passage.title,
                url=passage.url,
                version=passage.version,
                quote=passage.text,
            )
        )


def _probabilities(run: Run) -> dict[str, Any]:
    triage = dict(run.triage.probabilities) if run.triage else {}
    if run.ruled_queue is not None:
        triage.pop("queue", None)  # triage's confidence says nothing about the queue of a rule
    reply = run.reply.probabilities if run.reply else {}
    return triage | {f"reply.{name}": value for name, value in reply.items()}


def _found(passage: Passage) -> dict[str, Any]:
    return {
        "ref": passage.ref,
        "kind": passage.kind,
        "title": passage.title,
        "version": passage.version,
        "lexical_rank": passage.lexical_rank,
        "dense_rank": passage.dense_rank,
        "precedent_rank": passage.precedent_rank,
        "fused_rank": passage.fused_rank,
        "score": passage.score,
        "relevance": passage.relevance,
        "trusted": passage.trusted,
    }
