"""This module makes an example of a past ticket: what the customer asked until the first public answer, what agents answered, and
what became of the ticket.

What is made of special tickets:
- merged into another one: nothing, because its answer stands there;
- spam (a tag of `spam_tags`, or a status): the queue of what is no support request, without an answer; nothing, if the company
  has no such queue;
- automatic mail only, or no message of a customer: nothing;
- answered by a note alone, or not at all: an example without an answer, which teaches triage;
- answered by a saved reply: an answer like any other; its copies are counted later;
- answered by our own words: they are kept, and marked as ours.
"""

from collections.abc import Sequence

from knowledge.languages.guess import guess
from knowledge.languages.likeness import likeness
from models.skills.triage import Reason
from worker.company import Company, HistoryRules
from worker.history import conversation
from worker.history.conversation import Told
from worker.history.escalation import Label, applying, labels_of
from worker.history.example import Example, Sentence
from worker.history.labels import fields_of, language_of, priority_of, queue_of, same
from worker.history.signatures import Signatures
from worker.mail.answerable import says_something
from worker.mail.reading import read
from worker.mail.subject import without_marks
from worker.past import PastTicket
from worker.thread import Author

SPAM = "spam"  # the rule's name
_SPAM_STATUS = frozenset({"spam", "suspended", "junk"})
_MERGE_TAGS = frozenset({"closed_by_merge", "merged"})
_NOBODY = Signatures()


def make(ticket: PastTicket, rules: HistoryRules, company: Company, signatures: Signatures = _NOBODY) -> Example | None:
    """Return what is learned from a ticket; None if that is nothing. `signatures`: what agents end their answers with."""
    told = Told(ticket.messages, signatures)
    asked, body = conversation.asked(ticket, told)
    subject = without_marks(read(ticket.subject, "").subject)
    if not asked or not says_something(subject, body) or _is_merged(ticket):
        return None
    places = conversation.answer(told, asked[-1])
    answer = [ticket.messages[place] for place in places]
    sentences = tuple(Sentence(text) for place in places for text in told.sentences(place))
    labels, queue = labels_of(ticket, rules, company), _queue(ticket, rules, company)
    if _is_spam(ticket, rules):
        if company.not_support_queue is None:
            return None
        labels, queue, sentences = (Label(Reason.NOT_SUPPORT, SPAM),), company.not_support_queue, ()
    return Example(
        source=ticket.source,
        external_id=ticket.external_id,
        subject=subject,
        body=body,
        language=_language(ticket, subject, body, sentences),
        account=ticket.account,
        requester_email=ticket.requester_email,
        queue=queue,
        priority=priority_of(ticket.priority_last, rules),
        escalate=bool(labels),
        reasons=tuple(label.reason for label in labels),
        sentences=sentences,
        fields=fields_of(ticket, company.fields),
        at=ticket.created_at or ticket.messages[asked[0]].at,
        is_ours=bool(answer) and answer[0].author is Author.OURSELVES,
        by_hand=ticket.passages,
        rules=tuple(label.rule for label in labels),
        queue_first=queue_of(ticket.group_first, rules, company.queues),
        priority_first=priority_of(ticket.priority_first, rules) if ticket.priority_first else None,
        assignee=ticket.assignee,
        tags=ticket.tags,
        reopened=ticket.reopened,
        answered_at=answer[0].at if answer else None,
        brand=ticket.brand,
    )


def _queue(ticket: PastTicket, rules: HistoryRules, company: Company) -> str | None:
    """Return where a ticket ended; of one that was escalated to another group, where it was before."""
    first, last = (queue_of(group, rules, company.queues) for group in (ticket.group_first, ticket.group_last))
    was_moved = any(rule.moved_to for rule in applying(ticket, rules, company))
    return (first or last) if was_moved else (last or first)


def _is_spam(ticket: PastTicket, rules: HistoryRules) -> bool:
    tagged = any(same(tag, spam) for tag in ticket.tags for spam in rules.spam_tags)
    return tagged or ticket.status.strip().casefold() in _SPAM_STATUS


def _is_merged(ticket: PastTicket) -> bool:
    """Return whether a ticket was closed because it says the same as another one."""
    if _MERGE_TAGS & {tag.casefold() for tag in ticket.tags} or ticket.status.strip().casefold() == "merged":
        return True
    told = [m for m in ticket.messages if m.author in {Author.AGENT, Author.MACHINE}]
    last = told[-1].text[:2000] if told else ""
    return " merged into request" in last.casefold() and "into this" not in last.casefold()


def _language(ticket: PastTicket, subject: str, body: str, sentences: Sequence[Sentence]) -> str:
    """Return the language that the file says, else the guessed one, else that of the answer, else the likeliest of ours."""
    said = language_of(ticket.language)
    if said is not None:
        return said
    answered = " ".join(sentence.text for sentence in sentences)
    return guess(f"{subject}\n{body}") or (answered and guess(answered)) or likeness(f"{subject}\n{body}").ours
