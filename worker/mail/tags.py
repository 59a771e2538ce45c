"""This module tells HTML from plain text that only mentions a tag.

When in doubt a text is plain, because a tag that is shown costs a few characters and words that are taken for markup are
lost. A program that writes HTML begins with a tag, or sets tags at the ends of words; a person sets them between blanks.
"""

import re

from worker.mail.attributes import text_of

_TAGS = (
    "html|head|body|p|div|br|table|tbody|tr|td|th|blockquote|span|ul|ol|li|font|b|i|u|s|a|em|strong|img|meta|"
    "h[1-6]|hr|pre|center|section|article|o:p"
)
_CERTAIN = re.compile(r"\s*+<(?:!doctype\b|!--|(?:html|head|body|meta)[\s/>])", re.IGNORECASE)
_FIRST = re.compile(rf"\s*+<(?P<end>/?)(?P<name>{_TAGS})(?P<more>\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
_ALONE = frozenset({"p", "br", "hr", "img", "li"})  # need no end tag
_MENTIONED = re.compile(r"[ \t]++[a-zß-ÿ]")  # "<p> tags are gone": a person goes on in small letters
_ONLY_UNSEEN = re.compile(r"\s*+<(script|style|template)\b[^<>]{0,300}>", re.IGNORECASE)
_AT_A_WORD = re.compile(r"[\w.,;:!?)]<(?:p|div|br|table|blockquote|h[1-6]|ul|li)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_ANY_TAG = re.compile(rf"</?(?:{_TAGS}|script|style)(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_READ = 20_000  # characters


def looks_like_html(text: str) -> bool:
    """Return whether a program wrote the text as HTML."""
    text = text.lstrip("\ufeff")[:_READ]
    if _CERTAIN.match(text):
        return True
    first = _FIRST.match(text)
    if first:
        name = first["name"].lower()
        if f"</{name}" in text.lower() or first["end"] or first["more"]:
            return True
        return name in _ALONE and not _MENTIONED.match(text, first.end())
    only = _ONLY_UNSEEN.match(text)
    if only:
        return text.rstrip().lower().endswith(f"</{only[1].lower()}>") and text.lower().count("</") == 1
    if not _AT_A_WORD.search(text):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    return 2 * sum(_ANY_TAG.search(line) is not None for line in lines) >= len(lines)


def line_to_text(text: str) -> str:
    """Return one line, such as a subject, without tags and entities."""
    return text_of(_ANY_TAG.sub(" ", text))
