"""This module says where each sentence of a reply stands: its passage, the words there, and their language."""

import re
from dataclasses import dataclass

from knowledge.languages.guess import guess
from knowledge.sentences import sentences
from knowledge.statements import Statement, StatementKind
from worker.domain import Passage, Run
from worker.pipeline.wording.registry import WORDINGS

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")  # of a step or an item of a list


@dataclass(frozen=True)
class Said:
    """A sentence of a reply."""

    text: str  # without the number of a step
    passage: Passage | None  # None: a question to the customer, or a sentence that no passage says
    source: str = ""  # as it stands in the passage
    language: str | None = None  # of the source
    lead: str = ""  # what the text begins with to be understood alone: its heading, or what introduces its list
    is_step: bool = False  # it tells the reader to do something, or its passage has it among numbered steps

    @property
    def own(self) -> str:
        """Return the text without its lead, for a place where the lead was said before."""
        return _NUMBER.sub("", self.text[len(self.lead) :]).strip()

    @property
    def is_literal(self) -> bool:
        """Return whether the passage says it word for word."""
        return _bare(self.source) in {_bare(self.text), _bare(self.own)}


def said(run: Run) -> tuple[Said, ...]:
    """Return the sentences of the reply, in order."""
    reply = run.reply
    if reply is None:
        return ()
    refs = reply.refs if len(reply.refs) == len(reply.sentences) else ("",) * len(reply.sentences)
    known = {passage.ref: passage for passage in run.passages}
    attributed = {} if run.check is None else {one.sentence: one.passage for one in run.check.attributions}
    items = zip(reply.sentences, refs, strict=True)
    # An item that a model wrote may hold several sentences, as in the check.
    parts = [(part, ref) for item, ref in items for part in ([item] if ref else sentences(_NUMBER.sub("", item)))]
    return tuple(_said(part, known.get(ref) or attributed.get(part), reply.language) for part, ref in parts)


def sourced(run: Run) -> tuple[Said, ...]:
    """Return the sentences that a passage says, each once: what a person may use of a reply that is not finished."""
    attributed = () if run.check is None else run.check.attributions
    language = run.reply.language if run.reply else ""
    found = [_said(a.sentence, a.passage, language) for a in attributed if a.passage is not None]
    return tuple({(one.passage.ref, one.source): one for one in found if one.passage}.values())


def _said(sentence: str, passage: Passage | None, language: str) -> Said:
    text = _NUMBER.sub("", sentence)
    if passage is None:
        return Said(text, None)
    statement = _statement(sentence, passage)
    source = statement.source if statement else _nearest(sentence, passage)
    written_in = (statement.language if statement else None) or passage.language or guess(source)
    lead = statement.lead if statement else ""
    return Said(text, passage, source, written_in, lead, _is_step(text[len(lead) :], statement, language))


def _statement(sentence: str, passage: Passage) -> Statement | None:
    wanted = _bare(sentence)
    return next((one for one in passage.statements if _bare(one.text) == wanted), None)


def _bare(text: str) -> str:
    return " ".join(_NUMBER.sub("", text).split())


def _nearest(sentence: str, passage: Passage) -> str:
    """Return the sentence of the passage that has most of the words, and of several the shortest."""
    wanted = _words(sentence)
    lines = [part for line in passage.text.splitlines() for part in sentences(line)]
    return max(lines, key=lambda one: (len(wanted & _words(one)), -len(one)), default=passage.text)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _is_step(sentence: str, statement: Statement | None, language: str) -> bool:
    if statement is not None and statement.kind is StatementKind.STEP:
        return True
    wording = WORDINGS.get(language)
    return wording is not None and re.match(wording.instruction, _NUMBER.sub("", sentence).strip().lower()) is not None
