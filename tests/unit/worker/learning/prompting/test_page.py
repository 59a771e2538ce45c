"""The page of a prompt shows what was tried and where it was right, and what a customer wrote is text on it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.unit.worker.learning.prompting.test_choosing import ASKED, GOOD, Imitating, chosen
from worker.learning.prompting.choosing import Chosen
from worker.learning.prompting.page import page
from worker.learning.report.markup import Html

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&\x00\u202e"


@pytest.fixture(scope="module")
def best() -> Chosen:
    made = chosen(Imitating(refuses=ASKED[3].body))
    assert made is not None
    return made


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def read(shown: Html) -> tuple[list[tuple[str, dict[str, str | None]]], str]:
    parser = Elements()
    parser.feed(shown)
    return parser.found, "\n".join(parser.shown)


def test_it_shows_what_was_tried_and_compared(best: Chosen) -> None:
    elements, shown = read(page(best, "a processor"))
    assert best.kept.prompt.id in shown
    assert GOOD in shown
    for name in (f"{best.name} (chosen)", *(rival.name for rival in best.rivals)):
        assert name in shown
    assert "94 %, 15/16 [72-99]" in shown
    assert [int(count) for count in re.findall(r"After (\d+) tickets", shown)] == [one.tickets for one in best.rounds]
    assert all(candidate.name in shown for candidate, _ in best.rounds[0].runners)
    assert f"{best.name}: refused 1 prompts, which count as not answered: this ticket is too long" in shown
    assert "Where it was wrong: 1 tickets" in shown
    assert "Where it was right: 15 tickets" in shown
    bars = sum(attributes.get("class") in {"bar", "bar main"} for tag, attributes in elements if tag == "rect")
    assert bars == 1 + len(best.rivals) + sum(len(one.runners) for one in best.rounds)


def test_what_a_customer_or_a_server_wrote_is_text(best: Chosen) -> None:
    usual, _ = read(page(best))
    prompt = best.kept.prompt
    shots = [replace(s, ticket=HOSTILE, answer=HOSTILE, shown=replace(s.shown, subject=HOSTILE)) for s in prompt.shots]
    rows = [
        replace(row, ticket=row.ticket.model_copy(update={"subject": HOSTILE, "body": HOSTILE})) for row in best.rows
    ]
    hostile = replace(
        best,
        kept=replace(best.kept, prompt=replace(prompt, instruction=HOSTILE, shots=tuple(shots))),
        rows=rows,
        rivals=[replace(best.rivals[0], name=HOSTILE), *best.rivals[1:]],
        refused={HOSTILE: replace(best.refused[best.name], why=HOSTILE)},
    )
    elements, shown = read(page(hostile))
    assert "<script>alert(1)</script>" in shown
    assert {tag for tag, _ in elements} == {tag for tag, _ in usual}
    assert {name for _, attributes in elements for name in attributes} == {name for _, own in usual for name in own}
