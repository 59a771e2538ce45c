"""This module finds postal addresses: a street with its number, and a postcode with its town."""

import re
from collections.abc import Iterator

from knowledge.languages.registry import any_of
from worker.history.redaction.found import Kind, Span
from worker.history.redaction.letters import CAPITAL

_ROAD = re.compile(rf"(?<![\w-]){any_of(lambda language: language.private.roads)}")
_NAMED = rf"{CAPITAL}[\w'.-]{{1,30}}"
_TOWN = rf"{_NAMED}(?:[ -](?:(?:am|an der|im|in|bei|ob der|sur|sous|lès|les|la|le|de|del|en|de la|upon|on) )?{_NAMED}){{0,3}}(?:/{_NAMED})?(?: \([A-Z][\w.]{{0,12}}\))?(?: [Cc][Ee][Dd][Ee][Xx](?: \d{{1,2}})?)?"
# Behind a postcode of four or five digits stands a town, and before it nothing that makes it a number of something else.
_POSTCODE = re.compile(
    rf"(?<![\w.,/#-])(?:(?:D|A|CH|F|E|B|L|DE|FR|ES|AT)[- ])?(?P<code>\d{{4,5}})(?: ?[A-Z]{{2}}(?= {_NAMED}))?,? (?P<town>{_TOWN})"
)
_BRITISH = re.compile(
    rf"(?:(?<![\w]){_NAMED}(?: {_NAMED}){{0,2}},? )?(?<![\w-])(?:[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}})(?![\w-])"
)
_AMERICAN = re.compile(
    rf"(?<![\w]){_NAMED}(?: {_NAMED}){{0,2}},? (?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]) \d{{5}}(?:-\d{{4}})?(?!\w)"
)
_CANADIAN = re.compile(
    rf"(?<![\w]){_NAMED}(?: {_NAMED}){{0,2}}(?: \([^()]{{2,20}}\)|,? [A-Z]{{2}})?,? [ABCEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d(?!\w)"
)
_PARTED = re.compile(rf"(?<![\w.,/#-])(?:\d{{3}} \d{{2}}|\d{{4}}-\d{{3}}|\d{{4}} ?[A-Z]{{2}}) {_TOWN}")
# A street of any language: capital letters and a number, or the other way round, directly before a postcode with its town.
_ANY_ROAD = re.compile(
    rf"(?<![\w])(?:(?:{_NAMED}|[A-Z]\w?\.|d[aeo]s?|del?|la|las|los|van|der|den|di|du|des|von|zum|zur|am|an|im)[ -]){{1,6}}\d{{1,5}}(?: ?[a-zA-Z](?!\w))?,? ?(?:-|in|à|a|en)? ?$"
    rf"|(?<![\w])\d{{1,5}}(?: ?bis)?,? (?:(?:{_NAMED}|d[aeu]s?|del?|la|le|les|van|du|des)[ -]){{0,5}}{_NAMED}, ?$"
)
_LIVING = any_of(lambda language: language.private.living)
_LIVES = re.compile(rf"(?<!\w)(?i:{_LIVING})[ :]{{1,3}}(?P<town>\d{{4,5}}(?: {_TOWN})?|{_TOWN})")
_ROAD_SIGNS = 80
_FLOOR = re.compile(
    r",? ?(?:\d{1,2}\. ?(?:Stock|OG|Etage)|(?:flat|apt\.?|unit|suite|appt\.?|bât\.?|apartment) ?[\w-]{1,5}|(?:piso )?\d{1,2}[ºª°] ?[A-Z0-9]?(?!\w)|EG)(?!\w)",
    re.IGNORECASE,
)
_BEHIND_ROAD = re.compile(rf", ?{_NAMED}(?: {_NAMED}){{0,2}}(?: \d{{4,5}})?(?=[,.;!?]?(?:\s*$|\n)|[.;] )")
_JOINED = re.compile(r"\s{0,3}[,;\n]?\s{0,3}(?:in |à |a |en |- )?")
_MONTH = re.compile(
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|ene|abr|ago|dic|janv|févr|avr|juin|juil|août|déc|uhr|eur|euro|usd|gbp|chf|users?|nutzer|personen|tickets?|gmbh|stück|the|und|and|kunden|benutzer|seats?|lizenzen|zeilen|rows?|items?|artikel|produkte?|mitarbeiter|kontakte|datensätze|mails?|e-mails|tage|days|error|fehler|internal|not|bad|forbidden|unauthorized|gateway|service|too|ok|zeichen|einträge|plan|rechnung|bestellung|invoice|order|is|ist)\w{0,4}(?!\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?<!\w)(?:{any_of(lambda language: language.private.numbers)}|nr\.?|no\.?|n[ºo°]\.?|code|fehler|error|http|status|port|seit|since|in|im|jahr|year|depuis|desde|año)[\s:#.]{{0,3}}$",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[Span]:
    """Yield where the postal addresses of a plain text stand; street, postcode and town are one where they stand together."""
    roads = [_with_floor(text, match.start(), match.end()) for match in _ROAD.finditer(text)]
    towns = [*_towns(text)]
    before = (_before(text, start) for start, _ in towns)
    parts = sorted({*roads, *towns, *(road for road in before if road)})
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif joined and _JOINED.fullmatch(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    yield from (Span(start, end, Kind.ADDRESS) for start, end in joined)


def _with_floor(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " ,":
        end -= 1
    if floor := _FLOOR.match(text, end):
        end = floor.end()
    town = _BEHIND_ROAD.match(text, end)
    return start, town.end() if town else end


def _before(text: str, start: int) -> tuple[int, int] | None:
    """Return where the street stands directly before a town."""
    line = max(text.rfind("\n", 0, start) + 1, start - _ROAD_SIGNS)
    road = _ANY_ROAD.search(text, line, start)
    return (road.start(), start) if road else None


def _towns(text: str) -> Iterator[tuple[int, int]]:
    for match in _POSTCODE.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if len(match["code"]) == 4 and not _is_short_postcode(match, before):
            continue
        if not _MONTH.match(match["town"]) and not _NUMBERED.search(before):
            yield match.start(), match.end()
    for pattern in (_BRITISH, _AMERICAN, _CANADIAN, _PARTED):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _LIVES.finditer(text):
        if not _MONTH.match(match["town"]):
            yield match.start("town"), match.end("town")


def _is_short_postcode(match: re.Match[str], before: str) -> bool:
    """Return whether four digits before a word in capitals are a postcode of Austria, Switzerland or Belgium, and no year."""
    return not match["code"].startswith(("19", "20")) and (
        not before.strip(" ") or before.rstrip(" ").endswith((",", "\n")) or match[0][0].isalpha()
    )
