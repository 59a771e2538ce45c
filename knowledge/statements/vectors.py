"""This module says which vector a statement has (docs/decisions/0025-statements.md).

A vector of its own for each would add more than a third to what an index embeds. A statement that is a whole window, or
stands in one with at most one other sentence, has that window's vector; a row in another language has that of its
English sentence.
"""

from collections.abc import Sequence

from knowledge.sentences import whole_sentences
from knowledge.statements.base import Statement

MOST_SENTENCES = 2  # of a window whose vector stands for a sentence in it


def places(texts: Sequence[str], statements: Sequence[Statement]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return for each statement the number of its vector, and the further texts that need one.

    `texts`: those of the passage that have vectors: the whole, then each window. The further texts are numbered after
    them.
    """
    known = {text: number for number, text in reversed([*enumerate(texts)])}
    short = [
        (len(text), number, text)
        for number, text in enumerate(texts)
        if (number or len(texts) == 1) and sum(1 for _ in whole_sentences(text)) <= MOST_SENTENCES
    ]
    short.sort()
    of_source: dict[str, int] = {}  # of rows: the English sentence comes first
    further: dict[str, int] = {}
    found: list[int] = []
    for one in statements:
        place = of_source.get(one.source) if one.language else None
        if place is None:
            place = known.get(one.text)
        if place is None:
            place = next((number for _, number, text in short if one.source in text), None)
        if place is None:
            place = further.setdefault(one.text, len(texts) + len(further))
        of_source.setdefault(one.source, place)
        found.append(place)
    return tuple(found), tuple(further)
