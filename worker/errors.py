"""The exceptions a person may see.

DeskhandError             message says what to do next; the CLI prints it and exits with 1
├── NotReady              a server, a role, a migration or a company file is missing
├── Refused               asked for something that is not allowed in this state
└── HelpdeskError         the helpdesk did not do what was asked
    ├── HelpdeskUnsure    it may or may not have happened: read before trying again
    ├── HelpdeskBusy      it did not happen; try again after `retry_after` seconds
    ├── HelpdeskConflict  a person or the customer changed the ticket first
    └── HelpdeskRejected  it will never happen: a person must look
"""

import traceback

from models.errors import ModelError


class DeskhandError(Exception):
    """Its message is for the person at the terminal."""


class NotReady(DeskhandError):
    """Something this command stands on is missing."""


class Refused(DeskhandError):
    """Not allowed in this state."""


class HelpdeskError(DeskhandError):
    """The helpdesk did not do what was asked."""


class HelpdeskUnsure(HelpdeskError):
    """A timeout, a broken connection or a 5xx after the request was sent."""


class HelpdeskBusy(HelpdeskError):
    """Refused before anything happened: 429, 503, or no connection."""

    def __init__(self, message: str, retry_after: float = 30.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds


class HelpdeskConflict(HelpdeskError):
    """The ticket changed since it was read."""


class HelpdeskRejected(HelpdeskError):
    """4xx that trying again cannot mend."""


def words(error: BaseException) -> str | None:
    """What it says, if that was written by us for people; another's message may quote the ticket, or the row."""
    return str(error) if isinstance(error, DeskhandError | ModelError) else None


def where(error: BaseException) -> str:
    """Type and place, never the message: it may quote the ticket."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
