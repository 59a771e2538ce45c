"""This module finds mail addresses, phone numbers, bank accounts and links in a text, and says which are not the company's.

What looks like one of ours counts as a stranger's: only what the list of `company.toml` names is ours, letter by letter
for a host, digit by digit for a number. Without a list nothing is ours. All patterns are linear.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import urlsplit

from knowledge.languages.registry import any_of
from worker.company import Contacts
from worker.mail.domains import AMBIGUOUS, FILES, TOP_LEVEL

Kind = Literal["email", "link", "phone", "iban"]

_COUNTRIES = (  # of bank accounts
    "ad|ae|al|at|az|ba|be|bg|bh|bi|br|by|ch|cr|cy|cz|de|dj|dk|do|ee|eg|es|fi|fk|fo|fr|gb|ge|gi|gl|gr|gt|hn|hr|hu|ie|il|iq|is|it|jo"
    "|kw|kz|lb|lc|li|lt|lu|lv|ly|mc|md|me|mk|mn|mr|mt|mu|ni|nl|no|om|pk|pl|ps|pt|qa|ro|rs|ru|sa|sc|sd|se|si|sk|sm|so|st|sv|tl|tn"
    "|tr|ua|va|vg|xk|ye"
)
_LINK = re.compile(
    r"(?<![a-z])[a-z][a-z0-9+.-]{1,15}:/{1,3}[^\s<>\"“”„«»|]{1,2000}"
    r"|\b(?:mailto|tel|sms|data|javascript|callto):[^\s<>\"]{1,2000}",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>()\[\]{},;:\"'“”„«»|]{1,64}@[^\s@<>()\[\]{},;:\"'“”„«»|/]{1,255}")
_HOST = re.compile(r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,23}(?![\w@-])(?:[:/?#][^\s<>\"“”„«»|]{0,500})?")
_IP = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-])")
_IBAN = re.compile(
    rf"(?<!\w)(?:{_COUNTRIES})[ -]?\d{{2}}(?:[ -]?[a-z0-9]{{4}}){{2,7}}(?:[ -]?[a-z0-9]{{1,3}})?(?!\w)", re.IGNORECASE
)
_DATE = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})?)(?!\d)")
_NUMBER = re.compile(r"(?<![\w.,-])\+?\(?\+?\d[\d ()./\u00a0\u2010-\u2015-]{4,28}\d(?![\w%])")
_VANITY = re.compile(r"(?<![\w-])(?:\+?1[ -])?8\d\d-[A-Z0-9]{3,4}-?[A-Z0-9]{4,7}(?!\w)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3})+")
_CALL = re.compile(rf"(?<!\w){any_of(lambda language: language.secrets.calling)}(?!\w)", re.IGNORECASE)
_AT, _DOT = any_of(lambda language: language.contacts.at), any_of(lambda language: language.contacts.dot)
_WRITTEN_OUT = (
    (re.compile(rf" ?[\[({{<] ?(?:{_AT}|@) ?[\])}}>] ?", re.IGNORECASE), "@"),
    (re.compile(rf" ?[\[({{<] ?(?:{_DOT}|\.) ?[\])}}>] ?", re.IGNORECASE), "."),
)
_BARE = re.compile(rf"(?<!\w)([\w.-]{{1,64}}) {_AT} ([\w-]{{1,63}}) {_DOT} ([a-z]{{2,12}})(?!\w)", re.IGNORECASE)
_BARE_HOST = re.compile(rf"(?<!\w)([\w-]{{1,63}}) {_DOT} (com|net|org|example)(?!\w)", re.IGNORECASE)
# The number follows, after a few words: "text us on 12345", "account no. 12345678".
_FOLLOWS = r"(?:\W{1,3}[^\W\d]{1,12}){0,2}\W{1,4}(\+?\(?\d[\d ()./\u2010-\u2015-]{3,28}\d)(?![\w%])"
_TEXTED = re.compile(rf"(?<!\w){any_of(lambda language: language.contacts.texting)}{_FOLLOWS}", re.IGNORECASE)
_ACCOUNT = re.compile(rf"(?<!\w){any_of(lambda language: language.contacts.accounts)}{_FOLLOWS}", re.IGNORECASE)
_FILE = re.compile(rf"(?<!\w){any_of(lambda language: language.contacts.files)}(?!\w)", re.IGNORECASE)
# These endings begin a sentence too, where the blank before it was forgotten.
_WORDS_TOO = frozenset(
    "it in so at no is to be my me do us as am de la le se si tu un il al es im da du pro new here how one".split()
)
_SHORTEST = 5  # digits of a phone number that is called one
_SMALLEST = 7
_SHORTEST_ACCOUNT = 6
_SHORTEST_IBAN, _IBAN_DIGITS = 15, 10
_LARGEST = 15


@dataclass(frozen=True)
class Found:
    """A contact was found in a text. `value` is what is compared: a host, an address, digits; "" for what is never ours."""

    kind: Kind
    text: str
    value: str


def foreign(text: str, ours: Contacts | None) -> list[str]:
    """Return what the text names that is not on the company's list, as it is written there."""
    return [found.text for found in contacts(text) if not is_ours(found, ours)]


