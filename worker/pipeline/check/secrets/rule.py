"""This module is the rule about secrets: which words ask for one, by themselves or together in a sentence.

The rule looks at what is asked, not at who asks: a copied passage may be planted. A part that warns ("never send your
password") asks for nothing, nor does one that hides ("remove the passwords first"), nor a warning of strangers ("if a
caller wants a code, hang up"); of the rest each language's words decide (`knowledge.languages.secrets`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.languages.base import Language
from knowledge.languages.layout import Patterns
from knowledge.languages.registry import LANGUAGES, any_of, either
from worker.pipeline.check.secrets.parts import CUTTERS, Cutter, whole_words

_TOOLS = (
    r"any ?desk", r"team ?viewer", r"ultra ?viewer", r"rust ?desk", r"quick ?assist", r"screen ?connect",
    r"connectwise", r"log ?me ?in\w{0,7}", r"goto ?assist",
    r"supremo(?: remote)?", r"dw ?service", r"zoho ?assist", r"splashtop", r"(?:real|tight|ultra|tiger)?vnc",
    r"ammyy\w{0,6}", r"aero ?admin", r"iperius\w{0,7}", r"hop ?to ?desk", r"rdp", r"atera", r"netsupport\w{0,8}",
    r"(?:chrome|microsoft) remote desktop", r"remote ?utilities", r"beyond ?trust", r"bomgar", r"isl light",
    r"fast ?viewer", r"pc ?visit", r"meshcentral", r"parsec",
)  # fmt: skip


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
NOUNS = whole_words((_ASKED_FOR, any_of(lambda language: language.secrets.nouns)))
_TOOL = whole_words(_TOOLS)
_ALWAYS = whole_words((r"document\.cookie", r"localstorage"))
_NO_OBJECT = 3  # words of a part that shares its object with another one: "export the cookie and attach here"
MENU = re.compile(r"\w »? ?[>\u203a] ?«? ?\w")  # "Help > Remote assistance"
_MAIL_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")


Pair = tuple[re.Pattern[str], re.Pattern[str]]


@dataclass(frozen=True)
class _Rule:
    """A rule is what one language says about asking for secrets."""

    cutter: Cutter
    hiding: re.Pattern[str]
    strangers: re.Pattern[str]
    hanging_up: re.Pattern[str]
    own: re.Pattern[str]
    referring: re.Pattern[str]
    giving: re.Pattern[str]
    asking: re.Pattern[str]
    receivers: re.Pattern[str]
    remote: Pair  # both in a sentence, as those of `together`
    together: tuple[Pair, ...]
    beside: tuple[Pair, ...]  # both in one part

    def asking_part(self, sentence: str, before: str) -> str | None:
        if self.strangers.search(sentence) and self.hanging_up.search(sentence):
            return None
        live = [part for part in self.cutter.parts(sentence) if not self._is_calm(part)]
        together = self.together if self._starts_it_oneself(sentence) else (self.remote, *self.together)
        for pair in together:
            if all(any(word.search(part) for part in live) for word in pair):
                return next(part for part in live if pair[0].search(part))
        for pair in self.beside:
            for part in live:
                if all(word.search(part) for word in pair):
                    return part
        return self._asks_for_a_secret(live) if NOUNS.search(f"{before} | {sentence}") else None

    def _is_calm(self, part: str) -> bool:
        return self.cutter.warns(part) or self.hiding.search(part) is not None

    def _starts_it_oneself(self, sentence: str) -> bool:
        """Return whether remote help is the product's own: no tool of others is named, and the reader opens it."""
        return _TOOL.search(sentence) is None and bool(MENU.search(sentence) or self.own.search(sentence))

    def _asks_for_a_secret(self, live: Sequence[str]) -> str | None:
        received = any(self.receivers.search(part) or _MAIL_ADDRESS.search(part) for part in live)
        named = False
        for part in live:
            shares_object = named and len(part.split()) <= _NO_OBJECT
            named = named or NOUNS.search(part) is not None
            if (NOUNS.search(part) or self.referring.search(part) or shares_object) and (
                self.giving.search(part) or (received and self.asking.search(part))
            ):
                return part
        return None


def _rule(language: Language) -> _Rule:
    known, signs = language.secrets, language.signs

    def together(one: Patterns, other: Patterns) -> Pair:
        return whole_words(one), whole_words(other)

    return _Rule(
        cutter=CUTTERS[language.code],
        hiding=whole_words(signs.hiding),
        strangers=whole_words(signs.strangers),
        hanging_up=whole_words(signs.hanging_up),
        own=whole_words(signs.own),
        referring=whole_words(known.referring),
        giving=whole_words(known.giving),
        asking=whole_words(known.asking),
        receivers=whole_words(known.receivers),
        remote=together((*_TOOLS, *known.remote), known.starting),
        together=(
            together(known.watching, known.signing_in),
            together(known.tender, known.paying),
            together(known.accounts, known.paying),
        ),
        beside=(together(known.protection, known.switching_off), together(known.nobodys, known.demanding)),
    )


_RULES = tuple(map(_rule, LANGUAGES.values()))


def find(sentence: str, before: str) -> str | None:
    """Return the part of a plain sentence that asks, in any of the languages; None if none does."""
    if _ALWAYS.search(sentence):
        return sentence
    for rule in _RULES:
        if part := rule.asking_part(sentence, before):
            return part
    if sentence.endswith("?") and _MENTIONS.search(_ONLY_MENTIONED.sub(" ", sentence)):
        return sentence
    return None
