"""This module finds names of people: those that we know, those beside a word that a name follows, and usual first names.

A name in a text that says nothing of a person beside it, and that no list has, is not found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from worker.history.redaction.first_names import first_names
from worker.history.redaction.found import Kind, Span
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.name_cues import beside_cues
from worker.history.redaction.name_signatures import signed
from worker.history.redaction.name_words import NOBODY, name_lists
from worker.history.redaction.words import WORD, words_of


def names(text: str, gazetteer: Gazetteer, met: Iterable[str] = (), language: str | None = None) -> Iterator[Span]:
    """Yield where names of people stand in a plain text, and names of customers' firms. `met`: names that the thread had
    before."""
    found = [
        *signed(text, gazetteer),
        *_known(text, gazetteer.names, Kind.NAME),
        *beside_cues(text, gazetteer, language),
        *first_names(text, gazetteer, language),
    ]
    yield from _known(text, gazetteer.companies, Kind.COMPANY)
    yield from found
    parts = {part for name in (*met, *(text[s.start : s.end] for s in found)) for part in words_of(name)}
    wanted = {
        part
        for part in parts
        if len(part) > 2
        and part not in NOBODY
        and part not in name_lists()["perhaps"]
        and part not in gazetteer.words_kept
    }
    for match in WORD.finditer(text):
        if match[0].lower() in wanted and (match[0][0].isupper() or match[0].lower() in name_lists()["first"]):
            yield Span(match.start(), match.end(), Kind.NAME)


def _known(text: str, known: Mapping[str, Sequence[tuple[str, ...]]], kind: Kind) -> Iterator[Span]:
    """Yield the names that we know. A single word counts with a capital letter only."""
    if not known:
        return
    words = list(WORD.finditer(text))
    lower = [match[0].lower() for match in words]
    owned = [word.removesuffix("'s") for word in lower]  # "Trosk's login"
    for place, word in enumerate(owned):
        for parts in known.get(word, ()):
            last = place + len(parts) - 1
            if (*lower[place:last], *owned[last : last + 1]) != parts and tuple(lower[place : last + 1]) != parts:
                continue
            start, end = words[place].start(), words[last].end() - len(lower[last]) + len(parts[-1])
            if "\n\n" in text[start:end] or (len(parts) == 1 and not text[start].isupper()):
                continue
            if len(parts) == 1 and kind is Kind.NAME and word in name_lists()["perhaps"] and _begins(text, start):
                continue  # "Will I get it?"
            yield Span(start, end, kind)
            break


def _begins(text: str, place: int) -> bool:
    """Return whether a sentence begins there."""
    before = text[:place].rstrip(" \"'(>*-")[-1:] if place < 400 else text[place - 400 : place].rstrip(" \"'(>*-")[-1:]
    return not before or before in ".!?:\n"
