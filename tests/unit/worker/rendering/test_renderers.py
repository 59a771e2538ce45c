"""One tree, three renderers, and nothing in a text that works as more than a text."""

import time
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from worker.rendering import harmless, markdown, markup, plain
from worker.rendering.blocks import (
    Document,
    Heading,
    Item,
    Paragraph,
    Quote,
    Span,
    as_json,
    from_json,
    line,
    listing,
    paragraph,
    paragraphs,
)

LINK = Span("Login > Reset", "https://help.x.example/login")
DOCUMENT: Document = (
    Paragraph((line(Span("Held.", strong=True)), line("Because of it."))),
    Heading("Draft"),
    Quote((paragraph("Hello,"), listing(["Open it.", "Close it."], numbered=True))),
    listing([Item(line(LINK, ": as it is"), (line("below"),)), "second"]),
)
PLAIN = """Held.
Because of it.

Draft:
Hello,

1. Open it.
2. Close it.

- Login > Reset (https://help.x.example/login): as it is
  below
- second"""
HTML = (
    "<p><strong>Held.</strong><br>Because of it.</p><p><strong>Draft</strong></p>"
    "<blockquote><p>Hello,</p><ol><li>Open it.</li><li>Close it.</li></ol></blockquote>"
    '<ul><li><a href="https://help.x.example/login">Login &gt; Reset</a>: as it is<br>below</li><li>second</li></ul>'
)
MARKDOWN = r"""**Held.**\
Because of it.

**Draft**

> Hello,
>
> 1. Open it.
> 2. Close it.

- [Login \> Reset](<https://help.x.example/login>): as it is\
  below
- second"""
RENDERERS = {"plain": plain.text, "html": markup.text, "markdown": markdown.text}


def test_each_channel_has_its_own_text():
    assert (plain.text(DOCUMENT), markup.text(DOCUMENT), markdown.text(DOCUMENT)) == (PLAIN, HTML, MARKDOWN)


def test_markdown_shows_what_html_shows():
    assert texts(MarkdownIt().render(MARKDOWN)) == texts(HTML)


def test_a_document_is_read_as_it_was_stored():
    assert from_json(as_json(DOCUMENT)) == DOCUMENT


@pytest.mark.parametrize("stored", [7, [7], [{}], [{"paragraph": 7}], [{"heading": 7}], [{"list": [7], "numbered": True}],
                                    [{"paragraph": [[["a", "b"]]]}], [{"quote": [{"heading": None}]}]])  # fmt: skip
def test_what_is_no_document_is_refused(stored):
    with pytest.raises(ValueError, match=r"not a document|unpack"):
        from_json(stored)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/a.png)",
    "<https://evil.example>",
    "# heading",
    "- item",
    "+ item",
    "1. one",
    "1) one",
    "> quote",
    "* * *",
    "---",
    "===",
    "```code```",
    "~~~",
    "| a | b |",
    "&lt;b&gt; &amp;",
    "**bold** _it_ `code`",
    "[a]: https://evil.example",
    "{{ticket.requester.email}}",
    "line\none\r\ntwo\x00three\u2028four",
    "\\",
    "a\\",
    "<!-- -->",
    "</p></blockquote>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup_in_any_channel(text):
    shown = " ".join(harmless.words(text).split())
    for block in (
        paragraph(text),
        Heading(text),
        listing([text]),
        Quote((paragraph(text),)),
        paragraph(Span(text, strong=True)),
    ):
        html, rendered = markup.text((block,)), MarkdownIt().enable("table").render(markdown.text((block,)))
        for page in (html, rendered):
            assert " ".join(" ".join(texts(page)).split()) == shown
            assert {name for name, _ in tags(page)} <= {"p", "strong", "ul", "ol", "li", "blockquote", "br"}
        assert "{{" not in html
        assert shown in plain.text((block,))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "ftp://x.example", "mailto:a@b.example",
     "https://", "https://a b.example", 'https://x.example/"onclick=1', "https://x.example/\n", "https://[x", "https://x.example>",
     "https://user@evil.example/", "https://x.example/\u202egpj", "https://help.x.example\\@evil.example", ""],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_no_link(url):
    document = (paragraph(Span("here", url)),)
    assert [render(document) for render in RENDERERS.values()] == ["here", "<p>here</p>", "here"]


def test_a_link_behind_an_exclamation_mark_is_no_picture():
    rendered = MarkdownIt().render(markdown.text((paragraph("Look! see!", LINK),)))
    assert "<img" not in rendered and '!<a href="https://help.x.example/login">' in rendered


def test_an_address_with_signs_of_markup_stays_one_address():
    url = "https://x.example/a_(b)*c?d=1&e={f}"
    document = (paragraph(Span("here", url)),)
    for page in (markup.text(document), MarkdownIt().render(markdown.text(document))):
        assert [dict(own)["href"] for name, own in tags(page) if name == "a"] == [
            "https://x.example/a_(b)*c?d=1&e=%7Bf%7D"
        ]


@pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
def test_signs_that_turn_the_text_around_are_left_out_and_emoji_stay(render):
    said = render((paragraph("a\u202eb\u2066c\u200fd \U0001f469\u200d\U0001f527 ❤️ \ud800"),))
    assert not set(said) & set("\u202e\u2066\u200f\ud800")
    assert "\U0001f469\u200d\U0001f527 ❤️ \ufffd" in said
    said.encode()


@pytest.mark.parametrize("render", RENDERERS.values(), ids=RENDERERS)
@pytest.mark.parametrize("sign", ["a", "*", "[", "\\", "{", " ", "1. ", "https://x.example/"])
def test_a_very_long_word_is_kept_and_takes_no_longer_than_other_text(render, sign):
    start = time.thread_time()
    said = render((paragraph(sign * 20_000),))
    assert time.thread_time() - start < 1
    assert len(said) >= 20_000 * len(sign.strip() or " ") - 1


def test_plain_text_of_an_earlier_version_is_paragraphs_and_lines():
    assert markup.text(paragraphs("one\ntwo\r\nthree\n\n\nfour\n")) == "<p>one<br>two<br>three</p><p>four</p>"
    assert plain.text(paragraphs("one\ntwo\n\nthree")) == "one\ntwo\n\nthree"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.texts.append(data)


def _read(page: str) -> _Page:
    reader = _Page()
    reader.feed(page)
    reader.close()
    return reader


def tags(page):
    return _read(page).tags


def texts(page):
    return [part.strip() for part in _read(page).texts if part.strip()]
