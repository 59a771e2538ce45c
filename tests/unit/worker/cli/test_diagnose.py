"""`deskhand diagnose` understands how far back it is to look."""

from datetime import UTC, datetime

import pytest

from worker.cli.diagnose import begin_of
from worker.errors import Refused

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "begin"),
    [
        ("12h", datetime(2026, 11, 30, 0, tzinfo=UTC)),
        ("30d", datetime(2026, 10, 31, 12, tzinfo=UTC)),
        ("2W", datetime(2026, 11, 16, 12, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
    ],
)
def test_a_time_back_is_a_number_with_a_unit_or_a_day(since: str, begin: datetime) -> None:
    assert begin_of(since, NOW) == begin


def test_what_is_no_time_is_refused_with_examples() -> None:
    with pytest.raises(Refused, match="30d"):
        begin_of("last month", NOW)
