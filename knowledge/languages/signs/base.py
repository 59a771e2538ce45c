"""This module defines signs that a sentence leads somebody to give something away, or that it is ordinary help.

They are wider than `SecretWords`: none of them decides by itself, and weights that are learned from examples tell what
they mean together (worker/pipeline/check/secret_signal.py).
"""

from dataclasses import dataclass

Patterns = tuple[str, ...]


def listed(text: str) -> Patterns:
    """Return the patterns of a list that is written as one text: "_" is a blank, "__" is "_", "*" up to 24 more letters."""
    return tuple(
        entry.replace(".", r"\.").replace("__", "\0").replace("_", " ").replace("\0", "_").replace("*", r"\w{0,24}")
        for entry in dict.fromkeys(text.split())
    )


@dataclass(frozen=True, kw_only=True)
class SecretSigns:
    """These groups of words are what the learned signal about secrets sees of a sentence in one language."""

    # These are asked for.
    keys: Patterns  # whatever lets somebody in: passwords, codes, tokens, phrases, with any ending
    papers: Patterns  # identity papers, cards and letters
    files: Patterns  # files with keys inside: ".env", a HAR recording, a keychain
    answers: Patterns  # to security questions
    harmless: Patterns  # what support may ask for: an invoice number, a log file
    # How it is asked for, and who gets it.
    handing: Patterns  # "send", "jot down", "transmission of"
    needing: Patterns  # "we need", "is missing", "is a condition"
    ready: Patterns
    us: Patterns
    people: Patterns  # who is not the reader: an agent, a caller
    channels: Patterns  # a mail, a ticket, a form, a slip of paper
    whole: Patterns  # "in full", "unredacted"
    calming: Patterns  # "it is only us", "safe to ignore"
    # These let a stranger in.
    guards: Patterns  # protections and warnings
    lowering: Patterns
    approving: Patterns
    prompts: Patterns  # a request to sign in, a transfer that appears
    installing: Patterns
    carriers: Patterns  # a root certificate, an extension, a tool
    enclosed: Patterns  # "attached to this mail"
    rights: Patterns  # "administrator", "full access"
    granting: Patterns
    lines: Patterns  # phone numbers that codes go to, SIM cards, forwarding
    moved: Patterns  # another account for money
    transferring: Patterns
    # Ordinary help says these.
    places: Patterns  # of the product, where a secret is entered rightly
    making: Patterns  # create, change, revoke
    keeping: Patterns  # "in a safe place"
    describing: Patterns  # "expires", "at least twelve characters"
    hiding: Patterns  # "remove the cookies first"
    strangers: Patterns  # "if somebody asks": who is warned of
    hanging_up: Patterns
    refusing: Patterns  # "never", "hang up"
    own: Patterns  # "yourself"
