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
from datetime import timedelta
from itertools import takewhile

from knowledge.languages.guess import guess
from knowledge.languages.likeness import likeness
from models.skills.triage import Reason
from worker.company import Company, HistoryRules
from worker.history.answer import MERGED, sentences_of, without_greeting
from worker.history.escalation import Label, applying, labels_of
from worker.history.example import Example, Sentence
from worker.history.labels import fields_of, language_of, priority_of, queue_of, same
from worker.history.signatures import Signatures, who
from worker.mail.answerable import says_something
from worker.mail.automatic import is_automatic
from worker.mail.reading import Reading, read
from worker.mail.segments import Kind
from worker.mail.subject import without_marks
from worker.mail.view import LABELS, told
from worker.past import PastMessage, PastTicket
from worker.thread import Author

SPAM = "spam"  # the rule's name
_SPAM_STATUS = frozenset({"spam", "suspended", "junk"})
_MERGE_TAGS = frozenset({"closed_by_merge", "merged"})
_SAME_ANSWER = timedelta(hours=24)  # what agents add so soon, before the customer wrote again, is one answer
_NOBODY = Signatures()


def make(ticket: PastTicket, rules: HistoryRules, company: Company, signatures: Signatures = _NOBODY) -> Example | None:
    """Return what is learned from a ticket; None if that is nothing. `signatures`: what agents end their answers with."""
    asked, body = _asked(ticket)
    subject = without_marks(read(ticket.subject, "").subject)
    if not asked or not says_something(subject, body) or _is_merged(ticket):
        return None
    answer = _answer(ticket, asked)
    sentences = tuple(Sentence(text) for message in answer for text in sentences_of(message, signatures))
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
        at=ticket.created_at or asked[0].at,
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


def _asked(ticket: PastTicket) -> tuple[list[PastMessage], str]:
    """Return the customer's messages until the first answer, and their words. An agent may have passed on the first one."""
    asked, words = list[PastMessage](), list[str]()
    customers = {m.author for m in ticket.messages} & {Author.CUSTOMER} or {Author.THIRD_PERSON}
    for message in ticket.messages:
        if asked and _is_answer(message):
            break
        if message.author in customers and message.public:
            said = _words(ticket.subject if not words else "", message)
        elif message.author is Author.AGENT and not asked:
            said = _forwarded(ticket.subject, message)
        else:
            continue
        if said:
            asked.append(message)
            words.append(said)
    return asked, "\n\n".join(words)


def _words(subject: str, message: PastMessage) -> str:
    """Return what a customer wrote in a message, without greeting and signature; "" for automatic mail."""
    if is_automatic({}, subject, message.author_email, message.text):
        return ""
    reading = read(subject, message.text)
    return without_greeting(told(reading.body) or reading.body) or without_marks(reading.subject)


def _forwarded(subject: str, message: PastMessage) -> str:
    """Return the words of a customer's mail that an agent passed on; "" if the message is none."""
    reading = read(subject, message.text)
    passed = "\n\n".join(block.text for block in reading.blocks if block.kind is Kind.FORWARDED)
    return _own_words(reading, passed) if passed.strip() else ""


def _own_words(reading: Reading, passed: str) -> str:
    """Return the words of a forwarded mail, without the headers that a program wrote above them."""
    del reading
    lines = passed.strip().split("\n")
    body = [line.lstrip("> ") for line in lines if line.strip() not in LABELS.values()]
    while body and (not body[0].strip() or _is_header(body[0])):
        body.pop(0)
    inner = read("", "\n".join(body))
    return without_greeting(told(inner.body) or inner.body)


def _is_header(line: str) -> bool:
    bare = line.strip(" -*_=>")
    return not bare or line.strip().startswith(("---", "___", "===")) or (":" in bare[:30] and len(bare) < 200)


def _is_answer(message: PastMessage) -> bool:
    """Return whether a message tells the customer something of the matter: not that it was received, or passed on."""
    if not message.public or message.author not in {Author.AGENT, Author.OURSELVES}:
        return False
    return not MERGED.search(message.text[:2000]) and bool(sentences_of(message))


def _answer(ticket: PastTicket, asked: Sequence[PastMessage]) -> list[PastMessage]:
    """Return the first public answer to what was asked: the messages that agents wrote before the customer wrote again."""
    place = max(n for n, message in enumerate(ticket.messages) if any(message is one for one in asked))
    after = [m for m in ticket.messages[place + 1 :] if m.public and m.author is not Author.MACHINE]
    run = [m for m in takewhile(lambda m: m.author in {Author.AGENT, Author.OURSELVES}, after) if _is_answer(m)]
    return [message for message in run if _belongs(run[0], message)]


def _belongs(first: PastMessage, message: PastMessage) -> bool:
    if message is first:
        return True
    if message.author is not first.author:
        return False  # our own words and an agent's are two answers
    if first.at is None or message.at is None:
        return who(first) == who(message)
    return message.at - first.at <= _SAME_ANSWER


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
