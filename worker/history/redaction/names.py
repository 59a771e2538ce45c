"""This module finds names of people: those that we know, those beside a word that a name follows, and usual first names.

A name in a text that says nothing of a person beside it, and that no list has, is not found.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from knowledge.languages.base import Language
from knowledge.languages.registry import LANGUAGES, any_of, in_any_layout
from worker.history.redaction.found import Kind, Span
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.letters import CAPITAL
from worker.history.redaction.words import WORD, words_of

_PARTICLES = r"(?:von|van|vom|zu|zum|zur|de|del|della|di|da|dos|das|do|du|des|la|las|los|le|el|al|den|der|ter|ten|bin|ben|af|av|y|e|san|mc|mac|st\.)"
_PART = rf"(?:{CAPITAL}(?:[^\W\d_]|['-](?=[^\W\d_])){{1,30}}|{CAPITAL}\.(?:-?{CAPITAL}\.|a(?= ))?|[dDlL]'{CAPITAL}[^\W\d_]{{1,30}}|{CAPITAL}(?=\s*(?:$|[,\n!])))"
_NAME = re.compile(rf"{_PART}(?: (?:{_PARTICLES} ){{0,3}}{_PART}){{0,4}}")
_LEADING = re.compile(
    rf"(?:(?:von|van|vom|zu|zur|de|del|della|di|du|des|la|le|el|al|den|der|ter|ben|af) ){{1,3}}(?={CAPITAL})"
)
_SMALL_NAME = re.compile(
    r"[^\W\d_][^\W\d_'-]{1,25}(?: (?:(?:von|van|de|del|la|di|da) ){0,2}[^\W\d_][^\W\d_'-]{1,25}){0,2}"
)
_NOBODY = frozenset[str]().union(*(language.private.nobody | language.small_words for language in LANGUAGES.values()))
_PARTICLE = re.compile(_PARTICLES)
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
_BEFORE_ADDRESS = re.compile(
    rf"(?<![\w'.-])(?P<name>{_PART}(?: (?:{_PARTICLES} ){{0,3}}{_PART}){{0,4}})\"?,? ?(?:<|\(|\[mailto:)(?=[^\s<>()@]{{1,64}}@)"
)
_WROTE = re.compile(
    rf"(?<![\w'.-])(?P<name>{_PART}(?: (?:{_PARTICLES} ){{0,3}}{_PART}){{0,3}})(?: <[^<>\n]{{1,100}}>)? (?:wrote|writes|schrieb|a écrit|escribió|said|sagte):"
)
_LAST_COMMA_FIRST = re.compile(rf"(?<![\w'.-])(?P<name>{_PART}, {_PART})")
_OWN_LINE = re.compile(
    rf"(?<=\n)[ ]{{0,3}}(?P<name>{_PART}(?: (?:{_PARTICLES} ){{0,3}}{_PART}){{0,3}})[ ]{{0,3}}(?=\n|$)"
)
_STRONG, _MEDIUM, _LIKELY, _WEAK = 3, 2, 1, 0  # _LIKELY: a capital letter says it, where nouns have none
_CUES: tuple[tuple[re.Pattern[str], int], ...] = (
    (_TITLED, _STRONG), (_INTRODUCING, _STRONG), (_GREETING, _MEDIUM), (_LABEL, _MEDIUM), (_CLOSING, _MEDIUM), (_DASHED, _WEAK),
    (_PEOPLE, _MEDIUM), (_DEALING, _LIKELY), (_PRESENTING, _WEAK),
)  # fmt: skip


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    held = json.loads((Path(__file__).parent / "data" / "names.json").read_text(encoding="utf-8"))
    return {name: frozenset(held[name].split()) for name in ("first", "perhaps", "last")}


_ROLE = re.compile(
    rf"(?<![\w.]){any_of(lambda language: language.private.labels)}(?<!\bto)(?<!\bfrom)(?<!\bvon)(?<!\ban)(?<!\bde)(?<!\bà)(?<!\bpara)(?: (?:is|ist|bleibt|remains|est|reste|es|sigue siendo|now))?[ :(]{{1,3}}{_TITLES}",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(rf"(?<![\w'.-])(?P<name>{_PART}(?: {_PART})?) ?\((?=\+?[\d ]{{5,20}}\d)")
_HERE = re.compile(
    rf"(?:(?<=\n)|^)(?:(?:hi|hello|hey|hallo|morning|so),? )?(?P<name>{_PART}(?: {_PART})?|[a-z]{{3,12}})(?=,? (?:here\b|again here\b|noch ?mal\b))"
)
_SIGN_END = re.compile(
    r"(?:[.?!…)]['\"]?|:-?\)) {1,2}(?:-{1,2} ?|[/~] ?)?(?=[^.?!\n]{2,40}$)|,(?= [^\W\d_]\. ?[^\s.?!,]{2,30}$) "
)
_BEHIND_NAME = re.compile(r"(?: x{1,3})?\s*(?:$|[,|/(\u00b7\u2022@-]|\n)")
_CLOSES = re.compile(
    rf"(?:{in_any_layout(lambda layout: layout.closings)}|{in_any_layout(lambda layout: layout.thanks)}|mvh|groeten|groetjes|obrigad[oa]|warmly|cheers|thx|hochachtungsvoll|freundliche gr\w+)\W*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(in_any_layout(lambda layout: layout.no_names), re.IGNORECASE)
_SIGNATURE_LINES, _SIGNATURE_CHARACTERS = 5, 70


def _signed(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the name with which a text ends, where no closing stands above it."""
    whole = text.rstrip()
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", whole[-400:])]
    lines = [(start + max(0, len(whole) - 400), end + max(0, len(whole) - 400)) for start, end in lines][
        -_SIGNATURE_LINES - 1 :
    ]
    places: list[int] = []
    for place in range(len(lines) - 1, 0, -1):
        start, end = lines[place]
        if end - start > _SIGNATURE_CHARACTERS:
            break
        above = whole[: lines[place - 1][1]].rstrip()
        if (
            "\n\n" in whole[lines[place - 1][1] : start]
            or above.endswith((".", "?", "!", "…", ")"))
            or _is_short(whole[slice(*lines[place - 1])])
        ):
            places.append(start)
    if lines:
        places += [lines[-1][0] + match.end() for match in _SIGN_END.finditer(whole[lines[-1][0] :])]
    named = 0
    for place in sorted(places):
        if named and "\n\n" not in whole[named:place] and whole.count("\n", named, place) == 1:
            continue  # what stands below a name is a title or a firm
        start = place + len(whole[place:]) - len(whole[place:].lstrip(" -/~*>"))
        if _CLOSES.match(whole[start:].partition("\n")[0]):
            continue
        if match := _NAME.match(whole, start):
            spans = list(_cut(whole, match.start(), match.end(), _MEDIUM, gazetteer))
            if (
                spans
                and spans[0].end == match.end()
                and _BEHIND_NAME.match(whole, match.end())
                and not _NO_NAME.match(match[0])
            ):
                yield from spans
                named = match.end()
        elif (word := WORD.match(whole, start)) and word.end() == len(whole):
            bare = word[0].lower()
            marked = whole[max(0, start - 2) : start].strip(" \n")[-1:] in {"-", "/", "~"}
            if (bare in _lists()["first"] or (marked and len(bare) > 2)) and bare not in _NOBODY:
                yield Span(start, word.end(), Kind.NAME)


