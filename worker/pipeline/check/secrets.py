"""This module finds sentences that lead somebody to give a secret, to let a stranger in, or to pay a stranger.

The rule looks at what is asked,
not at who asks: a copied passage may be planted. A sentence is cut into parts; what is
harmless ("we send you a code", "the error code") is taken out,
a part that warns ("never send your password") asks for
nothing, and of the rest each language's words decide (`knowledge.languages.secrets`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.languages.base import Language
from knowledge.languages.layout import Patterns
from knowledge.languages.registry import LANGUAGES, any_of, either

_TOOLS = (
    r"any ?desk", r"team ?viewer", r"ultra ?viewer", r"rust ?desk", r"quick ?assist", r"screen ?connect",
    r"connectwise", r"log ?me ?in\w{0,7}", r"goto ?assist",
    r"supremo(?: remote)?", r"dw ?service", r"zoho ?assist", r"splashtop", r"(?:real|tight|ultra|tiger)?vnc",
    r"ammyy\w{0,6}", r"aero ?admin", r"iperius\w{0,7}", r"hop ?to ?desk", r"rdp", r"atera", r"netsupport\w{0,8}",
    r"(?:chrome|microsoft) remote desktop", r"remote ?utilities", r"beyond ?trust", r"bomgar", r"isl light",
    r"fast ?viewer", r"pc ?visit", r"meshcentral", r"parsec",
)  # fmt: skip


def _words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(patterns)}(?!\w)", re.IGNORECASE)


def _codes() -> Iterator[str]:
    """Yield a pattern per noun for "code". A noun that languages share is harmless beside the words of each
    language."""
    codes = [language.questions.code for language in LANGUAGES.values()]
    for noun in dict.fromkeys(code.noun for code in codes):
        same = [code for code in codes if code.noun == noun]
        before = "".join(f"(?<!{words})" for code in same for words in code.harmless_after)
        after = "".join(f"(?!{words})" for code in same for words in code.harmless_before)
        yield f"{before}{noun}{after}"


_ASKED_FOR = either((any_of(lambda language: language.questions.secrets), *_codes()))
_ARTICLE = any_of(lambda language: language.questions.articles)
_CHANGING = any_of(lambda language: language.questions.changing)
_DETERMINER = any_of(lambda language: language.questions.determiners)
_CHANGED = any_of(lambda language: language.questions.changed)
_MENTIONS = re.compile(rf"\b{_ASKED_FOR}\b", re.IGNORECASE)
# "a password or a magic link", "reset your password", "Mot de passe oublié ?": none of these asks for a secret.
_ONLY_MENTIONED = re.compile(
    rf"\b{_ARTICLE}\s+{_ASKED_FOR}\b|\b{_CHANGING}\s+{_DETERMINER}?\s*{_ASKED_FOR}\b|\b{_ASKED_FOR}\s+{_CHANGED}\b",
    re.IGNORECASE,
)
_NOUNS = _words((_ASKED_FOR, any_of(lambda language: language.secrets.nouns)))
_ALWAYS = _words((r"document\.cookie", r"localstorage"))
_NO_OBJECT = 3  # words of a part that shares its object with another one: "export the cookie and attach here"
_BLANKS = re.compile(r"\s+")
_MAIL_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")


@dataclass(frozen=True)
class _Rule:
    """A rule is what one language says about asking for secrets."""

    harmless: re.Pattern[str]
    cut: re.Pattern[str]
    warnings: re.Pattern[str]
    no_warnings: re.Pattern[str]
    referring: re.Pattern[str]
    giving: re.Pattern[str]
    asking: re.Pattern[str]
    receivers: re.Pattern[str]
    together: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]  # both in a sentence
    beside: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]  # both in one part

    def asks(self, sentence: str, before: str) -> bool:
        text = self.harmless.sub(" | ", sentence)
        parts = self.cut.split(text)
        live = [part for part in parts if not self._warns(part)]
        return (
            any(all(any(word.search(part) for part in live) for word in pair) for pair in self.together)
            or any(all(word.search(part) for word in pair) for pair in self.beside for part in live)
            or (_NOUNS.search(f"{before} | {sentence}") is not None and self._asks_for_a_secret(live))
        )

    def _warns(self, part: str) -> bool:
        return self.warnings.search(part) is not None and self.no_warnings.search(part) is None

    def _asks_for_a_secret(self, live: Sequence[str]) -> bool:
        received = any(self.receivers.search(part) or _MAIL_ADDRESS.search(part) for part in live)
        named = False
        for part in live:
            shares_object = named and len(part.split()) <= _NO_OBJECT
            named = named or _NOUNS.search(part) is not None
            if (_NOUNS.search(part) or self.referring.search(part) or shares_object) and (
                self.giving.search(part) or (received and self.asking.search(part))
            ):
                return True
        return False


def _rule(language: Language) -> _Rule:
    known = language.secrets

    def together(one: Patterns, other: Patterns) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return _words(one), _words(other)

    return _Rule(
        harmless=_words(known.harmless),
        cut=re.compile(rf"[,;:()\[\]!?…\u2013\u2014]| - |(?<!\w){either(known.joints)}(?!\w)", re.IGNORECASE),
        warnings=_words(known.warnings),
        no_warnings=_words(known.no_warnings),
        referring=_words(known.referring),
        giving=_words(known.giving),
        asking=_words(known.asking),
        receivers=_words(known.receivers),
        together=(
            together((*_TOOLS, *known.remote), known.starting),
            together(known.watching, known.signing_in),
            together(known.tender, known.paying),
            together(known.accounts, known.paying),
        ),
        beside=(together(known.protection, known.switching_off), together(known.nobodys, known.demanding)),
    )


_RULES = tuple(map(_rule, LANGUAGES.values()))


def asks_for_a_secret(sentence: str, before: str = "") -> bool:
    """Return whether the sentence leads somebody to give a password, a card number or a code, to let a stranger into a
    machine, to pay elsewhere, or to switch off a protection.

    `before` is what stands before it in the reply: "read it to our agent" takes up the code of the sentence before.
    """
    sentence, before = _plain(sentence), _plain(before)
    if _ALWAYS.search(sentence) or any(rule.asks(sentence, before) for rule in _RULES):
        return True
    return sentence.endswith("?") and _MENTIONS.search(_ONLY_MENTIONED.sub(" ", sentence)) is not None


def _plain(text: str) -> str:
    """Return the text with ordinary letters, apostrophes and single blanks, and without characters that nobody sees."""
    text = unicodedata.normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _BLANKS.sub(" ", "".join(c for c in text if unicodedata.category(c) != "Cf")).strip()
