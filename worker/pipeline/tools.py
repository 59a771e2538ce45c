"""This module holds the tools of the steps: models, search, company and policy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter

from models.evaluation.confidence import Confidence
from models.generation.engine import Engine
from models.heads.folder import Heads
from models.selection import Selector
from models.skills.reply import Form
from worker.company import Company
from worker.domain import AccountCard, Ticket
from worker.pipeline import retrieve
from worker.pipeline.policy import Policy
from worker.pipeline.prompting import Prompts


def _no_card(_: Ticket) -> AccountCard | None:
    return None


@dataclass(frozen=True)
class Tools:
    """These are the tools of the steps. Bootstrap provides the real ones, tests provide scripted ones."""

    engine: Engine
    find: retrieve.Find
    company: Company
    policy: Policy
    temperatures: Mapping[str, float] = field(default_factory=dict)  # triage field -> calibration temperature
    heads: Mapping[str, Heads] = field(default_factory=dict)  # by encoder; without any, the model does the triage
    model_triages: bool = True  # False: it never learned to, so where no heads do it, nobody does
    prompts: Prompts = field(default_factory=Prompts)  # of the bare base, for skills without an adapter
    form: Form = Form.FREE  # of a reply: what the model may write
    chooses: bool = False  # no model writes: statements are chosen
    selector: Selector | None = None  # that chooses them, for the vectors of its encoder
    confidence: Confidence | None = None  # of a reply; without one, the probability of its tokens counts
    card: Callable[[Ticket], AccountCard | None] = _no_card  # of the account of a verified requester
    by_queue: "Mapping[str, Tools]" = field(
        default_factory=dict
    )  # where an adapter of its own writes the replies of a queue
    canaries: Mapping[str, str] = field(default_factory=dict)  # skill -> the canary by or beside which it is done
    clock: Callable[[], float] = perf_counter  # seconds

    def selector_for(self, encoder: str) -> Selector | None:
        """Return the selector, if it was learned with this encoder."""
        own = self.selector
        return own if own is not None and own.origin.encoder == encoder else None
