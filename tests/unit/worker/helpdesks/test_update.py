import json
from dataclasses import replace

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


def test_values_of_select_fields_survive_it_too_and_rows_of_before_have_none():
    chosen = replace(UPDATE, tags=("deskhand", "area_app"), choices=(("area_app", "area_web"),), fields={"7": "low"})
    assert Update.from_json(json.loads(json.dumps(chosen.to_json()))) == chosen
    assert chosen.chosen == ("area_app",)
    before = {name: value for name, value in UPDATE.to_json().items() if name not in {"choices", "fields"}}
    assert Update.from_json(before) == UPDATE


@pytest.mark.parametrize("wrong", [{"fields": ["7"]}, {"fields": {"7": 3}}, {"choices": [[1]]}, {"choices": [3]}])
def test_a_row_with_values_of_the_wrong_type_is_no_update(wrong):
    with pytest.raises(ValueError, match="not an update"):
        Update.from_json({**UPDATE.to_json(), **wrong})