def names(text: str, gazetteer: Gazetteer, met: Iterable[str] = (), language: str | None = None) -> Iterator[Span]:
    """Yield where names of people stand in a plain text, and names of customers' firms. `met`: names that the thread had
    before."""
    found = [
        *_signed(text, gazetteer),
        *_known(text, gazetteer.names, Kind.NAME),
        *_beside(text, gazetteer, language),
        *_usual(text, gazetteer, language),
    ]
    yield from _known(text, gazetteer.companies, Kind.COMPANY)
    yield from found
    parts = {part for name in (*met, *(text[s.start : s.end] for s in found)) for part in words_of(name)}
    wanted = {
        part
        for part in parts
        if len(part) > 2
        and part not in _NOBODY
        and part not in _lists()["perhaps"]
        and part not in gazetteer.words_kept
    }
    for match in WORD.finditer(text):
        if match[0].lower() in wanted and (match[0][0].isupper() or match[0].lower() in _lists()["first"]):
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
            if len(parts) == 1 and kind is Kind.NAME and word in _lists()["perhaps"] and _begins(text, start):
                continue  # "Will I get it?"
            yield Span(start, end, kind)
            break


def _beside(text: str, gazetteer: Gazetteer, language: str | None) -> Iterator[Span]:
    for cue, strength in _CUES:
        sure = _WEAK if strength is _LIKELY and language == "de" else strength
        for match in cue.finditer(text):
            yield from _name_at(text, match.end(), sure, gazetteer, of_title=cue is _TITLED)
    yield from _of_roles(text, gazetteer)
    for pattern in (_BEFORE_ADDRESS, _WROTE, _BEFORE_NUMBER):
        for match in pattern.finditer(text):
            yield from _cut(text, match.start("name"), match.end("name"), _MEDIUM, gazetteer)
    for match in _HERE.finditer(text):
        if match["name"][0].isupper() or match["name"] in _lists()["first"]:
            yield from _cut(text, match.start("name"), match.end("name"), _MEDIUM, gazetteer)
    for match in _LAST_COMMA_FIRST.finditer(text):
        last, first = words_of(match["name"].partition(",")[0]), words_of(match["name"].partition(",")[2])
        if next(first, "") in _lists()["first"] and any(word in _lists()["last"] for word in last):
            yield Span(match.start("name"), match.end("name"), Kind.NAME)
    for match in _OWN_LINE.finditer(text):  # a signature without a closing
        words = [*words_of(match["name"])]
        if (
            2 <= len(words) <= 4
            and (words[0] in _lists()["first"] or (words[0] in _lists()["perhaps"] and words[-1] in _lists()["last"]))
        ) or (len(words) == 1 and words[0] in _lists()["first"]):
            yield from _cut(text, match.start("name"), match.end("name"), _MEDIUM, gazetteer)


