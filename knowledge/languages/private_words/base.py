"""This module defines the words beside which a name, a number, an address or a secret of a person stands."""

from dataclasses import dataclass

Patterns = tuple[str, ...]  # regular expressions without capturing groups, matched without regard to case


@dataclass(frozen=True, kw_only=True)
class PrivateWords:
    """Private words tell `worker.history.redaction` where somebody's data stand in a past ticket."""

    titles: Patterns  # a name follows: "Mrs"
    greetings: Patterns  # the same, at the beginning of a line: "Dear"
    introducing: Patterns  # the same, also in small letters: "my name is"
    presenting: Patterns  # a name with a capital letter follows, or something else: "I am", "this is"
    people: Patterns  # the same: "my colleague", "your agent"
    dealing: Patterns  # the same: "spoke with", "regards to"
    labels: Patterns  # before a colon, and a name: "Contact person"
    nobody: frozenset[str]  # words in the place of a name that are none: "team", "madam"
    phones: Patterns  # a number follows
    numbers: Patterns  # the same, and it is nobody's phone: "order", "invoice no."
    cards: Patterns  # the same, of a payment card
    accounts: Patterns  # the same, of a bank account
    ids: Patterns  # the same, of a person's papers
    plates: Patterns  # of a vehicle
    secrets: Patterns  # a secret follows, behind one of `being` or a colon: "password"
    being: Patterns  # "is", "was"
    no_secrets: frozenset[str]  # what a secret is said to be instead: "wrong", "expired"
    tokens: Patterns  # a key or a token follows: "api key"
    roads: Patterns  # the whole of a street and its number, without regard to case only where it says so
    living: Patterns  # beside them a town or a postcode is somebody's: "we live in"
