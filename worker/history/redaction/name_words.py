"""This module knows which words may be parts of a person's name, and where a name ends."""

import json
import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path

from knowledge.languages.registry import LANGUAGES
from worker.history.redaction.found import Kind, Span
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.letters import CAPITAL

PARTICLES = r"(?:von|van|vom|zu|zum|zur|de|del|della|di|da|dos|das|do|du|des|la|las|los|le|el|al|den|der|ter|ten|bin|ben|af|av|y|e|san|mc|mac|st\.)"
PART = rf"(?:{CAPITAL}(?:[^\W\d_]|['-](?=[^\W\d_])){{1,30}}|{CAPITAL}\.(?:-?{CAPITAL}\.|a(?= ))?|[dDlL]'{CAPITAL}[^\W\d_]{{1,30}}|{CAPITAL}(?=\s*(?:$|[,\n!])))"
NAME = re.compile(rf"{PART}(?: (?:{PARTICLES} ){{0,3}}{PART}){{0,4}}")
NOBODY = frozenset[str]().union(*(language.private.nobody | language.small_words for language in LANGUAGES.values()))
PARTICLE = re.compile(PARTICLES)


class Strength(IntEnum):
    """This says how surely a name follows a cue."""

    WEAK = 0
    LIKELY = 1  # a capital letter says it, where nouns have none
    MEDIUM = 2
    STRONG = 3


@cache
def name_lists() -> Mapping[str, frozenset[str]]:
    """Return the usual first names, those that are ordinary words too ("perhaps"), and the usual last names."""
    held = json.loads((Path(__file__).parent / "data" / "names.json").read_text(encoding="utf-8"))
    return {name: frozenset(held[name].split()) for name in ("first", "perhaps", "last")}


def cut(text: str, start: int, end: int, strength: Strength, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield a name up to its first word that is none. Beside a weak cue it needs a first name, or two words."""
    last = start
    words: list[str] = []
    for match in re.finditer(r"\S+", text[start:end]):
        bare = bare_word(match[0])
        if PARTICLE.fullmatch(match[0].lower()) and words:
            continue
        is_initial = len(bare) == 1 and match[0].endswith(".")
        stops = (is_nobody(bare) and not is_initial) or bare in gazetteer.words_kept
        if stops and not (words and len(bare) > 1 and bare in name_lists()["last"]):
            break
        words.append(bare)
        last = start + match.end()
    if not words or all(len(word) < 2 for word in words):
        return
    lists = name_lists()
    known = words[0] in lists["first"] or words[0] in lists["perhaps"]
    if strength is Strength.WEAK and not (
        known or (len(words) >= 2 and (words[-1] in lists["last"] or _is_initial(text[start:last])))
    ):
        return
    if text[start:last].isupper() and strength is not Strength.STRONG and not known and len(words) == 1:
        return  # "Dear ALL", "Name: SKU"
    while (last > start and text[last - 1] in ",'-") or (text[last - 1] == "." and len(words[-1]) > 1):
        last -= 1
    yield Span(start, last, Kind.NAME)


def is_nobody(word: str) -> bool:
    """Return whether a word is part of no name: "team", "support-team"."""
    return word in NOBODY or ("-" in word and any(part in NOBODY for part in word.split("-")))


def bare_word(word: str) -> str:
    """Return a word of a name in small letters, without what stands behind it: "Chidi's"."""
    bare = word.lower().strip(".,'")
    return bare.removesuffix("'s")


def _is_initial(name: str) -> bool:
    """Return whether a name is an initial and a word: "J. Ward"."""
    return re.fullmatch(rf"{CAPITAL}\.(?: ?{CAPITAL}\.)? \S+|\S+ {CAPITAL}\.?", name) is not None
