"""Where a sentence of a reply ends: at . ! ? … or ; and a blank, or at a capital that follows without one.

Two statements in one item is how the second gets past a check of shared words, so what is doubtful is an end: a part of
a true sentence is true as well. No end is the point of an abbreviation that a sentence goes on behind, and of whatever
has no blank behind it (1.5, x.example).
"""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…;]+[\"'”’»)\]]*(?:\s+|$)|(?<=[\w)][.!?])(?=[A-ZÀ-Þ¿¡][a-zà-ÿ])")  # noqa: RUF001
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|vs|mr|mrs|ms|dr|st|z|z\. ?b|d|d\. ?h|u|u\. ?a|bzw|ca|inkl|exkl|evtl|ggf|vgl|zzgl|mind|"
    r"bspw|sog|mme|p\. ?ex|sr|sra|p\. ?ej)\.$",
    re.IGNORECASE,
)
_GOES_ON_WITH_A_NUMBER = re.compile(r"(?:^|[\s(])(?:no|nos|nr|fig|art|abs|n°|réf|núm|pág|tel|tél|max|min|p)\.$", re.I)
_GOES_ON_SMALL = re.compile(
    r"\b(?:(?:\w\.){2,}|(?:etc|usw|approx|aprox|env|incl|excl|max|min|máx|mín|p)\.)$", re.I
)  # B.V.


def sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        so_far, rest = text[start : end.end()].strip(), text[end.end() :]
        if so_far and not _goes_on(so_far, rest):
            yield so_far
            start = end.end()
    if rest := text[start:].strip():
        yield rest


def _goes_on(so_far: str, rest: str) -> bool:
    tail, following = so_far[-12:], rest[:1]
    return bool(
        _GOES_ON.search(tail)
        or (following.isdigit() and _GOES_ON_WITH_A_NUMBER.search(tail))
        or (following.islower() and _GOES_ON_SMALL.search(tail))
    )
