"""This module takes what an agent told the customer out of a message: whole sentences, without greeting, courtesies, closing and
signature.

    segments of the agent ▶ lines ▶ without the learned signature ▶ items, rows and paragraphs ▶ sentences ▶ without courtesies
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from knowledge.languages.courtesies.base import Courtesies
from knowledge.languages.layout import Patterns
from knowledge.languages.registry import LANGUAGES, either
from knowledge.sentences import whole_sentences
from worker.history.signatures import Signatures, lines_of, who
from worker.mail.lines import CELL
from worker.mail.persons import is_name
from worker.mail.signatures import POSTSCRIPT, closes
from worker.past import PastMessage

_ALL: tuple[Courtesies, ...] = tuple(language.courtesies for language in LANGUAGES.values())


def _any(*fields: Patterns) -> str:
    return either(pattern for group in fields for pattern in group)


_GREETING = re.compile(
    rf"[¡]?{_any(*(one.greetings for one in _ALL))}(?![\w-])"
    r"(?P<name>(?:\b(?:dr|prof|mr|mrs|ms|hr|fr|sr|sra|srta|dra|mme|mlle|m|d)\.|[^,!.:;?\n\u2013\u2014]){0,60}?)"
    r"(?P<end>[,!.:;\u2013\u2014]+\s*|\s*$|\s+-\s+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?P<name>[^,!.:;?\n\u2013\u2014]{1,40})(?P<end>[,!:]\s*|\s*$)")
_COURTESY = re.compile(
    _any(
        *(
            p
            for one in _ALL
            for p in (one.thanks, one.wishes, one.apologies, one.offers, one.introductions, one.holding)
        )
    ),
    re.IGNORECASE,
)
MERGED = re.compile(_any(*(one.merges for one in _ALL)), re.IGNORECASE)
_ITEM = re.compile(r"\s{0,12}(?:[-*\u2022\u2013\u25aa\u25cf]\s+|\(?\d{1,2}[.)]\s+|[a-h]\)\s+)")
_ENDS = (".", "!", "?", "…", ":", ";", "。")
_WRAPPED = 55  # characters: a shorter line that has no end was broken by its writer
_SIGNS = " \t.!,;:)(\u2013\u2014\u2026*_\u263a\ufe0f\U0001f600\U0001f642\U0001f60a¡!"
_LONGEST_COURTESY = 200
_TITLES = frozenset(
    "mr mrs ms miss dr prof herr frau mme mlle m madame monsieur señor señora sr sra dr. mr. mrs. ms. m.".split()
)
_LONGEST_NAME_WORDS = 5
_DEEPEST_CLOSING, _WORDS_BELOW_CLOSING, _INITIALS, _NAME_ALONE = 14, 14, 3, 4


def sentences_of(message: PastMessage, signatures: Signatures = Signatures()) -> tuple[str, ...]:  # noqa: B008
    """Return the sentences of an agent's message that say something of the matter, in order."""
    lines = signatures.without(lines_of(message), who(message))
    lines = _without_closing(_without_greeting(lines))
    said = [sentence for unit in _units(lines) for sentence in whole_sentences(unit)]
    while len(said) > 1 and closes(said[-1][:120]) is not None:  # "Cheers, Tom" on the line of the last sentence
        said.pop()
    return tuple(_joined(sentence for sentence in said if _tells(sentence)))


def without_greeting(text: str) -> str:
    """Return a text without the greeting that it begins with, where more stands behind it."""
    return "\n".join(_without_greeting(text.split("\n"))).strip() or text.strip()


def is_courtesy(sentence: str) -> bool:
    """Return whether a sentence is of courtesy alone. One with a number or an address says something."""
    bare = " ".join(sentence.replace("\u2019", "'").split()).strip(_SIGNS)
    if not bare or len(bare) > _LONGEST_COURTESY or any(map(str.isdigit, bare)) or "://" in bare:
        return not any(map(str.isalnum, bare))
    return _COURTESY.fullmatch(bare.rstrip("?")) is not None


