"""This module judges what people made of each decision. It is a pure function of what the helpdesk reported, so it may be asked
again at any time, and calls that come late or twice change nothing but what they tell.

Of a draft that a person got:

    used                 the answer has every word of the draft in order, and nine tenths of all words are in both. A tenth is
                         left for a sentence that an agent adds; a number that was changed is a word that is missing
    edited               most of it is the draft: half of the words in the same order, or half of the answer's sentences
                         say what the draft says, or half of the draft's sentences are said in the answer
    answered_otherwise   the customer got another answer
    ignored              the ticket was solved without a public answer, or got none within a week

Of several public answers the one that is nearest to the draft counts, because agents also write "one moment please"; such words
alone are no answer. A draft that was replaced by our next one before anybody answered has no fate.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from worker.db.reported_fields import GROUP, OPEN, PRIORITY, SOLVED, STATUS
from worker.history.outcomes.facts import Report, TicketFacts, Told, Word
from worker.history.outcomes.likeness import Likeness, answered_with, compare, is_small
from worker.mail.thanks import is_thanks
from worker.mail.view import written
from worker.states import Outcome
from worker.thread import Author

USED, EDITED = 0.9, 0.5  # of the words; why, says the head of this file
WEEK = timedelta(days=7)
_LEAVES_AS_IT_IS = frozenset({"still_open", "thanks", "automatic_message"})  # such a decision takes nothing over
Names = Callable[[str], str | None]
"""It returns our own name of a group or a priority of the helpdesk; None where it is none of ours."""


class Fate(StrEnum):
    USED = "used"
    EDITED = "edited"
    ANSWERED_OTHERWISE = "answered_otherwise"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Judged:
    """A judged decision is one row of the table `outcomes`."""

    decision_id: int
    account: str | None
    fate: Fate | None = None
    similarity: float | None = None
    carried: float | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    queue_after: str | None = None
    priority_after: str | None = None
    reopened_at: datetime | None = None
    corrected_at: datetime | None = None
    solved_at: datetime | None = None


def judge(facts: TicketFacts, queue_of: Names, priority_of: Names, now: datetime) -> list[Judged]:
    """Return what became of each decision of a ticket."""
    told = sorted(facts.told, key=lambda one: (one.since, one.decision_id))
    found = []
    for place, one in enumerate(told):
        end = next((later.since for later in told[place + 1 :] if _takes_over(later)), None)
        found.append(_judged(one, facts, end, queue_of, priority_of, now))
    return found


def _takes_over(told: Told) -> bool:
    return told.outcome is not Outcome.NOTHING_TO_DO and told.reason not in _LEAVES_AS_IT_IS


def _judged(
    told: Told, facts: TicketFacts, end: datetime | None, queue_of: Names, priority_of: Names, now: datetime
) -> Judged:
    reports = [one for one in facts.reports if _is_within(one.at, told.since, end)]
    answers = [one for one in facts.words if one.is_answer and _is_within(one.at, told.since, end)]
    solved = _solved(facts, reports, told.since, end)
    judged = Judged(
        told.decision_id,
        told.account,
        queue_after=_changed_to(told.queue, [one for one in reports if one.field == GROUP], queue_of),
        priority_after=_changed_to(told.priority, [one for one in reports if one.field == PRIORITY], priority_of),
        reopened_at=_reopened(told, facts, solved),
        solved_at=next(iter(solved), None),
    )
    if told.public:
        return _of_reply(judged, told, [one for one in answers if not _is_kind_word(one, told, facts)])
    said = [one for one in answers if not is_small(one)]
    return _of_draft(judged, told, said, solved, end, now) if told.reply else judged


def _is_kind_word(answer: Word, told: Told, facts: TicketFacts) -> bool:
    """Return whether an answer only returns the customer's thanks for a reply: "you are welcome" corrects nothing."""
    asked = [one for one in facts.words if one.is_asked and told.since < one.at <= answer.at]
    return bool(asked) and all(is_thanks(written(one.body)) for one in asked) and is_small(answer)


