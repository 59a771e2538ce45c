"""A view is a way to make vectors of the tickets' subjects and bodies: by their words, or by their meaning."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from models.encoding.encoder import Encoder

_MOST_FEATURES = 100_000  # of each kind, the most frequent ones
_WORD = r"(?u)\w+|[^\w\s]+"  # a text of punctuation alone has words too
_MOST_DIMENSIONS = 512  # a regression on the features themselves takes minutes and tells no more
_BATCH = 16


def by_words(texts: Sequence[str]) -> Any:
    """Return TF-IDF of words and pairs of words, and of 2 to 5 characters, reduced to at most 512 dimensions by a truncated
    singular value decomposition (Deerwester et al. 1990). No label is used."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    words = TfidfVectorizer(token_pattern=_WORD, ngram_range=(1, 2), sublinear_tf=True, max_features=_MOST_FEATURES)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, max_features=_MOST_FEATURES)
    weights = make_union(words, characters).fit_transform(texts).tocsr()
    dimensions = min(_MOST_DIMENSIONS, min(weights.shape) - 1)
    return TruncatedSVD(dimensions, random_state=7).fit_transform(weights) if dimensions > 0 else weights.toarray()


def by_meaning(texts: Sequence[str], encoder: "Encoder", progress: Callable[[int], None] = lambda _: None) -> Any:
    """Return the encoder's vectors. `progress` is told how many more texts were encoded."""
    made = []
    for start in range(0, len(texts), _BATCH):
        made.append(encoder.encode(texts[start : start + _BATCH]))
        progress(len(made[-1]))
    return np.concatenate(made)
