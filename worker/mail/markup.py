"""This module reads HTML mail as lines. Nothing is rendered: tags are dropped and words stay. What a person would not have
seen is dropped too, because instructions to a model are hidden there.

    <a href="x">y</a> ▶ y (x)     <img alt="x"> ▶ [image: x]     <td>x</td><td>y</td> ▶ x | y     <s>x</s> ▶ ~~x~~

Struck text is marked and not dropped, because a customer may ask about it. One pattern reads the mail and never looks at
a character twice. A general parser was tried: Python's own took 84 s for 200,000 characters of `<!--`, and a stranger
chooses what is sent here.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from worker.mail.attributes import attribute, colour_of, is_hidden, meanings, says, target_of, text_of
from worker.mail.characters import visible
from worker.mail.lines import CELL, Line

_MOST_MARKUP = 400_000  # characters of an HTML mail that are read: styles and images in it are long
_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <[!?][^>]*+>?
      | <(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<attributes>(?:[^>"']++|"[^"]*+"|'[^']*+')*+)>?
      | (?P<text>[^<]++|<)""",
    re.DOTALL | re.VERBOSE,
)
_BLOCK_TAGS = "p div tr li ul ol table blockquote h1 h2 h3 h4 h5 h6 section article header footer pre hr dt dd dl br"
_UNSEEN_TAGS = "script style title template noscript iframe object svg math canvas audio video select"
_EMPTY_TAGS = "area base br col embed hr img input link meta source track wbr"  # without an end tag
_BLOCKS, _UNSEEN, _EMPTY = (frozenset(names.split()) for names in (_BLOCK_TAGS, _UNSEEN_TAGS, _EMPTY_TAGS))
_MOST_QUOTES = 5
_CELL = "\ue000"  # stands for a border while a line is read; `visible` would drop it from a text
_STRIKE = "~~"

_ATTRIBUTE_CHARACTERS = 2000
_ALT_CHARACTERS = 180


def lines_of(html: str) -> list[Line]:
    """Return one line per block. The lines of a quoted mail begin with "> ", as in a plain mail, so that one set of rules
    finds both. What lies beyond the limit belongs to the last line's part of the source."""
    page = _Page()
    for token in _TOKEN.finditer(html[:_MOST_MARKUP]):
        page.take(token)
    page.end_line(len(html))
    return page.lines


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
    depth: int = 0  # how often it is open

    def take(self, token: re.Match[str]) -> None:
        name, text = (token["name"] or "").lower(), token["text"]
        if self.unseen:
            if name == self.unseen:
                self.depth += -1 if token["end"] else 1
                self.unseen = self.unseen if self.depth else ""
        elif text:
            self._read(text, token.start())
        elif name and token["end"]:
            self._end(name, token)
        elif name:
            self._begin(name, token["attributes"][:_ATTRIBUTE_CHARACTERS], token)

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
            self.lines.append(Line(text, start, signed, bold=bold + shift * bool(bold), colour=colour, splits=splits))
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
        if name in _EMPTY:
            if name == "img" and not is_hidden(attributes):
                self._image(attributes)
            elif name in _BLOCKS and (self.words or name == "br"):
                self.end_line(token.end() if name == "br" else token.start())
            return
        if name in _UNSEEN or is_hidden(attributes):
            self.unseen, self.depth = name, 1
            return
        if name in _BLOCKS and self.words:
            self.end_line(token.start())
        if name in {"td", "th"} and self.words:
            self.words.append(_CELL)
            self.cells.append(token.start())
        target = target_of(attributes) if name == "a" else ""
        element = _Element(meanings(name, attributes), target, len(self.words), colour_of(attributes))
        self.elements[name].append(element)
        self.colours += [element.colour] if element.colour else []
        if "struck" in element.means and not self.counts["struck"]:
            self.words.append(_STRIKE)
        self.counts.update(element.means)

    def _end(self, name: str, token: re.Match[str]) -> None:
        if name in _BLOCKS and self.words:
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
