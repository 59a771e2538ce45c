"""This module writes the internal note as an agent reads it, most important first:

    what was decided and why ▸ the draft and where each sentence stands ▸ how sure ▸ what is missing ▸ what was tried
    ▸ the account ▸ files ▸ what else was found

A draft that the check or the bar stopped is no letter but a list of sentences to use, so that nobody sends it as it is.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from models.evaluation.track_record import in_words
from models.skills.triage import shorten
from worker.company import Company
from worker.domain import Action, Finding, Passage, Run
from worker.mail.attached import listed
from worker.pipeline.coming_back import tried
from worker.pipeline.decide import NO_HEADS
from worker.pipeline.other_language import OTHER_LANGUAGE
from worker.pipeline.policy import CANARY
from worker.pipeline.wording import notes
from worker.pipeline.wording.outcomes import headline
from worker.pipeline.writing import customer
from worker.pipeline.writing.said import Said, said, sourced
from worker.rendering.blocks import (
    Block,
    Document,
    Heading,
    Item,
    Line,
    Paragraph,
    Quote,
    Span,
    line,
    listing,
    paragraph,
)
from worker.states import Outcome

_WITH_REPLY = frozenset({Outcome.HOLD, Outcome.SEND, Outcome.ASK})
_MOST_FOUND = 3
_QUOTED = 400  # characters of a passage
_UNFINISHED = frozenset({"check_failed", OTHER_LANGUAGE, *notes.UNSURE} - {"no_threshold", CANARY, NO_HEADS})


def note(run: Run, company: Company) -> Document:
    """Return the note. Where there is nothing to do, it is one line."""
    if run.decision.outcome is Outcome.NOTHING_TO_DO:
        return (paragraph(f"Deskhand: {_decided(run)} ({_made_by(run)})"),)
    return (
        Paragraph((line(Span(f"Deskhand: {_decided(run)}", strong=True)), line(f"({_made_by(run)})"))),
        *_rule(run, company),
        *_draft(run, company),
        *_sure(run),
        *_missing(run),
        *_tried(run),
        *_account(run),
        *_files(run),
        *_found(run),
    )


def _decided(run: Run) -> str:
    return f"{headline(run.decision.outcome)}, because {_why(run)}."


def _made_by(run: Run) -> str:
    return f"reason: {run.decision.reason}; decided by {run.decision.made_by}"


def _why(run: Run) -> str:
    """Return the reason in words. Numbers of confidence are left out: the note tells them as counts."""
    decision = run.decision
    reason, explanation = decision.reason, decision.explanation.rstrip(".")
    if reason == "check_failed" and run.check is not None and run.check.findings:
        count = len(run.check.findings)
        return f"the check found {'something' if count == 1 else f'{count} things'} in the draft that a person must look at"
    if reason in notes.UNSURE:
        return notes.UNSURE[reason]
    if reason in notes.FAILED:
        return f"{notes.FAILED[reason]} ({explanation})"
    if decision.made_by.startswith("triage") and reason in notes.TRIAGE:
        return notes.TRIAGE[reason]
    return explanation


def _rule(run: Run, company: Company) -> Iterator[Block]:
    if rule := company.escalation.get(run.decision.reason):
        yield paragraph(f"Your rule for this: {rule}")


def _draft(run: Run, company: Company) -> Iterator[Block]:
    """Yield the draft with its sources; of one that is not finished, only the sentences that passages say."""
    reply, decision = run.reply, run.decision
    if decision.outcome is not Outcome.HOLD or reply is None or reply.action is Action.HAND_OVER:
        return
    if decision.reason in _UNFINISHED or run.check is None or not run.check.passed:
        yield from _to_use(run)
        return
    yield Heading("Draft question" if reply.action is Action.ASK else "Draft")
    yield Quote(customer.reply(run, company))
    yield from _sources(run)


def below_a_draft(run: Run) -> Document:
    """Return what an agent reads below a reply that was to be sent."""
    return (*_sources(run), *_sure(run), *_tried(run), *_account(run))


def _sources(run: Run) -> Iterator[Block]:
    sentences = said(run)
    if any(one.passage for one in sentences):
        yield Heading("Where each sentence stands")
        yield listing([_source(one, run) for one in sentences], numbered=True)


def _to_use(run: Run) -> Iterator[Block]:
    """Yield what the passages say, by passage, for a person who writes the reply."""
    sentences = sourced(run)
    if sentences:
        yield Heading("No finished reply. Sentences of the knowledge to use")
        groups = groupby(sentences, key=lambda one: one.passage)
        yield listing([Item(_place(page), _quotes(list(group), run)) for page, group in groups if page is not None])


def _quotes(sentences: Sequence[Said], run: Run) -> tuple[Line, ...]:
    return tuple(line(f"{_foreign(one.language, run)}“{_short(one.source)}”") for one in sentences)


def _source(one: Said, run: Run) -> Item:
    """Return where a sentence of the draft above stands."""
    if one.passage is None:
        return Item(line("a question, which states nothing"))
    told = "word for word" if one.is_literal else f"“{_short(one.source)}”"
    return Item((*_place(one.passage), *line(f": {_foreign(one.language, run)}{told}")))


def _foreign(language: str | None, run: Run) -> str:
    """Return a label for words in another language than the customer's."""
    return f"[{notes.language_name(language)}] " if _is_foreign(language, run) else ""


