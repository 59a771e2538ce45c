"""This module writes the reply as the customer reads it: greeting, sentences or numbered steps, links, closing.

Nothing internal is in it: no reference, no account's id, and links only to pages that a customer can open.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from worker.company import Company
from worker.domain import Action, Passage, Run
from worker.pipeline.wording.voice import spoken
from worker.pipeline.writing.said import Said, said
from worker.rendering import harmless
from worker.rendering.blocks import Block, Document, Paragraph, Span, line, listing, paragraph


def reply(run: Run, company: Company) -> Document:
    """Return the reply; nothing where there is none."""
    if run.reply is None or run.reply.action is Action.HAND_OVER:
        return ()
    voice = spoken(company, run.ticket.brand, run.ticket.language or run.reply.language)
    sentences = said(run)
    links = list(_links(sentences))
    more = (Paragraph((line(voice.sources), *map(line, links))),) if links else ()
    closing = Paragraph(tuple(line(part) for part in (voice.closing, *voice.signature.splitlines()) if part))
    return (paragraph(voice.greeting), *_body(sentences), *more, closing)


def _body(sentences: Sequence[Said]) -> Iterator[Block]:
    """Yield a list where several steps of one passage follow each other, and paragraphs of the rest."""
    waiting: list[str] = []
    lead = ""  # that was said last
    for (is_step, _, own_lead), group in groupby(sentences, key=_kind):
        together = list(group)
        if is_step and len(together) > 1:
            if own_lead and not _is_said(own_lead, lead, waiting):
                waiting.append(own_lead)
            if waiting:
                yield paragraph(" ".join(waiting))
                waiting = []
            yield listing([one.own for one in together], numbered=True)
        else:
            for one in together:
                waiting.append(one.own if one.lead and _is_said(one.lead, lead, waiting) else one.text)
                lead = one.lead
        lead = own_lead
    if waiting:
        yield paragraph(" ".join(waiting))


def _kind(one: Said) -> tuple[bool, str, str]:
    return one.is_step, one.passage.ref if one.passage else "", one.lead


def _is_said(lead: str, before: str, waiting: Sequence[str]) -> bool:
    """Return whether a lead was just said: with the sentence before, or as that sentence."""
    return lead == before or (bool(waiting) and waiting[-1].rstrip(" .:") == lead.rstrip(" .:"))


def _links(sentences: Sequence[Said]) -> Iterator[Span]:
    """Yield a link to each page once, named by its title."""
    seen: set[str] = set()
    for one in sentences:
        if one.passage is None or not is_open(one.passage) or one.passage.url in seen:
            continue
        seen.add(one.passage.url)
        yield Span(one.passage.title or one.passage.url, one.passage.url)


def is_open(passage: Passage) -> bool:
    """Return whether a customer can open the passage's page."""
    return passage.public and passage.account is None and harmless.address(passage.url) is not None
