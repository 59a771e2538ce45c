"""This module defines what we have to know about a language to answer in it.

Each language is one `Language` in a file named after its ISO 639-1 code. Every field is required, so a language that
lacks one fails at import; a test refuses an empty field unless it is marked `MAY_BE_EMPTY`.
"""

from dataclasses import dataclass, field

from knowledge.languages.layout import Layout, Patterns

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
    # "Send it to us": both together ask for a secret.
    handing_over: Patterns
    us: Patterns


@dataclass(frozen=True, kw_only=True)
class MailMarks:
    """Mail marks tell a message that says nothing, or that a machine wrote, from others. `Layout` has the marks of its parts."""

    placeholders: Patterns  # first word in the brackets that stand for a picture or a file
    remarks: Words  # a text of nothing but these only says that something is attached
    no_subject: Patterns  # what a mail program writes into an empty subject
    automatic_subjects: Patterns  # how the subject of an automatic mail begins


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language is one that we read and answer in."""

    code: str  # ISO 639-1
    small_words: Words  # the language is recognised by them; they mean little by themselves
    letters: str = field(metadata=MAY_BE_EMPTY)  # that it uses besides a to z
    telling_characters: str = field(metadata=MAY_BE_EMPTY)  # that other languages seldom use
    negations: Words
    contractions: tuple[tuple[str, str], ...] = field(metadata=MAY_BE_EMPTY)  # ("n't", " not"): what hides a negation
    number_words: Words  # from two upwards: "one" and similar words are articles in most languages
    abbreviations: Abbreviations
    questions: Questions
    mail: MailMarks
    layout: Layout
