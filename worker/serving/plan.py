"""This module reads the pointers of all skills and of the heads: which version handles which tickets.

Of a ticket, what is named for its queue (replies only, once triage knows it) or its brand comes first, then the canary if the
ticket is in its share, then the version that serves. So a canary is compared with the version that serves, on tickets that
would all have had that one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from models.errors import AdapterError
from models.generation import by_name
from models.heads.folder import Heads
from models.weights import registry, versions
from models.weights.manifest import HEADS
from models.weights.pointer import Serving, canary_mark
from models.weights.registry import AdapterManifest
from worker import learned_assets
from worker.domain import Ticket
from worker.errors import ForeignAsset
from worker.settings import Settings

BRAND, QUEUE = "brand:", "queue:"  # what the names in a pointer begin with


@dataclass(frozen=True)
class Version:
    """A version of an adapter has its folder and what its manifest says."""

    manifest: AdapterManifest
    folder: Path

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def name(self) -> str:
        """Return the name of the adapter in an engine."""
        return by_name.named(self.manifest.skill, self.manifest.id)


@dataclass(frozen=True)
class HeadsVersion:
    """A version of heads is in memory: it is small, and no engine holds it."""

    heads: Heads

    @property
    def id(self) -> str:
        return self.heads.id


V = TypeVar("V", Version, HeadsVersion)


@dataclass(frozen=True)
class SkillPlan(Generic[V]):
    """A plan of a skill says which version handles which ticket."""

    current: V | None = None
    canary: V | None = None
    share: float = 0.0  # of the tickets, for the canary
    mark: str | None = None  # of the canary, which its runs keep and those beside it
    named: Mapping[str, V] = field(default_factory=dict)  # "brand:…" or "queue:…" -> its version

    def of(self, ticket: Ticket) -> V | None:
        """Return the version that handles a ticket, while its queue is not known."""
        own = self.named.get(f"{BRAND}{ticket.brand}") if ticket.brand else None
        if own is not None:
            return own
        tried = self.canary is not None and is_in_share(ticket.id, self.canary.id, self.share)
        return self.canary if tried else self.current

    def mark_of(self, own: V) -> str | None:
        """Return the mark of the canary for a version that `of` has given to a ticket: None where the ticket was not drawn."""
        return self.mark if self.canary is not None and (own is self.canary or own is self.current) else None

    @property
    def versions(self) -> Iterator[V]:
        yield from (own for own in (self.current, self.canary) if own is not None)
        yield from self.named.values()


@dataclass(frozen=True)
class Plan:
    adapters: Mapping[str, SkillPlan[Version]]  # skill -> its plan
    heads: Mapping[str, SkillPlan[HeadsVersion]] = field(default_factory=dict)  # encoder -> the plan of its heads

    @property
    def parts(self) -> Iterator[tuple[str, SkillPlan[Version] | SkillPlan[HeadsVersion]]]:
        """Yield all plans, under names for people."""
        for encoder, heads in self.heads.items():
            yield HEADS if len(self.heads) == 1 else f"{HEADS} {encoder}", heads
        yield from self.adapters.items()


def is_in_share(ticket_id: int, canary: str, share: float) -> bool:
    """Return whether a ticket is a canary's: the same for all its messages, and a larger share only adds tickets. Each canary
    draws anew, so that not the same customers get every one of them."""
    drawn = int.from_bytes(sha256(f"{canary}:{ticket_id}".encode()).digest()[:8]) / 2**64
    return drawn < share


def read(settings: Settings, left_out: list[str] | None = None) -> Plan:
    """Return the plan. Canaries and named versions are of those skills only that the language model is asked for.

    Raises `AdapterError` or `ForeignAsset` for a version that is not there, is another company's, or is not what the pointer
    says. With `left_out`, canaries and named versions with such a fault are left out, and it is told why.
    """
    adapters = {skill: _of_skill(settings, skill, left_out) for skill in learned_assets.SKILLS}
    return Plan(adapters, _of_heads(settings, left_out))


def _of_skill(settings: Settings, skill: str, left_out: list[str] | None) -> SkillPlan[Version]:
    if skill == "reply" and learned_assets.chooses(settings):
        return SkillPlan()
    pointer = versions.read(settings.adapters_path / skill)
    current = version(settings, skill, pointer.current) if pointer.current else None
    if not learned_assets.is_asked(settings, skill):
        return SkillPlan(current)
    return _with_others(current, pointer, partial(version, settings, skill), left_out)


def _of_heads(settings: Settings, left_out: list[str] | None) -> dict[str, SkillPlan[HeadsVersion]]:
    """Return the plans of the heads, where they do triage."""
    plans = {}
    for encoder, heads in learned_assets.load_heads(settings).items():
        place = settings.adapters_path / HEADS / encoder

        def found(name: str, place: Path = place) -> HeadsVersion:
            return HeadsVersion(learned_assets.load_own_heads(settings, versions.find(place, name)))

        plans[encoder] = _with_others(HeadsVersion(heads), versions.read(place), found, left_out)
    return plans


def _with_others(
    current: V | None, pointer: Serving, find: Callable[[str], V], left_out: list[str] | None
) -> SkillPlan[V]:
    """Return the plan of a pointer whose version that serves was found."""

    def found(name: str) -> V | None:
        try:
            return find(name)
        except (AdapterError, ForeignAsset) as error:
            if left_out is None:
                raise
            left_out.append(str(error))
            return None

    canary = pointer.canary
    named = {who: own for who, name in pointer.named.items() if (own := found(name)) is not None}
    tried, share = (found(canary.id), canary.share) if canary else (None, 0.0)
    return SkillPlan(current, tried, share, canary_mark(pointer), named)


def version(settings: Settings, skill: str, name: str) -> Version:
    """Return a version by its id. Its weights are checked where they are loaded."""
    own = settings.adapters_path / skill
    folder = versions.find(own, name)
    manifest = registry.read_manifest(folder)
    learned_assets.require_own(settings, folder / registry.MANIFEST)
    if manifest.skill != skill:
        raise AdapterError(f"{folder} holds an adapter for {manifest.skill}, not for {skill}")
    if folder != own and folder.is_symlink():
        raise AdapterError(f"{folder} is a link, and may lead to another adapter tomorrow: a version lies there itself")
    if folder not in {own, own / manifest.id}:
        raise AdapterError(f"{folder} holds {manifest.id}: a version lies in a folder of its own name")
    return Version(manifest, folder)


def all_adapters(plan: Plan) -> dict[str, Version]:
    """Return the versions of adapters that have work, by their name in an engine."""
    return {own.name: own for skill in plan.adapters.values() for own in skill.versions}


def without(plan: Plan, names: Sequence[str]) -> Plan:
    """Return the plan without some canaries and named versions of adapters."""
    adapters = {
        skill: SkillPlan(
            own.current,
            None if own.canary is None or own.canary.name in names else own.canary,
            own.share,
            own.mark,
            {who: one for who, one in own.named.items() if one.name not in names},
        )
        for skill, own in plan.adapters.items()
    }
    return replace(plan, adapters=adapters)
