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
    """Yield a list where several steps of one passage, or several items below one introduction, follow each other, and
    paragraphs of the rest. A lead stands only where it is not understood from the sentence before."""
    before: Said | None = None
    waiting: list[str] = []
    for (_, introduction, _), group in groupby(sentences, key=_together):
        together = list(group)
        is_step = all(one.is_step for one in together)
        texts = []
        for one in together:
            texts.append(one.own if _is_understood(one, before) else one.text)
            before = one
        if not ((is_step or introduction) and len(texts) > 1):
            waiting += texts
            continue
        if texts[0] != together[0].own:
            waiting.append(together[0].lead)
        if waiting:
            yield paragraph(" ".join(waiting))
            waiting = []
        yield listing([together[0].own, *texts[1:]], numbered=is_step)
    if waiting:
        yield paragraph(" ".join(waiting))


def _together(one: Said) -> tuple[str, str, bool]:
    """Return what sentences of one list have in common. An introduction may deny its items ("Never do this:"), so that none
    of them is understood outside its list."""
    if one.passage is None:
        return "", "", one.is_step
    is_heading = _bare(one.lead) == _heading(one.passage)
    introduction = one.lead if one.lead.endswith(":") and not is_heading else ""
    return one.passage.ref, introduction, one.is_step and not introduction


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
        _heading(one.passage),
    }


def _heading(passage: Passage) -> str:
    return _bare(passage.title.split(" > ")[-1])


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
