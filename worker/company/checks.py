"""This module checks what the entries of a company file say about each other. It is given the file as `tomllib` reads it,
so that it finds every mistake at once: what is of a wrong kind is left to the schema."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from worker.company import field_checks, history_checks, questions, rule_checks, voice_checks
from worker.company.mistakes import Complaint, near
from worker.company.reasons import OF_TRIAGE, REASONS

FEWEST_QUEUES, MOST_QUEUES = 2, 40


def complaints(data: Mapping[str, Any]) -> Iterator[Complaint]:
    queues = table(data, "queues")
    if isinstance(data.get("queues"), dict) and not FEWEST_QUEUES <= len(queues) <= MOST_QUEUES:
        yield Complaint(("queues",), f"the file must name {FEWEST_QUEUES} to {MOST_QUEUES} queues, not {len(queues)}")
    yield from _queue_names(data, queues)
    for reason in table(data, "escalation"):
        if reason not in REASONS:
            yield Complaint(("escalation", reason), f"{reason} is no reason of a decision{near(reason, OF_TRIAGE)}")
    yield from _brands(table(data, "brands"))
    yield from questions.complaints(table(data, "questions"))
    yield from field_checks.complaints(table(data, "fields"))
    yield from rule_checks.complaints(data)
    yield from voice_checks.complaints(data)
    yield from history_checks.complaints(data)


def table(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a table of the file; an empty one where there is none, or something else."""
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _queue_names(data: Mapping[str, Any], queues: Mapping[str, Any]) -> Iterator[Complaint]:
    chosen = data.get("not_support_queue")
    if isinstance(chosen, str) and chosen not in queues:
        yield Complaint(
            ("not_support_queue",),
            f"not_support_queue names {chosen!r}, which is not one of the queues{near(chosen, queues)}",
        )
    for queue in table(data, "questions"):
        if queue not in queues:
            yield Complaint(("questions", queue), f"names {queue}, which is not one of the queues{near(queue, queues)}")


def _brands(brands: Mapping[str, Any]) -> Iterator[Complaint]:
    ids = Counter(str(brand["id"]).strip() for brand in brands.values() if isinstance(brand, dict) and "id" in brand)
    seen: set[str] = set()
    for name, brand in brands.items():
        own = str(brand.get("id", "")).strip() if isinstance(brand, dict) else ""
        if own in seen and ids[own] > 1:
            yield Complaint(("brands", name, "id"), f"two brands have the id {own}")
        seen.add(own)
