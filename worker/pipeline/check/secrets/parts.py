"""This module cuts a sentence into parts, and says which of them ask for nothing because they warn."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.languages.base import Language
from knowledge.languages.registry import LANGUAGES, either

_BLANKS = re.compile(r"\s+")
_TAKEN_OUT = " | "


@dataclass(frozen=True)
class Cutter:
    """A cutter is what one language says about what is harmless, about warnings, and about where a part ends."""

    harmless: re.Pattern[str]
    cut: re.Pattern[str]
    warnings: re.Pattern[str]
    no_warnings: re.Pattern[str]

    def parts(self, sentence: str) -> list[str]:
        """Return the parts without what is harmless: "error code", "we send you"."""
        return self.cut.split(self.harmless.sub(_TAKEN_OUT, sentence))

    def warns(self, part: str) -> bool:
        return self.warnings.search(part) is not None and self.no_warnings.search(part) is None


def whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(patterns)}(?!\w)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return the text with ordinary letters, apostrophes and single blanks, and without characters that nobody sees."""
    text = unicodedata.normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _BLANKS.sub(" ", "".join(c for c in text if unicodedata.category(c) != "Cf")).strip()


def _cutter(language: Language) -> Cutter:
    known = language.secrets
    return Cutter(
        harmless=whole_words(known.harmless),
        cut=re.compile(rf"[,;:()\[\]!?…\u2013\u2014]| - |(?<!\w){either(known.joints)}(?!\w)", re.IGNORECASE),
        warnings=whole_words(known.warnings),
        no_warnings=whole_words(known.no_warnings),
    )


CUTTERS = {code: _cutter(language) for code, language in LANGUAGES.items()}