def _of_reply(judged: Judged, told: Told, answers: Sequence[Word]) -> Judged:
    """Judge a reply that was sent: a person's answer within a week corrects it."""
    corrected = next((one for one in answers if one.at - told.since <= WEEK), None)
    if corrected is None:
        return judged
    return _with_answer(replace(judged, corrected_at=corrected.at), corrected, compare(told, corrected))


def _of_draft(
    judged: Judged,
    told: Told,
    answers: Sequence[Word],
    solved: Sequence[datetime],
    end: datetime | None,
    now: datetime,
) -> Judged:
    compared = [(one, compare(told, one)) for one in answers]
    if compared:
        answer, likeness = max(compared, key=lambda pair: pair[1].similarity)
        fate = _fate(likeness)
        if fate is not Fate.ANSWERED_OTHERWISE or answer.at - told.since <= WEEK:
            return _with_answer(replace(judged, fate=fate), answer, likeness)
        return replace(judged, fate=Fate.IGNORED)
    waited = end is None and now - told.since > WEEK
    return replace(judged, fate=Fate.IGNORED) if solved or waited else judged


def _fate(likeness: Likeness) -> Fate:
    if likeness.is_whole and likeness.similarity >= USED:
        return Fate.USED
    mostly = likeness.similarity >= EDITED or likeness.of_draft >= EDITED
    return Fate.EDITED if mostly else Fate.ANSWERED_OTHERWISE


def _with_answer(judged: Judged, answer: Word, likeness: Likeness) -> Judged:
    words = None if judged.fate is Fate.USED else answered_with(answer)  # else they are ours
    return replace(
        judged, answered_at=answer.at, answer=words, similarity=likeness.similarity, carried=likeness.carried
    )


def _is_within(at: datetime, since: datetime, end: datetime | None) -> bool:
    return at > since and (end is None or at <= end)


def _solved(facts: TicketFacts, reports: Sequence[Report], since: datetime, end: datetime | None) -> list[datetime]:
    """Return when the ticket was solved in a time."""
    known = {one.at for one in reports if one.field == STATUS and one.value == SOLVED}
    if facts.resolved_at is not None and _is_within(facts.resolved_at, since, end):
        known.add(facts.resolved_at)
    return sorted(known)


def _reopened(told: Told, facts: TicketFacts, solved: Sequence[datetime]) -> datetime | None:
    """Return when the ticket was opened again within a week after it was solved, or after a reply that was sent: a customer
    wrote more than thanks, or a person opened it. Some of the helpdesk's times are whole seconds."""
    came_back = [one.at for one in facts.words if one.is_asked and not is_thanks(written(one.body))]
    opened = [
        one.at
        for one in facts.reports
        if one.field == STATUS and one.value == OPEN and one.author is Author.AGENT and solved
    ]
    found = [at for at in came_back for end in solved if end.replace(microsecond=0) <= at <= end + WEEK]
    if told.public and told.outcome is Outcome.SEND:  # who was asked a question answers it
        found += [at for at in came_back if told.since < at <= told.since + WEEK]
    found += [at for at in opened for end in solved if end < at <= end + WEEK]
    return min(found, default=None)


def _changed_to(ours: str | None, reports: Sequence[Report], name: Names) -> str | None:
    """Return what a person changed a field to that we had written; None if it is ours still, or nobody knows. Where no name of
    ours is known of the helpdesk's words, what it reports of our own update says what ours is called."""
    if ours is None or not reports:
        return None
    own = {one.value for one in reports if name(one.value) == ours}
    own |= {one.value for one in reports if one.author is Author.OURSELVES and name(one.value) in {None, ours}}
    if not own and all(name(one.value) is None for one in reports):
        return None
    now, by_person = next(iter(own), ""), False
    for report in _steps(reports):
        is_ours, was_ours = report.value in own, now in own
        if report.value == now or (is_ours and was_ours):
            continue
        now, by_person = report.value, report.author is Author.AGENT
    return (name(now) or now) if by_person and now not in own else None


def _steps(reports: Sequence[Report]) -> Iterator[Report]:
    """Yield reports in order of time. Of one second, ours was the first, because the others came after it."""
    return iter(sorted(reports, key=lambda one: (one.at, one.author is not Author.OURSELVES)))
