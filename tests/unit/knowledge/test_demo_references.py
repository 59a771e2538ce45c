"""What the handled tickets cite is what the demo's knowledge is split into."""

import json
import re

import pytest

from knowledge.index.changes import Gathered, gather
from knowledge.index.splitter import split
from knowledge.passages import Kind, section_of
from tests.support.paths import DEMO
from worker.library.sources import open_sources
from worker.settings import Settings


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    with open_sources(Settings(knowledge=DEMO / "knowledge.toml")) as sources:
        return gather(sources, {})


@pytest.mark.parametrize("tickets", ["train", "test"])
def test_every_reference_of_the_handled_tickets_exists(gathered: Gathered, tickets: str) -> None:
    drafts = [d for document in gathered.documents.values() for d in split(document, lambda text: len(text.split()))]
    refs = {re.sub(r" \(\d+\)$", "", draft.ref) for draft in drafts}
    lines = (DEMO / "tickets" / f"{tickets}.jsonl").read_text(encoding="utf-8").splitlines()
    cited = {ref for line in lines for ref in json.loads(line)["passages"]}
    assert len(cited) > 50
    assert cited - refs == set()


def test_every_answer_of_a_precedent_exists(gathered: Gathered) -> None:
    sections = {section_of(d.ref) for document in gathered.documents.values() for d in split(document, len)}
    answers = {answer for document in gathered.documents.values() for answer in document.answers}
    private = {answer for answer in answers if answer.startswith("accounts/")}
    assert private == {"accounts/*#invoice", "accounts/*#profile", "accounts/*#ticket"}
    assert len(answers) > 300
    assert answers - private - sections == set()


def test_nothing_of_the_demo_is_bad(gathered: Gathered) -> None:
    assert gathered.failures == {}
    assert gathered.complete == {"docs", "pricing", "known_issues", "accounts", "handled"}
    assert sum(document.kind != Kind.HANDLED for document in gathered.documents.values()) == 170
