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
    """Yield a list where several steps of one passage follow each other, and paragraphs of the rest. A lead stands only
    where it is not understood from the sentence before."""
    before: Said | None = None
    waiting: list[str] = []
    for (is_step, _), group in groupby(sentences, key=lambda one: (one.is_step, one.passage and one.passage.ref)):
        together = list(group)
        texts = []
        for one in together:
            texts.append(one.own if _is_understood(one, before) else one.text)
            before = one
        if not (is_step and len(texts) > 1):
            waiting += texts
            continue
        if texts[0] != together[0].own:
            waiting.append(together[0].lead)
        if waiting:
            yield paragraph(" ".join(waiting))
            waiting = []
        yield listing([together[0].own, *texts[1:]], numbered=True)
    if waiting:
        yield paragraph(" ".join(waiting))


def _is_understood(one: Said, before: Said | None) -> bool:
    """Return whether the sentence before says what the lead says: it has the same lead, or is the lead, or stands below the
    same heading."""
    if before is None or one.passage is None or before.passage != one.passage:
        return False
    lead = _bare(one.lead)
    return lead in {
        _bare(before.lead),
        _bare(before.text),
        _bare(before.own),
        _bare(one.passage.title.split(" > ")[-1]),
    }


def _bare(text: str) -> str:
    return text.strip(" .:").casefold()


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
