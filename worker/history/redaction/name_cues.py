"""This module finds names beside a word that a name follows or stands before: a title, a greeting, a role, an address."""

import re
from collections.abc import Callable, Iterator

from knowledge.languages.base import Language
from knowledge.languages.registry import any_of, in_any_layout
from worker.history.redaction.found import Kind, Span
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.letters import CAPITAL
from worker.history.redaction.name_words import NAME, NOBODY, PART, PARTICLES, Strength, cut, name_lists
from worker.history.redaction.small_names import SMALL_NAME, small_name
from worker.history.redaction.words import words_of

_LEADING = re.compile(
    rf"(?:(?:von|van|vom|zu|zur|de|del|della|di|du|des|la|le|el|al|den|der|ter|ben|af) ){{1,3}}(?={CAPITAL})"
)
_GAP = r"[ \t]{1,3}"
_TITLE = any_of(lambda language: language.private.titles)
_TITLES = rf"(?:(?:{_TITLE}|dr\.?|prof\.?|dipl\.?-?\w{{2,5}}\.?|ing\.?|med\.?){_GAP}){{0,3}}"


def _cue(field: Callable[[Language], tuple[str, ...]], end: str = _GAP) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){any_of(field)}(?<!\s){end}{_TITLES}", re.IGNORECASE)


_TITLED = re.compile(rf"(?<![\w.@/-]){_TITLE}{_GAP}{_TITLES}", re.IGNORECASE)
_GREETING = re.compile(
    rf"(?:(?<=\n)|^|(?<=[.!?] )|(?<=> ))[ >*\"-]{{0,6}}(?:{any_of(lambda language: language.private.greetings)})(?:,? (?:{any_of(lambda language: language.private.greetings)}))?,?{_GAP}{_TITLES}",
    re.IGNORECASE,
)
_INTRODUCING = _cue(lambda language: language.private.introducing, rf",?:?{_GAP}")
_PRESENTING = _cue(lambda language: language.private.presenting)
_PEOPLE = _cue(lambda language: language.private.people, rf",?:?{_GAP}\(?")
_DEALING = _cue(lambda language: language.private.dealing)
_LABEL = re.compile(
    rf"(?:(?<=\n)|^|(?<=[.!?;,(|] )|(?<=[(*|]))[ >*|-]{{0,6}}{any_of(lambda language: language.private.labels)}\*{{0,2}} ?[:=]\*{{0,2}}[ \t]{{0,3}}{_TITLES}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"(?:(?<=\n)|^|(?<=[.!?,;] )|(?<=[.!?] ))[ >]{{0,6}}(?:{in_any_layout(lambda layout: layout.closings)}|{in_any_layout(lambda layout: layout.thanks)})"
    rf"[ ]?[,.!:;-]{{0,2}}(?:[ ]{{0,3}}\n[ >]{{0,6}}){{0,3}}[ ]{{0,3}}(?:(?:-|--|/|~|i\. ?a\.|gez\.)[ ]?)?{_TITLES}",
    re.IGNORECASE,
)
_DASHED = re.compile(
    r"(?<=\n)[ ]{0,3}(?:-{1,3}|~|/|\*)[ ]{0,2}(?=\S[^\n]{1,40}\s*$)|(?<=[.!?)] )[-~/] ?(?=\S[^\n]{1,30}\s*$)"
)
_ROLE = re.compile(
    rf"(?<![\w.]){any_of(lambda language: language.private.labels)}(?<!\bto)(?<!\bfrom)(?<!\bvon)(?<!\ban)(?<!\bde)(?<!\bà)(?<!\bpara)(?: (?:is|ist|bleibt|remains|est|reste|es|sigue siendo|now))?[ :(]{{1,3}}{_TITLES}",
    re.IGNORECASE,
)
_BEFORE_ADDRESS = re.compile(
    rf"(?<![\w'.-])(?P<name>{PART}(?: (?:{PARTICLES} ){{0,3}}{PART}){{0,4}})\"?,? ?(?:<|\(|\[mailto:)(?=[^\s<>()@]{{1,64}}@)"
)
_WROTE = re.compile(
    rf"(?<![\w'.-])(?P<name>{PART}(?: (?:{PARTICLES} ){{0,3}}{PART}){{0,3}})(?: <[^<>\n]{{1,100}}>)? (?:wrote|writes|schrieb|a écrit|escribió|said|sagte):"
)
_BEFORE_NUMBER = re.compile(rf"(?<![\w'.-])(?P<name>{PART}(?: {PART})?) ?\((?=\+?[\d ]{{5,20}}\d)")
_HERE = re.compile(
    rf"(?:(?<=\n)|^)(?:(?:hi|hello|hey|hallo|morning|so),? )?(?P<name>{PART}(?: {PART})?|[a-z]{{3,12}})(?=,? (?:here\b|again here\b|noch ?mal\b))"
)
_LAST_COMMA_FIRST = re.compile(rf"(?<![\w'.-])(?P<name>{PART}, {PART})")
_OWN_LINE = re.compile(rf"(?<=\n)[ ]{{0,3}}(?P<name>{PART}(?: (?:{PARTICLES} ){{0,3}}{PART}){{0,3}})[ ]{{0,3}}(?=\n|$)")
_CUES: tuple[tuple[re.Pattern[str], Strength], ...] = (
    (_TITLED, Strength.STRONG),
    (_INTRODUCING, Strength.STRONG),
    (_GREETING, Strength.MEDIUM),
    (_LABEL, Strength.MEDIUM),
    (_CLOSING, Strength.MEDIUM),
    (_DASHED, Strength.WEAK),
    (_PEOPLE, Strength.MEDIUM),
    (_DEALING, Strength.LIKELY),
    (_PRESENTING, Strength.WEAK),
)


