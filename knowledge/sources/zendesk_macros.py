"""This module reads the macros of a Zendesk account through its API: active ones that are shared and answer in public.

What an agent's macro says is the value of its action on the comment. One that is an agent's own, that writes an internal
note or says nothing is left out.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import httpx

from knowledge.errors import SourceError
from knowledge.parsing.formats import parser_id
from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument, Item, Parse, fingerprint
from knowledge.sources.macros import ALL, FORMAT, Chosen, macro_document
from knowledge.sources.zendesk_api import once, opened, page, require_address

PAGES = 200  # of a hundred macros each
_PUBLIC, _HTML, _PLAIN = "comment_mode_is_public", "comment_value_html", "comment_value"


@dataclass(frozen=True)
class ZendeskMacros:
    name: str
    url: str  # https://<subdomain>.zendesk.com
    parse: Parse
    email: str = ""  # of the token's owner
    token: str = field(default="", repr=False)
    chosen: Chosen = ALL
    kind: Kind = Kind.MACRO
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def items(self) -> Iterator[Item | BadDocument]:
        yield from once(map(self._item, self._macros()))

    def _item(self, macro: Any) -> Item | BadDocument | None:
        if not isinstance(macro, dict) or not isinstance(macro.get("id"), int | str):
            return BadDocument(f"{self.name}/a macro", "has no id", identified=False)
        title = str(macro.get("title") or "")
        path, said = f"{self.name}/{macro['id']}", _said(macro)
        if macro.get("active") is not True or _is_personal(macro) or said is None or not self.chosen.wants(title):
            return None
        try:
            day = datetime.fromisoformat(str(macro["updated_at"])).date()
        except (KeyError, ValueError) as error:
            return BadDocument(path, f"cannot be read: {type(error).__name__}: {error}")
        mark = fingerprint(title, said, day, parser_id(".html"), FORMAT, path)
        read = partial(_read, self.name, str(macro["id"]), title, said, self.parse, day)
        return Item(path, mark, read)

    def _macros(self) -> Iterator[Any]:
        start = require_address(self.url, self.name, "macros")
        auth = httpx.BasicAuth(f"{self.email}/token", self.token)
        after = ""
        with opened(auth) as client:
            for _ in range(PAGES):
                # Built here and not followed: a link of the answer could lead the token to another host.
                url = httpx.URL(
                    f"{start}/api/v2/macros.json", params={"page[size]": "100", "active": "true", **_from(after)}
                )
                raw = page(client, str(url), self.name, "Zendesk", self.sleep)
                try:
                    answer = json.loads(raw)
                    yield from answer["macros"]
                    if not answer["meta"]["has_more"]:
                        return
                    after = str(answer["meta"]["after_cursor"])
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise SourceError(f"{self.name}: the answer of {start} is no list of macros ({error!r})") from error
        raise SourceError(f"{self.name}: there are more than {PAGES:,} pages of macros")


def _from(after: str) -> dict[str, str]:
    return {"page[after]": after} if after else {}


def _is_personal(macro: Mapping[str, Any]) -> bool:
    """Return whether a macro is one agent's own, which nobody else approved."""
    restriction = macro.get("restriction")
    return isinstance(restriction, dict) and restriction.get("type") == "User"


def _said(macro: Mapping[str, Any]) -> str | None:
    """Return what a macro writes in public; None where it writes nothing, or an internal note."""
    actions: dict[str, Any] = {}
    for action in macro.get("actions") or ():
        if isinstance(action, dict):
            actions[str(action.get("field"))] = action.get("value")
    if str(actions.get(_PUBLIC, "true")).lower() != "true":
        return None
    value = actions.get(_HTML) or actions.get(_PLAIN)
    if isinstance(value, list):  # the channel that it is for, and the text
        value = value[-1] if value else None
    return value if isinstance(value, str) and value.strip() else None


def _read(source: str, own: str, title: str, said: str, parse: Parse, day: Any) -> Document:
    return macro_document(source, own, title, said, parse, updated_on=day)
