"""This module trains the candidate heads from files: it reads the tickets, encodes them, fits, and compares with baselines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.handled_tickets import HandledTicket, load_handled
from knowledge.search.evidence import identity
from models.encoding.encoder import Encoder
from models.heads import folder
from models.heads.fit import BASELINES, Recipe, baseline_accuracy
from models.heads.folder import Heads
from worker import bootstrap
from worker.company import Company, load_company
from worker.learning import heads
from worker.learning.adapters import customers
from worker.learning.received import Customers
from worker.settings import Settings


@dataclass(frozen=True)
class Prepared:
    """This is what heads are trained from."""

    tickets: tuple[HandledTicket, ...]
    company: Company
    customers: Customers
    vectors: heads.Vectors


@dataclass(frozen=True)
class Trained:
    heads: Heads
    baselines: dict[str, dict[str, float]]  # baseline -> head -> out-of-fold share right


def prepare(
    settings: Settings, paths: Sequence[Path], progress: Callable[[int, int], None] = lambda *_: None
) -> Prepared:
    """Read and encode the tickets of some files. `progress` is told how many of how many are encoded."""
    bootstrap.prepare(settings)
    tickets = tuple(ticket for path in paths for ticket in load_handled(path))
    encoder = bootstrap.make_encoder(bootstrap.encoder_name(settings))
    return _prepared(settings, tickets, encoder, progress)


def _prepared(
    settings: Settings, tickets: tuple[HandledTicket, ...], encoder: Encoder, progress: Callable[[int, int], None]
) -> Prepared:
    company = load_company(settings.company)
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        progress(done, len(tickets))

    before = heads.live(settings, identity(encoder.id))
    vectors = heads.embed(tickets, company, encoder, bootstrap.make_translate(settings), before, more)
    with bootstrap.opened(settings) as database:
        return Prepared(tickets, company, customers(database), vectors)


def train(
    settings: Settings,
    prepared: Prepared,
    recipes: Sequence[Recipe],
    progress: Callable[[int], None] = lambda _: None,
    *,
    compare: bool = True,
) -> Trained:
    """Train the candidate, and the baselines beside it on the same folds. Raises `TrainingError`."""
    target = heads.place(settings, prepared.vectors.encoder, candidate=True)
    made, _ = heads.train(
        prepared.tickets,
        prepared.company,
        prepared.customers,
        prepared.vectors,
        target,
        recipes=recipes,
        progress=progress,
    )
    if not compare:
        return Trained(made, {})
    seen = heads.seen_of(prepared.tickets, prepared.customers, prepared.vectors)
    wanted = heads.labels(prepared.tickets)
    shown = {}
    for name, recipe in BASELINES.items():
        shown[name] = baseline_accuracy(seen, wanted, recipe)
        progress(len(wanted))
    return Trained(made, shown)


def serves_first(settings: Settings, trained: Trained) -> bool:
    """Let a candidate serve if there are no heads for its encoder yet, and return whether it does now."""
    encoder = trained.heads.manifest.encoder
    if (heads.place(settings, encoder) / folder.MANIFEST).exists():
        return False
    heads.promote(settings, encoder)
    return True
