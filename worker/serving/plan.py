"""This module reads the pointers of all skills: which version handles which tickets.

Of a ticket, what is named for its queue (replies only, once triage knows it) or its brand comes first, then the canary if the
ticket is in its share, then the version that serves. So a canary is compared with the version that serves, on tickets that
would all have had that one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from models.errors import AdapterError
from models.generation import by_name
from models.weights import registry, versions
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
class SkillPlan:
    """A plan of a skill says which version handles which ticket."""

    current: Version | None = None
    canary: Version | None = None
    share: float = 0.0  # of the tickets, for the canary
    mark: str | None = None  # of the canary, which its runs keep and those beside it
    named: Mapping[str, Version] = field(default_factory=dict)  # "brand:…" or "queue:…" -> its version

    def of(self, ticket: Ticket) -> Version | None:
        """Return the version that handles a ticket, while its queue is not known."""
        own = self.named.get(f"{BRAND}{ticket.brand}") if ticket.brand else None
        if own is not None:
            return own
        tried = self.canary is not None and is_in_share(ticket.id, self.canary.id, self.share)
        return self.canary if tried else self.current

    def mark_of(self, own: Version) -> str | None:
        """Return the mark of the canary for a version that `of` has given to a ticket: None where the ticket was not drawn."""
        return self.mark if self.canary is not None and (own is self.canary or own is self.current) else None

    @property
    def versions(self) -> Iterator[Version]:
        yield from (own for own in (self.current, self.canary, *self.named.values()) if own is not None)


Plan = Mapping[str, SkillPlan]
"""It has a plan for each skill."""


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
    return {skill: _of(settings, skill, left_out) for skill in learned_assets.SKILLS}


def _of(settings: Settings, skill: str, left_out: list[str] | None) -> SkillPlan:
    if skill == "reply" and learned_assets.chooses(settings):
        return SkillPlan()
    folder = settings.adapters_path / skill
    pointer = versions.read(folder)
    current = version(settings, skill, pointer.current) if pointer.current else None
    if not learned_assets.is_asked(settings, skill):
        return SkillPlan(current)

    def found(name: str) -> Version | None:
        try:
            return version(settings, skill, name)
        except (AdapterError, ForeignAsset) as error:
            if left_out is None:
                raise
            left_out.append(str(error))
            return None

    canary = pointer.canary
    named = {who: own for who, name in pointer.named.items() if (own := found(name)) is not None}
    tried, share = (found(canary.id), canary.share) if canary else (None, 0.0)
    return SkillPlan(current, tried, share, versions.canary_mark(pointer), named)


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


def all_versions(plan: Plan) -> dict[str, Version]:
    """Return the versions that have work, by the name of their adapter."""
    return {own.name: own for skill in plan.values() for own in skill.versions}


def without(plan: Plan, names: Sequence[str]) -> Plan:
    """Return the plan without some canaries and named versions."""
    return {
        skill: SkillPlan(
            own.current,
            None if own.canary is None or own.canary.name in names else own.canary,
            own.share,
            own.mark,
            {who: one for who, one in own.named.items() if one.name not in names},
        )
        for skill, own in plan.items()
    }
