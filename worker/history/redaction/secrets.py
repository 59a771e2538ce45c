"""This module finds what lets somebody in: passwords, PINs, keys, tokens, and links that carry one."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from knowledge.languages.registry import LANGUAGES, any_of
from worker.history.redaction.found import Kind, Span

_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}(?:KEY|CERTIFICATE|MESSAGE)[A-Z0-9 ]{0,20}-----")
_PEM_INSIDE, _PEM_END = re.compile(r"[A-Za-z0-9+/=\s:,.-]*"), re.compile(r"-----END [A-Z0-9 ]{1,60}-----")
_LONGEST_PEM = 20_000
_SSH = re.compile(r"(?<!\w)ssh-(?:rsa|dss|ed25519) [A-Za-z0-9+/=]{20,2000}")
_KNOWN = re.compile(
    r"(?<![\w-])(?:eyJ[\w-]{5,2000}\.[\w-]{2,4000}(?:\.[\w-]{0,2000})?|(?:sk|pk|rk|whsec|ak|key|tok|tk|token|secret|api|live|test)[_-](?:(?:live|test|prod|proj|ant|svcacct)[_-])?(?=[\w-]{0,200}\d)[\w-]{12,200}"
    r"|whsec_[\w-]{6,200}|[a-z]{2,6}_(?:live|test|prod|sk|pk|secret)_\w{6,200}|gh[pousr]_\w{16,255}|github_pat_\w{20,255}|glpat-[\w-]{16,64}|xox[abeoprs]-[\w-]{8,200}|(?:AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{12,20}|AIza[\w-]{30,45}"
    r"|ya29\.[\w-]{10,300}|SG\.[\w-]{10,40}\.[\w-]{10,80}|npm_\w{20,60}|hf_\w{16,60}|dop_v1_\w{20,80}|shp(?:at|ss|ca|pa)_\w{16,60}|EAA[A-Za-z0-9]{20,300}"
    r"|AC[0-9a-f]{32}|SK[0-9a-f]{32}|pypi-[\w-]{16,300}|LTAI\w{12,30}|sq0[a-z]{3}-[\w-]{20,60}|[\w-]{20,30}\.[\w-]{6}\.[\w-]{25,40})(?!\w)"
)
_BEARER = re.compile(r"(?<!\w)(?:bearer|basic|token)\s{1,3}(?P<value>[A-Za-z0-9._~+/=-]{12,4000})", re.IGNORECASE)
_IN_LINK = re.compile(
    r"[?&;#](?:[\w-]{0,20}(?:token|key|secret|password|passwd|pwd|signature|sig|session|sid|auth|code|otp|jwt|hash|invite|reset|credential|ticket_token))=(?P<value>[^\s&#\"'<>]{4,4000})",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"/(?:reset|verify|confirm|invite|activate|magic|unsubscribe|password|token|login|share|set-password|reset-password|auth)(?:/[\w-]{1,30})?/(?P<value>(?=[\w.~-]{0,200}\d)[\w.~-]{12,400})",
    re.IGNORECASE,
)
_LOGIN_IN_LINK = re.compile(r"(?<=://)(?P<value>[^\s/@:\"'<>]{1,64}:[^\s/@\"'<>]{1,128})(?=@)")
_LABELLED = re.compile(
    rf"(?<![\w])(?:\w{{1,20}}_)?{any_of(lambda language: language.private.tokens)}[\"']?(?: (?:is|ist|lautet|est|es|von|for|of|from|para|pour|für) ?(?:\w{{1,14}} ){{0,2}}?)?[ ]{{0,2}}[:=]{{0,2}}>?[ ]{{0,2}}[\"']?(?P<value>(?=[\w.~+/=-]{{0,60}}\d)[\w.~+/=-]{{8,4000}})",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"(?<![\w/.:=+-])[A-Za-z0-9+_-]{28,512}={0,2}(?![\w/.-])")
_MIXED = re.compile(
    r"(?<![\w/.:=+@-])(?=\w{0,64}\d\w{0,64}\d)(?=\w{0,64}[a-z])(?=\w{0,64}[A-Z])(?=\w{0,64}(?:\d[a-zA-Z]\w{0,64}\d|[a-z]\d[A-Z]|[A-Z][a-z]\d))\w{12,64}(?![\w/@-]|\.\w)"
)
_HEX = re.compile(r"(?<![\w.:=+@-])(?=[a-f]{0,11}\d)(?=\d{0,11}[a-f])[0-9a-f]{12,128}(?![\w-])")
_FEWEST_OF_HEX = 3  # letters, and digits
_IN_PATH = re.compile(
    r"(?<=://)[^\s\"'<>]{3,200}?/(?P<value>(?=[a-zA-Z-]{0,60}\d)(?=[\d-]{0,60}[a-zA-Z])[A-Za-z0-9]{12,200})(?=\.ics|\.ical|\.xml|\.json|\.rss|[/?\s]|$)"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ENTROPY = 3.6  # bits per sign, from which on a long word is no word
_NO_TOKEN = re.compile(
    r"(?:commit|sha-?\d{0,3}|md5|hash|checksum|prüfsumme|build|revision|digest|request[ -]?id|trace[ -]?id|correlation[ -]?id)[\s:=#]{0,4}$",
    re.IGNORECASE,
)
_SECRET = any_of(lambda language: language.private.secrets)
_BEING = any_of(lambda language: language.private.being)
_PASSWORD = re.compile(
    rf"(?<![\w-]){_SECRET}(?P<of> (?:\(?(?:für|for|of|de|del|du|zum|vom|pour|para|von|to|beim|bei|war bisher|im|an)\)? )(?:[\w@.+-]{{1,40}} ){{0,2}}?[\w@.+-]{{1,40}}| [^\W\d_]{{1,15}})??"
    rf"(?P<link>\s{{0,2}}[:=]+>?\s{{0,2}}|\s{{1,2}}{_BEING}\s{{0,2}}[:=]?\s{{1,2}}|\s{{0,2}}->?\s{{1,2}}|\s{{1,2}}(?=[\"'])|\s?\(|\s{{1,2}}(?=\S{{0,40}}\d))"
    r"(?P<value>\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|[^\s\"'<>\[\]]{2,80})",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"(?<![\w-])(?:login|user(?:name)?|benutzer(?:name)?|usuario|identifiant|utilisateur|zugang|creds?|credentials|access|acceso|accès)(?: (?:is|ist|est|es|lautet))?\s?[:=]?\s(?P<user>[\w.@+-]{{2,64}})\s?(?:/|\||,|;|:| und | and | et | y )\s?(?:{_SECRET}\s?[:=]?\s?)?(?P<value>(?=\S{{0,60}}[\d\W_])[^\s\"'<>\[\]]{{4,80}})",
    re.IGNORECASE,
)
_NOUN = re.compile(rf"(?<![\w-]){_SECRET}(?!\w)", re.IGNORECASE)
# Near such a word a word with letters and digits, or with a sign that no name has, is hardly anything else.
_STRONG = re.compile(
    r"(?<![^\s(\"'\u00bf\u00a1])(?=[^\W\d_]{0,30}[^\W_]?[a-zà-ÿ])(?=[^\s\d]{0,40}\d)[^\W_][\w#!$%&*+?^~=-]{4,40}[\w#!$%&*+?^~=](?=[,;:.?!)\"']{0,3}(?:\s|$))"
)
_CODE = re.compile(
    r"[A-Z]{0,5}-?\d[\d-]*[A-Z]?|\d+[a-zà-ÿ]{1,9}\.?|[a-zà-ÿ]{1,3}\d{1,2}|(?:windows|iphone|ipad|android|mp|version|v|office|excel|sha|utf-?|ipv|web|level|schritt|step)-?\d[\w.-]*|\d+(?:st|nd|rd|th|er|e|º|ª)|\d[\d.,:/-]*[a-zA-Z]{0,4}",
    re.IGNORECASE,
)
_SHAPED = re.compile(
    r"(?<![^\s(\"'])(?=[^\s\d]{0,40}\d)[^\W\d_]{3,30}[!*#$&%][^\W\d_]{0,30}\d{1,6}[!*#$&%]?(?=[,;:.?!)\"']{0,3}(?:\s|$))"
)
_BARE = re.compile(r" (?P<value>[^\W\d_]{5,40})(?=[.,;]|\s*$)")
_WITH = re.compile(
    r"(?:,|\(|\bund|\bmit|\band|\bwith|\bet|\bavec|\by|\bcon)(?: (?:das|dem|the|le|la|el|de|du))? ?$", re.IGNORECASE
)
_BEFORE, _BEHIND = 40, 110  # signs
_NO_SECRETS = frozenset[str]().union(*(language.private.no_secrets for language in LANGUAGES.values()))
_ENDS = re.compile(r"\s*(?:[.,;!?)\n]|$|(?:and|und|et|y|but|aber|mais|pero|falls|if|si)\b)", re.IGNORECASE)
_FOLLOWED = ".,;:!?)\"'"


def secrets(text: str) -> Iterator[Span]:
    """Yield where the secrets of a plain text stand."""
    yield from _pems(text)
    for pattern in (_SSH, _KNOWN):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), Kind.TOKEN)
    for pattern in (_BEARER, _IN_LINK, _PATH, _LABELLED):
        for match in pattern.finditer(text):
            value = match["value"].rstrip(".,;:!?)\"'")
            if pattern not in {_BEARER, _LABELLED} or _is_key(value):
                yield Span(match.start("value"), match.start("value") + len(value), Kind.TOKEN)
    for match in _LOGIN_IN_LINK.finditer(text):
        yield Span(match.start("value"), match.end("value"), Kind.PASSWORD)
    for match in _RANDOM.finditer(text):
        if _is_random(match[0]) and not _NO_TOKEN.search(text[max(0, match.start() - 30) : match.start()]):
            yield Span(match.start(), match.end(), Kind.TOKEN)
    for match in _MIXED.finditer(text):
        yield Span(match.start(), match.end(), Kind.TOKEN)
    for match in (*_HEX.finditer(text), *_IN_PATH.finditer(text)):
        value = match["value"] if match.re is _IN_PATH else match[0]
        letters = sum(map(str.isalpha, value))
        if min(letters, len(value) - letters) >= _FEWEST_OF_HEX and not _NO_TOKEN.search(
            text[max(0, match.start() - 30) : match.start()]
        ):
            yield Span(match.end() - len(value), match.end(), Kind.TOKEN)
    yield from _passwords(text)


def _pems(text: str) -> Iterator[Span]:
    """Yield private keys and the like, to their end if that is near. What stands within one is not looked at again."""
    place = 0
    while begin := _PEM.search(text, place):
        at = text.find("-----END ", begin.end(), begin.end() + _LONGEST_PEM)
        end = _PEM_END.match(text, at) if at >= 0 and _PEM_INSIDE.fullmatch(text, begin.end(), at) else None
        place = end.end() if end else begin.end()
        yield Span(begin.start(), place, Kind.TOKEN)


def _is_key(value: str) -> bool:
    """Return whether a value is a key's: letters and digits, and no word, day or amount."""
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    return letters and digits and len(value) >= 8


