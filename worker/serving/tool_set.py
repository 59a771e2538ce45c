"""This module holds the tools of one state of the pointers: those of the versions that serve, and beside them those of a canary
or of a brand, around the same engine and search. A batch is handled wholly by one set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Engine as DatabaseEngine

from models.evaluation.confidence import Confidence
from models.generation.by_name import NamedAdapters
from models.generation.engine import Engine
from models.skills import reply, translation, triage
from models.skills.reply import Form
from worker import bootstrap, learned_assets
from worker.company import Company
from worker.domain import Ticket
from worker.pipeline.tools import Tools
from worker.retrieval.finder import Finder, Translate
from worker.serving.plan import QUEUE, HeadsVersion, Plan, Version
from worker.settings import Settings


@dataclass(frozen=True)
class Chosen:
    """These are the versions that handle a ticket."""

    adapters: Mapping[str, Version]  # of each skill that has one
    heads: Mapping[str, HeadsVersion]  # of each encoder that has some


@dataclass(frozen=True)
class Loaded:
    """This is what a worker loads once: the base model, and the search with its encoder."""

    engine: Engine
    finder: Finder


@dataclass(frozen=True)
class Writing:
    """This is what a version for replies brings along."""

    form: Form
    confidence: Confidence | None
    proven: float | None  # its own send threshold; None: none was proven


class ToolSet:
    """A tool set has tools for every ticket, by the versions that handle it."""

    def __init__(
        self, settings: Settings, company: Company, database: DatabaseEngine, loaded: Loaded, plan: Plan
    ) -> None:
        """Read all that belongs to the versions of the plan, which the engine has. Raises what `bootstrap.tools_around`
        raises."""
        self.plan, self._min_reply = plan, settings.min_reply
        self._engine, self._finder = loaded.engine, loaded.finder
        self._current = {skill: own.current for skill, own in plan.adapters.items() if own.current is not None}
        names = {skill: own.name for skill, own in self._current.items()}
        self._base = bootstrap.tools_around(
            settings, company, database, NamedAdapters(loaded.engine, names), loaded.finder
        )
        encoder = bootstrap.finder_encoder(loaded.finder)
        self._writing = {own.name: _writing(settings, encoder, own) for own in plan.adapters[reply.NAME].versions}
        self._translates: dict[str, Translate] = {
            own.name: bootstrap.make_translate(settings, NamedAdapters(loaded.engine, {translation.NAME: own.name}))
            for own in plan.adapters[translation.NAME].versions
        }
        self._bare = bootstrap.make_translate(settings, loaded.engine)

    def groups(self, tickets: Sequence[Ticket]) -> list[tuple[Tools, list[Ticket]]]:
        """Divide a batch by the versions that handle its tickets."""
        groups: dict[tuple[int, ...], tuple[Chosen, list[Ticket]]] = {}
        for ticket in tickets:
            adapters = {s: own for s, part in self.plan.adapters.items() if (own := part.of(ticket)) is not None}
            heads = {e: known for e, part in self.plan.heads.items() if (known := part.of(ticket)) is not None}
            # Not by name: a canary that a brand is named to get as well is not proven for the canary's tickets.
            key = tuple(map(id, (*adapters.values(), *heads.values())))
            groups.setdefault(key, (Chosen(adapters, heads), []))[1].append(ticket)
        return [(self._tools(chosen), group) for chosen, group in groups.values()]

    def _tools(self, chosen: Chosen) -> Tools:
        named = self.plan.adapters[reply.NAME].named
        queues = {who.removeprefix(QUEUE): own for who, own in named.items() if who.startswith(QUEUE)}
        by_queue = {
            queue: self._with(replace(chosen, adapters={**chosen.adapters, reply.NAME: own}))
            for queue, own in queues.items()
        }
        return replace(self._with(chosen), by_queue=by_queue)

    def _with(self, chosen: Chosen) -> Tools:
        """Return the tools with these versions in place of the current ones."""
        base, others = self._base, {s: own for s, own in chosen.adapters.items() if own is not self._current.get(s)}
        tools = replace(
            base,
            engine=NamedAdapters(self._engine, {skill: own.name for skill, own in chosen.adapters.items()}),
            find=partial(self._finder.tickets, translate=self._translate(chosen.adapters)),
            heads={encoder: own.heads for encoder, own in chosen.heads.items()},
            policy=replace(base.policy, canary=self._unproven(chosen)),
            canaries=self._marks(chosen),
        )
        if (own := others.get(triage.NAME)) is not None:
            kept = replace(base.prompts, triage=None)
            tools = replace(tools, temperatures=dict(own.manifest.temperatures), model_triages=True, prompts=kept)
        if (own := others.get(reply.NAME)) is not None:
            brought = self._writing[own.name]
            policy = replace(tools.policy, send_threshold=self._threshold(own, brought))
            kept = replace(tools.prompts, reply=None)
            tools = replace(tools, form=brought.form, confidence=brought.confidence, policy=policy, prompts=kept)
        return tools

    def _translate(self, adapters: Mapping[str, Version]) -> Translate:
        own = adapters.get(translation.NAME)
        return self._bare if own is None else self._translates[own.name]

    def _unproven(self, chosen: Chosen) -> str:
        """Return the canary of which it is not proven yet which replies may be sent; "" if there is none. No promise is about
        the canary of heads."""
        names = [own.id for encoder, own in chosen.heads.items() if own is self.plan.heads[encoder].canary]
        canaries = [own for skill, own in chosen.adapters.items() if own is self.plan.adapters[skill].canary]
        names += [own.id for own in canaries if not self._is_proven(own)]
        return next(iter(names), "")

    def _marks(self, chosen: Chosen) -> dict[str, str]:
        """Return the canaries by or beside which a ticket is handled, by skill: heads do triage."""
        marks = {skill: self.plan.adapters[skill].mark_of(own) for skill, own in chosen.adapters.items()}
        for encoder, own in chosen.heads.items():
            marks[triage.NAME] = self.plan.heads[encoder].mark_of(own)
        return {skill: mark for skill, mark in marks.items() if mark is not None}

    def _is_proven(self, own: Version) -> bool:
        return own.name in self._writing and self._writing[own.name].proven is not None

    def _threshold(self, own: Version, brought: Writing) -> float | None:
        """Return the send threshold of a version beside the current one. What a person set counts for a named version as for
        the current one; to a canary it only adds."""
        if self._min_reply is None:
            return brought.proven
        if own is not self.plan.adapters[reply.NAME].canary:
            return self._min_reply
        return None if brought.proven is None else max(brought.proven, self._min_reply)


def _writing(settings: Settings, encoder: str, own: Version) -> Writing:
    form = learned_assets.reply_form(settings, own.folder)
    confidence = learned_assets.load_confidence(settings, encoder, own.folder)
    promise = own.manifest.promise
    fits = promise is not None and promise.confidence == learned_assets.confidence_id(settings, confidence, own.folder)
    return Writing(form, confidence, promise.threshold if promise and fits else None)
