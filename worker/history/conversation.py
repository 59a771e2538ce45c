"""This module finds in a past ticket what the customer asked until the first public answer, and the messages that answered it."""

from collections.abc import Sequence
from datetime import timedelta

from worker.history.answer import MERGED, sentences_of, without_greeting
from worker.history.signatures import Signatures, who
from worker.mail.automatic import is_automatic
from worker.mail.reading import read
from worker.mail.segments import Kind
from worker.mail.subject import without_marks
from worker.mail.view import LABELS, told
from worker.past import PastMessage, PastTicket
from worker.thread import Author

_SAME_ANSWER = timedelta(hours=24)  # what agents add so soon, before the customer wrote again, is one answer
_ANSWERING = frozenset({Author.AGENT, Author.OURSELVES})


class Told:
    """It reads the answers of a ticket, each once."""

    def __init__(self, messages: Sequence[PastMessage], signatures: Signatures) -> None:
        self.messages, self._signatures = messages, signatures
        self._known: dict[int, tuple[str, ...]] = {}

    def sentences(self, place: int) -> tuple[str, ...]:
        if place not in self._known:
            self._known[place] = sentences_of(self.messages[place], self._signatures)
        return self._known[place]

    def is_answer(self, place: int) -> bool:
        """Return whether a message tells the customer something of the matter: not that it was received, or passed on."""
        message = self.messages[place]
        if not message.public or message.author not in _ANSWERING:
            return False
        return not MERGED.search(message.text[:2000]) and bool(self.sentences(place))


def asked(ticket: PastTicket, answers: Told) -> tuple[list[int], str]:
    """Return the places of the customer's messages until the first answer, and their words. An agent may have passed on the
    first one."""
    places, words = list[int](), list[str]()
    customers = {m.author for m in ticket.messages} & {Author.CUSTOMER} or {Author.THIRD_PERSON}
    for place, message in enumerate(ticket.messages):
        if places and answers.is_answer(place):
            break
        if message.author in customers and message.public:
            said = _words(ticket.subject if not words else "", message)
        elif message.author is Author.AGENT and not places:
            said = _forwarded(ticket.subject, message)
        else:
            continue
        if said:
            places.append(place)
            words.append(said)
    return places, "\n\n".join(words)


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
    return _own_words(passed) if passed.strip() else ""


def _own_words(passed: str) -> str:
    """Return the words of a forwarded mail, without the headers that a program wrote above them."""
    lines = passed.strip().split("\n")
    body = [line.lstrip("> ") for line in lines if line.strip() not in LABELS.values()]
    while body and (not body[0].strip() or _is_header(body[0])):
        body.pop(0)
    inner = read("", "\n".join(body))
    return without_greeting(told(inner.body) or inner.body)


def _is_header(line: str) -> bool:
    bare = line.strip(" -*_=>")
    return not bare or line.strip().startswith(("---", "___", "===")) or (":" in bare[:30] and len(bare) < 200)


def answer(answers: Told, asked: int) -> list[int]:
    """Return the places of the first public answer to what was asked last: the messages that agents wrote before the customer
    wrote again."""
    run = list[int]()
    for place in range(asked + 1, len(answers.messages)):
        message = answers.messages[place]
        if message.public and message.author not in {*_ANSWERING, Author.MACHINE}:
            break
        if answers.is_answer(place) and (not run or _belongs(answers.messages[run[0]], message)):
            run.append(place)
    return run


def _belongs(first: PastMessage, message: PastMessage) -> bool:
    if message.author is not first.author:
        return False  # our own words and an agent's are two answers
    if first.at is None or message.at is None:
        return who(first) == who(message)
    return message.at - first.at <= _SAME_ANSWER
