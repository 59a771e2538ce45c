"""This module reads HTML mail as lines. Nothing is rendered: tags are dropped and words stay. What a person would not have
seen is dropped too, because instructions to a model are hidden there.

    <a href="x">y</a> ▶ y (x)     <img alt="x"> ▶ [image: x]     <td>x</td><td>y</td> ▶ x | y     <s>x</s> ▶ ~~x~~

Struck text is marked and not dropped, because a customer may ask about it. A tag or a comment that never ends is text,
because somebody speaks of it. One pattern reads the mail, and looks at no character more than a few times. A general
parser was tried: Python's own took 84 s for 200,000 characters of `<!--`, and a stranger
chooses what is sent here.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from worker.mail.attributes import attribute, colour_of, is_hidden, meanings, says, target_of, text_of
from worker.mail.characters import visible
from worker.mail.lines import CELL, ITALIC, Line
from worker.mail.tokens import AROUND_P, BLOCKS, COMMON, EMPTY, END_TAG, ENDS_P, RAW, TOKEN, UNSEEN

_MOST_MARKUP = 400_000  # characters of an HTML mail that are read: styles and images in it are long
_MOST_QUOTES = 5
_CELL = "\ue000"  # stands for a border while a line is read; `visible` would drop it from a text
_STRIKE = "~~"

_ATTRIBUTE_CHARACTERS = 2000
_ALT_CHARACTERS = 180


def lines_of(html: str) -> list[Line]:
    """Return one line per block. The lines of a quoted mail begin with "> ", as in a plain mail, so that one set of rules
    finds both. What lies beyond the limit belongs to the last line's part of the source."""
    page = _read(html, hides_until=len(html))
    if page.unseen and page.unseen != "p":  # it has no end: what stands in it is text, like all that follows
        page = _read(html, hides_until=page.unseen_at)
    page.end_line(len(html))
    return page.lines


def _read(html: str, *, hides_until: int) -> "_Page":
    page = _Page(hides_until=hides_until, ends={end[1].lower(): end.start() for end in END_TAG.finditer(html)})
    last_comment, at, limit = html.rfind("-->"), 0, min(len(html), _MOST_MARKUP)
    while at < limit:
        if html.startswith("<!--", at):
            if at + 2 <= last_comment:
                at = html.index("-->", at + 2) + 3
            else:
                page.take_text("<!--", at)
                at += 4
            continue
        token = TOKEN.match(html, at, limit)
        if token is None:
            break
        page.take(token)
        at = token.end()
        if page.unseen in RAW and page.unseen == (token["name"] or "").lower():
            end = re.compile(f"</{page.unseen}", re.IGNORECASE).search(html, at)
            at = end.start() if end else limit
    return page


@dataclass
class _Element:
    """An element is open while its content is read."""

    means: frozenset[str] = frozenset()  # of "bold", "cited", "signature", "struck", "pre"
    target: str = ""  # of a link
    place: int = 0  # of a link's words among those of the line
    colour: str = ""