def _is_foreign(language: str | None, run: Run) -> bool:
    return None not in {language, run.ticket.language} and language != run.ticket.language


def _place(passage: Passage) -> Line:
    """Return where a passage is. Agents may open what customers may not, and know by its reference what has no address."""
    title = passage.title or passage.ref
    if not passage.url:
        return line(title if title == passage.ref else f"{title} ({passage.ref})")
    return line(Span(title, passage.url), "" if customer.is_open(passage) else " (not for customers)")


def _sure(run: Run) -> Iterator[Block]:
    """Yield how often such cases were right. A model's number means nothing to people."""
    of_queue = run.decision.reason == "unsure_queue"
    sure = run.sureness.get("queue" if of_queue else "reply")
    if sure is None or run.decision.outcome not in _WITH_REPLY:
        return
    what = "Confidence in the queue" if of_queue else "Confidence"
    yield paragraph(f"{what}: right in {in_words(sure.right, sure.cases, counted=sure.counted)}.")


def _missing(run: Run) -> Iterator[Block]:
    findings = run.check.findings if run.check is not None else ()
    if run.decision.reason == OTHER_LANGUAGE:  # the decision says it
        return
    if findings and run.decision.outcome is Outcome.HOLD:
        yield Heading("What is missing or wrong")
        yield listing([_finding(one) for one in findings])


def _finding(one: Finding) -> Item:
    below = (line(f"It said: “{_short(one.sentence)}”"),) if one.sentence else ()
    return Item(line(f"{notes.finding(one.code)}: {one.detail}"), below)


def _tried(run: Run) -> Iterator[Block]:
    if before := tried(run.ticket):
        yield Heading("Answered before in this ticket")
        yield listing(before)


def _account(run: Run) -> Iterator[Block]:
    """Yield what is known of the account: only to a ticket of its verified contact."""
    if not run.ticket.verified:
        yield paragraph("The sender is not verified, so nothing of an account is shown.")
        return
    card = run.card
    if card is None:
        return
    known = [f"{name}: {value}" for name, value in (("plan", card.plan), ("tier", card.tier)) if value]
    rows = ["; ".join(known), _short(card.profile)]
    if card.open_invoices is not None:
        rows += [f"Unpaid: {_short(one)}" for one in card.open_invoices] or ["No open invoice."]
    rows += [_short(one) for one in card.last_tickets]
    yield Heading("Account of the verified sender")
    yield listing([row[:1].upper() + row[1:] for row in rows if row])


def _files(run: Run) -> Iterator[Block]:
    if run.ticket.attachments:
        yield Heading("Files of the ticket")
        yield listing(listed(run.ticket.attachments))


def _found(run: Run) -> Iterator[Block]:
    """Yield the best passages that the draft does not name already."""
    named = {one.passage.ref for one in (said(run) if run.decision.outcome is Outcome.HOLD else ()) if one.passage}
    others = [passage for passage in run.passages if passage.ref not in named][:_MOST_FOUND]
    if others:
        yield Heading("Also found in the knowledge" if named else "Found in the knowledge")
        yield listing([_passage(one, run) for one in others])


def _passage(passage: Passage, run: Run) -> Item:
    labels = [] if passage.trusted else ["less trusted source, for you only"]
    if _is_foreign(passage.language, run):
        labels.append(notes.language_name(passage.language))
    mark = line(f"[{', '.join(labels)}] ") if labels else ()
    return Item((*mark, *_place(passage)), (line(_short(passage.text)),))


def _short(text: str) -> str:
    return shorten(" ".join(text.split()), _QUOTED)
