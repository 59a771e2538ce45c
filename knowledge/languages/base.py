"""This module defines what we have to know about a language to answer in it.

Each language is one `Language` in a file named after its ISO 639-1 code. Every field is required, so a language that
lacks one fails at import; a test refuses an empty field unless it is marked `MAY_BE_EMPTY`.
"""

from dataclasses import dataclass, field

from knowledge.languages.absences.base import Absence
from knowledge.languages.addresses.base import Address
from knowledge.languages.claim_words.base import ClaimWords
from knowledge.languages.courtesies.base import Courtesies
from knowledge.languages.layout import Layout, Patterns
from knowledge.languages.leaning_words.base import LeaningWords
from knowledge.languages.macro_words.base import MacroWords
from knowledge.languages.private_words.base import PrivateWords
from knowledge.languages.row_words.base import RowWords
from knowledge.languages.secrets.base import SecretWords
from knowledge.languages.signs.base import SecretSigns
from knowledge.languages.small_talk.base import SmallTalk
from knowledge.languages.statement_words.base import StatementWords

Words = frozenset[str]  # in lower case

MAY_BE_EMPTY = {"may_be_empty": True}


def words(text: str) -> Words:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


@dataclass(frozen=True, kw_only=True)
class Abbreviations:
    """An abbreviation ends with a point but does not end its sentence; the patterns leave out the last point."""

    before_anything: Patterns
    before_numbers: Patterns
    before_small_letters: Patterns


@dataclass(frozen=True, kw_only=True)
class Code:
    """The noun "code" means a secret unless one of these patterns stands before or after it ("status code")."""

    noun: str  # a pattern
    harmless_after: Patterns = field(metadata=MAY_BE_EMPTY)  # each of a fixed length, for a lookbehind
    harmless_before: Patterns = field(metadata=MAY_BE_EMPTY)


@dataclass(frozen=True, kw_only=True)
class Questions:
    """These words tell a question to a customer from a statement and from a question for a secret."""

    ourselves: Patterns  # "we", "I": a sentence with one says what we did, do or shall do
    asking: Words  # content words that questions use, besides those of the ticket and the passages
    secrets: Patterns  # nouns: password, card number
    code: Code
    # A secret is only mentioned: "a password", "reset your password", "password forgotten".
    articles: Patterns
    changing: Patterns = field(metadata=MAY_BE_EMPTY)
    determiners: Patterns = field(metadata=MAY_BE_EMPTY)
    changed: Patterns


@dataclass(frozen=True, kw_only=True)
class MailMarks:
    """Mail marks tell a message that says nothing, or that a machine wrote, from others. `Layout` has the marks of its parts."""

    placeholders: Patterns  # first word in the brackets that stand for a picture or a file
    remarks: Words  # a text of nothing but these only says that something is attached
    no_subject: Patterns  # what a mail program writes into an empty subject


@dataclass(frozen=True, kw_only=True)
class MachineMarks:
    """Machine marks are what programs write in this language into mail that nobody wrote."""

    subjects: Patterns  # how the subject of such a mail begins; after it comes no further word of the sentence
    senders: Patterns  # in the part of an address before the @, with "-" for every separator
    generated: Patterns  # how a sentence begins: "This is an automatic message"
    unanswered: Patterns  # the same: "Please do not reply to this message"
    replies: Patterns  # what auto-replies and receipts say, beside a subject of theirs
    undelivered: Patterns  # what a bounce says
    unsubscribing: Patterns  # what a newsletter says at its end
    asking: Patterns  # how a question begins: who asks about such a mail is a person
    personal: Patterns  # words of somebody who speaks of themselves, or objects; a program's buttons say "My account"


@dataclass(frozen=True, kw_only=True)
class PersonWords:
    """These words tell a request for a person from talk about people, phones and robots (worker/mail/person).

    They are written without accents. `_` stands between the words of a phrase, and `*` ends the beginning of a word.
    """

    humans: Words  # "a human", "a real person": nobody says it of a role or a field
    staff: Words  # people who work for us
    chiefs: Words
    someone: Words
    machines: Words
    talking: Words
    about: Words  # beside talking, and nobody to talk with: a topic
    addressing: Words  # "to you"
    connecting: Words  # "put me through", "pass this on to"
    asking: Words  # ask by themselves: "call me", "is anybody there"
    calls: Words  # a call: what happens
    phones: Words  # a phone: what it happens with
    voice: Words  # how one talks: "by phone", "in person"
    answering: Words  # what a person shall do in place of a machine
    me: Words
    yours: Words  # "your": our people, not the customer's
    wanting: Words
    refusing: Words
    declining: Words  # no call is wanted: "no need to call", "in writing"
    topics: Words  # beside one of these, a person or a call is a thing of a product: "role", "button"
    reporting: Words  # it has happened, or is said of others: "yesterday", "my manager"
    fillers: Words  # may stand beside "agent" in a text that says nothing else
    joining: Words  # a clause that begins with one belongs to the clause before


