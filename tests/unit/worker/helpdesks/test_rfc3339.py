from datetime import UTC, datetime

from worker.helpdesks.rfc3339 import parse_rfc3339


def test_nine_digits_of_a_second_are_read():
    assert parse_rfc3339("2025-01-08T10:12:07.672717030Z") == datetime(2025, 1, 8, 10, 12, 7, 672717, UTC)
    assert parse_rfc3339("2025-01-08t12:12:07.5+02:00") == datetime(2025, 1, 8, 10, 12, 7, 500000, UTC)
