"""This module finds usual first names in a text, each with the name behind it."""

import re
from collections.abc import Iterator

from worker.history.redaction.found import Kind, Span
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.name_words import NOBODY, PART, PARTICLE, PARTICLES, bare_word, name_lists

_RUN = re.compile(rf"(?<![\w'@/-])(?:{PART})(?: (?:{PARTICLES} ){{0,3}}{PART}){{0,4}}")
_NOUN = re.compile(
    r".{3,}(?:ung|heit|keit|schaft|tion|ment|tät|nis|chen|lein|nummer|fehler|problem|zugang|konto|vertrag|seite|datei|system|mail|passwort)en?s?"
)


def first_names(text: str, gazetteer: Gazetteer, language: str | None) -> Iterator[Span]:
    """Yield usual first names, each with the name behind it."""
    lists = name_lists()
    for run in _RUN.finditer(text):
        words = [(m[0], run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\S+", run[0])]
        place = 0
        while place < len(words):
            word, start, end = words[place]
            bare = bare_word(word)
            simple = bare.partition("-")[0]
            sure = (bare in lists["first"] or ("-" in bare and simple in lists["first"])) and bare not in NOBODY
            perhaps = bare in lists["perhaps"] or (len(bare) == 1 and word.endswith("."))
            if (
                not (sure or perhaps)
                or bare in gazetteer.words_kept
                or (word.isupper() and len(word) < 4 and len(bare) > 1)
            ):
                place += 1
                continue
            following = place + 1
            while following < len(words) and _is_part(words[following][0], gazetteer, language):
                following += 1
            names_behind = [w for w, *_ in words[place + 1 : following] if not PARTICLE.fullmatch(w)]
            lasts = names_behind and names_behind[-1].lower().strip(".") in lists["last"]
            if sure or lasts:
                stop = words[following - 1][2] if names_behind else end
                if text[stop - 1] == "." and len(words[following - 1][0]) > 2:
                    stop -= 1
                yield Span(start, stop, Kind.NAME)
                place = max(following, place + 1)
            else:
                place += 1


def _is_part(word: str, gazetteer: Gazetteer, language: str | None) -> bool:
    """Return whether a word behind a first name is a part of the name. A German noun is seldom one."""
    bare = bare_word(word)
    if PARTICLE.fullmatch(word.lower()):
        return True
    if len(bare) == 1 and word.endswith("."):
        return True
    if bare in NOBODY or bare in gazetteer.words_kept:
        return False
    lists = name_lists()
    return (
        language != "de"
        or bare in lists["last"]
        or bare in lists["first"]
        or len(bare) == 1
        or not _is_german_noun(bare)
    )


def _is_german_noun(word: str) -> bool:
    return _NOUN.fullmatch(word) is not None
