"""How often answers of a confidence were right, in counts that files keep."""

import random

import pytest

from models.evaluation.track_record import FEWEST, MOST_BANDS, NO_RECORD, Band, TrackRecord, count, in_words


def test_cases_are_counted_in_bands_from_the_least_sure():
    drawn = random.Random(7)
    sure = [drawn.random() for _ in range(400)]
    right = [drawn.random() < p for p in sure]
    record = count(sure, right)
    assert len(record.bands) == MOST_BANDS
    assert sum(band.cases for band in record.bands) == 400
    assert sum(band.right for band in record.bands) == sum(right)
    assert [band.least for band in record.bands] == sorted(band.least for band in record.bands)
    shares = [band.right / band.cases for band in record.bands]
    assert shares[0] < 0.3
    assert shares[-1] > 0.7
    for p in (0.05, 0.5, 0.99):
        band = record.of(p)
        assert band is not None
        assert band.least <= p


def test_few_cases_are_one_band_and_equal_ones_stay_together():
    assert count([0.2, 0.9], [False, True]).bands == (Band(0.2, 1, 2),)
    equal = count([0.5] * 200, [True] * 150 + [False] * 50)
    assert equal.bands == (Band(0.5, 150, 200),)
    assert all(band.cases >= FEWEST for band in count([n / 100 for n in range(100)], [True] * 100).bands)


def test_cases_of_one_confidence_are_never_divided():
    record = count([0.1] * 20 + [0.5] * 40, [False] * 20 + [True] * 40)
    assert record.bands == (Band(0.1, 0, 20), Band(0.5, 40, 40))
    assert count([0.1] * 100 + [0.5] * 40 + [0.9] * 100, [True] * 240).of(0.5) == Band(0.5, 40, 40)


@pytest.mark.parametrize("sure", [0.5000006, 2 / 3, 0.9666667, 1.0])
def test_a_case_belongs_to_the_band_that_it_was_counted_in(sure):
    assert count([sure] * 60, [True] * 60).of(sure) is not None


def test_what_nobody_counted_is_not_known():
    assert count([], []) == NO_RECORD
    assert NO_RECORD.of(0.9) is None
    assert count([0.5] * 40, [True] * 40).of(0.4) is None  # less sure than any case


def test_a_record_survives_a_file_and_files_of_an_earlier_version_have_none():
    record = count([n / 100 for n in range(100)], [n > 40 for n in range(100)])
    assert TrackRecord.from_json(record.as_json()) == record
    assert TrackRecord.from_json(None) == NO_RECORD


@pytest.mark.parametrize("stored", [7, [7], [[0.5, 3]], [[0.5, 3, 2]], [["x", 1, 2]], [[0.5, -1, 2]]])
def test_what_is_no_record_is_refused(stored):
    with pytest.raises(ValueError):
        TrackRecord.from_json(stored)


@pytest.mark.parametrize(("right", "cases", "counted", "said"), [
    (190, 212, True, "about 9 of 10 such cases (from 212)"),
    (208, 212, True, "more than 9 of 10 such cases (from 212)"),
    (212, 212, True, "212 of 212 such cases"),
    (0, 31, True, "0 of 31 such cases"),
    (0, 330, False, "fewer than 1 of 10 such cases (estimated from 330)"),
    (330, 330, False, "more than 9 of 10 such cases (estimated from 330)"),
])  # fmt: skip
def test_a_share_is_told_as_people_say_it(right, cases, counted, said):
    assert in_words(right, cases, counted=counted) == said
