"""How an export paces itself: its own limit, what the account has left, and what it does about failures."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from worker.errors import HelpdeskBusy, HelpdeskRejected, NotReady
from worker.helpdesks.zendesk.export import Export

PAGE = {"tickets": [], "after_cursor": "a", "end_of_stream": True}


class Clock:
    def __init__(self) -> None:
        self.now, self.slept = 0.0, []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 1))
        self.now += seconds


def export(*answers: httpx.Response | Exception) -> tuple[Export, Clock, list[str]]:
    """Return an export that is given answers in turn, the last one for ever."""
    left, clock, told = list(answers), Clock(), []

    def answer(_: httpx.Request) -> httpx.Response:
        one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(one, Exception):
            raise one
        return httpx.Response(one.status_code, headers=one.headers, content=one.content)

    client = httpx.Client(base_url="https://x.example", transport=httpx.MockTransport(answer))
    return Export(client, told.append, clock.sleep, clock), clock, told


def good(**headers: str) -> httpx.Response:
    return httpx.Response(200, json=PAGE, headers=headers)


def test_at_most_ten_pages_are_asked_for_in_any_minute() -> None:
    asks, clock, told = export(good())
    times = []
    for _ in range(25):
        asks.page(cursor="a")
        times.append(clock.now)
        clock.now += 1.0
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[10:], strict=False))
    assert len(clock.slept) == 2 and all("10 pages per minute" in one for one in told)


@pytest.mark.parametrize("header", ["17", "date"])
def test_a_refused_request_waits_as_long_as_zendesk_says_and_says_so(header) -> None:
    said = (
        header
        if header != "date"
        else (datetime.now(UTC) + timedelta(seconds=17)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    )
    asks, clock, told = export(httpx.Response(429, headers={"Retry-After": said}), good())
    assert asks.page().end
    assert len(clock.slept) == 1 and 15 <= clock.slept[0] <= 17
    assert "429" in told[0] and "waiting" in told[0]


def test_an_outage_is_waited_for_longer_and_longer_and_then_given_up() -> None:
    asks, clock, _ = export(httpx.Response(500))
    with pytest.raises(HelpdeskBusy):
        asks.page()
    assert clock.slept == [2, 4, 8, 16, 32, 60, 60]
    asks, clock, _ = export(httpx.ReadTimeout("late"), httpx.ConnectError("cut"), httpx.Response(502), good())
    assert asks.page().after == "a"
    assert clock.slept == [2, 4, 8]


def test_some_requests_of_a_minute_are_left_to_others() -> None:
    asks, clock, told = export(good(**{"x-rate-limit": "700", "x-rate-limit-remaining": "69", "ratelimit-reset": "12"}))
    asks.page()
    assert (clock.slept, "left to others" in told[0]) == ([12], True)
    asks, clock, _ = export(good(**{"x-rate-limit": "700", "x-rate-limit-remaining": "70"}))
    asks.page()
    assert clock.slept == []


@pytest.mark.parametrize(
    ("answer", "raises"),
    [
        (httpx.Response(401), NotReady),
        (httpx.Response(302, headers={"location": "https://elsewhere.example"}), NotReady),
        (httpx.Response(403), NotReady),
        (httpx.Response(422, json={"error": "InvalidCursor"}), HelpdeskRejected),
        (httpx.Response(200, json={"tickets": [], "after_cursor": "a", "end_of_stream": False}), HelpdeskRejected),
        (httpx.Response(200, json={"nothing": 1}), HelpdeskRejected),
    ],
)
def test_what_waiting_does_not_change_is_said_at_once(answer, raises) -> None:
    asks, clock, _ = export(answer)
    with pytest.raises(raises):
        asks.page(cursor="a")
    assert clock.slept == []
