"""What holds of every passage: of random ones, and of all of the demo's."""

import random
from collections.abc import Iterator
from functools import cache

import pytest

from knowledge.index.splitter import split
from knowledge.languages.registry import LANGUAGES
from knowledge.passages import Block, BlockKind, Document, Kind, Section
from knowledge.sentences import whole_sentences
from knowledge.statements.base import MAX_CHARACTERS
from knowledge.statements.leaning import is_of_the_page, is_question, leans
from knowledge.statements.vectors import MOST_SENTENCES, places
from tests.support.paths import DEMO
from worker.library.sources import open_sources
from worker.settings import Settings

WORDS = [word for language in LANGUAGES.values() for word in sorted(language.small_words)[:40]]
PIECES = [*WORDS, "Settings > Users", "F-2026-1", "5.8.2", "z. B.", "e.g.", "12,50", "Team:", "if", "It", "Otherwise,"]
ENDS = [". ", ".\n", "? ", "! ", "; ", ": ", ", ", " ", "\n"]


def randomly(seed: int) -> Document:
    chance = random.Random(seed)

    def block() -> Block:
        kind = chance.choice(list(BlockKind))
        text = "".join(chance.choice(PIECES) + chance.choice(ENDS) for _ in range(chance.randrange(1, 90))).strip()
        mark = {BlockKind.LIST: chance.choice(["- ", "1. ", "  - "]), BlockKind.TABLE: "Plan: Team; "}.get(kind, "")
        return Block(kind, "\n".join(mark + line for line in text.split("\n") if line.strip()) or "x")

    sections = tuple(Section(chance.choice(["", "On Windows", "Wie?"]), (), (block(), block())) for _ in range(3))
    return Document("docs/x", "docs", Kind.DOCS, "Title", sections)


@cache
def demo_documents() -> tuple[Document, ...]:
    with open_sources(Settings(knowledge=DEMO / "knowledge.toml")) as sources:
        read = [item.read() for source in sources if source.kind != Kind.HANDLED for item in source.items()]  # type: ignore[union-attr]
    return tuple(read)


def documents() -> Iterator[Document]:
    yield from map(randomly, range(150))
    yield from demo_documents()


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def drafts() -> list[tuple[Document, object]]:
    return [(document, draft) for document in documents() for draft in split(document, lambda text: len(text.split()))]


def test_every_source_stands_in_its_passage_and_every_text_can_be_said(drafts: list) -> None:  # type: ignore[type-arg]
    for _, draft in drafts:
        seen = set()
        for one in draft.statements:
            assert folded(one.source) in folded(draft.text)
            assert one.text == one.text.strip()
            assert 0 < len(one.text) <= MAX_CHARACTERS
            assert "\n" not in one.text
            assert one.text.startswith(one.lead)
            assert (one.text.casefold(), one.language) not in seen
            seen.add((one.text.casefold(), one.language))


def test_every_statement_has_a_vector_of_itself_or_of_a_short_window_that_holds_its_source(drafts: list) -> None:  # type: ignore[type-arg]
    for _, draft in drafts:
        texts = [draft.indexed_text, *draft.windows, *draft.further]
        assert len(draft.places) == len(draft.statements)
        assert set(draft.places) >= set(range(len(texts) - len(draft.further), len(texts)))
        for one, place in zip(draft.statements, draft.places, strict=True):
            text = texts[place]
            if one.language in {None, "en"} and text != one.text:
                assert one.source in text
                assert len(list(whole_sentences(text))) <= MOST_SENTENCES


def test_no_sentence_of_the_demo_is_lost_but_those_about_the_page() -> None:
    lost = []
    for document in demo_documents():
        for draft in split(document, lambda text: len(text.split())):
            said = " ".join(folded(f"{one.source} {one.text}") for one in draft.statements)
            for sentence in whole_sentences(draft.text):
                kept = folded(sentence) in said or folded(draft.text) in said
                if not kept and not is_question(sentence) and not is_of_the_page(sentence, document.language):
                    lost.append((draft.ref, sentence))
    assert lost == []


def test_no_statement_of_the_demo_begins_with_a_word_that_points_back() -> None:
    bare = [
        (document.path, one.text)
        for document in demo_documents()
        if document.kind == Kind.DOCS
        for draft in split(document, lambda text: len(text.split()))
        for one in draft.statements
        if not one.lead and leans(one.text, document.language)
    ]
    assert bare == []


def test_a_statement_in_another_language_has_the_vector_of_its_english_row() -> None:
    [document] = [one for one in demo_documents() if one.path == "pricing/team"]
    [draft] = split(document, lambda text: len(text.split()))
    of = {(one.source, one.language): place for one, place in zip(draft.statements, draft.places, strict=True)}
    assert all(place == of[source, "en"] for (source, language), place in of.items() if language)
    assert places(("T\nOne long text.",), ()) == ((), ())
