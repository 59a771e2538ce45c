"""What there is to embed, and how long that takes."""

from collections.abc import Sequence

import pytest

from knowledge.index.workload import SAMPLE, Workload


def test_texts_and_characters_are_counted_by_document() -> None:
    work = Workload()
    work.add("docs/a", ["four", "sixsix"])
    work.add("docs/b", [])
    work.add("docs/a", ["two"])
    assert (work.texts, work.characters) == (3, 13)
    assert work.of == {"docs/a": 13, "docs/b": 0}


def test_the_sample_is_small_and_taken_from_all_of_it() -> None:
    work = Workload()
    work.add("docs/a", [f"text {number}" for number in range(10_000)])
    places = [int(said.removeprefix("text ")) for said in work.sample]
    assert len(places) == SAMPLE
    assert min(places) < 3_000 and max(places) > 7_000


def test_the_time_of_the_whole_is_reckoned_by_characters() -> None:
    work, now = Workload(), [0.0]
    work.add("docs/a", ["x" * (1 + number % 7) for number in range(5_000)])

    def encode(texts: Sequence[str]) -> list[float]:
        now[0] += sum(map(len, texts)) / 1000
        return []

    assert work.seconds(encode, lambda: now[0]) == pytest.approx(work.characters / 1000)
    assert Workload().seconds(encode, lambda: now[0]) == 0
