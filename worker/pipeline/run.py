"""This module takes a claimed batch from tickets to decisions, in five steps:

    retrieve  one search per ticket; escalated tickets too, because the person who takes them gets the passages
    triage    the heads, on the vector of the search; or the model, one batch
    reply     the model, one batch, only for tickets that may be answered
    check     deterministic
    decide    a table

Nothing here touches the database: the caller claims before and commits after.
"""

from collections.abc import Callable, Sequence

from worker.company import Company, Effect
from worker.domain import Decision, Reason, Run, Ticket
from worker.pipeline import asking, steps, sureness
from worker.pipeline.decide import before_reply, decide
from worker.pipeline.draft import Draft, begin
from worker.pipeline.known import Known
from worker.pipeline.rules import Judged, first, ruled
from worker.pipeline.ruling import has_queue
from worker.pipeline.selection import FIRST_PASSAGE
from worker.pipeline.tools import Tools


def handle_batch(tickets: Sequence[Ticket], tools: Tools) -> list[Run]:
    """Decide each ticket of a batch. Raises EngineUnavailable when the model is down: then nothing was decided, and the
    caller gives the tickets back."""
    drafts = [begin(ticket, tools.company) for ticket in tickets]
    worth = [d for d in drafts if d.is_worth_work]
    _timed("retrieve", worth, tools, steps.find_passages)
    _timed("triage", worth, tools, steps.triage_tickets)
    repliable = [d for d in worth if before_reply(d.known, tools.policy) is None]
    for own, group in _by_queue(repliable, tools):
        _timed("reply", [d for d in group if not d.known.is_unclear], own, steps.write_replies)
        _timed("check", [d for d in group if d.reply], own, steps.check_replies)
    for draft in repliable:
        if draft.known.is_unclear and draft.approved is not None:
            draft.reply, draft.check = draft.approved, asking.as_checked(draft.approved)
    return [_handled(draft, draft.by or tools) for draft in drafts]


def _by_queue(drafts: Sequence[Draft], tools: Tools) -> list[tuple[Tools, list[Draft]]]:
    """Divide tickets by what writes their replies: that of their queue, now that it is known, else that of the batch."""
    for draft in drafts:
        seen = ruled(draft.triage, draft.rules) if draft.triage else None
        draft.by = tools.by_queue.get(seen.queue) if seen else None
    groups = {id(draft.by): draft.by or tools for draft in drafts}
    return [(own, [draft for draft in drafts if id(draft.by) == key]) for key, own in groups.items()]


def handle_without_model(ticket: Ticket, why: str, tools: Tools) -> Run:
    """Hand over a ticket that has waited too long for a model: a person gets it, with the passages."""
    draft = begin(ticket, tools.company)
    draft.failures["model"] = f"no answer from the model for too long: {why}"
    worth = [draft] if draft.is_worth_work else []
    _timed("retrieve", worth, tools, steps.find_passages)
    fitting = [d for d in worth if d.found.encoder in tools.heads]  # heads need no model: the ticket reaches its queue
    _timed("triage", fitting, tools, steps.triage_tickets)
    return _handled(draft, tools)


def _timed(step: str, drafts: Sequence[Draft], tools: Tools, work: Callable[[Sequence[Draft], Tools], None]) -> None:
    """Run one step over the batch; each ticket records its share of the time."""
    if not drafts:
        return
    start = tools.clock()
    work(drafts, tools)
    share = (tools.clock() - start) * 1000 / len(drafts)
    for draft in drafts:
        draft.milliseconds[step] = round(share, 2)


def _handled(draft: Draft, tools: Tools) -> Run:
    decision = decide(draft.known, tools.policy)
    queue = first(draft.rules, Effect.QUEUE) if has_queue(decision, draft.triage) else None
    return Run(
        ticket=draft.ticket,
        decision=decision,
        triage=draft.triage,
        passages=draft.passages,
        reply=draft.reply,
        check=draft.check,
        base_id=tools.engine.base_id,
        adapter_ids=_adapter_ids(draft, tools),
        prompt_hashes=draft.prompt_hashes,
        tokens=draft.tokens,
        milliseconds=draft.milliseconds,
        failures=draft.failures,
        misrouted=_is_misrouted(draft.known, decision, queue, tools.company),
        ruled_queue=queue.rule.queue if queue else None,
        sureness=sureness.of(draft.reply, draft.triage, tools.confidence, tools.heads.get(draft.found.encoder)),
        card=tools.card(draft.ticket) if draft.ticket.history_account and draft.is_worth_work else None,
    )


def _adapter_ids(draft: Draft, tools: Tools) -> dict[str, str | None]:
    """Return what decided and wrote, by skill. A kept prompt or heads stand in place of the model's adapter for triage, a kept
    prompt or the selector in place of that for replies. `<skill>.canary` is the canary by or beside which it was done."""
    ids = {skill: tools.engine.adapter_id(skill) for skill in ("triage", "reply", "translation")}
    kept = {"triage": tools.prompts.triage, "reply": tools.prompts.reply}
    ids |= {skill: own.id for skill, own in kept.items() if own is not None}
    if draft.heads_id:
        ids["triage"] = draft.heads_id
    if tools.chooses:
        own = tools.selector_for(draft.found.encoder)
        ids["reply"] = own.id if own else FIRST_PASSAGE
    return ids | {f"{skill}.canary": mark for skill, mark in tools.canaries.items()}


def _is_misrouted(known: Known, decision: Decision, by_rule: Judged | None, company: Company) -> bool:
    """Return whether triage or a rule took a request for a person, or a ticket that only says too little, for something
    that is no support request."""
    seen = known.triage
    if not (known.is_unclear or decision.reason == Reason.ASKS_FOR_PERSON):
        return False
    if by_rule is not None:
        return by_rule.rule.queue == company.not_support_queue
    return seen is not None and (seen.reason is Reason.NOT_SUPPORT or seen.queue == company.not_support_queue)
