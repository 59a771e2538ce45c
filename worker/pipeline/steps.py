"""This module does each step for the drafts of a batch, which take up what it finds."""

from collections.abc import Sequence
from dataclasses import replace

from models.errors import InvalidOutput
from models.evaluation.confidence import Confidence
from models.heads.folder import Heads
from worker.domain import CheckResult, Reply, Triage
from worker.pipeline import asking, heads, reply, reply_confidence, retrieve, selection, triage
from worker.pipeline.check import check, open_questions
from worker.pipeline.draft import Draft
from worker.pipeline.rules import applying, ruled
from worker.pipeline.tools import Tools


def find_passages(drafts: Sequence[Draft], tools: Tools) -> None:
    """Search for all tickets together. A search that failed is noted, and the others of the batch go on."""
    for draft, found in zip(drafts, tools.find([d.ticket for d in drafts]), strict=True):
        draft.found = found
        if found.error is not None:
            draft.failures["retrieve"] = f"search failed: {type(found.error).__name__}"


def triage_tickets(drafts: Sequence[Draft], tools: Tools) -> None:
    """Decide by the heads, each for the vectors of its own encoder; by the model where there are none."""
    if not tools.heads:
        _triage_by_model(drafts, tools)
        return
    by_encoder: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_encoder.setdefault(draft.found.encoder, []).append(draft)
    for encoder, group in by_encoder.items():
        if encoder and encoder not in tools.heads:  # vectors of another encoder mean nothing to the heads
            _triage_by_model(group, tools)
        else:
            _triage_by_heads(group, tools, tools.heads.get(encoder))


def _triage_by_heads(drafts: Sequence[Draft], tools: Tools, own: Heads | None) -> None:
    """Decide by the heads of the encoder that made the vectors."""
    rows = [heads.seen(draft.ticket, draft.found) for draft in drafts]
    known = [row for row in rows if row is not None]
    decided = iter(heads.triage(own, known, tools.company, tools.policy.min_confidence) if own else [])
    for draft, row in zip(drafts, rows, strict=True):
        if own is None or row is None:
            draft.failures["triage"] = "the search gave no vector"
            continue
        value = next(decided)
        if isinstance(value, InvalidOutput):
            draft.failures["triage"] = str(value)
            continue
        draft.triage, draft.heads_id = value, own.id
        if draft.triage.fields:  # the rules that ask for a value can be judged now
            draft.rules = applying(tools.company, draft.ticket, draft.triage.fields)
        draft.approved = _approved(draft, draft.triage, tools)


def _triage_by_model(drafts: Sequence[Draft], tools: Tools) -> None:
    """Let the model decide, if it was taught to: what a bare base says of a queue is a guess, and a person knows better."""
    if not tools.model_triages:
        for draft in drafts:
            draft.untaught = True
        return
    kept = tools.prompts.triage
    prompts = [triage.prompt(d.ticket, tools.company, kept, d.found) for d in drafts]
    results = triage.run(prompts, tools.company, tools.engine, tools.temperatures)
    for draft, prompt, (value, made) in zip(drafts, prompts, results, strict=True):
        draft.note("triage", prompt, made)
        if isinstance(value, InvalidOutput):
            draft.failures["triage"] = f"invalid output: {value}"
        else:
            draft.triage = value
            draft.approved = _approved(draft, value, tools)


def _approved(draft: Draft, value: Triage, tools: Tools) -> Reply | None:
    """Return the company's question for a vague ticket. It is asked once, and not where something was said before."""
    if not draft.vague or draft.ticket.asked or not draft.ticket.is_first_turn:
        return None
    seen = ruled(value, draft.rules)
    return asking.approved_question(draft.ticket, seen, tools.company, tools.policy.min_confidence)


def write_replies(drafts: Sequence[Draft], tools: Tools) -> None:
    """Write a reply to each ticket: statements that are chosen, or what the model says."""
    if tools.chooses:
        for draft in drafts:
            draft.reply = selection.select(draft.ticket, draft.found, tools.selector_for(draft.found.encoder))
    else:
        _reply_by_model(drafts, tools)


def _reply_by_model(drafts: Sequence[Draft], tools: Tools) -> None:
    tasks = [
        reply.task(
            d.ticket,
            d.passages,
            tools.form,
            tools.company,
            d.triage.queue if d.triage else None,
            tools.prompts.reply,
            d.found,
        )
        for d in drafts
    ]
    for draft, task, (value, made) in zip(drafts, tasks, reply.run(tasks, tools.engine), strict=True):
        draft.note("reply", task.prompt, made)
        if isinstance(value, InvalidOutput):
            draft.failures["reply"] = f"invalid output: {value}"
        else:
            draft.reply = value


def check_replies(drafts: Sequence[Draft], tools: Tools) -> None:
    """Check the replies. Only the passages that the model was shown may support a sentence. Questions that their words do
    not meet are searched for, those of all replies together."""
    doubted: list[tuple[Draft, open_questions.Doubt]] = []
    for draft in drafts:
        if draft.reply is not None:
            shown = retrieve.shown(draft.passages)
            company = tools.company
            draft.check = (
                asking.as_checked(draft.reply)
                if asking.is_approved(draft.reply)
                else check.check(draft.ticket, draft.reply, shown, company.protected_names, company.contacts)
            )
            if tools.confidence is not None:
                draft.reply = _judged(draft, draft.reply, draft.check, tools.confidence)
            if draft.check.passed:
                found = open_questions.doubts(draft.ticket, draft.questions, draft.reply, draft.check)
                doubted += [(draft, doubt) for doubt in found]
    for (draft, _), finding in zip(doubted, open_questions.findings([d for _, d in doubted], tools.find), strict=True):
        if draft.check is not None and finding is not None:
            draft.check = replace(draft.check, findings=(*draft.check.findings, finding))


def _judged(draft: Draft, said: Reply, checked: CheckResult, confidence: Confidence) -> Reply:
    seen = reply_confidence.features(draft.ticket, draft.found, said, checked, len(draft.questions))
    return reply_confidence.judged(said, confidence, draft.found.encoder, seen)
