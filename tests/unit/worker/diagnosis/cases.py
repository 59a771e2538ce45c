"""Cases for the tests of the table, with everything that does not matter filled in."""

from datetime import UTC, datetime
from typing import Any

from tests.unit.worker.pipeline.builders import ticket
from worker.diagnosis.case import After, Case, Cited, Kept
from worker.diagnosis.claims import Claim, Place

SAID = "The reset link is valid for one hour."
ANSWER = After(("You can ask for a new link.",), "Hello,\n\nYou can ask for a new link.\n\nAda", "billing", "normal")


def case(**changes: Any) -> Case:
    values: dict[str, Any] = {
        "ticket": ticket(), "at": datetime(2026, 11, 22, tzinfo=UTC), "outcome": "hold", "reason": "no_threshold",
        "made_by": "rule of the product", "queue": "billing", "priority": "normal", "escalated": False,
        "kept": (Kept("docs/login.md#Reset", "Login > Reset", 1),), "said": (SAID,), "language": "en",
        "cited": (Cited(SAID, "docs/login.md#Reset", SAID),), "after": ANSWER, "name": "12",
    }  # fmt: skip
    return Case(**{**values, **changes})


def claim(place: Place, *, said: bool = False, **changes: Any) -> Claim:
    carried = place is not Place.ABSENT
    values: dict[str, Any] = {
        "ref": "docs/login.md#New" if carried else "",
        "carriers": ("docs/login.md#New",) * carried,
    }
    return Claim("You can ask for a new link.", said, place, **{**values, **changes})
