"""The card of a version says where it came from, how good it is, and who let it serve. It outlives the version."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from models.encoding import versions as encoders
from models.errors import AdapterError
from models.weights import registry, versions
from worker import learned_assets
from worker.learning.gate import ancestry, heads_card, ledger, states
from worker.learning.gate.ancestry import RECORDS
from worker.learning.gate.ledger import Kind


def card(adapters: Path, name: str) -> dict[str, Any]:
    """Return all that is known of a version, also of one that was pruned. Raises `AdapterError` for one that nobody knows."""
    if name.startswith(heads_card.NAME):
        return heads_card.card(adapters / heads_card.NAME, name)
    folder, skill = _find(adapters, name)
    place = adapters / skill
    return made(place, folder) if folder is not None else _read(place / RECORDS / f"{name}.json")


def made(place: Path, folder: Path) -> dict[str, Any]:
    """Return the card of a version that is there. `place`: the folder of its skill."""
    manifest, entries = registry.read_manifest(folder), ledger.read(place)
    is_encoder = manifest.skill == registry.ENCODER  # no pointer names one
    known = versions.Serving() if is_encoder else versions.read(place)
    values = asdict(manifest)
    own = manifest.id
    return {
        **{name: values[name] for name in ("id", "skill", "company", "created_at", "code_version")},
        "state": states.TUNED if is_encoder else states.of(known, own),
        "base": {"name": manifest.base, "sha256": manifest.base_sha256},
        "data": {"sha256": manifest.data_sha256, "files": list(manifest.config.get("data") or ())},
        "config": dict(manifest.config),
        "lineage": [asdict_of(one) for one in lineage_of(place.parent, own, manifest.config)],
        "scores": dict(manifest.scores),
        "evaluations": _entries(entries, own, Kind.EVALUATION),
        "comparisons": _entries(entries, own, Kind.COMPARISON),
        "openings": _entries(entries, own, Kind.OPENING, Kind.SEALED),
        "changes": [asdict(change) for change in known.changes if own in {change.id, change.was}],
        "forced": states.is_forced(known, own),
        "temperatures": dict(manifest.temperatures),
        "promise": manifest.promise.as_json() if manifest.promise else None,
        "files": dict(manifest.files),
        "bytes": states.size(folder),
        "folder": str(folder),
    }


def lineage_of(
    adapters: Path, name: str, config: Mapping[str, Any], depth: int = 0, seen: frozenset[str] = frozenset()
) -> Iterator[tuple[int, str, str]]:
    """Yield depth, id and how it was made, up to the root."""
    how = [f"{word.replace('_', ' ')} {_told(config[word])}" for word in _MADE_OF if config.get(word)]
    yield depth, name, "; ".join(how) or "trained on the base"
    for parent in ancestry.parents(config):
        if parent in seen:
            continue
        own = ancestry.config(adapters, parent)
        if own is None:
            yield depth + 1, parent, "not here, and nothing is recorded of it"
        else:
            yield from lineage_of(adapters, parent, own, depth + 1, seen | {name, parent})


def asdict_of(step: tuple[int, str, str]) -> dict[str, Any]:
    depth, name, how = step
    return {"depth": depth, "id": name, "made": how}


def keep(place: Path, folder: Path) -> None:
    """Keep the card of a version that will be deleted."""
    known = made(place, folder)
    records = place / RECORDS
    records.mkdir(exist_ok=True)
    part = records / f".{known['id']}.part"
    part.write_text(json.dumps({**known, "state": states.PRUNED}, indent=2) + "\n", encoding="utf-8")
    part.replace(records / f"{known['id']}.json")


def pruned(place: Path) -> list[dict[str, Any]]:
    """Return the cards of the versions of a skill that were pruned, the oldest first."""
    gone = [path for path in sorted((place / RECORDS).glob("*.json")) if not (place / path.stem).exists()]
    cards = [_read(path) for path in gone]
    return sorted(cards, key=lambda one: str(one.get("created_at")))


_MADE_OF = ("started_from", "merged_from", "imported_from")


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {own}" for name, own in value.items() if own is not None)
    return " and ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _entries(entries: Sequence[ledger.Entry], name: str, *kinds: Kind) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in asdict(one).items() if key not in {"candidate", "keys"}}
        for one in ledger.of(entries, name, *kinds)
    ]


def _find(adapters: Path, name: str) -> tuple[Path | None, str]:
    """Return the folder of a version and its skill; no folder where only its card is left."""
    for skill in (*learned_assets.SKILLS, registry.ENCODER):
        is_back = (adapters / skill / name / registry.MANIFEST).is_file()
        if not is_back and (adapters / skill / RECORDS / f"{name}.json").is_file():
            return None, skill
    if name == registry.ENCODER or name.startswith(f"{registry.ENCODER}-"):
        there = encoders.list_versions(adapters / registry.ENCODER)
        return there[-1] if name == registry.ENCODER and there else encoders.find(
            adapters / registry.ENCODER, name
        ), registry.ENCODER
    folder = versions.resolve(adapters, learned_assets.SKILLS, name)
    return folder, registry.read_manifest(folder).skill


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise AdapterError(f"{path} cannot be read: {error}") from error