def _is_random(value: str) -> bool:
    if _UUID.fullmatch(value) or not any(map(str.isdigit, value)) or not any(map(str.isalpha, value)):
        return False
    signs = Counter(value)
    entropy = -sum(n / len(value) * math.log2(n / len(value)) for n in signs.values())
    mixed = value.lower() != value and value.upper() != value
    is_hex = re.fullmatch(r"[0-9a-f]{32,}|[0-9A-F]{32,}", value) is not None
    return (entropy >= _ENTROPY and mixed and value.count("-") <= 3 and value.count("_") <= 3) or is_hex


def _passwords(text: str) -> Iterator[Span]:
    place = 0
    while match := _PASSWORD.search(text, place):
        place = match.start("link") + 1 if match["of"] is None else match.start("of") + 1
        start, value = match.start("value"), match["value"]
        end = match.end("value")
        if value[0] in "\"'" and len(value) > 2:
            start, end = start + 1, end - 1
        else:
            end = start + len(
                value.rstrip(",;:)\"'")
                if not value.endswith((".", "!", "?"))
                else value.rstrip(".,;:)\"'?" if _ENDS.match(text[end:]) else ",;)")
            )
        if _is_secret(text[start:end], match, text[end:]):
            yield Span(start, end, Kind.PASSWORD)
            place = max(place, end)
    for noun in _NOUN.finditer(text):
        for match in _STRONG.finditer(text, max(0, noun.start() - _BEFORE), min(len(text), noun.end() + _BEHIND)):
            if not _CODE.fullmatch(match[0]) and match[0].lower() not in _NO_SECRETS:
                yield Span(match.start(), match.end(), Kind.PASSWORD)
        if (
            noun[0][0]
            and (match := _BARE.match(text, noun.end()))
            and match["value"].lower() not in _NO_SECRETS
            and _WITH.search(text[: noun.start()])
        ):
            yield Span(match.start("value"), match.end("value"), Kind.PASSWORD)
    for match in _SHAPED.finditer(text):
        yield Span(match.start(), match.end(), Kind.PASSWORD)
    for match in _PAIR.finditer(text):
        if match["value"].lower().strip(_FOLLOWED) not in _NO_SECRETS and any(map(str.isdigit, match["value"])):
            yield Span(match.start("value"), match.end("value"), Kind.PASSWORD)


