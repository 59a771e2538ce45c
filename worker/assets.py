"""This module knows whose each learned thing is: its manifest carries the id of the company from whose tickets it was learned.

What is another company's serves nobody else, and neither does what names no company. Whoever reads an asset calls
`require_own` first, so that it is refused in words and never ignored.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.search import evidence
from models import hashed_file
from models.errors import AdapterError
from models.heads import folder as heads
from models.weights import registry
from worker import kept_prompts, reply_promise
from worker.company import Company
from worker.errors import ForeignAsset, Refused

CONFIDENCE = "reply_confidence.json"  # in the adapters' folder
SELECTOR = "selector.json"  # beside it
_PATTERNS = (
    f"heads/*/{heads.MANIFEST}",
    f"heads/*/*/{heads.MANIFEST}",
    f"*/{registry.MANIFEST}",
    f"*/*/{registry.MANIFEST}",
    f"{kept_prompts.FOLDER}/*.json",
    SELECTOR,
    CONFIDENCE,
    reply_promise.FILE,
    evidence.FILE,
)
_MADE_BY = {
    heads.MANIFEST: "models heads --data FILE",
    SELECTOR: "models selector --data FILE",
    CONFIDENCE: "models confidence --data FILE --save",
    reply_promise.FILE: "models threshold --data FILE --save",
    evidence.FILE: "knowledge threshold --questions FILE",
}


@dataclass(frozen=True)
class Asset:
    """An asset is something learned from tickets or questions, known by the file that says whose it is."""

    file: Path
    company: str  # the owner's id, or its name in files of an earlier version; "" for none
    made_by: str  # the command that makes one

    def is_of(self, company: Company) -> bool:
        return self.company == company.id

    def could_be_of(self, company: Company) -> bool:
        """Return whether an earlier version may have made it for this company: it knew no id, and often no name either."""
        return self.company in {"", company.name}


def assets_of(adapters: Path) -> list[Asset]:
    """Return what lies in an adapters' folder, in a fixed order. Raises `AdapterError` for a file that cannot be read."""
    return [read(path) for pattern in _PATTERNS for path in sorted(adapters.glob(pattern)) if _is_shown(path, adapters)]


def read(file: Path) -> Asset:
    """Return the asset of a file. Raises `AdapterError` if it cannot be read."""
    values = _values(file)
    skill = str(values.get("skill", ""))
    known = _MADE_BY.get(file.name) or f"models train {skill} --data FILE"
    if skill == "encoder":
        known = "knowledge tune encoder --data FILE"
    elif file.parent.name == kept_prompts.FOLDER:
        known = kept_prompts.MADE_BY.format(skill=skill)
    return Asset(file, str(_origin(values).get("company") or ""), f"deskhand {known}")


def require_own(file: Path, company: Company) -> None:
    """Raise `ForeignAsset` unless an asset is this company's. A file that is not there is nobody's and refuses nothing."""
    if file.exists() and not (asset := read(file)).is_of(company):
        raise ForeignAsset(why_not(asset, company))


def why_not(asset: Asset, company: Company) -> str:
    """Return why an asset does not serve a company, and what to do."""
    place = asset.file.parent if asset.file.name in {heads.MANIFEST, registry.MANIFEST} else asset.file
    own = f"make your own with `{asset.made_by}`"
    if asset.could_be_of(company):
        return (
            f"{place} was made by an earlier version and does not say whose it is: if it was learned from the tickets of "
            f"{company.name}, run `deskhand models claim`; else remove it, and {own}"
        )
    return (
        f'{place} was learned for the company "{asset.company}", and the company file says "{company.id}": set '
        f"DESKHAND_ADAPTERS to a folder of your own, or remove it there, and {own}"
    )


def claim(asset: Asset, company: Company) -> None:
    """Write into a file of an earlier version that it is this company's. Raises `Refused` for another company's, and
    `AdapterError` for one that was altered."""
    if not asset.could_be_of(company):
        raise Refused(why_not(asset, company))
    values = _values(asset.file)
    stated = values.pop("sha256", None)
    if stated is not None and stated != hashed_file.digest(values):
        raise AdapterError(f"{asset.file} does not match its hash: it was altered")
    if "origin" in values:
        values["origin"] = {**values["origin"], "company": company.id}
    else:
        values["company"] = company.id
    if stated is not None and asset.file.name != heads.MANIFEST:
        hashed_file.write(asset.file, values)
        return
    if stated is not None:
        values["sha256"] = hashed_file.digest(values)
    part = asset.file.with_name(f".{asset.file.name}.new")
    part.write_text(json.dumps(values, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(asset.file)


def _values(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise AdapterError(f"{file} cannot be read: {error}") from error


def _origin(values: Mapping[str, Any]) -> Mapping[str, Any]:
    origin = values.get("origin")
    return origin if isinstance(origin, dict) else values


def _is_shown(path: Path, adapters: Path) -> bool:
    """Return whether no folder on the way is hidden: those are workshops, and what is made there has no owner yet."""
    return not any(part.startswith(".") for part in path.relative_to(adapters).parts)
