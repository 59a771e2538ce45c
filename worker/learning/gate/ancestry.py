"""This module knows what an adapter was made of: the one that its training went on from, or those that were merged."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from models.errors import AdapterError
from models.weights import registry, versions
from worker import learned_assets

RECORDS = registry.RECORDS


def line(adapters: Path, folder: Path) -> list[str]:
    """Return the ids of an adapter and of all that it was made of, the adapter first."""
    manifest = registry.read_manifest(folder)
    found, waiting = [manifest.id], parents(manifest.config)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting += parents(config(adapters, name) or {})
    return found


def parents(config: Mapping[str, Any]) -> list[str]:
    """Return the ids of what an adapter was made of, as its configuration says."""
    started, merged = config.get("started_from"), config.get("merged_from") or ()
    return [str(one) for one in ([started] if started else []) + list(merged)]


def is_merge(adapters: Path, name: str) -> bool:
    """Return whether an adapter was made of others without training."""
    return bool((config(adapters, name) or {}).get("merged_from"))


def config(adapters: Path, name: str) -> Mapping[str, Any] | None:
    """Return the configuration of a version that is there or was pruned; None if nothing is known of it."""
    for skill in learned_assets.SKILLS:
        with suppress(AdapterError):
            return registry.read_manifest(versions.find(adapters / skill, name)).config
        with suppress(OSError, ValueError, KeyError, TypeError):
            return dict(json.loads((adapters / skill / RECORDS / f"{name}.json").read_text(encoding="utf-8"))["config"])
    return None
