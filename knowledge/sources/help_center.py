"""This module reads a Zendesk help centre through its API. It does not crawl: it asks only the configured address."""

import html
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx

from knowledge.errors import SourceError
from knowledge.parsing.formats import parser_id
from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument, Item, Parse, fingerprint, told_apart

PAGES = 1_000  # of a hundred articles each
PAGE_BYTES = 50_000_000
TOTAL_BYTES = 1_000_000_000
TRIES = 5  # of one page that answers "too many requests" or "maintenance"
LONGEST_WAIT = 60.0  # seconds, whatever Retry-After says
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


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
        seen: set[str] = set()
        for article in self._articles():
            item = self._item(article)
            if item is not None and item.path not in seen:  # an article that moves between pages comes twice
                seen.add(item.path)
                yield item

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
        start = require_address(self.url, self.name)
        url = f"{start}/api/v2/help_center/{quote(self.locale)}/articles.json?page[size]=100"
        auth = httpx.BasicAuth(f"{self.email}/token", self.token) if self.token else None
        size = 0
        with httpx.Client(auth=auth, timeout=httpx.Timeout(30.0, connect=10.0), follow_redirects=False) as client:
            for _ in range(PAGES):
                raw = self._page(client, url)
                size += len(raw)
                if size > TOTAL_BYTES:
                    raise SourceError(f"{self.name}: the help centre has more than {TOTAL_BYTES:,} bytes of articles")
                try:
                    page = json.loads(raw)
                    yield from page["articles"]
                    if not page["meta"]["has_more"]:
                        return
                    following = urljoin(url, page["links"]["next"])
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

    def _page(self, client: httpx.Client, url: str) -> bytes:
        """Return one page. Raises `SourceError`, because an article that could not be fetched was not deleted."""
        for attempt in range(1, TRIES + 1):
            try:
                with client.stream("GET", url) as answer:
                    if answer.status_code == 200:
                        return self._body(answer)
                    status, wait = answer.status_code, _seconds(answer.headers.get("Retry-After"))
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise SourceError(
                    f"{self.name}: the help centre does not answer: {type(error).__name__}: {error}"
                ) from error
            if status not in {429, 503}:
                raise SourceError(f"{self.name}: the help centre answered {status}{_HINTS.get(status, '')}")
            if attempt < TRIES:
                self.sleep(wait)
        raise SourceError(f"{self.name}: the help centre is busy ({status}): sync again later")

    def _body(self, answer: httpx.Response) -> bytes:
        data = bytearray()
        for chunk in answer.iter_bytes():
            data += chunk
            if len(data) > PAGE_BYTES:
                raise SourceError(f"{self.name}: a page of the help centre has more than {PAGE_BYTES:,} bytes")
        return bytes(data)


_HINTS = {
    401: ": correct its e-mail and token",
    403: ": the token's agent may not read it",
    404: ": correct its url and locale",
    301: ": correct its url, it moved",
    302: ": give it an e-mail and a token, it wants a login",
}


def require_address(url: str, name: str) -> str:
    """Return scheme and host of a URL: https, because a token is sent; http only to this machine, for tests and tunnels."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return origin(url)
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return origin(url)
    raise SourceError(f"{name}: the help centre's url must begin with https://, not {url!r}")


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _seconds(retry_after: str | None) -> float:
    """Return the seconds to wait. A date in place of seconds gives the longest wait."""
    try:
        return min(max(float(retry_after or 5), 0.0), LONGEST_WAIT)
    except ValueError:
        return LONGEST_WAIT
