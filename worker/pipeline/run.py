"""This module takes a claimed batch from tickets to decisions, in five steps:

    retrieve  one search per ticket; escalated tickets too, because the person who takes them gets the passages
    triage    the heads, on the vector of the search; or the model, one batch
    reply     the model, one batch, only for tickets that may be answered
    check     deterministic
    decide    a table

Nothing here touches the database: the caller claims before and commits after.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from models.errors import InvalidOutput
from models.evaluation.confidence import Confidence
from models.generation.engine import Engine, Generation
from models.heads.folder import Heads
from models.selection import Selector
from models.skills.reply import Form
from worker.company import Company, Effect
from worker.domain import AccountCard, CheckResult, Decision, Passage, Reason, Reply, Retrieved, Run, Ticket, Triage
from worker.mail.answerable import is_answerable, says_something
from worker.mail.asked.questions import Question
from worker.mail.asked.vague import is_vague
from worker.mail.person.request import Request, find_request
from worker.mail.view import written
from worker.pipeline import asking, context, heads, reply, reply_confidence, retrieve, selection, sureness, triage
from worker.pipeline.check import check, open_questions
from worker.pipeline.coming_back import still_open
from worker.pipeline.decide import Known, Policy, before_reply, decide
from worker.pipeline.prompting import Prompts
from worker.pipeline.rules import Judged, applying, first, ruled
from worker.pipeline.ruling import has_queue

FIRST_PASSAGE = "first passage"  # what writes replies without a selector


def _no_card(_: Ticket) -> AccountCard | None:
    return None


@dataclass(frozen=True)
class Tools:
    """These are the tools of the steps; bootstrap provides the real ones, tests provide scripted ones."""

    engine: Engine
    find: retrieve.Find
    company: Company
    policy: Policy
    temperatures: Mapping[str, float] = field(default_factory=dict)  # triage field -> calibration temperature
    heads: Mapping[str, Heads] = field(default_factory=dict)  # by encoder; without any, the model does the triage
    model_triages: bool = True  # False: it never learned to, so where no heads do it, nobody does
    prompts: Prompts = field(default_factory=Prompts)  # of the bare base, for skills without an adapter
    form: Form = Form.FREE  # of a reply: what the model may write
    chooses: bool = False  # no model writes: statements are chosen
    selector: Selector | None = None  # that chooses them, for the vectors of its encoder
    confidence: Confidence | None = None  # of a reply; without one, the probability of its tokens counts
    card: Callable[[Ticket], AccountCard | None] = _no_card  # of the account of a verified requester
    by_queue: "Mapping[str, Tools]" = field(
        default_factory=dict
    )  # where an adapter of its own writes the replies of a queue
    canaries: Mapping[str, str] = field(default_factory=dict)  # skill -> the canary by or beside which it is done
    clock: Callable[[], float] = perf_counter  # seconds


@dataclass
class _Draft:
    """A draft is one ticket on its way through the steps."""

    ticket: Ticket
    answerable: bool
    request: Request | None
    questions: tuple[Question, ...]
    vague: bool
    rules: tuple[Judged, ...] = ()
    approved: Reply | None = None
    brand_off: str | None = None
    triage: Triage | None = None
    by: Tools | None = None  # that write its reply, if not those of the batch
    found: Retrieved = field(default_factory=Retrieved)
    heads_id: str | None = None  # of the heads that decided
    untaught: bool = False  # nothing here has learned triage, so nothing decided it
    reply: Reply | None = None
    check: CheckResult | None = None
    failures: dict[str, str] = field(default_factory=dict)
    prompt_hashes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.found.passages

    @property
    def is_worth_work(self) -> bool:
        """Return whether a model is asked. What it says of thanks would move a ticket that a person has."""
        return self.answerable and not self.ticket.automatic and still_open(self.ticket) is None

    @property
    def known(self) -> Known:
        return Known(
            ticket=self.ticket,
            answerable=self.answerable,
            triage=self.triage,
            passages=self.passages,
            reply=self.reply,
            check=self.check,
            failures=self.failures,
            request=self.request,
            brand_off=self.brand_off,
            questions=self.questions,
            vague=self.vague,
            approved=self.approved,
            rules=self.rules,
            untaught=self.untaught,
        )

    def note(self, step: str, prompt: str, made: Generation) -> None:
        self.prompt_hashes[step] = triage.prompt_hash(prompt)
        self.tokens |= {f"{step}.prompt": made.prompt_tokens, f"{step}.output": len(made.tokens)}


def handle_batch(tickets: Sequence[Ticket], tools: Tools) -> list[Run]:
    """Decide each ticket of a batch. Raises EngineUnavailable when the model is down: then nothing was decided, and the
    caller gives the tickets back."""
    drafts = [_draft(ticket, tools.company) for ticket in tickets]
    worth = [d for d in drafts if d.is_worth_work]
    _timed("retrieve", worth, tools, _retrieve)
    _timed("triage", worth, tools, _triage)
    repliable = [d for d in worth if before_reply(d.known, tools.policy) is None]
    for own, group in _by_queue(repliable, tools):
        _timed("reply", [d for d in group if not d.known.is_unclear], own, _reply)
        _timed("check", [d for d in group if d.reply], own, _check)
    for draft in repliable:
        if draft.known.is_unclear and draft.approved is not None:
            draft.reply, draft.check = draft.approved, asking.as_checked(draft.approved)
    return [_handled(draft, draft.by or tools) for draft in drafts]


def _by_queue(drafts: Sequence[_Draft], tools: Tools) -> list[tuple[Tools, list[_Draft]]]:
    """Divide tickets by what writes their replies: that of their queue, now that it is known, else that of the batch."""
    for draft in drafts:
        seen = ruled(draft.triage, draft.rules) if draft.triage else None
        draft.by = tools.by_queue.get(seen.queue) if seen else None
    groups = {id(draft.by): draft.by or tools for draft in drafts}
    return [(own, [draft for draft in drafts if id(draft.by) == key]) for key, own in groups.items()]


def handle_without_model(ticket: Ticket, why: str, tools: Tools) -> Run:
    """Hand over a ticket that has waited too long for a model: a person gets it, with the passages."""
    draft = _draft(ticket, tools.company)
    draft.failures["model"] = f"no answer from the model for too long: {why}"
    worth = [draft] if draft.is_worth_work else []
    _timed("retrieve", worth, tools, _retrieve)
    fitting = [d for d in worth if d.found.encoder in tools.heads]  # heads need no model: the ticket reaches its queue
    _timed("triage", fitting, tools, _triage)
    return _handled(draft, tools)


def _draft(ticket: Ticket, company: Company) -> _Draft:
    read = [file.text for file in ticket.attachments if file.text]
    subject = ticket.subject if ticket.is_first_turn else ""  # later messages repeat the first one's
    brand = company.brand(ticket.brand)
    return _Draft(
        ticket,
        says_something(ticket.subject, ticket.body) or any(map(is_answerable, read)),
        request(ticket),
        context.questions(ticket),
        not read and is_vague(subject, ticket.body),
        applying(company, ticket),
        brand_off=brand.name if brand and not brand.enabled else None,
    )


def request(ticket: Ticket) -> Request | None:
    """Return the customer's request for a person, in their own words: an earlier message may have offered one. Only the
    first turn is read with its subject, because later messages repeat it."""
    own = written(ticket.body)
    return find_request(f"{ticket.subject}\n{own}" if ticket.is_first_turn else own)


def _timed(step: str, drafts: Sequence[_Draft], tools: Tools, work: Callable[[Sequence[_Draft], Tools], None]) -> None:
    """Run one step over the batch; each ticket records its share of the time."""
    if not drafts:
        return
    start = tools.clock()
    work(drafts, tools)
    share = (tools.clock() - start) * 1000 / len(drafts)
    for draft in drafts:
        draft.milliseconds[step] = round(share, 2)


def _triage(drafts: Sequence[_Draft], tools: Tools) -> None:
    if not tools.heads:
        _triage_by_model(drafts, tools)
        return
    by_encoder: dict[str, list[_Draft]] = {}
    for draft in drafts:
        by_encoder.setdefault(draft.found.encoder, []).append(draft)
    for encoder, group in by_encoder.items():
        if encoder and encoder not in tools.heads:  # vectors of another encoder mean nothing to the heads
            _triage_by_model(group, tools)
        else:
            _triage_by_heads(group, tools, tools.heads.get(encoder))


def _triage_by_heads(drafts: Sequence[_Draft], tools: Tools, own: Heads | None) -> None:
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


def _triage_by_model(drafts: Sequence[_Draft], tools: Tools) -> None:
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


def _approved(draft: _Draft, value: Triage, tools: Tools) -> Reply | None:
    """Return the company's question for a vague ticket. It is asked once, and not where something was said before."""
    if not draft.vague or draft.ticket.asked or not draft.ticket.is_first_turn:
        return None
    seen = ruled(value, draft.rules)
    return asking.approved_question(draft.ticket, seen, tools.company, tools.policy.min_confidence)


