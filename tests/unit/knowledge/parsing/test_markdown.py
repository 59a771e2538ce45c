"""Markdown as people write it, in several dialects."""

import pytest

from tests.unit.knowledge.reading import outline, read


def test_it_becomes_a_title_and_a_section_a_heading() -> None:
    parsed = read("a.md", "# Title\n\nIntro\ntext.\n\n## First\nA.\n\n### Second ##\nB.\n## Empty\n")
    assert parsed.title == "Title"
    assert outline(parsed) == [("", "text: Intro text."), ("First", "text: A."), ("First > Second", "text: B.")]


def test_the_way_to_a_section_is_that_of_the_headings_above_it() -> None:
    parsed = read("a.md", "# T\n## A\n### B\n#### C\nc\n### D\nd\n## E\ne\n")
    assert [path for path, *_ in outline(parsed)] == ["A > B > C", "A > D", "E"]


def test_a_second_heading_of_the_first_level_is_a_section() -> None:
    parsed = read("a.md", "# T\n## A\na\n# B\nb\n")
    assert (parsed.title, [path for path, *_ in outline(parsed)]) == ("T", ["A", "B"])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: 'From the front'\nid: 3\n---\ntext", "From the front"),
        ('+++\ntitle = "Hugo"\n+++\ntext', "Hugo"),
        ("---\ntitle: Front\n---\n# Heading\ntext", "Heading"),
        ("## All under this\ntext\n### Sub\nmore", "All under this"),
        ("## One\ntext\n## Two\nmore", "refunds"),
        ("text only", "refunds"),
    ],
)
def test_the_title_is_the_first_heading_or_the_next_best(text: str, title: str) -> None:
    parsed = read("refunds.md", text)
    assert parsed.title == title
    assert "title" not in "".join(section.text for section in parsed.sections)


def test_a_hash_in_a_code_block_is_no_heading_and_its_lines_stay() -> None:
    parsed = read("a.md", "# T\n## Run\n```sh\n# comment\n  ls\n```\nDone.")
    assert outline(parsed) == [("Run", "code: # comment\n  ls", "text: Done.")]


def test_lists_keep_their_numbers_their_order_and_their_depth() -> None:
    parsed = read("a.md", "- a\n- b\n  goes on\n  1. one\n  2. two\n\n     more of two\n- c\n\n4. four\n")
    assert outline(parsed) == [
        ("", "list: - a\n- b goes on\n  1. one\n  2. two more of two\n- c\n4. four"),
    ]


def test_a_table_becomes_rows_that_are_understood_alone() -> None:
    parsed = read("a.md", "| Plan | Price |\n|--|--:|\n| Team | 34 **EUR** |\n| Free | |\n| A \\| B | 1 |\n")
    assert outline(parsed) == [("", "table: Plan: Team; Price: 34 EUR\nPlan: Free\nPlan: A | B; Price: 1")]


def test_marks_go_and_what_is_struck_out_with_them() -> None:
    parsed = read("a.md", "**Bold** _it_ `code` ~~9 EUR~~ 8 EUR ![a cat](cat.png)\\\nnext line")
    assert outline(parsed) == [("", "text: Bold it code 8 EUR a cat\nnext line")]


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("[here](https://x.example/a)", "here (https://x.example/a)"),
        ("[here](/relative)", "here"),
        ("[x.example](https://x.example)", "x.example"),
        ("<https://x.example>", "https://x.example"),
        ("[us](mailto:a@x.example?subject=Hi)", "us (a@x.example)"),
        (f"[here](https://x.example/{'a' * 200})", "here"),
    ],
)
def test_a_link_says_where_it_leads_when_a_customer_can_open_it(link: str, text: str) -> None:
    assert outline(read("a.md", f"See {link} now.")) == [("", f"text: See {text} now.")]


def test_a_heading_is_without_addresses_and_marks() -> None:
    parsed = read("a.md", "# T\n## See [the `docs`](https://x.example/a) {#see-docs}\ntext\n")
    assert parsed.sections[0].heading == "See the docs"


def test_html_in_it_is_read_and_a_placeholder_stays() -> None:
    parsed = read(
        "a.md",
        "At requests@<subdomain>.x.example<br>or <b>else</b> <!-- no -->.\n\n<subdomain> comes first.\n\n"
        "<div>\n<p>In HTML</p><ul><li>a</li></ul><script>no()</script>\n</div>\n\n<!-- nor\nthis -->\n",
    )
    assert outline(parsed) == [
        (
            "",
            "text: At requests@<subdomain>.x.example\nor else .",
            "text: <subdomain> comes first.",
            "text: In HTML",
            "list: - a",
        )
    ]


def test_callouts_of_other_dialects_lose_their_frame_only() -> None:
    parsed = read("a.md", ":::note\nCareful.\n:::\n\n> [!WARNING]\n> Hot.\n")
    assert outline(parsed) == [("", "text: Careful.", "text: Warning: Hot.")]


def test_a_heading_too_long_for_a_reference_is_cut_and_its_words_stay() -> None:
    parsed = read("a.md", f"# T\n## {'word ' * 100}\ntext\n")
    assert len(parsed.sections[0].heading) == 200
    assert parsed.sections[0].text.count("word") == 100


def test_what_no_reader_sees_is_gone() -> None:
    assert outline(read("a.md", "a\u200bb\u00ad c\ufeff \x07d")) == [("", "text: ab c d")]
