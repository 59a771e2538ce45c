"""This module defines the exceptions of this package, and says which of all exceptions a person may read.

DeskhandError               the message says what to do next; the command line prints it and exits with 1
├── NotReady                a server, a role, a migration or a company file is missing
│   ├── CompanyError        the company file cannot be used
│   └── ForeignAsset        what was learned is another company's
├── Refused                 what was asked for is not allowed in this state
└── HelpdeskError           the helpdesk did not do what was asked
    ├── HelpdeskUnsure      it may or may not have happened: read before trying again
    ├── HelpdeskBusy        it did not happen; try again after `retry_after` seconds
    ├── HelpdeskConflict    a person or the customer changed the ticket first
    └── HelpdeskRejected    it will never happen: a person must look
        └── HelpdeskForbidden   the token may not read this
SignatureError              a webhook does not prove where it comes from; its sender reads the message
MalformedPayload            a webhook cannot be read; its sender reads the message
Unfit                       a row of an imported file is no ticket; the message is listed with its line
NotFetched                  a file of a ticket was not fetched; people read the message beside its name
Refusal                     a webhook is answered with another status than 202

`knowledge` and `models` import neither this package nor each other, so each has a root of its own for the exceptions
that a person may read. `FOR_PEOPLE` holds the three roots, and nothing else decides what is shown.
"""

import traceback

from knowledge.errors import KnowledgeError
from models.errors import ModelError


class DeskhandError(Exception):
    """The message is for the person at the terminal."""


class NotReady(DeskhandError):
    """Something that this command needs is missing."""


class CompanyError(NotReady):
    """The company file cannot be used; the message says what to do."""


class ForeignAsset(NotReady):
    """What was learned, or a database, is another company's; the message says what to do."""


class Refused(DeskhandError):
    """What was asked for is not allowed in this state."""


class HelpdeskError(DeskhandError):
    """The helpdesk did not do what was asked."""


class HelpdeskUnsure(HelpdeskError):
    """The request was sent, and then came a timeout, a broken connection or a 5xx."""


class HelpdeskBusy(HelpdeskError):
    """The request was refused before anything happened: 429, 503, or no connection."""

    def __init__(self, message: str, retry_after: float = 30.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds


class HelpdeskConflict(HelpdeskError):
    """The ticket changed since it was read."""


class HelpdeskRejected(HelpdeskError):
    """The helpdesk answered with a 4xx that another try cannot change."""


class HelpdeskForbidden(HelpdeskRejected):
    """The token may not read this."""


class Unfit(Exception):
    """A row of an imported file is no ticket; the message says why and quotes no customer."""


class SignatureError(Exception):
    """The request does not prove where it comes from."""


class MalformedPayload(Exception):
    """The request cannot be read; the message is for whoever set up the webhook and quotes nothing of it."""


class NotFetched(Exception):
    """A file of a ticket was not fetched; the message says why and quotes nothing of it."""


class Refusal(Exception):
    """A refusal is an answer other than 202: a status, a label for the counter, and words for whoever set up the webhook."""

    def __init__(self, status: int, reason: str, words: str) -> None:
        super().__init__(words)
        self.status, self.reason, self.words = status, reason, words


FOR_PEOPLE = (DeskhandError, KnowledgeError, ModelError)
"""These are the exceptions with a message that we wrote for people. Any other message may quote a ticket or a row."""


def words(error: BaseException) -> str | None:
    """Return the message of an exception that a person may read; None for any other."""
    return str(error) if isinstance(error, FOR_PEOPLE) else None


def where(error: BaseException) -> str:
    """Return type and place of an exception, never its message, because that may quote the ticket."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
