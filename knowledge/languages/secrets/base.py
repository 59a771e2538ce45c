"""This module defines the words by which a sentence asks for a secret, for access to a machine, or for money elsewhere.

The patterns of a language stand in a file named after it. They match whole words, without regard to case, in text with
single blanks. Every repetition has an upper limit, so that hostile text takes no longer than other text.
"""

from dataclasses import dataclass

Patterns = tuple[str, ...]

WORD = r"[^\s]{1,25} "
UP_TO_2 = rf"(?:{WORD}){{0,2}}?"  # words, each with the blank behind it
UP_TO_4 = rf"(?:{WORD}){{0,4}}?"


@dataclass(frozen=True, kw_only=True)
class SecretWords:
    """These words tell "send us your password" from "we send you a password"."""

    nouns: Patterns  # secret, beside those of `Questions`
    referring: Patterns  # how a later part of the text takes a secret up: "pass it on"
    harmless: Patterns  # removed first: "error code", "we send you", "click Send code"
    # `giving` alone asks for a secret beside a noun; `asking` does so where somebody is there to receive it.
    giving: Patterns
    asking: Patterns
    receivers: Patterns
    # Nobody but their owner ever needs these; with words that demand them, they need no receiver.
    nobodys: Patterns
    demanding: Patterns
    # A part with a warning asks for nothing ("never send it"), unless the warning is none ("do not hesitate to send it").
    warnings: Patterns
    no_warnings: Patterns
    joints: Patterns  # words at which a sentence is cut into parts: "and", "but"
    # Access to a machine: a tool or a kind of access, and what is to be done with it.
    remote: Patterns
    starting: Patterns
    watching: Patterns  # sharing a screen
    signing_in: Patterns
    # Money: means that cannot be called back, other accounts, and paying.
    tender: Patterns
    accounts: Patterns
    paying: Patterns
    # Protection, and switching it off.
    protection: Patterns
    switching_off: Patterns
    # Words beside which a bare number is a phone number.
    calling: Patterns
