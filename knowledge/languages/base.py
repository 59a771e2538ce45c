"""This module defines what we have to know of a language to answer in it.

Each language is one `Language` in a file named by its ISO 639-1 code. Every field is required, so a language that lacks one
fails at import; a test refuses an empty field unless it is marked `MAY_BE_EMPTY`.
"""

from dataclasses import dataclass, field

Words = frozenset[str]  # in small letters
Patterns = tuple[str, ...]  # regular expressions without capturing groups, read without regard to capitals

MAY_BE_EMPTY = {"may_be_empty": True}


def words(text: str) -> Words:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


@dataclass(frozen=True, kw_only=True)
class Abbreviations:
    """What a sentence goes on after, although it ends with a point; the patterns leave out the last point."""

    before_anything: Patterns
    before_numbers: Patterns
    before_small_letters: Patterns


@dataclass(frozen=True, kw_only=True)
class Code:
    """The noun "code", which is a secret unless one of these patterns stands before or after it ("status code")."""

    noun: str  # a pattern
    harmless_after: Patterns = field(metadata=MAY_BE_EMPTY)  # each of one length: a lookbehind
    harmless_before: Patterns = field(metadata=MAY_BE_EMPTY)


@dataclass(frozen=True, kw_only=True)
class Questions:
    """What tells a question to a customer from a statement and from a question for a secret."""

    ourselves: Patterns  # "we", "I": a sentence with one says what we did, do or shall do
    asking: Words  # content words that one asks with, besides those of the ticket and the passages
    secrets: Patterns  # nouns: password, card number
    code: Code
    # Where a secret is only spoken of: "a password", "reset your password", "password forgotten".
    articles: Patterns
    changing: Patterns = field(metadata=MAY_BE_EMPTY)
    determiners: Patterns = field(metadata=MAY_BE_EMPTY)
    changed: Patterns
    # "Send it to us": both together ask for it.
    handing_over: Patterns
    us: Patterns


@dataclass(frozen=True, kw_only=True)
class MailMarks:
    """What mail programs, and people who close a mail, write in this language."""

    attribution: tuple[str, str]  # patterns that begin and end the line above a quote: "On", "wrote"
    original: Patterns  # between dashes, above a whole quoted mail
    forwarded: Patterns  # above a forwarded mail
    first_header: Patterns
    other_headers: Patterns
    header_particle: Patterns = field(metadata=MAY_BE_EMPTY)  # between a header's name and its colon
    devices: Patterns  # "Sent from my "
    closings: Patterns  # "Kind regards"
    disclaimers: Patterns  # how one begins
    placeholders: Patterns  # first word in the brackets that stand for a picture or a file
    remarks: Words  # a text of nothing but these only says that something is attached
    prefixes: Patterns  # of a subject: "Re", "Fwd"
    no_subject: Patterns  # what a mail program writes into an empty subject
    automatic_subjects: Patterns  # how the subject of an automatic mail begins


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language that we read and answer in."""

    code: str  # ISO 639-1
    small_words: Words  # by which the language is told; they say little by themselves
    letters: str = field(metadata=MAY_BE_EMPTY)  # that it writes beside a to z
    telling_characters: str = field(metadata=MAY_BE_EMPTY)  # that other languages seldom write
    negations: Words
    contractions: tuple[tuple[str, str], ...] = field(metadata=MAY_BE_EMPTY)  # ("n't", " not"): what hides a negation
    number_words: Words  # from two on: "one" and its like are articles in most languages
    abbreviations: Abbreviations
    questions: Questions
    mail: MailMarks