def _is_secret(value: str, match: re.Match[str], behind: str) -> bool:
    """Return whether a value is a secret, and not what is said of one: "my password is wrong"."""
    bare = value.strip(_FOLLOWED + "(")
    if len(bare) < 2 or bare.lower() in _NO_SECRETS or bare.startswith("["):
        return False
    if match["value"][0] in "\"'":
        return " " not in bare or any(map(str.isdigit, bare)) or any(sign in match["link"] for sign in ":=")
    said = match["link"].strip()
    if re.search(r"\d", bare) or re.search(r"[^\w'’.-]", bare[1:]) or re.search(r"[a-z][A-Z]", bare):
        if not said or match["of"]:  # "password 4711", "password since 2024"
            return bool(re.search(r"[^\W\d]", bare) and re.search(r"\d", bare)) or (
                not match["of"] and bare.isdigit() and len(bare) >= 4
            )
        return not re.fullmatch(r"\d{1,2}(?:[.:]\d{1,2})?|\d+[.,]\d+|[\d.,]+[€%$]|\d+-\d+", bare)
    if match["of"] or not said or said.startswith("("):
        return False
    return _ENDS.match(behind) is not None and (
        ":" in said
        or "=" in said
        or re.fullmatch(r"(?:is|ist|lautet|est|es|war|was|c'est|era|était)(?: .{1,12})?", said, re.IGNORECASE)
        is not None
    )
