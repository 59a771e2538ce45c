"""An import that is killed is run again, and leaves what one without a kill leaves."""

import pytest

from benchmarks import import_faults
from tests.conftest import Database, Stack

TICKETS, KILLS = 300, 10


@pytest.mark.slow
def test_an_import_from_zendesk_that_is_killed_ten_times_loses_and_doubles_nothing(
    database: Database, stack: Stack
) -> None:
    found = import_faults.of_zendesk(database.owner, stack.environment, TICKETS, KILLS)
    assert found["codes"] == [0, 0], found["said"]
    assert (found["killed"], found["lost"], found["strange"], found["twice"], found["same"]) == (KILLS, 0, 0, 0, True)
    assert found["tickets"] == TICKETS - TICKETS // 50
    assert 0 < found["halfway"] < found["tickets"]


@pytest.mark.slow
def test_an_import_of_a_file_that_is_killed_ten_times_loses_and_doubles_nothing(
    database: Database, stack: Stack
) -> None:
    found = import_faults.of_file(database.owner, stack.environment, TICKETS, KILLS)
    assert found["codes"] == [0, 0], found["said"]
    assert (found["killed"], found["lost"], found["strange"], found["twice"], found["same"]) == (KILLS, 0, 0, 0, True)
    assert found["tickets"] == TICKETS
