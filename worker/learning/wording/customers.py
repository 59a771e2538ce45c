"""This module says what of a sentence may belong to a customer: names, numbers, addresses, circumstances.

What stands in the public passage that a sentence says is nobody's. Of the rest, names, facts and contacts are refused, and so
is a word that nobody else uses. What is left can only be doubtful, and a person looks at it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session

from knowledge.handled_tickets import HandledTicket
from knowledge.languages.registry import any_of
from knowledge.search.candidates import live_index
from worker.domain import Passage
from worker.learning.dataset.row import Row
from worker.learning.values import values
from worker.mail.asked.lexicon import lexicon, tokens
from worker.mail.asked.questions import stem
from worker.pipeline.check.contacts import contacts

LONGEST = 400  # characters of a wording
_SHORTEST = 2  # characters of a word that may be a name
_MOST_ADDRESSED = 4  # words before the comma behind a name
_MANY = 2  # accounts whose agents used a word, from which on it is nobody's
_READER = re.compile(rf"(?<!\w){any_of(lambda language: language.reader)}(?!\w)")
_MARKUP = re.compile(r"<[a-zA-Z/!]|!\[|\]\(|\n")
_CAPITAL = re.compile(r"(?<=[^.!?:\s] )[^\W\d_a-zà-ÿß]\w+")  # inside a sentence
_NOUNS_ARE_CAPITAL = frozenset({"de"})
_NAMES = text("select name from accounts union all select name from contacts")
_ADDRESSES = text("select id from accounts union all select email from contacts")
_OWN = text(
    "select account, title, text from passages where index_id = :index and account = any(cast(:accounts as text[]))"
)
_KNOWN = text(
    "select distinct word from unnest(cast(:words as text[])) word, unnest(to_tsvector('english', word)) found "
    "join term_counts t on t.index_id = :index and t.lexeme = found.lexeme"
)


@dataclass(frozen=True)
class Doubt:
    """A doubt is a reason why a person should look at a sentence before another customer gets it."""

    why: str
    settled: bool = False  # by a second account for which the same was written


@dataclass(frozen=True)
class Customers:
    """This is what is known of customers, as folded words."""

    names: frozenset[str] = frozenset()  # of accounts and contacts, and what of their addresses no public passage says
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)  # account -> words of its own rows
    common: frozenset[str] = frozenset()  # words of public passages, and those that agents wrote for two accounts


def customers_of(session: Session, rows: Sequence[Row]) -> Customers:
    """Return what the database knows of the customers of some tickets, as the owner."""
    names, addresses = (content_words(session.scalars(found)) for found in (_NAMES, _ADDRESSES))
    own: dict[str, set[str]] = {row.ticket.account: set() for row in rows if row.ticket.account}
    said: dict[str, set[str]] = {}
    for row in rows:
        for word in {word for sentence in row.ticket.sentences for word in tokens(sentence)}:
            said.setdefault(word, set()).add(row.ticket.account or "")
    common = {word for word, accounts in said.items() if len(accounts - {""}) >= _MANY}
    if (index := live_index(session)) is not None:
        for account, *texts in session.execute(_OWN, {"index": index.id, "accounts": sorted(own)}):
            own[account] |= {word for each in texts for word in tokens(each)}
        words = sorted(said.keys() | addresses)
        public = set(session.scalars(_KNOWN, {"index": index.id, "words": words}))
        common, addresses = common | public, addresses - public
    return Customers(
        names | addresses, {account: frozenset(found) for account, found in own.items()}, frozenset(common)
    )


def refused(sentence: str, passage: Passage, names: Collection[str], customers: Customers) -> str:
    """Return why a sentence is never said to another customer, whoever wrote it, or "". `names`: plans and products."""
    if len(sentence) > LONGEST or _MARKUP.search(sentence):
        return "too long, or no plain text"
    if _strange_contacts(sentence, passage):
        return "names an address or a number that the passage does not have"
    if not values(sentence, names) <= values(passage.shown, names):
        return "states a number, date or name that the passage does not have"
    if (content_words([sentence]) - content_words([passage.shown])) & customers.names:
        return "names a customer"
    return ""


def of_its_customer(sentence: str, passage: Passage, said: str, customers: Customers, ticket: HandledTicket) -> str:
    """Return what a sentence has of the customer that it was written for, or "". `said`: the statements that it came from."""
    strange = {word for word in _left(sentence, passage) if word not in customers.common}
    if strange & (_words_of(ticket) | customers.own.get(ticket.account or "", frozenset())):
        return "has a word that only this customer uses"
    names = _addressed(sentence)
    if ticket.language not in _NOUNS_ARE_CAPITAL:
        names |= _capitals(sentence)
    if strange & names:
        return "has a name that nobody knows"
    if is_about_reader(sentence, said) and any(_is_own(ref, ticket) for ref in ticket.passages):
        return "says something of the customer's account"
    return ""


def doubts(sentence: str, passage: Passage, said: str, customers: Customers, ticket: HandledTicket) -> list[Doubt]:
    """Return what a person should look at before a sentence is said to another customer. `said`: the statements that it came
    from."""
    found = []
    left = _left(sentence, passage)
    if is_about_reader(sentence, said):
        found.append(Doubt("says something of the reader"))
    if used := left & _words_of(ticket):
        found.append(Doubt(f"words of the customer: {', '.join(sorted(used))}", settled=True))
    if rare := {word for word in left if word not in customers.common}:
        found.append(Doubt(f"rare words: {', '.join(sorted(rare))}", settled=True))
    return found


def is_about_reader(sentence: str, said: str) -> bool:
    """Return whether a sentence says something of the reader, and the statements that it came from do not."""
    return _READER.search(_plain(sentence)) is not None and _READER.search(_plain(said)) is None


def content_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded words of some texts that say what they are about."""
    small = lexicon(None).small
    return frozenset(
        word
        for each in texts
        for word in tokens(each)
        if len(word) >= _SHORTEST and not word.isdigit() and word not in small
    )


def _left(sentence: str, passage: Passage) -> frozenset[str]:
    """Return the words of a sentence that its passage does not have in any form."""
    there = {stem(word) for word in tokens(passage.shown)}
    return frozenset(word for word in content_words([sentence]) if stem(word) not in there)


def _words_of(ticket: HandledTicket) -> frozenset[str]:
    return content_words([ticket.subject, ticket.body, ticket.requester, *(message.text for message in ticket.before)])


def _capitals(sentence: str) -> frozenset[str]:
    return frozenset(word for found in _CAPITAL.findall(sentence) for word in tokens(found))


def _addressed(sentence: str) -> frozenset[str]:
    """Return the words before an early comma: "Dear Mrs Meier, …"."""
    before, comma, _ = sentence.partition(",")
    words = tokens(before)
    return frozenset(words) if comma and len(words) <= _MOST_ADDRESSED else frozenset()


def _strange_contacts(sentence: str, passage: Passage) -> bool:
    known = {found.value or found.text for found in contacts(passage.shown)}
    return any((found.value or found.text) not in known for found in contacts(sentence))


def _is_own(ref: str, ticket: HandledTicket) -> bool:
    return ticket.account is not None and ref.partition("#")[0].rpartition("/")[2] == ticket.account


def _plain(sentence: str) -> str:
    return sentence.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
