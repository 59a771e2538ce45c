"""A selector: probabilities from features and their products, when to stop, and the file it is kept in."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import selection
from models.errors import AdapterError
from models.selection import Origin, Selector, Stopping, choose, expanded

STOP = Stopping(share=0.5, elsewhere=0.7, words=30)
KNOWN = Selector(
    "selector-1",
    Origin("enc", "Ferrowick", "hash", 80, 900, 160, ("a", "b"), {"selected": 0.7}),
    ("score", "cosine"),
    (1.0, 0.5),
    (2.0, 0.25),
    (0.5, 1.0, 0.0, 2.0, 0.0),  # score, cosine, score², score times cosine, cosine²
    -0.25,
    STOP,
)


def test_features_and_their_products_are_weighed() -> None:
    rows = np.array([[1.0, 0.5], [3.0, 0.75]])
    assert expanded(np.array([[2.0, 3.0]])).tolist() == [[2, 3, 4, 6, 9]]
    wanted = 1 / (1 + np.exp([0.25, -(0.5 + 1.0 + 2.0 - 0.25)]))
    assert KNOWN.of(rows) == pytest.approx(wanted)


def test_the_likeliest_is_said_and_others_by_how_likely_they_are_and_where_they_stand() -> None:
    chances, passages, words = [0.4, 0.8, 0.5, 0.6, 0.75], [0, 0, 0, 1, 2], [10, 10, 10, 10, 10]
    assert choose(chances, passages, words, STOP) == [1, 2, 4]  # 0.8 is less than half of 1.7; 0.75 in another passage
    assert choose(chances, passages, [10, 25, 10, 10, 5], STOP) == [1, 4]  # 0.5 and 0.4 would be too long after it
    assert choose(chances, passages, [4, 10, 15, 10, 5], STOP) == [0, 1, 4]  # 0.4 is short, and says as much per word
    assert choose([0.1, 0.2], [0, 0], [90, 90], STOP) == [1]  # however long, and however unlikely


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.integers(1, 40)), min_size=1, max_size=30))
def test_something_is_said_in_order_once_and_within_the_words(said: list[tuple[float, int, int]]) -> None:
    chosen = choose([p for p, _, _ in said], [n for _, n, _ in said], [w for _, _, w in said], STOP)
    assert chosen == sorted(set(chosen))
    assert max(p for p, _, _ in said) == max(said[place][0] for place in chosen)
    assert len(chosen) == 1 or sum(said[place][2] for place in chosen) <= STOP.words


def test_it_is_kept_in_a_file_and_an_altered_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "selector.json"
    assert selection.load(path) is None
    made = selection.make(KNOWN)
    selection.save(made, path)
    assert selection.load(path) == made
    assert made.id.startswith("selector-")
    whole = json.loads(path.read_text())
    for change in ({"offset": 9.0}, {"weights": [1.0]}, {"stopping": None}):
        path.write_text(json.dumps({**whole, **change}))
        with pytest.raises(AdapterError, match="altered"):
            selection.load(path)
    path.write_text("{}")
    with pytest.raises(AdapterError, match="cannot be read"):
        selection.load(path)
