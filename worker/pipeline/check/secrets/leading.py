"""This module says which part of a sentence leads somebody to give a secret, access or money."""

from worker.pipeline.check.secrets import rule, signal
from worker.pipeline.check.secrets.parts import plain

_MOST_QUOTED = 120  # characters
_LONGEST = 5000  # characters: a sentence that nobody reads to its end is found unread


def leading_part(sentence: str, before: str = "", weights: signal.SecretSignal | None = None) -> str | None:
    """Return the part of the sentence that leads somebody to give a password, a card number or a code, to let a stranger
    into a machine, to pay elsewhere, or to switch off a protection. None if no part does.

    `before` is what stands before it in the reply: "read it to our agent" takes up the code of the sentence before.
    `weights`: those of the learned signal; by default the ones that are kept.
    """
    sentence = plain(sentence)
    if len(sentence) > _LONGEST:
        return sentence[:_MOST_QUOTED]
    part = rule.find(sentence, plain(before[-_LONGEST:])) or (weights or signal.load()).find(sentence)
    return " ".join(part.replace("|", "…").split())[:_MOST_QUOTED] if part is not None else None
