"""Whether anything found answers at all: what it is read from, and the file it is kept in."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import EvidenceError
from knowledge.search.evidence import Evidence, features, identity, load, save
from tests.unit.knowledge.search.test_ranking import hit

OLD = '{"encoder": "a", "weights": [1, 2, 3, 4, 5], "offset": 0, "threshold": 0}'
KNOWN = Evidence("abc", (4.0, 0.0, 2.0, 0.0, 1.0, 0.5, 0.5), -3.0, 0.4)


def test_it_is_read_from_the_nearest_the_most_voted_for_and_the_first() -> None:
    hits = [
        replace(hit(place), cosine=cosine, precedent_score=votes, lexical_score=words, score=2.5 - place)
        for place, (cosine, votes, words) in enumerate([(0.2, 0.05, 3.0), (0.6, None, 9.0), (0.4, 0.1, 0.0)], 1)
    ]
    assert features(hits) == pytest.approx((0.6, 0.4, 1.0986, 0.2, 0.6931, 1.5, 2.3026), abs=1e-4)


def test_nearer_and_more_voted_for_is_surer_and_nothing_is_no_evidence() -> None:
    far, near = (replace(hit(1), cosine=cosine) for cosine in (0.1, 0.9))
    voted = replace(near, precedent_score=1.0)
    values = [KNOWN.of([one]) for one in (far, near, voted)]
    assert values == sorted(values)
    assert 0 < values[0] < values[-1] < 1
    assert KNOWN.of([]) == 0
    assert replace(KNOWN, offset=-1e9).of([far]) == 0


def test_it_is_kept_in_a_file_and_a_broken_one_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    assert load(path) is None
    save(path, KNOWN)
    assert load(path) == KNOWN
    assert list(tmp_path.iterdir()) == [path]
    for text in ("", "{}", "[]", '{"encoder": "a", "weights": ["x"], "offset": 0, "threshold": 0}', OLD):
        path.write_text(text)
        with pytest.raises(EvidenceError, match="run `deskhand knowledge threshold` again"):
            load(path)


def test_an_encoder_is_known_by_its_weights_wherever_it_lies() -> None:
    assert identity("demo/adapters/encoder@abc") == identity("/elsewhere/encoder@abc") == "abc"
