"""This module finds the questions of a ticket that a reply leaves open.

A reply meets a question if it has enough of its words, in its sentences or in the passages that they cite, or if a search
for that question alone finds a passage that the reply cites. The words are compared first, because that costs nothing.
With one question there is nothing to compare: then the whole reply is about it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from worker.domain import Action, CheckResult, Finding, Reply, Retrieved, Ticket
from worker.mail.asked.lexicon import tokens
from worker.mail.asked.questions import Question, stem
from worker.mail.quoting import quoted

OPEN = "question_open"
MIN_SHARE = 2 / 3  # of a question's words; chosen on the development set: python -m benchmarks.questions --search


@dataclass(frozen=True)
class Doubt:
    """A doubt is a question whose words the reply does not have."""

    ticket: Ticket
    question: Question
    cited: frozenset[str]  # references of the passages that the reply cites
    share: float  # of the question's words that the reply has, 0 to 1

    @property
    def searches(self) -> tuple[Ticket, Ticket]:
        """Return what is searched for: the question alone, and under the subject, which may name what it is about."""
        under_subject = replace(self.ticket, body=self.question.text, attachments=())
        return replace(under_subject, subject=""), under_subject


def doubts(ticket: Ticket, questions: Sequence[Question], reply: Reply, check: CheckResult) -> list[Doubt]:
    """Return the questions that the words of an answer do not meet. Whoever asks back answers none, and says so."""
    if len(questions) < 2 or reply.action is not Action.ANSWER:
        return []
    cited = {a.passage.ref: a.passage for a in check.attributions if a.passage is not None}
    said = " ".join((*reply.sentences, *(passage.shown for passage in cited.values())))
    stems = frozenset(map(stem, tokens(said)))
    found = [(question, len(question.words & stems) / max(1, len(question.words))) for question in questions]
    return [Doubt(ticket, question, frozenset(cited), share) for question, share in found if share < MIN_SHARE]


def findings(doubted: Sequence[Doubt], find: Callable[[Sequence[Ticket]], Sequence[Retrieved]]) -> list[Finding | None]:
    """Return a finding for each doubt that a search confirms, None for the others. A search that fails confirms it: then
    nobody knows that the question is met."""
    searches = [search for doubt in doubted for search in doubt.searches]
    found = list(find(searches)) if searches else []
    pairs = zip(found[::2], found[1::2], strict=True)
    return [None if _is_met(doubt, pair) else _finding(doubt) for doubt, pair in zip(doubted, pairs, strict=True)]


def _is_met(doubt: Doubt, found: Sequence[Retrieved]) -> bool:
    passages = [passage for one in found if one.error is None for passage in one.passages]
    if not passages:  # a part of a ticket often says too little to be found by itself: then one word is enough
        return doubt.share > 0
    return any(passage.ref in doubt.cited for passage in passages)


def _finding(doubt: Doubt) -> Finding:
    return Finding(OPEN, "", f'the reply does not meet: "{quoted(doubt.question.text)}"')
