"""This module prepares an evaluation: what is read, what is learned from, and who is compared."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from knowledge.handled_tickets import HandledTicket
from models.generation.engine import Engine
from models.heads.fit import CANDIDATES, Recipe
from models.heads.folder import Heads
from models.selection import Selector
from models.skills import triage
from models.skills.reply import Form
from models.weights import registry
from worker import learned_assets
from worker.domain import Passage, Reply, Retrieved, Ticket
from worker.errors import Refused
from worker.learning import handled, heads
from worker.learning.evaluation import Contender, Writer
from worker.learning.report.row import PART_OF, Part
from worker.pipeline import selection
from worker.pipeline.prompting import Prompts
from worker.settings import Settings

Progress = Callable[[int], None]
Set = tuple[Path, tuple[HandledTicket, ...]]


def read(settings: Settings, data: Sequence[Path]) -> list[Set]:
    """Return the tickets of each file that is asked. Their English is left out: serving has none either."""
    return [
        (path, tuple(ticket.model_copy(update={"english": None}) for ticket in handled.load(settings, [path])))
        for path in dict.fromkeys(data)
    ]


def to_learn_from(
    settings: Settings, train: Sequence[Path], sets: Sequence[Set], option: str = "--train"
) -> tuple[list[HandledTicket], int]:
    """Return the handled tickets to learn from, and how many were left out because they are asked as well. `option` names them
    in the command."""
    asked = {heads.key(ticket) for _, tickets in sets for ticket in tickets}
    known = handled.load(settings, train)
    own = [ticket for ticket in known if heads.key(ticket) not in asked]
    if not own:
        raise Refused(f"every ticket of {option} is among those of --data: give others with {option}")
    return own, len(known) - len(own)


def serving(settings: Settings, engine: Engine | None, known: Mapping[str, Heads]) -> Contender:
    """Return what serves: the heads, the adapter or the kept prompt for triage; and the selector, or these for replies."""
    chooses = learned_assets.chooses(settings)
    replaced = {"triage": bool(known), "reply": chooses}
    used = [name for name in learned_assets.adapter_folders(settings) if not replaced.get(name)]
    prompts = Prompts() if engine is None else learned_assets.load_prompts(settings, engine.base_id)
    used += [one.id for one in (prompts.triage, prompts.reply) if one is not None]
    made = [*(["heads"] if known else []), *([learned_assets.reply_adapter(settings)] if chooses else []), *used]
    form, writer = learned_assets.reply_form(settings), selecting(settings) if chooses else None
    name = f"serving ({', '.join(made) or 'none'})"
    sure = learned_assets.temperatures(settings)
    return Contender(name, engine, sure, prompts=prompts, heads=known, form=form, writer=writer)


def candidate(settings: Settings, engine: Engine, folder: Path) -> Contender:
    """Return a candidate's adapter as if it did the work of its skill."""
    manifest = registry.read_manifest(folder)
    if manifest.skill == triage.NAME:
        return Contender(manifest.id, engine, manifest.temperatures, parts=frozenset({"triage"}))
    return Contender(
        manifest.id, engine, form=learned_assets.reply_form(settings, folder), parts=frozenset({"replies"})
    )


def selecting(settings: Settings) -> Writer:
    """Return what replies as a worker does that chooses statements."""
    known: dict[str, Selector | None] = {}

    def write(ticket: Ticket, _: Sequence[Passage], found: Retrieved) -> Reply:
        if found.encoder not in known:
            known[found.encoder] = learned_assets.load_selector(settings, found.encoder)
        return selection.select(ticket, found, known[found.encoder])

    return write


def written(settings: Settings, engine: Engine) -> list[Contender]:
    """Return replies by the model, where statements are chosen: in each form that its adapter may write."""
    own: frozenset[Part] = frozenset({"replies"})
    forms = [Form.GRAMMAR] if learned_assets.reply_form(settings) is Form.GRAMMAR else list(Form)
    return [Contender(f"model, {form}", engine, parts=own, form=form) for form in forms]


def by_model(settings: Settings, engine: Engine) -> Contender:
    """Return triage by the model, where heads serve."""
    own: frozenset[Part] = frozenset({"triage"})
    return Contender("model", engine, learned_assets.temperatures(settings), parts=own)


def seen_by(known: Mapping[str, Heads], tickets: Sequence[HandledTicket]) -> int:
    """Return how many tickets the heads that serve were trained on."""
    learned = {bytes(key) for own in known.values() for key in own.layout.neighbours.keys}
    return sum(heads.key(ticket) in learned for ticket in tickets)


def chosen_on(settings: Settings, tickets: Sequence[HandledTicket], parts: Collection[Part]) -> int:
    """Return how many tickets the prompts that serve were chosen on."""
    names = [skill for skill, part in PART_OF.items() if part in parts]
    kept = [known for skill in names if (known := learned_assets.serving_prompt(settings, skill)) is not None]
    keys = {key for known in kept for key in known.origin.chosen_on}
    return sum(heads.key(ticket).hex() in keys for ticket in tickets) if keys else 0


def recipes(known: Mapping[str, Heads], encoder: str) -> Sequence[Recipe]:
    """Return the recipes of the heads that serve with an encoder, or else all that are tried."""
    own = known.get(encoder)
    return heads.recipes_of(own) if own else CANDIDATES
