"""This module writes HTML and SVG in which every text is escaped: what a customer wrote is data, never markup."""

import re
from html import escape

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """This text is markup already. Only this module makes it."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str | float) -> Html:
    """Return an element. Children that are no `Html` are escaped; an underscore in an attribute's name is a hyphen, and one
    at its end is left out (`class_`)."""
    known = "".join(f' {key.rstrip("_").replace("_", "-")}="{_text(_short(v))}"' for key, v in attributes.items())
    return Html(f"<{name}{known}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    return Html("".join(child if isinstance(child, Html) else _text(child) for child in children))


def document(title: str, style: str, *body: str) -> Html:
    """Return a whole page, which loads nothing and runs nothing. `style` is ours."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    )
    return Html(f"<!doctype html>\n<html lang=\"en\"><head>{head}{tag('title', title)}<style>{style}</style></head>"
                f"{tag('body', *body)}</html>\n")  # fmt: skip


def _text(text: str) -> str:
    return escape(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)


def _short(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