def _retrieve(drafts: Sequence[_Draft], tools: Tools) -> None:
    for draft, found in zip(drafts, tools.find([d.ticket for d in drafts]), strict=True):
        draft.found = found
        if found.error is not None:
            draft.failures["retrieve"] = f"search failed: {type(found.error).__name__}"


def _reply(drafts: Sequence[_Draft], tools: Tools) -> None:
    if tools.chooses:
        for draft in drafts:
            draft.reply = selection.select(draft.ticket, draft.found, _selector(draft, tools))
    else:
        _reply_by_model(drafts, tools)


def _selector(draft: _Draft, tools: Tools) -> Selector | None:
    """Return the selector, where it was learned with the encoder of the draft's vectors."""
    known = tools.selector
    return known if known is not None and known.origin.encoder == draft.found.encoder else None


def _reply_by_model(drafts: Sequence[_Draft], tools: Tools) -> None:
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


def _check(drafts: Sequence[_Draft], tools: Tools) -> None:
    """Check the replies. Only the passages that the model was shown may support a sentence. Questions that their words do
    not meet are searched for, those of all replies together."""
    doubted: list[tuple[_Draft, open_questions.Doubt]] = []
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


def _judged(draft: _Draft, said: Reply, checked: CheckResult, confidence: Confidence) -> Reply:
    seen = reply_confidence.features(draft.ticket, draft.found, said, checked, len(draft.questions))
    return reply_confidence.judged(said, confidence, draft.found.encoder, seen)


def _handled(draft: _Draft, tools: Tools) -> Run:
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


def _adapter_ids(draft: _Draft, tools: Tools) -> dict[str, str | None]:
    """Return what decided and wrote, by skill. A kept prompt or heads stand in place of the model's adapter for triage, a kept
    prompt or the selector in place of that for replies. `<skill>.canary` is the canary by or beside which it was done."""
    ids = {skill: tools.engine.adapter_id(skill) for skill in ("triage", "reply", "translation")}
    kept = {"triage": tools.prompts.triage, "reply": tools.prompts.reply}
    ids |= {skill: own.id for skill, own in kept.items() if own is not None}
    if draft.heads_id:
        ids["triage"] = draft.heads_id
    if tools.chooses:
        own = _selector(draft, tools)
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
