"""This module finds the line of each entry of a TOML file, because `tomllib` does not keep them.

The text has been read by `tomllib` before, so it is well formed. It is looked at once, from the beginning to the end.
"""

import re
import tomllib
from bisect import bisect_left

Place = tuple[str | int, ...]  # keys, and positions in lists: ("rules", 0, "effect")

_EMPTY = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK = re.compile(r"[ \t]*+")
_BARE = re.compile(r"[A-Za-z0-9_-]++")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}+(?!"))*+"{3,5}+'
    r"|'''(?:[^']|'{1,2}+(?!'))*+'{3,5}+"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'"
)
_OTHER = re.compile(r"[^,\]}\n#]*+")  # a number, a date, true or false


def lines_of(text: str) -> dict[Place, int]:
    """Return the line, from 1, of each table, each key and each item of a list."""
    return _Reader(text).read()


def line_of(place: Place, lines: dict[Place, int]) -> int:
    """Return the line of an entry, or of the nearest one around it: what is missing has none."""
    return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), 1)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_ends = [match.start() for match in re.finditer("\n", text)]
        self._found: dict[Place, int] = {}
        self._last: dict[Place, int] = {}  # of each [[list of tables]], the position of its last table

    def read(self) -> dict[Place, int]:
        table: Place = ()
        while self._is_more():
            if self._text.startswith("[[", self._at):
                start, self._at = self._at, self._at + 2
                around = self._within(keys := self._keys())
                listed = (*around, keys[-1])
                self._last[listed] = self._last.get(listed, -1) + 1
                table = (*listed, self._last[listed])
                self._note(listed, start)
                self._note(table, start)
                self._at += 2
            elif self._text[self._at] == "[":
                start, self._at = self._at, self._at + 1
                table = self._within([*self._keys(), ""])
                self._note(table, start)
                self._at += 1
            else:
                self._entry(table)
        return self._found

    def _within(self, keys: list[str]) -> Place:
        """Return the place of all but the last key. One that names a list of tables means its last table."""
        place: Place = ()
        for key in keys[:-1]:
            place = (*place, key)
            if place in self._last:
                place = (*place, self._last[place])
        return place

    def _entry(self, table: Place) -> None:
        start = self._at
        for key in self._keys():
            table = (*table, key)
            self._note(table, start)
        self._at += 1  # "="
        self._value(table)

    def _keys(self) -> list[str]:
        """Return the keys of `a."b c".d`, and go behind the blanks after them."""
        keys: list[str] = []
        while True:
            self._skip(_BLANK)
            quoted = _STRING.match(self._text, self._at)
            found = quoted or _BARE.match(self._text, self._at)
            if found is None:
                raise ValueError(f"no key at {self._at}")
            keys.append(tomllib.loads(f"k = {found[0]}")["k"] if quoted else found[0])
            self._at = found.end()
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _value(self, place: Place) -> None:
        self._skip(_BLANK)
        if self._text.startswith("[", self._at):
            self._several("]", place)
        elif self._text.startswith("{", self._at):
            self._several("}", place)
        else:
            self._skip(_STRING if self._text[self._at] in "\"'" else _OTHER)

    def _several(self, end: str, place: Place) -> None:
        """Go through the items of a list or the entries of an inline table."""
        self._at += 1
        position = 0
        while self._is_more() and not self._text.startswith(end, self._at):
            if end == "]":
                self._note((*place, position), self._at)
                self._value((*place, position))
            else:
                self._entry(place)
            position += 1
            if self._is_more() and self._text.startswith(",", self._at):
                self._at += 1
        self._at += 1

    def _is_more(self) -> bool:
        """Go behind blanks, comments and line ends. Return whether something is left."""
        self._skip(_EMPTY)
        return self._at < len(self._text)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if found := pattern.match(self._text, self._at):
            self._at = found.end()

    def _note(self, place: Place, at: int) -> None:
        self._found.setdefault(place, bisect_left(self._line_ends, at) + 1)
