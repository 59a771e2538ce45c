"""This module trains the candidate heads from files: it searches for the tickets, fits, and compares with baselines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.handled_tickets import HandledTicket
from knowledge.index.indexes import Index
from knowledge.search.evidence import identity
from models.heads.fit import BASELINES, Fitted, Recipe, baseline_accuracy, fit
from models.heads.folder import Heads
from worker import bootstrap
from worker.company import Company, load_company
from worker.learning import handled, heads, sealed_set, serving_heads
from worker.learning.adapters import customers
from worker.learning.received import Customers
from worker.settings import Settings


@dataclass(frozen=True)
class Prepared:
    """This is what heads are trained from."""

    tickets: tuple[HandledTicket, ...]
    company: Company
    customers: Customers
    known: heads.Known


@dataclass(frozen=True)
class Trained:
    heads: Heads
    fitted: Fitted
    baselines: dict[str, dict[str, float]]  # baseline -> head -> out-of-fold share right


def prepare(
    settings: Settings,
    tickets: Sequence[HandledTicket],
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    index: Index | None = None,
) -> Prepared:
    """Search for some tickets in the live index, or in the one given. `progress` is told how many of how many are done."""
    company = load_company(settings.company_path)
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        progress(done, len(tickets))

    translate = heads.english_of(tickets, bootstrap.make_translate(settings))
    with bootstrap.opened(settings) as database:
        finder = bootstrap.make_finder(settings, database, translate, index=index)
        before = serving_heads.load(settings, identity(finder.index().encoder))
        known = heads.search(tickets, company, finder, before, more)
        return Prepared(tuple(tickets), company, customers(database), known)


def labelled(settings: Settings, files: Sequence[Path]) -> list[HandledTicket]:
    """Return the labelled tickets of the files that the knowledge file names, without those of DESKHAND_GATE and of the sealed
    set: they are among what the company knows, and train nothing."""
    known = handled.load(sealed_set.opened(settings), files, labelled_only=True)
    return without_gate(settings, sealed_set.left(settings, known))


def without_gate(settings: Settings, tickets: Sequence[HandledTicket]) -> list[HandledTicket]:
    """Return the tickets that are not among those of DESKHAND_GATE, which train nothing."""
    kept = {heads.key(ticket) for ticket in handled.load(settings, [settings.gate])} if settings.gate else set()
    return [ticket for ticket in tickets if heads.key(ticket) not in kept]


def train(
    settings: Settings,
    prepared: Prepared,
    recipes: Sequence[Recipe],
    progress: Callable[[int], None] = lambda _: None,
    *,
    compare: bool = True,
) -> Trained:
    """Train the candidate, and the baselines beside it on the same folds. Raises `TrainingError`."""
    place = serving_heads.place_of(settings, prepared.known.encoder)
    made, fitted = heads.train(
        prepared.tickets,
        prepared.company,
        prepared.customers,
        prepared.known,
        place,
        recipes=recipes,
        progress=progress,
    )
    if not compare:
        return Trained(made, fitted, {})
    seen = heads.seen_of(prepared.tickets, prepared.customers, prepared.known)
    wanted = heads.labels(prepared.tickets, prepared.company.fields)
    shown = {}
    for name, recipe in BASELINES.items():
        shown[name] = baseline_accuracy(seen, wanted, recipe)
        progress(len(wanted))
    return Trained(made, fitted, shown)


def fit_again(prepared: Prepared, recipes: Sequence[Recipe]) -> Fitted:
    """Fit heads and write nothing: what they would be, and how good out of fold."""
    seen = heads.seen_of(prepared.tickets, prepared.customers, prepared.known)
    return fit(seen, heads.labels(prepared.tickets, prepared.company.fields), prepared.known.anchors, recipes=recipes)


def serves_first(settings: Settings, trained: Trained, by: str) -> bool:
    """Let a candidate serve if there are no heads for its encoder yet, and return whether it does now."""
    if serving_heads.folder_of(settings, trained.heads.manifest.encoder) is not None:
        return False
    serving_heads.serve(settings, trained.heads, "the first of its encoder", by)
    return True
