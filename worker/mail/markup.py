"""This module reads HTML mail as text. Nothing is rendered: tags are dropped and words stay. What a person would not
have seen is dropped too, because instructions to a model are hidden there.

One pattern reads the mail and never looks at a character twice. A general parser was tried: Python's own took 84 s for
200,000 characters of `<!--`, and a stranger chooses what is sent here.
"""

import re
from html import unescape

_TAGS = (
    "html|head|body|p|div|br|table|tbody|tr|td|blockquote|script|style|span|ul|ol|li|font|b|i|u|a|em|strong|img|meta"
)
# A mail begins with a tag, or has one that makes blocks. A log line with <h1> or List<String> in it is plain text.
_HTML = re.compile(
    rf"\A\s*<(?:!doctype\b|!--|(?:{_TAGS})[\s/>])|"
    r"</?(?:html|body|p|div|table|blockquote|script|style|br)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <[!?][^>]*+>?
      | <(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<attributes>(?:[^>"']++|"[^"]*+"|'[^']*+')*+)>?
      | (?P<text>[^<]++|<)""",
    re.DOTALL | re.VERBOSE,
)
_BLOCK_TAGS = "p div tr li ul ol table blockquote h1 h2 h3 h4 h5 h6 section article header footer pre hr dt dd dl br"
_UNSEEN_TAGS = "script style title template noscript iframe object svg math canvas audio video select"
_EMPTY_TAGS = "area base br col embed hr img input link meta source track wbr"  # without an end tag
_BLOCKS, _UNSEEN, _EMPTY = (frozenset(names.split()) for names in (_BLOCK_TAGS, _UNSEEN_TAGS, _EMPTY_TAGS))

_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN = re.compile(r"\shidden(?![\w-])", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"class\s*=\s*[\"']?[^\"'>]*\b(?:gmail_signature|moz-signature|protonmail_signature_block)\b", re.I
)
_ATTRIBUTE_CHARACTERS = 2000
_LONG_ENTITY = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")  # no character; unescape raises on 5,000 digits


def looks_like_html(text: str) -> bool:
    """Return whether the text begins with a tag, or has one that makes blocks."""
    return _HTML.search(text[:20_000]) is not None


def line_to_text(text: str) -> str:
    """Return one line, such as a subject, without tags and entities."""
    return unescape(_LONG_ENTITY.sub("", _ANY_TAG.sub(" ", text)))


def to_text(html: str) -> str:
    """Return one line per block. The lines of a quote begin with "> ", as in a plain mail, so that one set of rules finds
    both."""
    lines: list[str] = []
    words: list[str] = []
    quotes, unseen, depth = 0, "", 0  # `unseen`: the tag with content that is skipped; `depth`: how often it is open

    def end_line() -> None:
        text = " ".join(unescape(_LONG_ENTITY.sub("", "".join(words))).split())
        words.clear()
        if text or (lines and lines[-1]):  # at most one empty line in a row
            lines.append("> " * min(quotes, 5) + text if text else "")

    for token in _TOKEN.finditer(html):
        name, text = (token["name"] or "").lower(), token["text"]
        if unseen:
            if name == unseen:
                depth += -1 if token["end"] else 1
                unseen = unseen if depth else ""
        elif text:
            words.append(text)
        elif name and not token["end"] and _is_unseen(name, token["attributes"][:_ATTRIBUTE_CHARACTERS]):
            unseen, depth = name, 1
        elif name in _BLOCKS:
            if words or name == "br":
                end_line()
            if name == "blockquote":
                quotes = max(0, quotes + (-1 if token["end"] else 1))
            elif name == "p" and token["end"] and lines and lines[-1]:
                lines.append("")
    end_line()
    return "\n".join(lines)


def _is_unseen(name: str, attributes: str) -> bool:
    if name in _EMPTY:
        return False
    if name in _UNSEEN or not attributes:
        return name in _UNSEEN
    return bool(
        _HIDDEN.search(_VALUE.sub('""', attributes))
        or _HIDDEN_STYLE.search(attributes)
        or _SIGNATURE.search(attributes)
    )
