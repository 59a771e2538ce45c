"""Documents to passages."""

from knowledge.passages import Document, Kind, Section
from knowledge.splitter import split


def words(text: str) -> int:
    return len(text.split())


def document(*sections: Section) -> Document:
    return Document(path="docs/a.md", kind=Kind.DOCS, title="Title", sections=sections)


def test_a_short_section_is_one_passage_that_knows_its_title() -> None:
    (draft,) = split(document(Section("Head", "One sentence.")), words)
    assert (draft.ref, draft.title, draft.text) == ("docs/a.md#Head", "Title > Head", "One sentence.")
    assert draft.indexed_text == "Title > Head\nOne sentence."


def test_an_empty_section_gives_no_passage() -> None:
    assert split(document(Section("Head", "  \n")), words) == []


def test_a_long_section_is_cut_at_sentence_ends_and_loses_nothing() -> None:
    sentences = [f"Sentence number {n} has six words." for n in range(20)]
    drafts = split(document(Section("Head", " ".join(sentences))), words, max_tokens=20)
    assert all(words(d.text) <= 20 for d in drafts)
    assert all(d.text.endswith(".") for d in drafts)
    assert " ".join(d.text for d in drafts) == " ".join(sentences)
    assert [d.ref for d in drafts[:3]] == ["docs/a.md#Head", "docs/a.md#Head (2)", "docs/a.md#Head (3)"]


def test_a_sentence_longer_than_the_limit_is_cut_at_words_and_loses_nothing() -> None:
    text = " ".join(f"w{n}" for n in range(95))
    drafts = split(document(Section("", text)), words, max_tokens=10)
    assert all(words(d.text) <= 10 for d in drafts)
    assert " ".join(d.text for d in drafts) == text


def test_one_endless_word_is_cut_by_characters_and_loses_nothing() -> None:
    drafts = split(document(Section("", "x" * 95)), len, max_tokens=10)
    assert all(len(d.text) <= 10 for d in drafts)
    assert "".join(d.text for d in drafts) == "x" * 95


def test_sections_with_one_heading_get_references_of_their_own() -> None:
    drafts = split(document(Section("Notes", "a"), Section("Notes", "b"), Section("Notes (2)", "c")), words)
    assert [d.text for d in drafts] == ["a", "b", "c"]
    assert len({d.ref for d in drafts}) == 3