def _of_roles(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the names behind what somebody is: "the caretaker (Ali)", "contact person Jo Ward"."""
    lists = _lists()
    for match in _ROLE.finditer(text):
        for span in _name_at(text, match.end(), _MEDIUM, gazetteer):
            words = [*words_of(text[span.start : span.end])]
            in_brackets = words[0] in lists["perhaps"] and text[match.end() - 1] == "("
            if len(words) > 1 or words[0] in lists["first"] or in_brackets:
                yield span


def _name_at(text: str, place: int, strength: int, gazetteer: Gazetteer, *, of_title: bool = False) -> Iterator[Span]:
    if strength is _STRONG and (particles := _LEADING.match(text, place)):
        begin = place
        place = particles.end()
    else:
        begin = place
    if match := _NAME.match(text, place):
        spans = [Span(begin, s.end, s.kind) for s in _cut(text, match.start(), match.end(), strength, gazetteer)]
        yield from spans
        if (
            spans
            and (second := re.compile(r" (?:und|and|et|y|e|&|or|oder|ou|o) ").match(text, spans[-1].end))
            and (more := _NAME.match(text, second.end()))
        ):
            yield from _cut(text, more.start(), more.end(), _WEAK if not of_title else strength, gazetteer)
    elif strength is _STRONG and (small := _SMALL_NAME.match(text, place)):
        yield from _small(text, small, gazetteer, of_title=of_title)
    elif strength is not _STRONG and (small := _SMALL_NAME.match(text, place)):
        words = small[0].split()
        if words[0] in _lists()["first"] and words[0] not in _NOBODY:
            both = len(words) > 1 and words[1] in _lists()["last"] and words[1] not in _NOBODY
            yield Span(small.start(), small.start() + len(" ".join(words[: 1 + both])), Kind.NAME)


def _small(text: str, match: re.Match[str], gazetteer: Gazetteer, *, of_title: bool) -> Iterator[Span]:
    """Yield a name in small letters behind a title or "my name is": its words up to the first that is none."""
    end = match.start()
    count = 0
    for word in re.finditer(r"\S+", match[0]):
        bare = word[0].lower().strip("'-")
        if (bare in _NOBODY or bare in gazetteer.words_kept) and not (_PARTICLE.fullmatch(bare) and count):
            break
        listed = bare in _lists()["last"] or bare in _lists()["first"] or _PARTICLE.fullmatch(bare)
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
    if title in {
        "herr",
        "herrn",
        "frau",
        "mr",
        "mrs",
        "mme",
        "monsieur",
        "madame",
        "señor",
        "señora",
        "sr",
        "sra",
        "mlle",
    }:
        return word not in _lists()["perhaps"] or word in _lists()["last"]
    return word in _lists()["first"] or word in _lists()["last"]


def _cut(text: str, start: int, end: int, strength: int, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield a name up to its first word that is none. Beside a weak cue it needs a first name, or two words."""
    last = start
    words: list[str] = []
    for match in re.finditer(r"\S+", text[start:end]):
        bare = _bare(match[0])
        if _PARTICLE.fullmatch(match[0].lower()) and words:
            continue
        is_initial = len(bare) == 1 and match[0].endswith(".")
        stops = (_is_nobody(bare) and not is_initial) or bare in gazetteer.words_kept
        if stops and not (words and len(bare) > 1 and bare in _lists()["last"]):
            break
        words.append(bare)
        last = start + match.end()
    if not words or all(len(word) < 2 for word in words):
        return
    lists = _lists()
    known = words[0] in lists["first"] or words[0] in lists["perhaps"]
    if strength is _WEAK and not (
        known or (len(words) >= 2 and (words[-1] in lists["last"] or _is_initial(text[start:last])))
    ):
        return
    if text[start:last].isupper() and strength is not _STRONG and not known and len(words) == 1:
        return  # "Dear ALL", "Name: SKU"
    while (last > start and text[last - 1] in ",'-") or (text[last - 1] == "." and len(words[-1]) > 1):
        last -= 1
    yield Span(start, last, Kind.NAME)


def _is_short(line: str) -> bool:
    """Return whether a line may be a closing that no list has: "With regards"."""
    return len(line.split()) <= 3 and len(line) <= 25


def _is_nobody(word: str) -> bool:
    """Return whether a word is none of a name: "team", "support-team"."""
    return word in _NOBODY or ("-" in word and any(part in _NOBODY for part in word.split("-")))


def _bare(word: str) -> str:
    """Return a word of a name in small letters, without what stands behind it: "Chidi's"."""
    bare = word.lower().strip(".,'")
    return bare.removesuffix("'s")


def _is_initial(name: str) -> bool:
    return re.fullmatch(rf"{CAPITAL}\.(?: ?{CAPITAL}\.)? \S+|\S+ {CAPITAL}\.?", name) is not None


_LOCAL = re.compile(r"(?<![\w.+-])([a-zA-Z][\w.+-]{2,63})@")


def _of_addresses(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield names that a mail address in the same text has: "Jo Pemberly" beside jo.pemberly@firm.example."""
    parts = {
        part for match in _LOCAL.finditer(text) for part in re.split(r"[\W\d_]+", match[1].lower()) if len(part) > 3
    }
    parts -= _NOBODY | gazetteer.words_kept
    if not parts:
        return
    for run in _RUN.finditer(text):
        words = [(_bare(m[0]), run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\S+", run[0])]
        places = [place for place, (word, *_) in enumerate(words) if word in parts]
        if places:
            first = places[0]
            if first and not _is_nobody(words[first - 1][0]) and words[first - 1][0] not in gazetteer.words_kept:
                first -= 1
            end = words[places[-1]][2]
            yield Span(words[first][1], end - (text[end - 2 : end] == "'s") * 2, Kind.NAME)


_RUN = re.compile(rf"(?<![\w'@/-])(?:{_PART})(?: (?:{_PARTICLES} ){{0,3}}{_PART}){{0,4}}")


def _usual(text: str, gazetteer: Gazetteer, language: str | None) -> Iterator[Span]:
    """Yield usual first names, each with the name behind it."""
    lists = _lists()
    for run in _RUN.finditer(text):
        words = [(m[0], run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\S+", run[0])]
        place = 0
        while place < len(words):
            word, start, end = words[place]
            bare = _bare(word)
            simple = bare.partition("-")[0]
            sure = (bare in lists["first"] or ("-" in bare and simple in lists["first"])) and bare not in _NOBODY
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
            names_behind = [w for w, *_ in words[place + 1 : following] if not _PARTICLE.fullmatch(w)]
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
    bare = _bare(word)
    if _PARTICLE.fullmatch(word.lower()):
        return True
    if len(bare) == 1 and word.endswith("."):
        return True
    if bare in _NOBODY or bare in gazetteer.words_kept:
        return False
    lists = _lists()
    return (
        language != "de"
        or bare in lists["last"]
        or bare in lists["first"]
        or len(bare) == 1
        or not _is_german_noun(bare)
    )


_NOUN = re.compile(
    r".{3,}(?:ung|heit|keit|schaft|tion|ment|tät|nis|chen|lein|nummer|fehler|problem|zugang|konto|vertrag|seite|datei|system|mail|passwort)en?s?"
)


def _is_german_noun(word: str) -> bool:
    return _NOUN.fullmatch(word) is not None


def _begins(text: str, place: int) -> bool:
    """Return whether a sentence begins there."""
    before = text[:place].rstrip(" \"'(>*-")[-1:] if place < 400 else text[place - 400 : place].rstrip(" \"'(>*-")[-1:]
    return not before or before in ".!?:\n"
