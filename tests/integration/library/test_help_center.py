"""A help centre through its API, against a local server that behaves as the real one documents."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from knowledge.errors import SourceError
from knowledge.index.changes import gather
from knowledge.parsing.formats import parse
from knowledge.sources import help_center as module
from knowledge.sources import zendesk_api
from knowledge.sources.help_center import HelpCenter
from knowledge.sources.zendesk_api import require_address
from tests.support.help_center_double import EMAIL, TOKEN, HelpCenterDouble, help_center
from tests.unit.knowledge.reading import documents, outline


@pytest.fixture
def center() -> Iterator[HelpCenterDouble]:
    with help_center() as double:
        double.article(1, "Refunds & fees", "<p>Five days.</p><h2>Cards</h2><p>By card.</p>")
        double.article(2, "Seats", "<h1>Add one</h1><p>Under Settings.</p>")
        double.article(3, "Empty", None)  # type: ignore[arg-type]
        yield double


def source(center: HelpCenterDouble, **options: Any) -> HelpCenter:
    return HelpCenter("help", center.url, parse, **{"sleep": lambda _: None, **options})


def paths(found: HelpCenter) -> list[str]:
    return [item.path for item in found.items()]


def test_every_article_of_every_page_is_a_document(center: HelpCenterDouble) -> None:
    refunds, seats, empty = documents(source(center))
    assert (refunds.path, refunds.source, refunds.title) == ("help/1", "help", "Refunds & fees")
    assert (refunds.url, refunds.updated_on) == (f"{center.url}/hc/en-us/articles/1", date(2026, 11, 2))
    assert outline(refunds) == [("", "text: Five days."), ("Cards", "text: By card.")]  # type: ignore[arg-type]
    assert outline(seats) == [("Add one", "text: Under Settings.")]  # type: ignore[arg-type]
    assert empty.sections == ()
    assert len(center.requests) == 2


def test_drafts_and_articles_that_not_everybody_may_read_are_left_out(center: HelpCenterDouble) -> None:
    center.article(4, "Draft", "x", draft=True)
    center.article(5, "For agents", "x", user_segment_id=77)
    center.article(6, "For some", "x", user_segment_ids=[78])
    assert paths(source(center)) == ["help/1", "help/2", "help/3"]
    assert paths(source(center, restricted=True)) == ["help/1", "help/2", "help/3", "help/5", "help/6"]
    public = {one.path: one.is_open for one in documents(source(center, restricted=True))}
    assert public == {"help/1": True, "help/2": True, "help/3": True, "help/5": False, "help/6": False}
    assert not any(one.is_open for one in documents(source(center, public=False)))


def test_one_behind_a_login_is_read_with_a_token(center: HelpCenterDouble) -> None:
    center.private = True
    with pytest.raises(SourceError, match="answered 401: correct its e-mail and token"):
        paths(source(center))
    assert len(paths(source(center, email=EMAIL, token=TOKEN))) == 3
    assert TOKEN not in repr(source(center, email=EMAIL, token=TOKEN))


def test_an_article_that_moves_to_the_next_page_meanwhile_is_taken_once(center: HelpCenterDouble) -> None:
    center.articles.insert(2, center.articles[1])
    assert paths(source(center)) == ["help/1", "help/2", "help/3"]


def test_one_that_is_busy_is_asked_again_when_it_says_but_within_a_minute(center: HelpCenterDouble) -> None:
    waits: list[float] = []
    center.fault = lambda number: (429, {"Retry-After": "3600" if number == 1 else "2"}) if number < 3 else None
    assert len(paths(source(center, sleep=waits.append))) == 3
    assert waits == [60.0, 2.0]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda number: (429, {}), r"is busy \(429\): sync again later"),
        (lambda number: (503, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), r"is busy \(503\)"),
        (lambda number: (500, {}), "answered 500"),
        (lambda number: (302, {"Location": "http://127.0.0.1:1/"}), "answered 302: give it an e-mail and a token"),
        (lambda number: (500, {}) if number == 2 else None, "answered 500"),
        (lambda number: b"<html>Please log in to this network</html>", "is no list of articles"),
        (lambda number: b'{"articles": []}', "is no list of articles"),
        (lambda number: b"[" * 100_000, "is no list of articles"),
    ],
)
def test_what_cannot_be_fetched_is_an_error_of_the_whole_source_and_deletes_nothing(
    center: HelpCenterDouble, fault: Callable[[int], Any], reason: str
) -> None:
    center.fault = fault
    found = gather([source(center)], {})
    assert (found.complete, found.documents) == (set(), {})
    center.requests.clear()
    with pytest.raises(SourceError, match=reason):
        paths(source(center))


def test_one_that_does_not_answer_is_an_error_of_the_whole_source() -> None:
    with pytest.raises(SourceError, match="does not answer"):
        paths(HelpCenter("help", "http://127.0.0.1:1", parse))


@pytest.mark.parametrize("next_link", ["https://elsewhere.example/api", "http://127.0.0.1:1/api", "file:///etc/passwd"])
def test_it_never_leads_to_another_address(center: HelpCenterDouble, next_link: str) -> None:
    center.next_link = lambda url: next_link
    with pytest.raises(SourceError, match="which is not followed"):
        paths(source(center))


def test_a_relative_link_to_the_next_page_is_followed(center: HelpCenterDouble) -> None:
    center.next_link = lambda url: url.removeprefix(center.url)
    assert len(paths(source(center))) == 3


@pytest.mark.parametrize("url", ["http://help.example", "ftp://help.example", "help.example", "https://"])
def test_only_https_is_asked_except_on_this_machine(url: str) -> None:
    with pytest.raises(SourceError, match="must begin with https://"):
        require_address(url, "help")
    assert require_address("https://help.example/hc/en-us", "help") == "https://help.example"
    assert require_address("http://localhost:8080", "help") == "http://localhost:8080"


def test_pages_and_bytes_have_an_end(center: HelpCenterDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, "PAGES", 1)
        with pytest.raises(SourceError, match="more than 1 pages"):
            paths(source(center))
    with monkeypatch.context() as patch:
        patch.setattr(zendesk_api, "PAGE_BYTES", 100)
        with pytest.raises(SourceError, match="a page of the help centre has more than 100 bytes"):
            paths(source(center))
    with monkeypatch.context() as patch:
        patch.setattr(module, "TOTAL_BYTES", 1_000)
        with pytest.raises(SourceError, match="more than 1,000 bytes of articles"):
            paths(source(center))


def test_an_article_that_is_wrong_fails_alone_and_one_without_an_id_lets_nothing_be_deleted(
    center: HelpCenterDouble,
) -> None:
    center.article(4, "Undated", "x", updated_at=None)
    found = gather([source(center)], {})
    assert list(found.failures) == ["help/4"]
    assert found.complete == {"help"}
    center.articles.append({"title": "nobody"})
    assert gather([source(center)], {}).complete == set()


def test_only_what_changed_is_read_again(center: HelpCenterDouble) -> None:
    first = gather([source(center)], {})
    center.articles[0]["body"] = "<p>Six days.</p>"
    center.articles[1]["updated_at"] = "2026-11-03T10:00:00Z"
    second = gather([source(center)], first.fingerprints)
    assert set(second.documents) == {"help/1", "help/2"}
    assert json.dumps(second.documents["help/1"].to_json()).count("Six days.") == 1
