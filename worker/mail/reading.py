"""This module reads a message. Nothing of it is deleted: all of it is kept in segments, which say what each part is.

    source ▶ lines (HTML or text) ▶ form, or: quotes ▶ notices ▶ signature ▶ segments, and what the model sees of them

Only what a program wrote for sure is called a quote, a notice or a signature. When in doubt a line is new, because a
leftover costs a few tokens and a lost question costs the customer. Every step looks at a message a fixed number of times,
because a stranger chooses its text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from worker.mail import lines as plain
from worker.mail import markup
from worker.mail.colours import label_coloured
from worker.mail.forms import find_form
from worker.mail.lines import Lines
from worker.mail.notices import label_notices
from worker.mail.quotes import label_only_quote, label_thread
from worker.mail.segments import Kind, Segment, segments_of
from worker.mail.signatures import label_signature
from worker.mail.subject import clean_subject, is_forward, is_reply
from worker.mail.tags import looks_like_html
from worker.mail.view import Block, seen, shorten


@dataclass(frozen=True)
class Reading:
    """A reading is a message as it is stored and shown."""

    subject: str
    body: str  # what the model and the search see
    segments: tuple[Segment, ...]
    blocks: tuple[Block, ...]  # the segments as a reader sees them

    @property
    def text(self) -> str:
        """Return all that a reader sees of the message."""
        return shorten("\n".join(block.text for block in self.blocks).strip())


def read(subject: str, body: str) -> Reading:
    """Read a message. `body` is HTML or text."""
    subject = clean_subject(subject)
    lines = Lines(markup.lines_of(body) if looks_like_html(body) else plain.of_text(body))
    form = find_form(lines, body, subject)
    if form is not None:
        lines, kinds = form
    else:
        kinds = _kinds(lines, forward=is_forward(subject), reply=is_reply(subject))
    segments, blocks = _parts(lines, kinds, body)
    return Reading(subject, seen(blocks), segments, blocks)


def shown(original: str, of: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Return the stored segments of a message as a reader sees them."""
    lines_of = markup.lines_of if looks_like_html(original) else plain.of_text
    return [
        Block(part.kind, "\n".join(line.text for line in lines_of(part.text)).strip("\n"))
        for part in segments_of(original, of)
    ]


def _kinds(lines: Lines, *, forward: bool, reply: bool) -> list[Kind]:
    kinds = [Kind.NEW] * len(lines)
    label_thread(lines, kinds, forward=forward, reply=reply)
    label_only_quote(lines, kinds, forward=forward, reply=reply)
    label_coloured(lines, kinds)
    label_notices(lines, kinds)
    label_signature(lines, kinds)
    return kinds


def _parts(lines: Lines, kinds: Sequence[Kind], body: str) -> tuple[tuple[Segment, ...], tuple[Block, ...]]:
    """Return consecutive lines of one kind as segments of the source and as blocks. Empty lines belong to what stands above
    them, the first ones to what stands below."""
    kinds = list(kinds)
    first = lines.after(0)
    kinds[:first] = [kinds[first] if first < len(lines) else Kind.NEW] * first
    for i in range(first, len(lines)):
        if not lines[i].text:
            kinds[i] = kinds[i - 1]
    segments, blocks = [], []
    for kind, group in groupby(range(len(lines)), kinds.__getitem__):
        inside = list(group)
        start = lines[inside[0]].start
        end = lines[inside[-1] + 1].start if inside[-1] + 1 < len(lines) else len(body)
        segments.append(Segment(kind, body[start:end]))
        blocks.append(Block(kind, "\n".join(lines[i].text for i in inside)))
    if not segments and body:
        return (Segment(Kind.NEW, body),), ()
    return tuple(segments), tuple(blocks)
