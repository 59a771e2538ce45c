"""What a person is told before a long sync."""

from dataclasses import replace

import pytest

from knowledge.index.workload import Workload
from models.encoding.encoder import LARGE, SMALL
from worker.bootstrap import make_maker
from worker.library import sync_estimate
from worker.library.sync_estimate import Pace
from worker.settings import Settings

WORK = Workload(texts=5310, of={f"docs/{number}": 1_000 for number in range(1_204)})


def test_it_says_how_long_each_encoder_takes_and_that_nothing_is_lost_by_stopping() -> None:
    told = list(sync_estimate.lines(WORK, Pace(LARGE, 25 * 60), [Pace(SMALL, 190)]))
    assert told[0].startswith(f"1,204 documents, 5,310 texts to embed: {LARGE} takes about 25 min on this machine")
    assert "an interrupted sync goes on" in told[0]
    assert told[1:] == [f"{SMALL} would take about 3 min", f"advice: stay with {LARGE}"]


def test_it_advises_the_faster_encoder_where_patience_would_end() -> None:
    *_, advice = sync_estimate.lines(WORK, Pace(LARGE, 3 * 3600), [Pace(SMALL, 1_500)])
    assert f"DESKHAND_ENCODER={SMALL}" in advice and "reindex" in advice
    *_, advice = sync_estimate.lines(WORK, Pace(SMALL, 3_600), [Pace(LARGE, 6 * 3600)])
    assert advice == f"advice: stay with {SMALL}"


def test_a_later_sync_is_told_its_time_alone() -> None:
    assert len(list(sync_estimate.lines(WORK, Pace(SMALL, 70), []))) == 1


def test_the_encoders_are_timed_on_the_texts_themselves_and_only_where_it_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    maker = make_maker(Settings(encoder=SMALL))
    asked: list[str] = []
    counting = replace(maker, encode=lambda texts: (asked.extend(texts), maker.encode(texts))[1])
    work = Workload()
    work.add("docs/a", [f"Where is invoice {number}? " * 4 for number in range(60)])
    assert list(sync_estimate.tell(work, counting, first=False)) == []
    assert asked == []
    monkeypatch.setattr(sync_estimate, "WORTH_TIMING", 1_000)
    [line] = sync_estimate.tell(work, counting, first=False)
    assert f"60 texts to embed: {SMALL} takes about" in line
    assert set(asked) == set(work.sample)
