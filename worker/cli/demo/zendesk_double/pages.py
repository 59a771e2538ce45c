"""This module cuts the double's lists into pages, in both ways that Zendesk has, and adds the people named in them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.people import shown_user
from worker.cli.demo.zendesk_double.tickets import Json

Query = Mapping[str, list[str]]
MOST = 100


def page(
    account: Account, name: str, rows: Sequence[Any], query: Query, *, path: str, most: int = MOST
) -> tuple[list[Any], Json]:
    """Return the rows of a page and the answer with them: by cursor if `page[size]` is there, else by number. The link to
    the next page names another host, because a client must not follow it with its credentials."""
    if "page[size]" in query:
        size = max(min(_number(query, "page[size]", MOST), most), 1)
        start = _number(query, "page[after]", 0)
        more = start + size < len(rows)
        shown = list(rows[start : start + size])
        links = {"next": "https://elsewhere.example.com/never-followed" if more else None, "prev": None}
        meta = {"has_more": more, "after_cursor": str(start + size), "before_cursor": str(start)}
        return shown, {name: shown, "meta": meta, "links": links}
    number, size = max(_number(query, "page", 1), 1), max(min(_number(query, "per_page", MOST), most), 1)
    shown = list(rows[(number - 1) * size : number * size])
    following = f"{account.url}{path}?page={number + 1}&per_page={size}"
    more = number * size < len(rows)
    return shown, {
        name: shown,
        "count": len(rows),
        "next_page": following if more else None,
        "previous_page": None,
    }


def with_users(account: Account, answer: Json, ids: Iterable[int | None], query: Query) -> Json:
    """Add the users of a page if they were asked for (`include=users`): of each page its own only."""
    if "users" not in ",".join(query.get("include", [])).split(","):
        return answer
    found = [account.users[one] for one in sorted({i for i in ids if i is not None}) if one in account.users]
    return {**answer, "users": [shown_user(user) for user in found]}


def _number(query: Query, name: str, otherwise: int) -> int:
    given = query.get(name, [""])[0]
    return int(given) if given.isdecimal() and len(given) < 10 else otherwise
