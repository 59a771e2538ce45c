"""This module reads the attributes of an HTML tag: what they say about its content, and where they lead."""

import re
from html import unescape

from worker.mail.characters import visible

_STRUCK = frozenset({"s", "strike", "del"})
_BOLD = frozenset({"b", "strong", "th", "dt"})
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN = re.compile(r"\shidden(?![\w-])", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_OWN_LINES = re.compile(r"white-space(?:-collapse)?\s{0,5}:\s{0,5}(?:pre|break-spaces|preserve)", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[a-z-]*\s*:[^;\"']{0,40}line-through", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:class\s*=\s*[\"']?[^\"'>]{0,200}\b(?:gmail_signature(?:_prefix)?|moz-signature|protonmail_signature_block(?!-empty))"
    r"|id\s*=\s*[\"']?(?:[\w-]{0,20}_)?(?:Signature|composer_signature|ms-outlook-mobile-signature|AppleMailSignature))\b",
    re.IGNORECASE,
)
_SIGNATURE_NAME = re.compile(
    r"(?<![\w-])(?:class|id)\s*=\s*[\"']?(?:ydp\w{0,12}|[\w-]{0,20}[_-])?(?:sig|sign|signature)(?=[\s\"'>]|$)",
    re.IGNORECASE,
)
_COLOUR = re.compile(
    r"(?<![\w-])color\s{0,3}[:=]\s{0,3}[\"']?(#[0-9a-f]{3,8}|rgba?\([\d ,.]{5,30}\)|[a-z]{3,20})", re.IGNORECASE
)
_CITED = re.compile(r"type\s*=\s*[\"']?cite|\scite\s*=|\bgmail_quote\b|\b(?:yahoo|protonmail|tutanota)_quote", re.I)
# GMX and its sisters name the element around a quote, Yahoo gives it a class.
_CITED_PART = re.compile(
    r"(?<![\w-])(?:name\s*=\s*[\"']?quote[\"']?(?![\w-])|class\s*=\s*[\"']?yahoo_quoted\b)", re.IGNORECASE
)
_CONTAINER = re.compile(r"(?<![\w-])class\s{0,5}=\s{0,5}[\"']?[^\"'>]{0,100}\bgmail_quote\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(?P<name>[a-zA-Z-]{1,30}+)\s{0,20}+=\s{0,20}+(?P<value>\"[^\"]*+\"?|'[^']*+'?|[^\s>\"']++)"
)
_LONG_ENTITY = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")  # no character; unescape raises on 5,000 digits
_TARGET_CHARACTERS = 300
_SCHEMES = ("http://", "https://", "mailto:", "tel:")


def text_of(html: str) -> str:
    """Return the characters that a piece of text without tags stands for."""
    return unescape(_LONG_ENTITY.sub("", html))


def meanings(name: str, attributes: str) -> frozenset[str]:
    """Return what a tag says about its content: struck, bold, cited, a signature, or text with lines of its own ("pre")."""
    means = (
        {"pre"}
        if name == "pre" or (attributes and _OWN_LINES.search(attributes))
        else {"bold"}
        if name in _BOLD
        else set()
    )
    if name in _STRUCK or (attributes and _STRUCK_STYLE.search(attributes)):
        means.add("struck")
    if attributes and name != "p" and (_SIGNATURE.search(attributes) or _SIGNATURE_NAME.search(attributes)):
        means.add("signature")
    cited = {"blockquote": _CITED, "div": _CITED_PART}.get(name)
    if cited is not None and attributes and cited.search(attributes):
        means.add("cited")
    if name == "div" and attributes and _CONTAINER.search(attributes):
        means.add("container")
    return frozenset(means)


def colour_of(attributes: str) -> str:
    """Return the colour that a tag gives to its words, as it is written; empty if it gives none."""
    found = _COLOUR.search(attributes) if attributes else None
    return found[1].lower() if found else ""


def is_hidden(attributes: str) -> bool:
    """Return whether a person does not see the content of a tag."""
    if not attributes:
        return False
    return bool(_HIDDEN.search(_VALUE.sub('""', attributes)) or _HIDDEN_STYLE.search(attributes))


def attribute(name: str, attributes: str) -> str:
    """Return the value of an attribute as it is written; empty if there is none."""
    for match in _ATTRIBUTE.finditer(attributes):
        if match["name"].lower() == name:
            return match["value"].strip("\"'")
    return ""


def target_of(attributes: str) -> str:
    """Return where a link leads: an address of the web, of a mailbox or of a telephone; empty for anything else."""
    target = "".join(visible(text_of(attribute("href", attributes))).split())[:_TARGET_CHARACTERS]
    return target if target.lower().startswith(_SCHEMES) else ""


def says(words: list[str], target: str) -> bool:
    """Return whether the words of a link already say where it leads."""
    said = "".join("".join(words)[: 2 * _TARGET_CHARACTERS].split()).lower()
    bare = target.lower().removeprefix("mailto:").removeprefix("tel:").partition("://")[2] or target.lower()
    bare = bare.removeprefix("mailto:").removeprefix("tel:").removeprefix("www.").rstrip("/")
    return bare in said
