"""Documents to passages."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.splitter import WINDOW, split, windows
from knowledge.passages import Block, BlockKind, Document, Kind, PassageDraft, Section, plain


def words(text: str) -> int:
    return len(text.split())


def pieces(text: str) -> int:
    """As WordPiece counts: four characters of a word, or one mark."""
    return sum(-(-len(part) // 4) for part in re.findall(r"\w+|[^\w\s]", text))


def document(*sections: Section, title: str = "Title") -> Document:
    return Document(path="docs/a.md", source="docs", kind=Kind.DOCS, title=title, sections=sections)


def section(*blocks: tuple[BlockKind, str], heading: str = "", trail: tuple[str, ...] = ()) -> Section:
    return Section(heading, trail, tuple(Block(kind, text) for kind, text in blocks))


def texts(drafts: list[PassageDraft]) -> list[str]:
    return [draft.text for draft in drafts]


def test_a_short_section_is_one_passage_that_knows_its_title() -> None:
    (draft,) = split(document(plain("Head", "One sentence.")), words)
    assert (draft.ref, draft.title, draft.text) == ("docs/a.md#Head", "Title > Head", "One sentence.")
    assert draft.indexed_text == "Title > Head\nOne sentence."


def test_the_title_holds_the_headings_above_and_the_reference_only_the_last() -> None:
    cards = section((BlockKind.TEXT, "x"), heading="Cards", trail=("Billing", "Refunds"))
    (draft,) = split(document(cards), words)
    assert (draft.ref, draft.title) == ("docs/a.md#Cards", "Title > Billing > Refunds > Cards")


def test_an_empty_section_gives_no_passage() -> None:
    assert split(document(plain("Head", "  \n")), words) == []


def test_a_title_counts_towards_the_limit() -> None:
    text = " ".join(f"Sentence {n} here." for n in range(10))
    drafts = split(document(plain("Head", text)), words, max_tokens=12)
    assert all(words(d.text) + words(d.title) <= 12 for d in drafts)


def test_a_title_that_would_fill_half_a_passage_loses_its_middle_and_then_its_words() -> None:
    deep = section((BlockKind.TEXT, "x"), heading="Head", trail=("one two three four", "five six seven eight"))
    assert split(document(deep), words, max_tokens=12)[0].title == "Title > Head"
    long = section((BlockKind.TEXT, "x y z"), heading=" ".join("abcdefghij"))
    (draft,) = split(document(long), words, max_tokens=12)
    assert words(draft.title) <= 6
    assert draft.text == "x y z"


def test_a_long_section_is_cut_at_sentence_ends_and_loses_nothing() -> None:
    sentences = [f"Sentence number {n} has six words." for n in range(20)]
    drafts = split(document(plain("Head", " ".join(sentences))), words, max_tokens=21)
    assert all(words(d.text) <= 18 for d in drafts)
    assert all(d.text.endswith(".") for d in drafts)
    assert " ".join(texts(drafts)) == " ".join(sentences)
    assert [d.ref for d in drafts[:3]] == ["docs/a.md#Head", "docs/a.md#Head (2)", "docs/a.md#Head (3)"]


def test_whole_blocks_are_kept_together_where_they_fit() -> None:
    long, short = "A paragraph of some eight words is here.", "Five more words follow here."
    (both,) = split(document(section((BlockKind.TEXT, long), (BlockKind.TEXT, short))), words, max_tokens=20)
    assert both.text == f"{long}\n{short}"
    apart = split(document(section((BlockKind.TEXT, long), (BlockKind.TEXT, short))), words, max_tokens=10)
    assert texts(apart) == [long, short]


def test_a_list_is_cut_between_its_items_only() -> None:
    items = [f"- item {n} has seven words in it" for n in range(12)]
    drafts = split(document(section((BlockKind.LIST, "\n".join(items)))), words, max_tokens=20)
    assert [line for text in texts(drafts) for line in text.split("\n")] == items


def test_a_table_is_cut_between_its_rows_and_each_still_says_its_columns() -> None:
    rows = [f"Plan: P{n}; Price: {n} EUR; Seats: {n}" for n in range(12)]
    drafts = split(document(section((BlockKind.TABLE, "\n".join(rows)))), words, max_tokens=20)
    assert [line for text in texts(drafts) for line in text.split("\n")] == rows


def test_code_is_kept_whole_where_it_fits_and_cut_between_lines_where_not() -> None:
    code = "\n".join(f"x{n} = {n}" for n in range(6))
    before = (BlockKind.TEXT, "Ten words stand here before the code that follows them.")
    drafts = split(document(section(before, (BlockKind.CODE, code))), words, max_tokens=21)
    assert texts(drafts) == [before[1], code]
    cut = split(document(section((BlockKind.CODE, code))), words, max_tokens=8)
    assert "\n".join(texts(cut)) == code


def test_what_introduces_a_list_goes_with_it() -> None:
    blocks = (
        (BlockKind.TEXT, "Six words that stand before it."),
        (BlockKind.TEXT, "To reset it:"),
        (BlockKind.LIST, "- one two three\n- four five six"),
    )
    drafts = split(document(section(*blocks)), words, max_tokens=13)
    assert texts(drafts) == ["Six words that stand before it.", "To reset it:\n- one two three\n- four five six"]


def test_passages_of_one_section_are_about_as_long_as_each_other() -> None:
    text = " ".join(f"Sentence {n} has five words." for n in range(21))
    drafts = split(document(plain("", text)), words, max_tokens=101)
    assert [words(t) for t in texts(drafts)] == [55, 50]


def test_a_sentence_longer_than_the_limit_is_cut_at_words_and_loses_nothing() -> None:
    text = " ".join(f"w{n}" for n in range(95))
    drafts = split(document(plain("", text)), words, max_tokens=10)
    assert all(words(d.text) <= 10 for d in drafts)
    assert " ".join(texts(drafts)) == text


def test_one_endless_word_is_cut_by_characters_and_loses_nothing() -> None:
    drafts = split(document(plain("", "x" * 95), title="T"), len, max_tokens=11)
    assert all(len(d.text) <= 10 for d in drafts)
    assert "".join(texts(drafts)) == "x" * 95


def test_an_endless_word_is_cut_even_where_the_tokenizer_counts_it_as_one() -> None:
    drafts = split(document(plain("", "x" * 10_000)), words, max_tokens=100)
    assert len(drafts) > 10
    assert "".join(texts(drafts)) == "x" * 10_000


def test_sections_with_one_heading_get_references_of_their_own() -> None:
    drafts = split(document(plain("Notes", "a"), plain("Notes", "b"), plain("Notes (2)", "c")), words)
    assert texts(drafts) == ["a", "b", "c"]
    assert len({d.ref for d in drafts}) == 3


def test_the_tokenizer_reads_a_long_text_a_few_times_and_not_once_a_passage() -> None:
    text = " ".join(f"Sentence number {n} has six words." for n in range(5_000))
    counted = 0

    def counting(part: str) -> int:
        nonlocal counted
        counted += len(part)
        return words(part)

    split(document(plain("", text)), counting)
    assert counted < 4 * len(text)


LINES = st.text(alphabet="ab .!?:\n", max_size=120)
BLOCKS = st.builds(Block, st.sampled_from(BlockKind), LINES)
HEADINGS = st.text(alphabet="ab ()2", max_size=8)
SECTIONS = st.builds(
    Section, HEADINGS, st.lists(HEADINGS, max_size=2).map(tuple), st.lists(BLOCKS, max_size=5).map(tuple)
)


@pytest.mark.parametrize("count", [words, pieces, len])
@given(sections=st.lists(SECTIONS, max_size=4), budget=st.integers(min_value=12, max_value=60))
def test_no_word_is_lost_and_none_stands_elsewhere(count: object, sections: list[Section], budget: int) -> None:
    drafts = split(document(*sections, title="T"), count, budget)  # type: ignore[arg-type]
    whole = "".join("".join(block.text.split()) for section in sections for block in section.blocks)
    assert "".join("".join(text.split()) for text in texts(drafts)) == whole


@pytest.mark.parametrize("count", [words, pieces, len])
@given(sections=st.lists(SECTIONS, max_size=4), budget=st.integers(min_value=12, max_value=60))
def test_every_passage_fits_its_budget_and_has_a_reference_of_its_own(
    count: object, sections: list[Section], budget: int
) -> None:
    drafts = split(document(*sections, title="T"), count, budget)  # type: ignore[arg-type]
    assert all(count(d.text) + count(d.title) <= budget for d in drafts)  # type: ignore[operator]
    assert len({d.ref for d in drafts}) == len(drafts)


@given(rows=st.lists(st.text(alphabet="ab", min_size=1, max_size=12), min_size=1, max_size=30))
def test_a_row_that_fits_is_never_cut(rows: list[str]) -> None:
    drafts = split(document(section((BlockKind.TABLE, "\n".join(rows))), title=""), len, max_tokens=30)
    assert [line for text in texts(drafts) for line in text.split("\n")] == rows


def test_a_text_of_a_sentence_or_two_has_no_windows() -> None:
    assert windows("One sentence. And another one.") == ()
    assert windows("x" * WINDOW) == ()


def test_the_windows_of_a_long_text_are_whole_sentences_and_rows_of_about_one_length() -> None:
    sentences = [f"Sentence number {n} has these seven words." for n in range(9)]
    rows = [f"Plan: P{n}; Price: {n} EUR; Seats: {n}" for n in range(9)]
    found = windows("\n".join([" ".join(sentences), *rows]))
    lines = [line for window in found for line in window.split("\n")]
    assert [line for line in lines if line.startswith("Plan")] == rows
    assert " ".join(line for line in lines if not line.startswith("Plan")) == " ".join(sentences)
    assert all(WINDOW // 2 < len(window) <= WINDOW for window in found)


def test_a_handled_ticket_has_no_windows_and_a_document_of_the_same_text_has() -> None:
    long = document(plain("", "A sentence of six words here. " * 20))
    assert all(draft.windows for draft in split(long, words))
    assert not any(draft.windows for draft in split(replace(long, kind=Kind.HANDLED), words))


@given(text=st.text(alphabet="ab .!?:\n", max_size=600))
def test_windows_lose_nothing_and_are_never_too_long(text: str) -> None:
    found = windows(text)
    assert all(len(window) <= WINDOW for window in found)
    assert not found or "".join("".join(found).split()) == "".join(text.split())


def test_splitting_is_the_same_every_time() -> None:
    sections = [plain(f"H{n}", "A sentence. " * 50) for n in range(5)]
    runs = [split(document(*sections), words, 40) for _ in range(3)]
    assert all(a == b for a, b in pairwise(runs))
