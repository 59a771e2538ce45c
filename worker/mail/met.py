"""This module finds the names by which a quoted mail calls the person who answers it: its receiver's, and the one it greets.

To: "Helen Marsh" <h@x.example>     Dear Ms Marsh,
"""

import re
from collections.abc import Sequence

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import Lines
from worker.mail.segments import Kind

_RECEIVER = re.compile(
    rf"{in_any_layout(lambda layout: layout.headers.receiver)}\*?\s{{0,3}}:?\*?\s{{1,12}}(?P<names>[^<>\n]{{2,80}})",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(?P<names>[^\W\d_]{2,12}(?: [^\W\d_][\w.'-]{0,20}){1,4})\s?[,:!]")
_NAME = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]{2,30}")
_QUOTED_LINES = 300
_MOST_NAMES = 200
_OTHERS = frozenset(
    "dear sehr geehrter geehrte hallo guten tag liebe lieber herr frau bonjour madame monsieur cher chère estimado estimada hola "
    "buenos geachte beste heer mevrouw gentile egregio buongiorno salve signor signora good morning hello".split()
)


def names_in(lines: Lines, kinds: Sequence[Kind]) -> frozenset[str]:
    """Return the words of those names, in small letters."""
    found: set[str] = set()
    quoted = [i for i, kind in enumerate(kinds) if kind in {Kind.QUOTED, Kind.FORWARDED}][:_QUOTED_LINES]
    for i in quoted:
        text = lines[i].bare[:200]
        match = _RECEIVER.match(text) or _GREETING.match(text)
        if match:
            found |= {name.lower() for name in _NAME.findall(match["names"])}
        if len(found) > _MOST_NAMES:
            break
    return frozenset(found - _OTHERS)
