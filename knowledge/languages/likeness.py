"""This module says how a text looks to a library that tells some hundred languages apart by pieces of words (py3langid).

The library is pure Python over numpy and carries its model. The model is read with the first text that needs it, once
per process: half a second and 90 MB. So a process that guesses no ticket's language, above all the one that parses
documents, has neither.
"""

import re
from functools import cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from knowledge.languages.registry import LANGUAGES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# These are national languages, and those of a region whose people write letters in them; the library knows more. It also
# knows dialects and creoles, Latin and Esperanto; short texts in our languages look like these by chance. Luxembourgish is
# left out because German of Switzerland and Austria looks like it.
FOREIGN = frozenset(
    """
    af am ar az be bg bn bs ca cs cy da el et eu fa fi ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ku ky lo lt lv mk
    ml mn mr ms mt my ne nl no or pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr ug uk ur uz vi zh zu
""".split()
)
_ABBREVIATION = re.compile(r"\b[A-Z]{2,4}\b")  # "SSO", "API": in no language, and in lower case like many
_LEAST = 1e-9  # less is as good as nothing, and has no logarithm


class Likeness(NamedTuple):
    """The figures are natural logarithms of how much likelier one language is than another."""

    ours: str  # the likeliest of our languages
    ours_ahead: float  # of the likeliest other language, ours or not
    foreign: float  # the likeliest of those that are not ours, over the likeliest of ours


def likeness(text: str) -> Likeness:
    """Return which of our languages a text looks like most, and how much more or less than any other."""
    # The library tells a word's ends by the spaces, and capitals apart from small letters unless all letters are capitals.
    words = (text if text.isupper() else _ABBREVIATION.sub(" ", text)).lower().split()
    known = {code: log(max(share, _LEAST)) for code, share in _identifier().rank(f" {' '.join(words)} ")}
    ours, second = sorted(LANGUAGES, key=lambda code: known[code], reverse=True)[:2]
    foreign = max(known[code] for code in FOREIGN - LANGUAGES.keys())
    return Likeness(ours, known[ours] - max(known[second], foreign), foreign - known[ours])


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
