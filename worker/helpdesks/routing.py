"""This module sends the decision for each ticket back to where the ticket came from.

A ticket from elsewhere has a number of its own, which in this helpdesk may be a stranger's ticket. What was decided for
it is kept by the harmless helpdesk, and `deskhand tickets show` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from worker.helpdesks.protocol import Helpdesk, Snapshot, Update


@dataclass(frozen=True)
class ByOrigin:
    desks: Mapping[str, Helpdesk]  # source of a ticket -> its helpdesk
    otherwise: Helpdesk

    def read(self, source: str, external_id: str, marker: str) -> Snapshot:
        return self._desk(source).read(source, external_id, marker)

    def apply(self, source: str, external_id: str, update: Update, snapshot: Snapshot) -> None:
        self._desk(source).apply(source, external_id, update, snapshot)

    def _desk(self, source: str) -> Helpdesk:
        return self.desks.get(source, self.otherwise)