def _tells(sentence: str) -> bool:
    return any(map(str.isalnum, sentence)) and not is_courtesy(sentence)


def _without_greeting(lines: Sequence[str]) -> list[str]:
    """Leave out the greeting on the first line with words; what stands behind it on the line stays."""
    rest = list(dropwhile(lambda line: not line.strip(), lines))
    if not rest:
        return rest
    first = rest[0].strip()
    greeting = _GREETING.match(first)
    if greeting is None or not _is_addressed(greeting["name"]):
        is_name_alone = first.endswith(",") and is_name(first[:-1], strict=True) and len(first.split()) <= _NAME_ALONE
        return rest[1:] if is_name_alone and any(line.strip() for line in rest[1:]) else rest
    behind = first[greeting.end() :]
    name = _NAME.match(behind) if not greeting["name"].strip() else None  # "Hola, María:"
    if name and _is_addressed(name["name"]) and (name["end"].strip() or rest[1:]):
        behind = behind[name.end() :]
    return [behind, *rest[1:]]


def _is_addressed(name: str) -> bool:
    """Return whether what follows a greeting is a name, or nothing: "Hi there is a way" is no greeting."""
    words = [word for word in name.replace("[", " ").replace("]", " ").split() if word.lower() not in _TITLES]
    if len(words) > _LONGEST_NAME_WORDS:
        return False
    return (
        not words
        or all(not word[0].islower() or len(word) <= 3 for word in words)
        or is_name(name.strip(), strict=False)
    )


def _without_closing(lines: Sequence[str]) -> list[str]:
    """Leave out the closing formula with what stands below it, and courtesies at the end. What agents write below a closing is
    their name and their firm, unless it is a postscript or a sentence."""
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    for place in range(len(kept) - 1, max(0, len(kept) - _DEEPEST_CLOSING), -1):
        if closes(kept[place].strip()[:120]) is not None and not any(map(_goes_on, kept[place + 1 :])):
            kept = kept[:place]
            break
    while kept and (not kept[-1].strip() or _ends(kept)):
        kept.pop()
    return kept


def _ends(lines: Sequence[str]) -> bool:
    """Return whether the last line says nothing: a courtesy, or a name that stands apart or below one."""
    last, above = lines[-1].strip(), lines[-2].strip() if len(lines) > 1 else ""
    if closes(last[:120]) is not None or is_courtesy(last):
        return len(lines) > 1
    is_short = len(lines) > 1 and not above and len(last.strip(".")) <= _INITIALS
    return is_short or (bool(above) and is_courtesy(above) and is_name(last, strict=True))


def _goes_on(line: str) -> bool:
    """Return whether a line below a closing says something all the same."""
    bare = line.strip()
    return POSTSCRIPT.match(bare) is not None or bare.endswith("?") or len(bare.split()) > _WORDS_BELOW_CLOSING


def _units(lines: Sequence[str]) -> Iterator[str]:
    """Yield items of lists, rows of tables, and paragraphs whose lines a mail program broke."""
    unit = ""
    for line in lines:
        bare = " ".join(line.split())
        item = _ITEM.match(line)
        goes_on = (
            unit
            and bare
            and not item
            and CELL not in f"{unit}{bare}"
            and not unit.endswith(_ENDS)
            and (len(unit) >= _WRAPPED or bare[0].islower())
        )
        if goes_on:
            unit = f"{unit} {bare}"
            continue
        if unit:
            yield unit
        unit = bare[len(" ".join(item[0].split())) :].strip() if item else bare
    if unit:
        yield unit


def _joined(sentences: Iterator[str]) -> Iterator[str]:
    """Put an address that stands alone behind what leads on to it."""
    before = ""
    for sentence in sentences:
        alone = len(sentence.split()) == 1 and ("://" in sentence or sentence.startswith("www."))
        if alone and before.endswith(":"):
            before = f"{before} {sentence}"
            continue
        if before:
            yield before
        before = sentence
    if before:
        yield before
