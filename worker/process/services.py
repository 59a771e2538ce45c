"""This module makes what a worker's child works with, by functions that the parent knows by name only.

The parent passes on doorbells. It must neither import torch nor open a connection to the database, so it hands its
child the name of a function, and the child imports and calls it.
"""

from collections.abc import Callable, Sequence
from pkgutil import resolve_name
from typing import Protocol, cast

from sqlalchemy import Engine

from worker.company import Company
from worker.domain import Run, Ticket
from worker.helpdesks.protocol import Helpdesk
from worker.settings import Settings


class Services(Protocol):
    """Services are what the rounds of a model or an io worker need; in the product, `worker.serving.services.Services`."""

    @property
    def settings(self) -> Settings: ...

    @property
    def database(self) -> Engine: ...

    @property
    def company(self) -> Company: ...

    @property
    def helpdesk(self) -> Helpdesk: ...

    def refresh(self) -> None:
        """Take what was promoted since the last call."""
        ...

    def handle_batch(self, tickets: Sequence[Ticket]) -> list[Run]: ...

    def handle_without_model(self, ticket: Ticket, why: str) -> Run: ...


class MakeServices(Protocol):
    """A function of this kind makes the services of a model or an io worker; in the product,
    `worker.serving.services.build`."""

    def __call__(self, settings: Settings, *, with_model: bool) -> Services: ...


MakeHelp = Callable[[Settings], Callable[[], int]]
"""A function of this kind makes the round of an index worker, which needs the owner's connection and the encoder, but
nothing for tickets; in the product, `worker.library.sync.make_helper`."""


def make_services(name: str, settings: Settings, *, with_model: bool) -> Services:
    """Return what the function "module:function" makes."""
    make = cast(MakeServices, resolve_name(name))
    return make(settings, with_model=with_model)


def make_help(name: str, settings: Settings) -> Callable[[], int]:
    """Return the round that the function "module:function" makes."""
    make = cast(MakeHelp, resolve_name(name))
    return make(settings)
