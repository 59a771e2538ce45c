"""This module defines what a vendor's folder tells Deskhand: its settings, how to read its webhooks and write its tickets.

A folder beside this module is a vendor; its `__init__.py` holds a `Vendor` called `VENDOR`. Nothing heavy is imported
with it: `make_webhook` and `make_client` import the modules that they need when they are called.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from worker.helpdesks.protocol import Helpdesk
from worker.helpdesks.settings import HelpdeskSettings
from worker.helpdesks.webhook_signatures import single
from worker.incoming import IncomingMerge, IncomingTicket

Own = TypeVar("Own", bound=HelpdeskSettings)


@dataclass(frozen=True)
class Call:
    """A call is one webhook request as it came: nothing in it is proven yet."""

    headers: Callable[[str], Sequence[str]]  # every value of the header with this name, whatever its case
    body: bytes  # as it was signed
    digest: str  # SHA-256 of the body; it names what has no id of its own
    now: datetime

    def header(self, name: str) -> str:
        """Return the only value of a header. Raises `SignatureError` where it is missing or there twice."""
        return single(self.headers(name), name)


class Webhook(Protocol):
    """A webhook reads the calls of a vendor, with the secrets of the settings."""

    @property
    def closed(self) -> str | None:
        """Return why every call is refused, and what to set; None if there is a secret."""

    def read(self, call: Call) -> IncomingTicket | IncomingMerge | None:
        """Return what the call says; None if it says nothing for us. The signature is checked before anything else.

        Raises `SignatureError` for a call that does not prove where it comes from, `MalformedPayload` for one that
        cannot be read or does not name its ticket.
        """


@dataclass(frozen=True)
class FileHosts:
    """These are the only hosts that the files of a vendor's tickets are fetched from (worker/helpdesks/downloads.py)."""

    own: str | None = None  # URL of the helpdesk itself: it alone gets the credentials, and may have a private address
    credentials: tuple[str, SecretStr] | None = None  # user and password of basic authentication
    listed: tuple[str, ...] = ()  # "files.example", "*.files.example"; with a port if it is not 443

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all of them, without ports."""
        own = urlsplit(self.own).hostname if self.own else None
        return (*((own,) if own else ()), *(pattern.partition(":")[0].lower() for pattern in self.listed))


def _nothing_wrong(_: HelpdeskSettings) -> Iterator[str]:
    return iter(())


def _nowhere(_: HelpdeskSettings) -> FileHosts:
    return FileHosts()


def _no_groups(_: HelpdeskSettings) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Vendor(Generic[Own]):
    """A vendor is a helpdesk that tickets come from, are written to, or both."""

    name: str  # of its folder; it is also in its path, in its settings, and the `source` of its tickets
    settings: type[Own]
    make_webhook: Callable[[Own], Webhook] | None = None  # raises NotReady for a secret that cannot be used
    make_client: Callable[[Own], Helpdesk] | None = None
    problems: Callable[[Own], Iterator[str]] = _nothing_wrong  # what is wrong in its settings, for `deskhand doctor`
    file_hosts: Callable[[Own], FileHosts] = _nowhere  # where the files of its tickets may be fetched, and as whom

    groups: Callable[[Own], Mapping[str, str]] = _no_groups  # which queue a group of the helpdesk is, by its id there

    @property
    def path(self) -> str:
        """Return the path of its webhook in the web process."""
        return f"/webhooks/{self.name}"

    @property
    def secrets(self) -> str:
        """Return the name of the setting with its webhook secrets."""
        return f"{self.name}_secrets"

    def has_secret(self, settings: Own) -> bool:
        return bool(getattr(settings, self.secrets))
