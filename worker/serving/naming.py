"""This module gives a brand or a queue of the company a version of its own, on the same base."""

from models.weights import base, registry, versions
from models.weights.pointer import Change, Serving
from worker import learned_assets
from worker.company import Company, load_company
from worker.errors import Refused
from worker.serving import plan
from worker.serving.plan import BRAND, QUEUE
from worker.settings import Settings


def who(company: Company, skill: str, brand: str | None, queue: str | None) -> str:
    """Return who gets the version, as the pointer writes it. Raises `Refused` for a brand or a queue that there is not, and for
    a queue of another skill than reply: only there the queue is known."""
    if skill not in learned_assets.SKILLS:
        raise Refused(f"there is no skill {skill!r}: choose one of {', '.join(learned_assets.SKILLS)}")
    if (brand is None) == (queue is None):
        raise Refused("name one: --brand or --queue")
    if queue is not None:
        if skill != "reply":
            raise Refused(
                f"a queue is known only after triage, so only replies can follow it: --brand can be for {skill}"
            )
        if queue not in company.queues:
            raise Refused(f"there is no queue {queue!r}: the company file has {', '.join(company.queues)}")
        return f"{QUEUE}{queue}"
    found = next((one for one in company.brands if brand in {one.id, one.name}), None)
    if found is None:
        known = ", ".join(f"{one.name} ({one.id})" for one in company.brands) or "none"
        raise Refused(f"there is no brand {brand!r}: the company file has {known}")
    return f"{BRAND}{found.id}"


def assign(settings: Settings, skill: str, name: str, given: str, by: str, reason: str = "") -> Serving:
    """Let `given` (as `who` returns it) have a version. Raises `AdapterError` or `ForeignAsset` for one that may not serve."""
    own = plan.version(settings, skill, name)
    ready = base.is_ready(settings.base_model, settings.home_path) and not settings.engine_url
    registry.load_manifest(own.folder, base=base.ensure(settings.base_model, settings.home_path) if ready else None)
    learned_assets.require_known_settings(own.folder)

    def change(known: Serving) -> Serving:
        versions.find(settings.adapters_path / skill, own.id)
        return known.changed(
            Change(f"assign {given}", own.id, known.current, by, reason), named={**known.named, given: own.id}
        )

    return versions.update(settings.adapters_path / skill, change)


def remove(settings: Settings, skill: str, given: str, by: str, reason: str = "") -> Serving:
    """Let `given` have the version that serves all. Raises `Refused` where it had none of its own."""

    def change(known: Serving) -> Serving:
        if given not in known.named:
            raise Refused(f"{given} has no version of {skill} of its own")
        rest = {who: own for who, own in known.named.items() if who != given}
        return known.changed(Change(f"remove {given}", known.named[given], known.current, by, reason), named=rest)

    return versions.update(settings.adapters_path / skill, change)


def strangers(settings: Settings, skill: str) -> list[str]:
    """Return who has a version in the pointer and is no brand or queue of the company."""
    company = load_company(settings.company_path)
    known = {f"{BRAND}{one.id}" for one in company.brands}
    known |= {f"{QUEUE}{queue}" for queue in company.queues} if skill == "reply" else set()
    return [given for given in versions.read(settings.adapters_path / skill).named if given not in known]
