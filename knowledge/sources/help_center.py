"""This module reads a Zendesk help centre through its API. It does not crawl: it asks only the configured address."""

import html
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urljoin

import httpx

from knowledge.errors import SourceError
from knowledge.parsing.formats import parser_id
from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument, Item, Parse, fingerprint, told_apart
from knowledge.sources.zendesk_api import once, opened, origin, page, require_address

PAGES = 1_000  # of a hundred articles each
TOTAL_BYTES = 1_000_000_000


@dataclass(frozen=True)
class HelpCenter:
    name: str
    url: str  # https://<subdomain>.zendesk.com
    parse: Parse
    locale: str = "en-us"
    email: str = ""  # of the token's owner
    token: str = field(default="", repr=False)
    restricted: bool = False  # whether to read also articles that not everybody may read
    public: bool = True  # whether a customer can open the addresses
    kind: Kind = Kind.DOCS
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def items(self) -> Iterator[Item | BadDocument]:
        yield from once(map(self._item, self._articles()))

    def _item(self, article: Any) -> Item | BadDocument | None:
        """Return an article's item, or None if it is not for every customer: an agent's token sees internal ones too."""
        if not isinstance(article, dict) or not isinstance(article.get("id"), int | str):
            return BadDocument(f"{self.name}/an article", "has no id", identified=False)
        if article.get("draft") or (self._is_restricted(article) and not self.restricted):
            return None
        path = f"{self.name}/{article['id']}"
        try:
            title, body, url = str(article["title"]), str(article["body"] or ""), str(article["html_url"])
            day = datetime.fromisoformat(str(article["updated_at"])).date()
        except (KeyError, ValueError) as error:
            return BadDocument(path, f"cannot be read: {type(error).__name__}: {error}")
        public = self.public and not self._is_restricted(article)
        mark = fingerprint(title, body, url, day, parser_id(".html"), path, *told_apart(public))
        return Item(path, mark, partial(self._read, path, title, body, url, day, public))

    def _is_restricted(self, article: dict[str, Any]) -> bool:
        return article.get("user_segment_id") is not None or bool(article.get("user_segment_ids"))

    def _read(self, path: str, title: str, body: str, url: str, day: date, public: bool) -> Document:
        parsed = self.parse("article.html", f"<h1>{html.escape(title)}</h1>{body}".encode(errors="replace"))
        return Document(
            path=path,
            source=self.name,
            kind=self.kind,
            title=parsed.title,
            sections=parsed.sections,
            url=url if url.startswith(("https://", "http://")) else "",
            updated_on=day,
            public=public,
        )

    def _articles(self) -> Iterator[Any]:
        start = require_address(self.url, self.name, "help centre")
        url = f"{start}/api/v2/help_center/{quote(self.locale)}/articles.json?page[size]=100"
        auth = httpx.BasicAuth(f"{self.email}/token", self.token) if self.token else None
        size = 0
        with opened(auth) as client:
            for _ in range(PAGES):
                raw = page(client, url, self.name, "the help centre", self.sleep)
                size += len(raw)
                if size > TOTAL_BYTES:
                    raise SourceError(f"{self.name}: the help centre has more than {TOTAL_BYTES:,} bytes of articles")
                try:
                    answer = json.loads(raw)
                    yield from answer["articles"]
                    if not answer["meta"]["has_more"]:
                        return
                    following = urljoin(url, answer["links"]["next"])
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise SourceError(
                        f"{self.name}: the answer of {start} is no list of articles ({error!r})"
                    ) from error
                if origin(following) != origin(start):
                    raise SourceError(
                        f"{self.name}: the help centre leads to {origin(following)}, which is not followed"
                    )
                url = following
        raise SourceError(f"{self.name}: the help centre has more than {PAGES:,} pages")
