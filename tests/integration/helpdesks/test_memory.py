"""The harmless helpdesk against a real Postgres."""

from dataclasses import replace

import pytest

from tests.support.outbox import AT_ONCE, DEAD_AT_ONCE, NOTE, POINTS, REPLY, Crash, row, states, ticket_with_delivery
from worker.delivery import Counts, deliver_due
from worker.errors import HelpdeskConflict
from worker.helpdesks.memory import MemoryHelpdesk
from worker.helpdesks.protocol import Helpdesk


def test_the_memory_helpdesk_is_told_once_and_can_be_asked(database):
    helpdesk = MemoryHelpdesk(database.app)
    delivery = ticket_with_delivery(database.app, 1, REPLY, source="standard")
    assert deliver_due(database.app, helpdesk, 10, schedule=AT_ONCE) == Counts(sent=1)
    assert deliver_due(database.app, helpdesk, 10, schedule=AT_ONCE) == Counts()
    key = row(database.app, delivery).effect_key
    assert helpdesk.told("standard", "1") == [replace(REPLY, marker=key)]
    assert helpdesk.told("standard", "2") == []


@pytest.mark.parametrize("point", POINTS)
def test_the_memory_helpdesk_is_told_once_through_a_crash_at_any_point(database, point):
    helpdesk = MemoryHelpdesk(database.app)
    ticket_with_delivery(database.app, 1, source="standard")

    def die(reached: str) -> None:
        if reached == point:
            raise Crash

    with pytest.raises(Crash):
        deliver_due(database.app, helpdesk, 10, schedule=DEAD_AT_ONCE, reached=die)
    deliver_due(database.app, helpdesk, 10, schedule=AT_ONCE)
    assert len(helpdesk.told("standard", "1")) == 1
    assert states(database.app) == {"sent": 1}


def test_the_memory_helpdesk_refuses_an_old_stamp_and_shows_a_duplicate(database):
    helpdesk: Helpdesk = MemoryHelpdesk(database.app)
    before = helpdesk.read("standard", "1", "m")
    helpdesk.apply("standard", "1", replace(NOTE, marker="m"), before)
    with pytest.raises(HelpdeskConflict):
        helpdesk.apply("standard", "1", replace(NOTE, marker="m"), before)
    after = helpdesk.read("standard", "1", "m")
    assert after.has_marker
    helpdesk.apply("standard", "1", replace(NOTE, marker="m"), after)
    assert len(MemoryHelpdesk(database.app).told("standard", "1")) == 2
