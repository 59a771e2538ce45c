"""This module knows the line that a phone or a mail program adds below a mail: "Sent from my iPhone".

It ends after the thing that it names: "Sent from my iPhone the mails do not arrive" is a customer's sentence.
"""

import re

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import Lines

_DEVICE = re.compile(rf"{in_any_layout(lambda layout: layout.devices)}", re.IGNORECASE)
_CLAUSES = re.compile(r"[,?]|[.!] ")
_DEVICE_WORD = re.compile(
    rf"{in_any_layout(lambda layout: layout.device_words)}|gmx|web|yahoo|outlook|android|iphone|ipad|samsung|galaxy|huawei|xiaomi"
    r"|blackberry|proton|thunderbird|gmail|hotmail|freenet|smart|client|mailer|[a-z]{2,12}\.[a-z]{2,4}",
    re.IGNORECASE,
)
_SAID = re.compile(r"[^\W_][\w.-]{0,60}")
_LINK = re.compile(r"<[^<>]{0,200}>|\([^()]{0,200}\)|https?://\S{0,200}")
_DEVICE_CHARACTERS = 90


def is_device(lines: Lines, i: int) -> bool:
    """Return whether a phone or a mail program wrote the line."""
    text = lines[i].text
    begins = _DEVICE.match(text)
    if begins is None or len(text) > _DEVICE_CHARACTERS or _CLAUSES.search(text) or lines.is_announced(i):
        return False
    return all(map(_may_be_of_device, _SAID.findall(_LINK.sub(" ", text[begins.end() :]))))


def _may_be_of_device(word: str) -> bool:
    """Return whether a word may stand behind "Sent from": it names a thing, "iPhone", "my mobile phone"."""
    return any(c.isupper() or c.isdigit() for c in word) or _DEVICE_WORD.fullmatch(word) is not None
