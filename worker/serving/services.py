"""This module makes what a worker process works with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from sqlalchemy import Engine as DatabaseEngine

from models.generation.by_name import AdapterEngine
from worker import bootstrap, learned_assets
from worker.company import Company, load_company
from worker.domain import Run, Ticket
from worker.embedded import Urls, connection_urls
from worker.helpdesks.protocol import Helpdesk
from worker.pipeline.run import handle_batch, handle_without_model
from worker.pipeline.tools import Tools
from worker.serving.plan import Plan
from worker.serving.state import State
from worker.serving.swap import Swap
from worker.serving.tool_set import Loaded, ToolSet
from worker.settings import Settings


class Serving(Protocol):
    """It says what handles which tickets of a batch. `Swap` implements it."""

    def refresh(self) -> None: ...

    def groups(self, tickets: Sequence[Ticket]) -> list[tuple[Tools, list[Ticket]]]: ...


@dataclass(frozen=True)
class Fixed:
    """The same tools handle every ticket, and nothing is promoted."""

    tools: Tools

    def refresh(self) -> None: ...

    def groups(self, tickets: Sequence[Ticket]) -> list[tuple[Tools, list[Ticket]]]:
        return [(self.tools, list(tickets))]


@dataclass(frozen=True)
class Services:
    """Services are what a worker process works with."""

    settings: Settings
    urls: Urls
    company: Company
    database: DatabaseEngine
    helpdesk: Helpdesk
    serving: Serving | None  # None in a process without a model (delivery, upkeep)

    def refresh(self) -> None:
        self._serving.refresh()

    def handle_batch(self, tickets: Sequence[Ticket]) -> list[Run]:
        runs = [run for tools, group in self._serving.groups(tickets) for run in handle_batch(group, tools)]
        order = {ticket.id: place for place, ticket in enumerate(tickets)}
        return sorted(runs, key=lambda run: order[run.ticket.id])

    def handle_without_model(self, ticket: Ticket, why: str) -> Run:
        [(tools, _)] = self._serving.groups([ticket])
        return handle_without_model(ticket, why, tools)

    @property
    def _serving(self) -> Serving:
        if self.serving is None:
            raise RuntimeError("this process was built without a model")
        return self.serving


def build(settings: Settings, *, with_model: bool = True) -> Services:
    """Build and check everything that a process needs. Raises NotReady, CompanyError, BaseModelError or AdapterError,
    and each says what to do."""
    urls = connection_urls(settings)
    company = load_company(settings.company_path)
    database = bootstrap.database(settings)
    serving = make_serving(settings, company, database) if with_model else None
    return Services(settings, urls, company, database, bootstrap.make_helpdesk(settings, database), serving)


def make_serving(settings: Settings, company: Company, database: DatabaseEngine) -> Swap:
    """Load the model and the search once, and the versions that serve."""
    engine = cast(AdapterEngine, bootstrap.make_model_engine(settings, {}))
    finder = bootstrap.make_tickets_finder(settings, company, database, list)
    return around(settings, company, database, Loaded(engine, finder))


def around(settings: Settings, company: Company, database: DatabaseEngine, loaded: Loaded) -> Swap:
    def make(plan: Plan) -> ToolSet:
        made = ToolSet(settings, company, database, loaded, plan)
        loaded.finder.use(learned_assets.load_evidence(settings))
        return made

    return Swap(settings, cast(AdapterEngine, loaded.engine), make, State(settings.home_path))