def foreign_places(text: str, ours: Contacts | None) -> list[str]:
    """Return the links and mail addresses that the text names and that are not on the company's list."""
    return [found.text for found in contacts(text) if found.kind in {"link", "email"} and not is_ours(found, ours)]


def contacts(text: str) -> Iterator[Found]:
    """Yield the mail addresses, links, bank accounts and phone numbers of the text."""
    rest = _readable(text)
    for match in _LINK.finditer(rest):
        yield _link(match[0].rstrip(".,;:!?)]}'»”"))
    rest = _LINK.sub(" ", rest)
    for match in _EMAIL.finditer(rest):
        written = match[0].rstrip(".!?")
        yield Found("email", written, written.lower())
    rest = _EMAIL.sub(" ", rest)
    of_files = _FILE.search(text) is not None
    for match in _HOST.finditer(rest):
        if _is_host(match[0], of_files):
            written = match[0].rstrip(".,;:!?)]}'»”")
            yield Found("link", written, _host_of(f"https://{written}"))
    rest = _HOST.sub(" ", rest)
    for match in _IP.finditer(rest):
        yield Found("link", match[0], match[0])
    rest = _IP.sub(" ", rest)
    for match in filter(_is_iban, _IBAN.finditer(rest)):
        yield Found("iban", match[0], _account(match[0]))
    rest = _IBAN.sub(lambda match: " " if _is_iban(match) else match[0], rest)
    for match in _ACCOUNT.finditer(rest):
        if _is_account(match[1]):
            yield Found("iban", match[1], _account(match[1]))
    rest = _ACCOUNT.sub(lambda match: " " if _is_account(match[1]) else match[0], rest)
    yield from _phones(_DATE.sub(" ", rest))


def _is_iban(match: re.Match[str]) -> bool:
    """Return whether letters and digits are a bank account's. Some are written in small letters, and so are words."""
    return len(_account(match[0])) >= _SHORTEST_IBAN and sum(map(str.isdigit, match[0])) >= _IBAN_DIGITS


def _is_account(written: str) -> bool:
    """Return whether a number beside a word such as "account" is one: of six digits, but no day. "37-04-00" is a bank's."""
    is_day = _DATE.fullmatch(written) is not None and not re.fullmatch(r"\d\d-\d\d-\d\d", written)
    return len(digits(written)) >= _SHORTEST_ACCOUNT and not is_day and not _THOUSANDS.fullmatch(written)


def _account(written: str) -> str:
    return "".join(filter(str.isalnum, written)).upper()


def digits(phone: str) -> str:
    """Return the digits of a phone number, without the signs around its country code."""
    plain = re.sub(r"\D", "", phone.replace("(0)", ""))
    return plain.removeprefix("00") if plain.startswith("00") else plain


def _readable(text: str) -> str:
    text = unescape(unescape(text))  # a mail program or a helpdesk may do so too
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    text = text.replace("\N{IDEOGRAPHIC FULL STOP}", ".").replace(
        "\\", "@/"
    )  # a browser ends the host at \: such a link is no one's
    for pattern, sign in _WRITTEN_OUT:
        text = pattern.sub(sign, text)
    return _BARE_HOST.sub(r"\1.\2", _BARE.sub(r"\1@\2.\3", text))