@dataclass
class _Page:
    """A page takes the tokens of a mail, one after the other, and collects lines."""

    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # of the line that is not finished
    start: int = 0  # of that line in the source
    cells: list[int] = field(default_factory=list)  # where its cells begin in the source
    own: bool = False  # it has words outside of a signature
    bold: int = 0  # so many of its first words are bold
    bold_end: int = 0  # where they end in the source
    plain: bool = False  # words that are not bold stand on the line
    line_colours: set[str] = field(default_factory=set)
    colours: list[str] = field(default_factory=list)  # of the open elements that have one
    elements: defaultdict[str, list[_Element]] = field(default_factory=lambda: defaultdict(list))  # open, by name
    counts: Counter[str] = field(default_factory=Counter)  # how many open elements mean something
    unseen: str = ""  # the tag with content that is skipped
    unseen_at: int = 0  # where it begins in the source
    depth: int = 0  # how often it is open
    hides_until: int = 0  # an element that begins here or later hides nothing
    ends: dict[str, int] = field(default_factory=dict)  # where the last end tag of each name stands

    def take(self, token: re.Match[str]) -> None:
        name, text = (token["name"] or "").lower(), token["text"]
        if self.unseen == "p" and name in (AROUND_P if token["end"] else ENDS_P):
            self.unseen, self.depth = "", 0  # a paragraph needs no end tag
        if self.unseen:
            if name == self.unseen:
                self.depth += -1 if token["end"] else 1
                self.unseen = self.unseen if self.depth else ""
        elif text:
            self._read(text, token.start())
        elif name and token["end"]:
            self._end(name, token)
        elif name and self._is_mentioned(name, token):
            self._say(text_of(token[0]))  # somebody speaks of the tag
        elif name:
            attributes = token["attributes"] or token["loose"] or token["mixed"] or ""
            self._begin(name, attributes[:_ATTRIBUTE_CHARACTERS], token)

    def take_text(self, text: str, at: int) -> None:
        if not self.unseen:
            self._read(text, at)

    def _is_mentioned(self, name: str, token: re.Match[str]) -> bool:
        """Return whether somebody speaks of a tag: it has no end, and no mail program writes it so."""
        if name in UNSEEN:
            return not self._is_closed(name, token)
        bare = name not in COMMON and name.isalnum() and not (token["attributes"] or token["loose"] or "").strip(" /")
        return bare and self.ends.get(name, -1) < token.end()

    def _is_closed(self, name: str, token: re.Match[str]) -> bool:
        return token.start() < self.hides_until and self.ends.get(name, -1) >= token.end()

    def end_line(self, at: int) -> None:
        """Finish the line; the next one begins at `at` in the source."""
        joined = "".join(self.words)
        places, text = [], ""
        for number, cell in enumerate(joined.split(_CELL)):
            said = visible(cell) if self.counts["pre"] else " ".join(visible(cell).split())
            if said.strip() and text:
                text += CELL
                places.append((len(text), self.cells[number - 1]))
            text += said.rstrip() if said.strip() else ""
        text = "> " * min(self.counts["cited"], _MOST_QUOTES) * bool(text) + text
        if text or (self.lines and self.lines[-1].text):  # at most one empty line in a row
            signed = bool(self.counts["signature"]) and not self.own
            shift = len(text) - len(text.lstrip("> ")) if self.counts["cited"] else 0
            bold = len(" ".join(visible("".join(self.words[: self.bold])).split()))
            if bold and self.bold_end > self.start and _CELL not in self.words[: self.bold] and not self.counts["pre"]:
                places.append((bold, self.bold_end))
            splits = tuple((place + shift, source) for place, source in places)
            colour = next(iter(self.line_colours)) if len(self.line_colours) == 1 else ""
            start = self.start if self.lines else 0
            contained = bool(self.counts["container"])
            self.lines.append(
                Line(
                    text,
                    start,
                    signed,
                    contained=contained,
                    bold=bold + shift * bool(bold),
                    colour=colour,
                    splits=splits,
                )
            )
        if self.lines:
            self.start = at
        self.words.clear()
        self.cells.clear()
        self.line_colours.clear()
        self.own, self.plain, self.bold, self.bold_end = False, False, 0, 0

    def _read(self, text: str, start: int) -> None:
        if not self.counts["pre"]:
            self._say(text_of(text).replace("\n", " ").replace("\r", " "))
            return
        for piece in text.splitlines(keepends=True):
            start += len(piece)
            self._say(text_of(piece.rstrip("\r\n")))
            if piece[-1] in "\r\n":
                self.end_line(start)

    def _say(self, text: str) -> None:
        self.words.append(text.replace(_CELL, ""))
        if not text.strip():
            return
        self.own |= not self.counts["signature"]
        self.line_colours.add(self.colours[-1] if self.colours else "")
        self.plain |= not self.counts["bold"]
        self.bold = self.bold if self.plain else len(self.words)

    def _begin(self, name: str, attributes: str, token: re.Match[str]) -> None:
        if name in EMPTY:
            if name == "img" and not is_hidden(attributes):
                self._image(attributes)
            elif name in BLOCKS and (self.words or name == "br"):
                self.end_line(token.end() if name == "br" else token.start())
            return
        if name in UNSEEN or (token.start() < self.hides_until and is_hidden(attributes)):
            self.unseen, self.unseen_at, self.depth = name, token.start(), 1
            return
        if name in BLOCKS and self.words:
            self.end_line(token.start())
        if name in {"td", "th"} and self.words:
            self.words.append(_CELL)
            self.cells.append(token.start())
        target = target_of(attributes) if name == "a" else ""
        element = _Element(
            meanings(name, attributes), target, len(self.words), colour_of(attributes) or self._style(name)
        )
        self.elements[name].append(element)
        self.colours += [element.colour] if element.colour else []
        if "struck" in element.means and not self.counts["struck"]:
            self.words.append(_STRIKE)
        self.counts.update(element.means)

    def _style(self, name: str) -> str:
        """Return a colour's stand-in for italics: some people set their answers so between the lines of a quote."""
        return ITALIC if name in {"i", "em"} and not self.colours else ""

    def _end(self, name: str, token: re.Match[str]) -> None:
        if name in BLOCKS and self.words:
            self.end_line(token.end())
        element = self.elements[name].pop() if self.elements[name] else _Element()
        self.counts.subtract(element.means)
        if element.colour:
            self.colours.pop()
        if "bold" in element.means and self.words and not self.plain:
            self.bold_end = token.end()
        if "struck" in element.means and not self.counts["struck"]:
            if self.words and self.words[-1] == _STRIKE:
                self.words.pop()
            else:
                self.words.append(_STRIKE)
        if element.target and not says(self.words[element.place :], element.target):
            self.words.append(f" ({element.target}) ")
        if name == "p" and self.lines and self.lines[-1].text:
            self.lines.append(Line("", self.start))

    def _image(self, attributes: str) -> None:
        said = " ".join(visible(text_of(attribute("alt", attributes)))[:_ALT_CHARACTERS].replace("]", ")").split())
        if said:
            self._say(f" [image: {said}] " if any(map(str.isalnum, said)) else said)
