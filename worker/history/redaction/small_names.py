"""This module finds names in small letters, behind a title or "my name is"."""

import re
from collections.abc import Iterator

from worker.history.redaction.found import Kind, Span
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.name_words import NOBODY, PARTICLE, name_lists

SMALL_NAME = re.compile(
    r"[^\W\d_][^\W\d_'-]{1,25}(?: (?:(?:von|van|de|del|la|di|da) ){0,2}[^\W\d_][^\W\d_'-]{1,25}){0,2}"
)
_OF_PEOPLE = frozenset("herr herrn frau mr mrs mme monsieur madame señor señora sr sra mlle".split())  # titles


def small_name(text: str, match: re.Match[str], gazetteer: Gazetteer, *, of_title: bool) -> Iterator[Span]:
    """Yield a name in small letters behind a title or "my name is": its words up to the first that is none."""
    end = match.start()
    count = 0
    for word in re.finditer(r"\S+", match[0]):
        bare = word[0].lower().strip("'-")
        if (bare in NOBODY or bare in gazetteer.words_kept) and not (PARTICLE.fullmatch(bare) and count):
            break
        listed = bare in name_lists()["last"] or bare in name_lists()["first"] or PARTICLE.fullmatch(bare)
        if count >= (1 if of_title else 2) and not listed:
            break
        count += 1
        end = match.start() + word.end()
    if of_title and count == 1 and not _sounds_titled(text, match, text[match.start() : end].lower()):
        return
    if end > match.start():
        yield Span(match.start(), end, Kind.NAME)


def _sounds_titled(text: str, match: re.Match[str], word: str) -> bool:
    """Return whether a word in small letters behind a title is a name: "frau berger", and not "ms office" or "don't"."""
    title = (
        text[max(0, match.start() - 14) : match.start()].rsplit(maxsplit=1)[-1].lower().rstrip(".")
        if text[: match.start()].split()
        else ""
    )
    if title in _OF_PEOPLE:
        return word not in name_lists()["perhaps"] or word in name_lists()["last"]
    return word in name_lists()["first"] or word in name_lists()["last"]
