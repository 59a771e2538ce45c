"""This module names groups of texts by their most telling words: those that the group has often and the others seldom."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from worker.history.redaction import PLACEHOLDER
from worker.mail.asked.lexicon import lexicon, tokens
from worker.mail.asked.questions import stem

WORDS = 4  # of a name
_LEAST_ASKERS = 2  # who used a word: one of them alone may be told by it
_WRITTEN = re.compile(r"[^\W\d_]{3,}")
NAMELESS = "(no word in common)"


def telling(
    texts: Sequence[str],
    askers: Sequence[str],
    groups: Sequence[Collection[int]],
    names: Collection[str] = (),
    others: Sequence[str] = (),
) -> list[str]:
    """Return a name per group. `texts` are redacted; what only one asker wrote is in no name. `names`: of plans and products,
    which are written as they are. `others`: further texts, which say how usual a word is; none of theirs is in a name."""
    held = [_words(text) for text in texts]
    everywhere = Counter(word for words in (*held, *map(_words, others)) for word in words)
    total = len(held) + len(others)
    kept = {stem(tokens(name)[0]): name for name in names if tokens(name)}
    return [_name(held, askers, group, everywhere, total, kept) for group in groups]


def _name(
    held: Sequence[dict[str, str]],
    askers: Sequence[str],
    group: Collection[int],
    everywhere: Counter[str],
    total: int,
    kept: dict[str, str],
) -> str:
    users: dict[str, set[str]] = defaultdict(set)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    counts = Counter[str]()
    for place in group:
        for word, form in held[place].items():
            users[word].add(askers[place])
            written[word][form] += 1
            counts[word] += 1
    weights = {
        word: count / len(group) * math.log(1 + total / everywhere[word])
        for word, count in counts.items()
        if len(users[word]) >= _LEAST_ASKERS
    }
    best = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]
    return ", ".join(kept.get(word) or written[word].most_common(1)[0][0] for word in best) or NAMELESS


def _words(text: str) -> dict[str, str]:
    """Return the words of a text that say what it is about, as stems with one form each."""
    empty = lexicon(None).empty
    found: dict[str, str] = {}
    for form in _WRITTEN.findall(PLACEHOLDER.sub(" ", text)):
        folded = tokens(form)
        if folded and folded[0] not in empty:
            found.setdefault(stem(folded[0]), form.lower())
    return found
