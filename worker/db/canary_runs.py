"""This module reads the runs of two versions of a skill's adapter by or beside one canary, with what became of them."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_RUNS = text(
    """
    select r.ticket_id, r.adapter_ids->>:skill as version, r.milliseconds, r.tokens, r.failures, d.outcome, d.reason,
           rep.id is not null and rep.text <> '' as replied, rep.check_findings, x.payload->>'public' = 'true' as public,
           x.payload->>'queue' as wrote_queue, o.fate, o.queue_after, o.reopened_at, o.solved_at
    from runs r
    join decisions d on d.run_id = r.id
    left join replies rep on rep.decision_id = d.id and rep.action <> 'hand_over'
    left join deliveries x on x.ticket_id = d.ticket_id and x.ticket_version = d.ticket_version and x.state = 'sent'
    left join outcomes o on o.decision_id = d.id
    where r.adapter_ids->>(:skill || '.canary') = :mark and r.adapter_ids->>:skill = any(:versions)
    order by r.id
    """
)


def stored(session: Session, skill: str, versions: list[str], mark: str) -> list[dict[str, Any]]:
    """Return the runs of these versions that were made by or beside a canary (`models.weights.pointer.canary_mark`), in order."""
    values = {"skill": skill, "versions": versions, "mark": mark}
    return [dict(row) for row in session.execute(_RUNS, values).mappings()]
