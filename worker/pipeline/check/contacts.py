"""This module finds mail addresses, phone numbers, bank accounts and links in a text, and says which are not the company's.

What looks like one of ours counts as a stranger's: only what the list of `company.toml` names is ours, letter by letter
for a host, digit by digit for a number. Without a list nothing is ours. All patterns are linear.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from knowledge.languages.registry import any_of
from worker.company import Contacts

Kind = Literal["email", "link", "phone", "iban"]

_LINK = re.compile(
    r"(?<![a-z])[a-z][a-z0-9+.-]{1,15}:/{1,3}[^\s<>\"“”„«»|]{1,2000}"
    r"|\b(?:mailto|tel|sms|data|javascript|callto):[^\s<>\"]{1,2000}",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>()\[\]{},;:\"'“”„«»|]{1,64}@[^\s@<>()\[\]{},;:\"'“”„«»|/]{1,255}")
_HOST = re.compile(r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,23}(?![\w@-])(?:[:/?#][^\s<>\"“”„«»|]{0,500})?")
_IP = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-])")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_DATE = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})?)(?!\d)")
_NUMBER = re.compile(r"(?<![\w.,-])\+?\(?\+?\d[\d ()./\u00a0\u2010-\u2015-]{4,28}\d(?![\w%])")
_VANITY = re.compile(r"(?<![\w-])(?:\+?1[ -])?8\d\d-[A-Z0-9]{3,4}-?[A-Z0-9]{4,7}(?!\w)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3})+")
_CALL = re.compile(rf"(?<!\w){any_of(lambda language: language.secrets.calling)}(?!\w)", re.IGNORECASE)
_WRITTEN_OUT = (
    (re.compile(r" ?[\[({<] ?(?:at|arroba|arobase|ät|@) ?[\])}>] ?", re.IGNORECASE), "@"),
    (re.compile(r" ?[\[({<] ?(?:dot|punkt|punto|point|\.) ?[\])}>] ?", re.IGNORECASE), "."),
)
_BARE = re.compile(
    r"(?<!\w)([\w.-]{1,64}) (?:at|arroba|arobase) ([\w-]{1,63}) (?:dot|punkt|punto|point) ([a-z]{2,12})(?!\w)",
    re.IGNORECASE,
)
# A bare name with one of these endings is a file; with "www." before it or a path behind it, it is a link.
_FILES = frozenset("""
    pdf csv tsv xls xlsx xlsm doc docx ppt pptx txt rtf md rst html htm xml json jsonl yaml yml toml ini cfg conf log zip gz tar
    png jpg jpeg gif svg webp heic mp3 mp4 mov exe msi dmg pkg apk ipa deb rpm jar bat ps1 sh py js ts css sql db bak pem key
    crt cer pfx p12 ics vcf eml msg cookie
""".split())  # fmt: skip
_SHORTEST = 5  # digits of a phone number that is called one
_SMALLEST = 7
_LARGEST = 15


@dataclass(frozen=True)
class Found:
    """A contact was found in a text. `value` is what is compared: a host, an address, digits; "" for what is never ours."""

    kind: Kind
    text: str
    value: str


def foreign(text: str, ours: Contacts | None) -> list[str]:
    """Return what the text names that is not on the company's list, as it is written there."""
    return [found.text for found in contacts(text) if not _is_ours(found, ours)]


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
    for match in _HOST.finditer(rest):
        if _is_host(match[0]):
            written = match[0].rstrip(".,;:!?)]}'»”")
            yield Found("link", written, _host_of(f"https://{written}"))
    rest = _HOST.sub(" ", rest)
    for match in _IP.finditer(rest):
        yield Found("link", match[0], match[0])
    rest = _DATE.sub(" ", _IP.sub(" ", rest))
    for match in _IBAN.finditer(rest):
        yield Found("iban", match[0], match[0].replace(" ", ""))
    yield from _phones(_IBAN.sub(" ", rest))


def digits(phone: str) -> str:
    """Return the digits of a phone number, without the signs around its country code."""
    plain = re.sub(r"\D", "", phone.replace("(0)", ""))
    return plain.removeprefix("00") if plain.startswith("00") else plain


def _readable(text: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    text = text.replace("\N{IDEOGRAPHIC FULL STOP}", ".").replace(
        "\\", "@/"
    )  # a browser ends the host at \: such a link is no one's
    for pattern, sign in _WRITTEN_OUT:
        text = pattern.sub(sign, text)
    return _BARE.sub(r"\1@\2.\3", text)


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


def _is_host(written: str) -> bool:
    name = re.split(r"[:/?#]", written, maxsplit=1)[0]
    first, last = name.partition(".")[0].lower(), name.rpartition(".")[2].lower()
    if first == "www" or re.search(r"[:/?#]\w", written):
        return True
    capital = (
        name.rpartition(".")[2][:1].isupper() and not name.isupper()
    )  # "ends here.Then": no blank behind a sentence
    return last not in _FILES and not capital and "_" not in name


def _phones(text: str) -> Iterator[Found]:
    said = _CALL.search(text) is not None
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


def _is_ours(found: Found, ours: Contacts | None) -> bool:
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
            return found.value in {known.replace(" ", "").upper() for known in ours.ibans}


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
