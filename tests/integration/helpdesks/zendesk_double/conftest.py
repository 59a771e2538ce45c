"""The double, and a client with our credentials."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.people import EMAIL, TOKEN
from worker.cli.demo.zendesk_double.server import zendesk


@pytest.fixture
def double() -> Iterator[ZendeskDouble]:
    with zendesk() as running:
        yield running


class Api:
    """An API is what a client of Zendesk sees, with one user's token."""

    def __init__(self, double: ZendeskDouble, email: str = EMAIL, token: str = TOKEN) -> None:
        self.client = httpx.Client(base_url=double.url, auth=(f"{email}/token", token), timeout=30)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v2/{path}.json", params=query).json()

    def put(self, number: int, **ticket: Any) -> httpx.Response:
        return self.client.put(f"/api/v2/tickets/{number}.json", json={"ticket": ticket})


@pytest.fixture
def api(double: ZendeskDouble) -> Iterator[Api]:
    made = Api(double)
    yield made
    made.client.close()
