"""The card of a kept prompt says what it asks, how many examples it shows, how good it is, and on what it was chosen."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.errors import AdapterError
from models.evaluation.scores import Share
from worker import kept_prompts
from worker.kept_prompts import Kept


def find(adapters: Path, name: str) -> Kept[Any] | None:
    """Return the kept prompt that a name, or the beginning of an id, means; None where it means something else. Raises
    `AdapterError` for the id of a prompt that is not kept, and for a file that was altered."""
    for skill in kept_prompts.SKILLS:
        if not name.startswith(f"{skill}-prompt"):
            continue
        kept = kept_prompts.load(adapters, skill)
        if kept is not None and kept.prompt.id.startswith(name):
            return kept
        told = (
            f"{kept.prompt.id} is"
            if kept is not None
            else f"`deskhand {kept_prompts.MADE_BY.format(skill=skill)}` keeps one"
        )
        raise AdapterError(f"no prompt {name!r} is kept for {skill}: {told}")
    return None


def card(adapters: Path, kept: Kept[Any]) -> dict[str, Any]:
    """Return all that is known of a kept prompt but the words of the tickets that it shows."""
    own, origin = kept.prompt, kept.origin
    page = kept_prompts.page_place(adapters, kept.skill)
    return {
        "id": own.id,
        "skill": kept.skill,
        "state": "kept",
        "company": origin.company,
        "created_at": origin.created_at,
        "code_version": origin.code_version,
        "instruction": own.instruction,
        "examples": own.count,
        "choice": str(own.choice) if own.count else None,
        "form": str(own.form) if own.form else None,
        "measure": origin.measure,
        "score": _share(kept.score),
        "baseline": {"name": origin.baseline, **_share(kept.baseline)},
        "base": origin.base,
        "data": {"files_sha256": [origin.data_sha256]},
        "erased": kept.erased,
        "file": str(kept_prompts.place(adapters, kept.skill)),
        "page": str(page) if page.exists() else None,
    }


def lines(known: Mapping[str, Any]) -> Iterator[str]:
    """Yield the card in sentences."""
    yield f"{known['id']}: {known['state']}"
    yield f"skill {known['skill']}, company {known['company'] or 'unknown'}"
    yield f"made {known['created_at']} by version {known['code_version']}"
    how = f", choice {known['choice']}" if known["choice"] else ""
    gone = f"; an erasure took {known['erased']} away" if known["erased"] else ""
    yield f"examples {known['examples']}{how}{gone}"
    if known["form"]:
        yield f"for DESKHAND_REPLY={known['form']}"
    yield f"{known['measure']} {_told(known['score'])}, on the tickets among which it was chosen"
    yield f"{known['baseline']['name']} {_told(known['baseline'])}"
    yield f"base {known['base']}"
    yield f"sha256 of the validation tickets {', '.join(known['data']['files_sha256'])}"
    yield f"kept in {known['file']}"
    yield f"page {known['page'] or 'none'}"
    yield "instruction"
    yield from (f"  {line}" for line in known["instruction"].splitlines())


def _share(share: Share) -> dict[str, Any]:
    return {"hits": share.hits, "total": share.total, "interval": [round(end, 3) for end in share.interval]}


def _told(share: Mapping[str, Any]) -> str:
    low, high = (end * 100 for end in share["interval"])
    return f"{share['hits']}/{share['total']} [{low:.0f}-{high:.0f}]"