@dataclass(frozen=True, kw_only=True)
class ThreadWords:
    """These words tell what a customer makes of an answer: thanks, a rejection, or something new (worker/mail/thread).

    They are written without accents, as `PersonWords` are.
    """

    thanks: Words
    kindness: Words  # stand beside thanks and say nothing: greetings, "for the quick help", "have a nice day"
    approving: Words  # one of them may be the whole message: "perfect"
    solved: Words  # "works now", "that did it": nothing is left to do
    closing: Words  # "no further questions", "you can close the ticket"
    contrast: Words  # "but", "unfortunately": what follows is no thanks
    asking: Words  # question words, and words that ask for something
    outcomes: Words  # what a solution does: it works, helps, arrives
    denying: Words
    refusing: Words  # a text that begins with one says no
    complaining: Words  # reject an answer by themselves: "still", "same error", "already tried"
    pointing: Words  # point at what was said before: "it", "your answer"
    vague: Words  # in a subject they name no topic: "urgent", "a problem"


@dataclass(frozen=True, kw_only=True)
class AskingWords:
    """These words tell what a ticket asks for, and whether it says anything at all (worker/mail/asked).

    `_` stands between the words of a phrase, also in place of an apostrophe.
    """

    interrogatives: Words  # a sentence that begins with one asks, also without a mark
    inverted: Words  # the same: verb and subject of a question
    requests: Words  # anywhere in a sentence
    imperatives: Words  # at its beginning
    problems: Words  # anywhere: something is not as it should be
    adding: Words  # what follows is another question
    several: Words  # several questions are announced
    referring: Words  # a sentence with one goes on with the same question
    vague: Words  # besides the small words: greetings, complaints and names of the whole product, which tell nothing
    telling: Words = field(metadata=MAY_BE_EMPTY)  # small words that name a thing all the same


@dataclass(frozen=True, kw_only=True)
class Leaning:
    """These phrases tell a message that leans on a file from one that is about files (worker/mail/leaning.py).

    They are matched on words in small letters with one blank between them: an apostrophe and a hyphen are blanks too.
    """

    pointing: Patterns  # "see the screenshot", "as on the picture", "I have attached"
    topics: Patterns  # in the same sentence, files are what the customer writes about: "how do I attach a photo"
    showing: Patterns  # "look at this": what follows, or came with it, is meant
    pointing_back: Patterns  # whole clauses in which "that" means what was said before: "that did not work"


@dataclass(frozen=True, kw_only=True)
class ContactWords:
    """These words stand beside addresses and numbers that a text writes out (worker/pipeline/check/contacts.py)."""

    at: Patterns  # the sign "@", spoken
    dot: Patterns
    texting: Patterns  # "text", "SMS to": a number follows
    accounts: Patterns  # "account", "sort code": the same
    files: Patterns  # beside one, "x.zip" is a file


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language is one that we read and answer in."""

    code: str  # ISO 639-1
    small_words: Words  # the language is recognised by them; they mean little by themselves
    letters: str = field(metadata=MAY_BE_EMPTY)  # that it uses besides a to z
    telling_characters: str = field(metadata=MAY_BE_EMPTY)  # that other languages seldom use
    negations: Words
    contractions: tuple[tuple[str, str], ...] = field(metadata=MAY_BE_EMPTY)  # ("n't", " not"): what hides a negation
    addresses: tuple[Address, ...] = field(metadata=MAY_BE_EMPTY)  # the formal one first; none where there is one only
    number_words: Words  # from two upwards: "one" and similar words are articles in most languages
    abbreviations: Abbreviations
    questions: Questions
    secrets: SecretWords
    signs: SecretSigns
    mail: MailMarks
    layout: Layout
    machines: MachineMarks
    absence: Absence
    courtesies: Courtesies
    person: PersonWords
    thread: ThreadWords
    asking: AskingWords
    leaning: Leaning
    contacts: ContactWords
    claims: ClaimWords
    leaning_words: LeaningWords
    reader: Patterns  # what says something of the reader: "your", "you have"; in the letters it is written with
    small_talk: SmallTalk  # what answers say besides (worker/history/small_talk.py)
    statement: StatementWords
    rows: RowWords
    private: PrivateWords
    macros: MacroWords
