"""This module tells the lines of a signature from a customer's words: names, titles, and how to reach somebody."""

import re

from knowledge.languages.registry import in_any_layout

_CONTACT_WORD = (
    rf"(?:{in_any_layout(lambda layout: layout.contacts)}|t[eé]l(?:ef\w{{0,4}})?|fax|mob\w{{0,5}}|ph|m|t|f|d|e|w|gsm|web"
    r"|e-?mail|www)"
)
_IS_CONTACT_WORD = re.compile(_CONTACT_WORD, re.IGNORECASE)
_NUMBER = re.compile(
    rf"\W{{0,3}}(?:{_CONTACT_WORD}\b\s?[.:]{{0,2}}\s{{0,3}}[.:]?\s{{0,3}}[+(]?\d|[+(0]\d?)[\d\s()/.+-]{{5,30}}\W{{0,3}}$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,200}|\S{1,64}@\S{1,200}|<[^<>]{1,300}>|\([^()]{1,300}\)"
    r"|\b[\w-]{1,60}\.(?:example|com|org|net|de|fr|es|nl|it|eu|co\.uk)\b"
)
_ROADS_BEHIND = r"str\.?|straße|strasse|weg|platz|gasse|allee|ring|laan|straat|plein|kade"
_ROADS_AFTER = "street|st|road|rd|lane|avenue|ave|drive|way|row|square|court|close"
_ROADS_BEFORE = r"rue|avenue|boulevard|place|calle|c/|avda\.?|plaza|via|viale|piazza|corso|pol(?:ígono|\.)? ind\S{0,8}"
_STREET = re.compile(
    rf"(?:[\w.'-]{{1,30}}\s){{0,4}}[\w.'-]{{0,30}}(?:{_ROADS_BEHIND}) ?\d{{1,4}} ?[a-z]?\b"
    rf"|\d{{1,4}} ?[a-z]?,? (?:[\w.'-]{{1,30}}\s){{1,4}}(?:{_ROADS_AFTER})\b"
    rf"|\d{{1,4}} ?(?:bis )?,? ?(?:{_ROADS_BEFORE})\s|(?:{_ROADS_BEFORE})\s.{{1,50}}\d"  # "via mail" is no street
    r"|(?:am|an der|im|auf dem) [A-ZÄÖÜ][\wäöüß-]{2,30} \d{1,4}\b",
    re.IGNORECASE,
)
_TOWN = re.compile(
    r"(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2})? [A-ZÄÖÜÀ-Ý][\w' -]{1,40}$"
    r"|.{0,30}\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$|P\.?O\.? ?Box \d{1,6}$|Postfach \d[\d ]{1,8}$"
)
_REGISTER = re.compile(
    r"\b(?:HR[AB]|Amtsgericht|Geschäftsführer\w{0,4}|USt|VAT|SIRET|RCS|KvK|P\. ?IVA|C\.?I\.?F|registered (?:in|office)"
    r"|Company (?:no|number))\b",
    re.IGNORECASE,
)
_TITLES = (
    r"(?:mr|mrs|ms|miss|dr|prof|herr|frau|hr|fr|mme|mlle|m|me|sr|sra|srta|dra|ldo|lda|don|doña|d|dña|sig|sig\.ra|sig\.na|dott|dott\.ssa"
    r"|avv|geom|ing|rag|arch|dhr|mevr|mw|drs|ir|dipl|mag)"
)
_TITLED = re.compile(
    rf"(?:{_TITLES}\.?(?: (?:et|und|and|y|e|en|&) {_TITLES}\.?)?\s){{1,3}}(?=[A-ZÀ-ÖØ-Þ])", re.IGNORECASE
)
_INITIALS = re.compile(
    r"(?:[A-ZÀ-Þ]\. ?){1,3}(?:(?:van|de|der|den|von|di|da|del|la|le) ){0,3}[A-ZÀ-Þ][\w'-]{1,30}(?=,|$)"
)
_INITIAL_BEHIND = re.compile(r"[A-ZÀ-Þ][\w'-]{1,20} [A-ZÀ-Þ]\.$")
_ON_BEHALF = re.compile(
    r"(?:namens(?: deze)?|i\.? ?[av]\.?|im auftrag|in vertretung|p\.?p\.?|ppa\.?|p\.?o\.?|pour ordre|por (?:poder|orden)"
    r"|per conto di|(?:for and )?on behalf(?: of)?|signed(?: by)?|gez\.?)\s?:?\s",
    re.IGNORECASE,
)
NO_NAME = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.no_names)}(?!\w)", re.IGNORECASE)
_IMAGE = re.compile(r"\[image: [^\]]{1,200}\]")
_BORDERS = re.compile("[|\N{MIDDLE DOT}\N{BULLET}]")
_PARTS = re.compile(r"[,;] ?")
_PARTICLES = frozenset(
    """
    at in bei chez presso to de da do du des di del della dei la le les el los van von vom zu zur der den und and et y e of for
    the für i i.a i.v ppa mevr mevrouw dott dott.ssa geom ing rag sig avv a.d im am & + dr dipl b.v
    """.split()
)
_AGE = re.compile(r" ?\(\d\d\)$")
_NAME_CHARACTERS, _LINE_CHARACTERS = 50, 90


def is_name(line: str, *, strict: bool) -> bool:
    """Return whether a line may be a name or a title: a few words with capital letters. `strict`: nothing but such words."""
    behalf = _ON_BEHALF.match(line)
    if behalf and len(line) <= _NAME_CHARACTERS and line[-1] not in ".?!" and not any(map(str.isdigit, line)):
        return True
    if not line or len(line) > _NAME_CHARACTERS or line[-1] in "?!;" or ":" in line or NO_NAME.search(line):
        return False
    if any(map(str.isdigit, _AGE.sub("", line))):
        return False
    words = [word.strip(".,()\"'|/&-") for word in line.split()]
    words = [word for word in words if word and word.lower().strip(".") not in _PARTICLES]
    small = [word for word in words if word[0].islower()]
    if len(line.split()) == 1 and line.isalpha():
        return True
    return 0 < len(words) <= 6 and len(small) <= (0 if strict else 1) and words[0] not in small


def is_surely_name(line: str) -> bool:
    """Return whether a line is a person's name even where nothing says so: it has a title or initials."""
    titled = _TITLED.match(line)
    rest = line[titled.end() :] if titled else line
    if len(line) > _NAME_CHARACTERS or any(map(str.isdigit, line)) or not is_name(rest.partition(",")[0], strict=True):
        return False
    return titled is not None or _INITIALS.match(line) is not None or _INITIAL_BEHIND.match(line) is not None


def is_contact(line: str) -> bool:
    """Return whether a line holds nothing but how to reach somebody, or pictures."""
    line = _IMAGE.sub(" ", line).strip() if line.startswith("[image: ") else line
    if not line:
        return True
    if len(line) > _LINE_CHARACTERS:
        return False
    if _NUMBER.match(line) or _REGISTER.search(line):
        return True
    parts = [part.strip() for part in _BORDERS.split(line)]
    if len(parts) > 1:
        return all(is_contact(part) or is_name(part, strict=False) for part in parts if part)
    rest = _ADDRESS.sub(" ", line)
    if rest != line:
        labels = all(_IS_CONTACT_WORD.fullmatch(word.strip(".:,")) or not word[0].islower() for word in rest.split())
        if labels or "@" in line or "://" in line:
            return labels
    return any(
        _STREET.match(part) or _TOWN.match(part) or _NUMBER.match(part) for part in (line, *_PARTS.split(line)) if part
    ) and not line.endswith("?")
