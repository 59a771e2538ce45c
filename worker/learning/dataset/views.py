"""A view is a way to make vectors of the tickets' subjects and bodies: by their words, or by their meaning."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from models.encoding.encoder import Encoder

_MOST_FEATURES = 100_000  # of each kind, the most frequent ones
_WORD = r"(?u)\w+|[^\w\s]+"  # a text of punctuation alone has words too
_BATCH = 16


def by_words(texts: Sequence[str]) -> Any:
    """Return TF-IDF of words and pairs of words, and of 2 to 5 characters, as a sparse matrix. Nothing but the rarity is
    learned of the texts, and no label."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    words = TfidfVectorizer(token_pattern=_WORD, ngram_range=(1, 2), sublinear_tf=True, max_features=_MOST_FEATURES)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, max_features=_MOST_FEATURES)
    return make_union(words, characters).fit_transform(texts).tocsr()


def by_meaning(texts: Sequence[str], encoder: "Encoder", progress: Callable[[int], None] = lambda _: None) -> Any:
    """Return the encoder's vectors. `progress` is told how many more texts were encoded."""
    made = []
    for start in range(0, len(texts), _BATCH):
        made.append(encoder.encode(texts[start : start + _BATCH]))
        progress(len(made[-1]))
    return np.concatenate(made)
