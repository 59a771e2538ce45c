"""The card of a version says where it came from, how good it is, and who let it serve. It outlives the version."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from models.encoding import versions as encoders
from models.errors import AdapterError
from models.weights import manifest, registry, versions
from models.weights.manifest import HEADS
from models.weights.pointer import Serving
from worker import learned_assets
from worker.learning.gate import ancestry, heads_card, ledger, states
from worker.learning.gate.ancestry import RECORDS
from worker.learning.gate.ledger import Kind


def places(adapters: Path) -> list[Path]:
    """Return the folders that hold versions of anything, in the order in which a ticket meets what they hold."""
    return [place for skill in (HEADS, *learned_assets.SKILLS) for place in versions.places(adapters, skill)]


def card(adapters: Path, name: str) -> dict[str, Any]:
    """Return all that is known of a version, also of one that was pruned. The beginning of an id is enough. Raises
    `AdapterError` for one that nobody knows, or where several begin so."""
    gone = _records(adapters, name)
    if exact := next((path for path in gone if path.stem == name), None):
        return _read(exact)
    try:
        folder, place = _find(adapters, name)
    except AdapterError:
        if not gone or _is_begun(adapters, name):
            raise
        if len(gone) > 1:
            told = ", ".join(path.stem for path in gone)
            raise AdapterError(f"several pruned versions begin with {name!r}: {told}") from None
        return _read(gone[0])
    return made(place, folder)


def made(place: Path, folder: Path) -> dict[str, Any]:
    """Return the card of a version that is there. `place`: the folder with the versions of its skill."""
    own, entries = manifest.read(folder), ledger.read(place)
    is_encoder = own.skill == registry.ENCODER  # no pointer names one
    known = Serving() if is_encoder else versions.read(place)
    return {
        "id": own.id,
        "skill": own.skill,
        "created_at": own.created_at,
        "state": states.TUNED if is_encoder else states.of(known, own.id),
        **(heads_card.of(folder) if own.skill == HEADS else _of_adapter(place.parent, folder)),
        "evaluations": _entries(entries, own.id, Kind.EVALUATION),
        "comparisons": _entries(entries, own.id, Kind.COMPARISON),
        "openings": _entries(entries, own.id, Kind.OPENING, Kind.SEALED),
        "changes": [asdict(change) for change in known.changes if own.id in {change.id, change.was}],
        "forced": states.is_forced(known, own.id),
        "bytes": states.size(folder),
        "folder": str(folder),
    }


def _of_adapter(adapters: Path, folder: Path) -> dict[str, Any]:
    known = registry.read_manifest(folder)
    return {
        "company": known.company,
        "code_version": known.code_version,
        "base": {"name": known.base, "sha256": known.base_sha256},
        "data": {
            "examples_sha256": known.data_sha256,
            "files": list(known.config.get("data") or ()),
            "files_sha256": _files_sha256(folder),
        },
        "config": dict(known.config),
        "lineage": [asdict_of(one) for one in lineage_of(adapters, known.id, known.config)],
        "scores": dict(known.scores),
        "temperatures": dict(known.temperatures),
        "promise": known.promise.as_json() if known.promise else None,
        "files": dict(known.files),
    }


def _files_sha256(folder: Path) -> list[str]:
    """Return the hashes of the files of data, as the record of the run has them; none where there is no record."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))["run"]
        return [str(one) for one in run.get("data_sha256") or ()]
    return []


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
    cards = [_read(path) for path in _gone(place)]
    return sorted(cards, key=lambda one: str(one.get("created_at")))


def _gone(place: Path) -> list[Path]:
    return [path for path in sorted((place / RECORDS).glob("*.json")) if not (place / path.stem).exists()]


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


def _records(adapters: Path, name: str) -> list[Path]:
    """Return the cards of the pruned versions whose id begins so. A skill alone is no beginning of an id."""
    if not name.startswith(tuple(f"{skill}-" for skill in (*learned_assets.VERSIONED, registry.ENCODER))):
        return []
    held = (*places(adapters), adapters / registry.ENCODER)
    return [path for place in held for path in _gone(place) if path.stem.startswith(name)]


def _is_begun(adapters: Path, name: str) -> bool:
    """Return whether the id of a version that is there begins so."""
    held = (*places(adapters), adapters / registry.ENCODER)
    return any(own.name.startswith(name) for place in held for own in versions.list_versions(place))


def _find(adapters: Path, name: str) -> tuple[Path, Path]:
    """Return the folder of a version and that of its skill."""
    tuned = adapters / registry.ENCODER
    if name == registry.ENCODER or name.startswith(f"{registry.ENCODER}-"):
        there = encoders.list_versions(tuned)
        return there[-1] if name == registry.ENCODER and there else encoders.find(tuned, name), tuned
    folder = versions.resolve(adapters, learned_assets.VERSIONED, name)
    return folder, versions.place_of(folder)


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise AdapterError(f"{path} cannot be read: {error}") from error
