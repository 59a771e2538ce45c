"""This module replies to tickets from which nothing that serves has learned, so that what replies here can be judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine as DatabaseEngine

from knowledge.handled_tickets import HandledTicket
from models.generation.engine import Engine
from models.skills import reply
from worker import bootstrap, learned_assets
from worker.company import Company, load_company
from worker.learning import labelled_replies, send_threshold
from worker.learning.adapters import customers
from worker.learning.evaluation import Contender, evaluate, retrieved_for
from worker.learning.report import preparation
from worker.pipeline.prompting import Prompts
from worker.settings import Settings


@dataclass(frozen=True)
class Review:
    """A review is what was replied to tickets that neither the models nor the selector nor the confidence have learned from."""

    replies: list[send_threshold.Reviewed]  # those that could have been sent
    confidence: str  # id of the one that they have
    known: int  # tickets that were left out, because the selector or the confidence has learned from them


def review(
    settings: Settings,
    tickets: Sequence[HandledTicket],
    progress: Callable[[int], None] = lambda _: None,
    adapter: Path | None = None,
) -> Review:
    """Reply to tickets that the adapters were not trained on. `progress` is told how many more tickets were replied to.
    `adapter`: the folder of the one that replies, in this process, if it is not what the settings say."""
    company = load_company(settings.company_path)
    if adapter is None:
        engine = bootstrap.make_model_engine(settings)
    else:
        here = settings.model_copy(update={"engine_url": None})
        engine = bootstrap.make_model_engine(here, {**learned_assets.adapter_folders(here), reply.NAME: adapter})
    with bootstrap.opened(settings) as database:
        return replied(settings, engine, company, database, tickets, progress, adapter)


def replied(
    settings: Settings,
    engine: Engine,
    company: Company,
    database: DatabaseEngine,
    tickets: Sequence[HandledTicket],
    progress: Callable[[int], None],
    adapter: Path | None = None,
) -> Review:
    """Reply to tickets with an engine that is there already."""
    finder = bootstrap.make_finder(settings, database, bootstrap.make_translate(settings, engine))
    encoder = bootstrap.finder_encoder(finder)
    confidence = learned_assets.load_confidence(settings, encoder, adapter)
    learned = {*(confidence.origin.learned_from if confidence else ()), *chosen_from(settings, encoder, adapter)}
    unseen = [ticket for ticket in tickets if labelled_replies.key(ticket) not in learned]
    contender, lines = replying(settings, engine, encoder, adapter), customers(database)
    found = retrieved_for(unseen, finder.tickets)
    rows = evaluate(unseen, found, contender, company, lines, settings.batch, progress).rows
    own = learned_assets.confidence_id(settings, confidence, adapter)
    return Review(send_threshold.reviewed(rows, found, confidence), own, len(tickets) - len(unseen))


def replying(settings: Settings, engine: Engine, encoder: str, adapter: Path | None = None) -> Contender:
    """Return what replies here, with the triage that serves with an encoder. `adapter`: the folder of the one that writes, if
    it is not that of the settings."""
    known = learned_assets.load_heads(settings)
    heads, form = known if encoder in known else {}, learned_assets.reply_form(settings, adapter)
    writer = preparation.selecting(settings) if adapter is None and learned_assets.chooses(settings) else None
    # Another adapter than that of the settings is measured without the prompt that serves instead of one.
    prompts = Prompts() if adapter else learned_assets.load_prompts(settings, engine.base_id)
    sure = learned_assets.temperatures(settings)
    return Contender("replies", engine, sure, prompts=prompts, heads=heads, form=form, writer=writer)


def chosen_from(settings: Settings, encoder: str, adapter: Path | None = None) -> frozenset[str]:
    """Return the keys of the tickets that the selector has learned from, where it is what replies here: what it says to them
    is better than what it says to others."""
    own = (
        learned_assets.load_selector(settings, encoder)
        if adapter is None and learned_assets.chooses(settings)
        else None
    )
    return frozenset(own.origin.learned_from if own else ())