def beside_cues(text: str, gazetteer: Gazetteer, language: str | None) -> Iterator[Span]:
    """Yield the names beside a cue. In German a capital letter says little, because all nouns have one."""
    for cue, strength in _CUES:
        sure = Strength.WEAK if strength is Strength.LIKELY and language == "de" else strength
        for match in cue.finditer(text):
            yield from _name_at(text, match.end(), sure, gazetteer, of_title=cue is _TITLED)
    yield from _of_roles(text, gazetteer)
    for pattern in (_BEFORE_ADDRESS, _WROTE, _BEFORE_NUMBER):
        for match in pattern.finditer(text):
            yield from cut(text, match.start("name"), match.end("name"), Strength.MEDIUM, gazetteer)
    for match in _HERE.finditer(text):
        if match["name"][0].isupper() or match["name"] in name_lists()["first"]:
            yield from cut(text, match.start("name"), match.end("name"), Strength.MEDIUM, gazetteer)
    for match in _LAST_COMMA_FIRST.finditer(text):
        last, first = words_of(match["name"].partition(",")[0]), words_of(match["name"].partition(",")[2])
        if next(first, "") in name_lists()["first"] and any(word in name_lists()["last"] for word in last):
            yield Span(match.start("name"), match.end("name"), Kind.NAME)
    for match in _OWN_LINE.finditer(text):  # a signature without a closing
        words = [*words_of(match["name"])]
        if (
            2 <= len(words) <= 4
            and (
                words[0] in name_lists()["first"]
                or (words[0] in name_lists()["perhaps"] and words[-1] in name_lists()["last"])
            )
        ) or (len(words) == 1 and words[0] in name_lists()["first"]):
            yield from cut(text, match.start("name"), match.end("name"), Strength.MEDIUM, gazetteer)


def _of_roles(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the names behind what somebody is: "the caretaker (Ali)", "contact person Jo Ward"."""
    lists = name_lists()
    for match in _ROLE.finditer(text):
        for span in _name_at(text, match.end(), Strength.MEDIUM, gazetteer):
            words = [*words_of(text[span.start : span.end])]
            in_brackets = words[0] in lists["perhaps"] and text[match.end() - 1] == "("
            if len(words) > 1 or words[0] in lists["first"] or in_brackets:
                yield span


def _name_at(
    text: str, place: int, strength: Strength, gazetteer: Gazetteer, *, of_title: bool = False
) -> Iterator[Span]:
    """Yield the name that begins at a place, and a second one behind "and"."""
    if strength is Strength.STRONG and (particles := _LEADING.match(text, place)):
        begin = place
        place = particles.end()
    else:
        begin = place
    if match := NAME.match(text, place):
        spans = [Span(begin, s.end, s.kind) for s in cut(text, match.start(), match.end(), strength, gazetteer)]
        yield from spans
        if (
            spans
            and (second := re.compile(r" (?:und|and|et|y|e|&|or|oder|ou|o) ").match(text, spans[-1].end))
            and (more := NAME.match(text, second.end()))
        ):
            yield from cut(text, more.start(), more.end(), Strength.WEAK if not of_title else strength, gazetteer)
    elif strength is Strength.STRONG and (small := SMALL_NAME.match(text, place)):
        yield from small_name(text, small, gazetteer, of_title=of_title)
    elif strength is not Strength.STRONG and (small := SMALL_NAME.match(text, place)):
        words = small[0].split()
        if words[0] in name_lists()["first"] and words[0] not in NOBODY:
            both = len(words) > 1 and words[1] in name_lists()["last"] and words[1] not in NOBODY
            yield Span(small.start(), small.start() + len(" ".join(words[: 1 + both])), Kind.NAME)
