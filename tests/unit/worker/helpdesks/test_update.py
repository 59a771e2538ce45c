import pytest

from worker.helpdesks.protocol import Update

UPDATE = Update(
    marker="abc", public=True, comment="Hello,\n\nall good.", priority="high", queue="billing", tags=("Deskhand x",)
)


def test_an_update_survives_its_way_through_the_database():
    assert Update.from_json(UPDATE.to_json()) == UPDATE


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"marker": "a", "public": True},
        {"marker": "a", "public": "yes", "comment": "c"},
        {"marker": "a", "public": True, "comment": None},
        {"marker": "a", "public": True, "comment": "c", "priority": 3},
        {"marker": "a", "public": True, "comment": "c", "tags": None},
        {"marker": "a", "public": True, "comment": "c", "subject": "?"},
    ],
)
def test_a_row_that_is_no_update_is_named_as_such(data):
    with pytest.raises(ValueError, match="not an update"):
        Update.from_json(data)


@pytest.mark.parametrize("status", [None, "solved"])
def test_a_row_of_an_earlier_version_that_still_has_a_status_is_read(status):
    assert Update.from_json({**UPDATE.to_json(), "status": status}) == UPDATE
