"""This module reads the lines on which the redaction was built: a language, a tab, and a text with {kind:what is somebody's}."""

import re
from pathlib import Path

from benchmarks.redaction import Label, Line

_FILE = Path(__file__).parent / "private_lines.txt"
_MARK = re.compile(r"\{(\w+):([^{}]*)\}")


def private_lines() -> list[Line]:
    return [_line(number, line) for number, line in enumerate(_FILE.read_text().splitlines(), 1) if line[:1] != "#"]


def _line(number: int, line: str) -> Line:
    language, _, marked = line.partition("\t")
    text, labels, last = "", [], 0
    marked = marked.replace("\\n", "\n")
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        labels.append(Label(len(text), len(text) + len(match[2]), match[1]))
        text, last = text + match[2], match.end()
    return Line(str(number), language, text + marked[last:], tuple(labels))