def _link(written: str) -> Found:
    scheme, _, rest = written.partition(":")
    if scheme.lower() == "mailto":
        address = rest.partition("?")[0]
        return Found("email", address, address.lower() if not rest.partition("?")[2] else "")
    if scheme.lower() in {"tel", "callto"}:
        return Found("phone", rest, digits(rest))
    return Found("link", written, _host_of(written) if scheme.lower() in {"http", "https"} else "")


def _host_of(link: str) -> str:
    """Return the host of a link; "" where a reader and a browser could disagree about it."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    return "" if "@" in parts.netloc or "%" in parts.netloc else host


def _is_host(written: str, of_files: bool) -> bool:
    """Return whether a name with a point in it is a host's. `of_files`: the text speaks of files."""
    name = re.split(r"[:/?#]", written, maxsplit=1)[0]
    before, _, ending = name.rpartition(".")
    first, last = name.partition(".")[0].lower(), ending.lower()
    if first == "www" or re.search(r"[:/?#]\w", written):
        return True
    if last in AMBIGUOUS:
        return not of_files
    if last in FILES or "_" in name:
        return False
    if not ending[:1].isupper() or name.isupper():
        return True
    # "It ends here.Then it goes on": the blank behind a sentence was forgotten.
    return last in TOP_LEVEL and (last not in _WORDS_TOO or not before.islower() or not before.isalpha())


def _phones(text: str) -> Iterator[Found]:
    said = _CALL.search(text) is not None
    for match in _TEXTED.finditer(text):
        if len(digits(match[1])) >= _SHORTEST and not _THOUSANDS.fullmatch(match[1]):
            yield Found("phone", match[1], digits(match[1]))
    for match in (*_NUMBER.finditer(text), *_VANITY.finditer(text)):
        written = match[0].strip()
        number = digits(written)
        if any(c.isalpha() for c in written):
            yield Found("phone", written, written)
        elif len(number) <= _LARGEST and _is_phone(written, len(number), said=said):
            yield Found("phone", written, number)


def _is_phone(written: str, length: int, *, said: bool) -> bool:
    if said:  # a word such as "call" stands beside it
        return length >= _SMALLEST or (length >= _SHORTEST and not _THOUSANDS.fullmatch(written))
    return length >= _SMALLEST and _looks_dialled(written)


def _looks_dialled(written: str) -> bool:
    """Return whether a number is written as one that is dialled, without a word such as "call" beside it."""
    if written.startswith(("+", "00", "(+", "(0", "0")):
        return True
    return (
        written.count("/") < 2
        and not _THOUSANDS.fullmatch(written)
        and len(re.findall(r"\d+", written)) >= 3
        and " - " not in written
    )


def is_ours(found: Found, ours: Contacts | None) -> bool:
    """Return whether what was found is on the company's list."""
    if ours is None or not found.value:
        return False
    match found.kind:
        case "email":
            name, _, host = found.value.rpartition("@")
            return found.value in ours.emails or (bool(name) and _belongs(host, ours.domains))
        case "link":
            return found.value in ours.hosts or _belongs(found.value, ours.domains) or is_placeholder(found)
        case "phone":
            return any(_same_number(found.value, digits(known)) for known in ours.phones)
        case "iban":
            known = {_account(iban) for iban in ours.ibans}
            return found.value in known or (found.value.isdecimal() and any(found.value in iban for iban in known))


def _belongs(host: str, domains: frozenset[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_placeholder(found: Found) -> bool:
    """Return whether a link leads nowhere outside: "http://proxyhost:8080" has no domain."""
    return re.fullmatch(r"[a-z][a-z_-]{0,30}", found.value) is not None


def _same_number(one: str, other: str) -> bool:
    """Return whether two numbers are one, written with and without the country code."""
    if one == other:
        return True
    local, whole = sorted((one, other), key=len)
    bare = local.removeprefix("0")
    return local.startswith("0") and 1 <= len(whole) - len(bare) <= 3 and whole.endswith(bare)
