"""This module finds the name with which a text ends, where no closing stands above it."""

import re
from collections.abc import Iterator

from knowledge.languages.registry import in_any_layout
from worker.history.redaction.found import Kind, Span
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.name_words import NAME, NOBODY, Strength, cut, name_lists
from worker.history.redaction.words import WORD

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


def signed(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
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
        if match := NAME.match(whole, start):
            spans = list(cut(whole, match.start(), match.end(), Strength.MEDIUM, gazetteer))
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
            if (bare in name_lists()["first"] or (marked and len(bare) > 2)) and bare not in NOBODY:
                yield Span(start, word.end(), Kind.NAME)


def _is_short(line: str) -> bool:
    """Return whether a line may be a closing that no list has: "With regards"."""
    return len(line.split()) <= 3 and len(line) <= 25
